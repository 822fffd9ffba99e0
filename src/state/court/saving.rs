//! What is written a little later: positions and drafts to the server, cases to the device.

use std::sync::Arc;

use anjian_api::ids::Seq;
use leptos::prelude::*;

use super::case::CaseHandle;
use super::{Court, Held, Timeline, Vault};
use crate::platform::timer::{self, Timer};
use crate::platform::{local_storage, task};

const POSITION_MS: u32 = 800;
const DRAFT_MS: u32 = 1_500;
const CASE_MS: u32 = 500;
const LIST_MS: u32 = 1_000;

/// Places in a case's timers.
const POSITION: usize = 0;
const DRAFT_TIMER: usize = 1;
const CASE: usize = 2;

/// Timers of the whole device.
#[derive(Default)]
pub(super) struct Keeping {
    pub refetch: Option<Timer>,
    pub list: Option<Timer>,
}

/// Held entries that are to be written, whole chunks of them, so that none is written with a hole.
enum Stretch {
    /// From the chunk of this one to the newest: what came since.
    From(Seq),
    /// From the oldest held to the end of the chunk of the one before this: pages read backwards.
    Before(Seq),
}

impl Stretch {
    fn of(self, timeline: &Timeline) -> Vec<Arc<Held>> {
        let place = |seq: Seq| {
            let first = timeline.first_seq().map_or(0, |first| first.0);
            usize::try_from(seq.0.saturating_sub(first)).unwrap_or(usize::MAX)
        };
        let range = match self {
            Self::From(seq) => place(Vault::chunk_start(seq))..timeline.len(),
            Self::Before(seq) => 0..place(Vault::chunk_end(Seq(seq.0.saturating_sub(1)))),
        };
        timeline.iter(range).map(Arc::clone).collect()
    }
}

impl Court {
    pub(super) fn position_moved(self, handle: CaseHandle) {
        let case = handle.inner();
        let read = case.read.get_untracked();
        self.edit_line(handle.id, |line| {
            case.timeline
                .with_untracked(|timeline| super::list::read(line, read, Some(timeline)));
        });
        let timer = timer::after(POSITION_MS, move || self.tell_position(handle));
        case.timers.borrow_mut()[POSITION] = Some(timer);
    }

    fn tell_position(self, handle: CaseHandle) {
        let (inner, case) = (self.inner(), handle.inner());
        if !case.position_due.replace(false) {
            return;
        }
        let (epoch, read) = (inner.epoch.get(), case.read.get_untracked());
        task::detached(async move {
            let told = inner.api.set_position(handle.id, read).await;
            if told.is_err() && inner.epoch.get() == epoch {
                case.position_due.set(true);
            }
        });
        self.keep_case_soon(handle);
    }

    pub(super) fn draft_changed(self, handle: CaseHandle) {
        let case = handle.inner();
        if let Some(key) = self.draft_key(handle.id) {
            // An empty one is kept too: it says that the server's is older.
            local_storage::set(&key, &case.draft.borrow());
        }
        let timer = timer::after(DRAFT_MS, move || self.tell_draft(handle));
        case.timers.borrow_mut()[DRAFT_TIMER] = Some(timer);
    }

    fn tell_draft(self, handle: CaseHandle) {
        let (inner, case) = (self.inner(), handle.inner());
        if !case.draft_due.replace(false) {
            return;
        }
        let epoch = inner.epoch.get();
        let draft = case.draft.borrow().clone();
        task::detached(async move {
            let told = inner.api.set_draft(handle.id, &draft).await;
            if inner.epoch.get() != epoch {
                return;
            }
            if told.is_err() {
                case.draft_due.set(true);
            } else if *case.draft.borrow() == draft
                && let Some(key) = self.draft_key(handle.id)
            {
                // Both have the same words now; the next opening brings the newest of all devices.
                local_storage::remove(&key);
            }
        });
    }

    /// The server can be reached again: tells what it could not be told before.
    pub(super) fn tell_again(self, handle: CaseHandle) {
        self.tell_position(handle);
        self.tell_draft(handle);
    }

    /// The page goes to the back and may be killed without another word: what waits is done now.
    pub fn flush(self) {
        if let Some(code) = self.inner().engine_code.get() {
            (code.flush)(self);
        }
    }

    pub(super) fn flush_all(self) {
        let inner = self.inner();
        let handles: Vec<CaseHandle> = inner.cases.borrow().values().copied().collect();
        for handle in handles {
            let case = handle.inner();
            let due = std::mem::take(&mut *case.timers.borrow_mut());
            self.tell_again(handle);
            if due.get(CASE).is_some_and(Option::is_some) {
                self.keep_case(handle);
            }
        }
        let list = inner
            .run
            .borrow_mut()
            .as_mut()
            .and_then(|run| run.keeping().list.take());
        if list.is_some() {
            self.keep_list();
        }
    }

    pub(super) fn keep_list_soon(self) {
        let timer = timer::after(LIST_MS, move || self.keep_list());
        if let Some(run) = self.inner().run.borrow_mut().as_mut() {
            run.keeping().list = Some(timer);
        }
    }

    pub(super) fn keep_list(self) {
        let inner = self.inner();
        let Some(vault) = self.vault() else { return };
        let lines: Vec<_> = inner
            .lines
            .with_untracked(|lines| lines.values().map(|line| (**line).clone()).collect());
        task::detached(async move {
            let saved = vault.save_cases(&lines).await;
            self.stored(saved);
        });
    }

    pub(super) fn keep_case_soon(self, handle: CaseHandle) {
        let timer = timer::after(CASE_MS, move || self.keep_case(handle));
        handle.inner().timers.borrow_mut()[CASE] = Some(timer);
    }

    fn keep_case(self, handle: CaseHandle) {
        let case = handle.inner();
        let (Some(vault), Some(kept)) = (self.vault(), handle.to_keep(self.clock().now())) else {
            return;
        };
        let (newest, older) = (case.unkept.take(), case.older_unkept.take());
        let stretches = [older.map(Stretch::Before), newest.map(Stretch::From)];
        let stretches: Vec<Vec<_>> = case.timeline.with_untracked(|timeline| {
            let held = stretches.into_iter().flatten();
            held.map(|stretch| stretch.of(timeline)).collect()
        });
        let id = handle.id;
        task::detached(async move {
            let runs: Vec<Vec<_>> = stretches
                .iter()
                .map(|held| held.iter().map(|held| &held.entry).collect())
                .collect();
            let saved = vault.save_case(id, &kept, &runs).await;
            self.stored(saved);
        });
    }

    pub(super) fn vault(self) -> Option<Vault> {
        self.inner()
            .run
            .borrow()
            .as_ref()
            .map(|run| run.vault().clone())
    }
}
