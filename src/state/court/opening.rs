//! Loading cases and their list.

use std::sync::Arc;

use anjian_api::case::{CaseSummary, Opening};
use anjian_api::entry::WireEntry;
use anjian_api::frame::Head;
use anjian_api::ids::{CaseId, Seq};
use anjian_api::problem::ProblemCode;
use anjian_domain::CaseState;
use leptos::prelude::*;

use super::case::{CaseHandle, CaseLoad};
use super::timeline::Timeline;
use super::vault::{KeptCase, Vault};
use super::{Court, DRAFT, list};
use crate::platform::{local_storage, task, timer};
use crate::state::Load;

const SOON_MS: u32 = 400;

impl Court {
    /// Fetches the list of cases.
    pub fn refresh_cases(self) {
        let inner = self.inner();
        if inner.lines_asked.replace(true) {
            // Asked while it was on its way: it may be older than the question.
            inner.lines_again.set(true);
            return;
        }
        inner
            .lines_load
            .update(|load| *load = std::mem::take(load).again());
        let epoch = inner.epoch.get();
        task::detached(async move {
            let answer = inner.api.cases().await;
            if inner.epoch.get() != epoch {
                return;
            }
            inner.lines_asked.set(false);
            let done = answer.map(|fetched| {
                let heads = fetched
                    .iter()
                    .map(|line| Head {
                        case: line.case,
                        seq: line.head,
                    })
                    .collect();
                inner.lines.update(|lines| list::merge(lines, fetched));
                // At once: whoever leaves now finds the list again without a network.
                self.keep_list();
                self.listed(heads);
                if let Some(code) = inner.engine_code.get() {
                    (code.ask_for_missing)(self);
                }
            });
            inner
                .lines_load
                .update(|load| *load = std::mem::take(load).answered(done));
            if inner.lines_again.replace(false) {
                self.refresh_cases();
            }
        });
    }

    /// The list that the device kept, unless the server was faster. Where that is bare the server
    /// is asked, whether or not it was reached before: nobody waits for what does not come.
    pub(super) fn show_kept_list(self, kept: Option<Vec<CaseSummary>>) {
        let inner = self.inner();
        if matches!(inner.lines_load.get_untracked(), Load::Ready(())) {
            return;
        }
        if let Some(kept) = kept {
            inner.lines.update(|lines| list::merge(lines, kept));
        }
        let is_bare = inner.lines.with_untracked(|lines| lines.is_empty());
        if is_bare && inner.lines_load.get_untracked() == Load::Idle {
            self.refresh_cases();
        }
    }

    /// A case that is held and no longer listed may have been closed to this person: it is asked
    /// for again, and the answer decides.
    pub(super) fn ask_for_missing(self) {
        let inner = self.inner();
        let handles: Vec<CaseHandle> = inner.cases.borrow().values().copied().collect();
        let is_held = |handle: &CaseHandle| {
            handle
                .inner()
                .load
                .with_untracked(|load| matches!(load, CaseLoad::Ready | CaseLoad::Stale { .. }))
        };
        for handle in handles.into_iter().filter(is_held) {
            if inner
                .lines
                .with_untracked(|lines| !lines.contains_key(&handle.id))
            {
                self.load_case(handle);
            }
        }
    }

    /// This person may no longer read the case: nothing of it stays on the device.
    pub(super) fn gone(self, handle: CaseHandle) {
        let inner = self.inner();
        // Own words that were not sent are set aside with this reason, not lost.
        let pending = handle.inner().pending.get_untracked();
        handle.forget();
        handle.inner().pending.set(pending);
        handle.inner().load.set(CaseLoad::Gone);
        inner.lines.update(|lines| drop(lines.remove(&handle.id)));
        self.keep_list_soon();
        let vault = inner.run.borrow().as_ref().map(|run| run.vault().clone());
        task::detached(async move {
            if let Some(vault) = vault {
                vault.forget_case(handle.id).await;
            }
        });
    }

    /// Fetches the list a little later, once for all that happens until then.
    pub(super) fn refresh_cases_soon(self) {
        let timer = timer::after(SOON_MS, move || self.refresh_cases());
        if let Some(run) = self.inner().run.borrow_mut().as_mut() {
            run.keeping().refetch = Some(timer);
        }
    }

    /// The live connection stands again: whatever is only known from the device is asked for.
    pub(super) fn caught_up(self) {
        let inner = self.inner();
        let handles: Vec<CaseHandle> = inner.cases.borrow().values().copied().collect();
        for handle in handles {
            let load = handle.inner().load.get_untracked();
            if matches!(load, CaseLoad::Stale { .. } | CaseLoad::Failed(_)) {
                self.load_case(handle);
            }
            self.tell_again(handle);
        }
        if !matches!(inner.lines_load.get_untracked(), Load::Ready(())) {
            self.refresh_cases();
        }
    }

    /// Loads a case: from the device at once, then from the server.
    pub(super) fn load_case(self, handle: CaseHandle) {
        let inner = self.inner();
        let case = handle.inner();
        if case.loading.replace(true) {
            return;
        }
        if matches!(case.load.get_untracked(), CaseLoad::Failed(_)) {
            case.load.set(CaseLoad::Loading);
        }
        let (epoch, id) = (inner.epoch.get(), handle.id);
        let vault = inner.run.borrow().as_ref().map(|run| run.vault().clone());
        task::detached(async move {
            let from_device = async {
                if let Some(vault) = vault {
                    self.show_kept(handle, &vault).await;
                }
            };
            let (answer, ()) = futures::join!(inner.api.opening(id), from_device);
            if inner.epoch.get() != epoch {
                case.loading.set(false);
                return;
            }
            case.loading.set(false);
            match answer {
                Ok(opening) => self.take_opening(handle, opening),
                Err(error) if error.code() == Some(ProblemCode::NotFound) => self.gone(handle),
                Err(error) if case.load.get_untracked() == CaseLoad::Loading => {
                    case.load.set(CaseLoad::Failed(error));
                }
                Err(_) => {}
            }
        });
    }

    /// The store is open only now: cases that were asked for before are shown from it.
    pub(super) fn show_waiting(self, vault: &Vault) {
        let inner = self.inner();
        let handles: Vec<CaseHandle> = inner.cases.borrow().values().copied().collect();
        for handle in handles
            .into_iter()
            .filter(|handle| handle.inner().is_wanted())
        {
            let vault = vault.clone();
            task::detached(async move { self.show_kept(handle, &vault).await });
        }
    }

    /// Shows what the device keeps of a case, unless the server was faster.
    async fn show_kept(self, handle: CaseHandle, vault: &Vault) {
        let (epoch, case) = (self.inner().epoch.get(), handle.inner());
        if case.is_wanted()
            && let Some((kept, entries)) = vault.case(handle.id).await
            && self.inner().epoch.get() == epoch
            && case.is_wanted()
        {
            self.take_kept(handle, kept, entries);
        }
    }

    fn take_kept(self, handle: CaseHandle, kept: KeptCase, entries: Vec<WireEntry>) {
        let case = handle.inner();
        case.proof.set(Some(kept.proof));
        case.you.set(kept.you);
        case.read.set(kept.read);
        case.read_at_opening.set(kept.read);
        case.marks.set(kept.marks);
        case.state.set(Arc::new(kept.state));
        case.timeline
            .update(|timeline| timeline.replace(Some(&kept.proof), entries));
        self.take_draft(handle, None);
        case.load.set(CaseLoad::Stale { since: kept.at });
        self.held(handle.id);
    }

    fn take_opening(self, handle: CaseHandle, opening: Opening<CaseState>) {
        let case = handle.inner();
        let first_time = case.load.get_untracked() == CaseLoad::Loading;
        self.clock().sync(opening.now);
        case.proof.set(Some(opening.proof));
        case.you.set(opening.you);
        case.marks.set(opening.marks);
        let read = case.read.get_untracked().max(opening.read);
        case.read.set(read);
        if first_time || case.read_at_opening.get_untracked() < opening.read {
            case.read_at_opening.set(opening.read);
        }
        let head = case.state.with_untracked(|state| state.head);
        if opening.state.head > head || first_time {
            let oldest = opening.entries.first().map(|entry| entry.seq);
            case.unkept.set(case.unkept.get().min(oldest).or(oldest));
            case.timeline.update(|timeline| {
                if !timeline.append(Some(&opening.proof), opening.entries.clone()) {
                    timeline.replace(Some(&opening.proof), opening.entries);
                }
            });
        }
        // At the same number the court's word goes before this device's: what was kept may have been
        // folded by an older version of the app.
        let is_older = opening.state.head < head;
        if first_time || !is_older && case.state.with_untracked(|state| **state != opening.state) {
            case.state.set(Arc::new(opening.state));
        }
        self.take_draft(handle, Some(opening.draft));
        case.load.set(CaseLoad::Ready);
        self.held(handle.id);
        self.line_from_state(handle);
        self.keep_case_soon(handle);
    }

    /// What was typed on this device goes before what another device typed.
    fn take_draft(self, handle: CaseHandle, of_server: Option<String>) {
        let case = handle.inner();
        if case.draft_due.get() {
            return;
        }
        let here = self
            .draft_key(handle.id)
            .and_then(|key| local_storage::get(&key));
        if let Some(draft) = here.or(of_server)
            && *case.draft.borrow() != draft
        {
            case.draft.replace(draft);
            case.draft_of_server.update(|version| *version += 1);
        }
    }

    pub(super) fn draft_key(self, case: CaseId) -> Option<String> {
        Some(format!("{DRAFT}{}.{case}", self.person()?))
    }

    pub(super) fn apply(self, case: CaseId, entries: Vec<WireEntry>) {
        let handle = self.slot(case);
        if !handle.apply(entries.clone()) {
            // Cannot happen while the engine keeps its word; the server is asked for all of it.
            self.load_case(handle);
            return;
        }
        let state = handle.state_untracked();
        let now = self.clock().now();
        self.edit_line(case, |line| {
            for entry in &entries {
                list::entry(line, entry, Some(&state));
            }
            list::from_state(line, &state, now);
        });
        self.keep_case_soon(handle);
    }

    fn line_from_state(self, handle: CaseHandle) {
        let (state, now) = (handle.state_untracked(), self.clock().now());
        self.edit_line(handle.id, |line| list::from_state(line, &state, now));
    }

    /// The person read further on another device.
    pub(super) fn read_elsewhere(self, id: CaseId, read: Seq) {
        let case = self.slot(id).inner();
        if read > case.read.get_untracked() {
            case.read.set(read);
        }
        self.edit_line(id, |line| {
            case.timeline.with_untracked(|timeline: &Timeline| {
                list::read(line, read, Some(timeline));
            });
        });
    }
}
