//! One case on this device.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use anjian_api::case::{CaseMarks, ProofTerms};
use anjian_api::entry::WireEntry;
use anjian_api::frame::Presentation;
use anjian_api::ids::{CaseId, CommandId, Moment, SeatId, Seq};
use anjian_api::role::Seat;
use anjian_domain::{CaseState, Turn, evolve_wire, turns};
use anjian_sync::{Delivery, OutboxItem};
use leptos::prelude::*;

use super::addressed::Addressed;
use super::pending::Pending;
use super::timeline::Timeline;
use super::{Court, vault::KeptCase};
use crate::api::ApiError;
use crate::platform::task;
use crate::platform::timer::Timer;

/// Where a case stands on this device.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum CaseLoad {
    /// Not asked for, or on its way for the first time.
    #[default]
    Loading,
    /// As the server has it.
    Ready,
    /// As the device kept it; the server was not reached yet.
    Stale {
        /// From when.
        since: Moment,
    },
    /// Nothing is held, and the server did not give it.
    Failed(ApiError),
    /// There is no such case for this person, or no longer.
    Gone,
}

/// Where the older entries stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Older {
    /// Nothing is asked for.
    #[default]
    Idle,
    /// On their way.
    Loading,
    /// They did not come.
    Failed(ApiError),
}

/// Who is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Present {
    /// Seats with a connection.
    pub online: Vec<SeatId>,
    /// Seats that are typing.
    pub typing: Vec<SeatId>,
}

pub(super) struct CaseInner {
    pub load: RwSignal<CaseLoad>,
    pub state: RwSignal<Arc<CaseState>>,
    pub timeline: RwSignal<Timeline>,
    pub pending: RwSignal<Vec<Pending>>,
    pub you: RwSignal<SeatId>,
    pub read: RwSignal<Seq>,
    pub presence: RwSignal<Present>,
    /// What is being shown, by whom.
    pub presentation: RwSignal<Option<Presentation>>,
    /// This person goes where the presenter leads.
    pub following: RwSignal<bool>,
    pub older: RwSignal<Older>,
    pub read_at_opening: RwSignal<Seq>,
    pub proof: Cell<Option<ProofTerms>>,
    pub marks: Cell<CaseMarks>,
    pub draft: RefCell<String>,
    pub draft_of_server: RwSignal<u32>,
    /// None until it was read or written.
    pub addressed: RefCell<Option<Addressed>>,
    /// A load is under way.
    pub loading: Cell<bool>,
    /// The position was not told to the server yet.
    pub position_due: Cell<bool>,
    pub draft_due: Cell<bool>,
    pub timers: RefCell<[Option<Timer>; 3]>,
    pub commands: RefCell<BTreeMap<Seq, CommandId>>,
    /// The oldest number that was not written to the device since it came.
    pub unkept: Cell<Option<Seq>>,
    /// Older pages came that were not written to the device: all that is held before this number.
    pub older_unkept: Cell<Option<Seq>>,
}

impl CaseInner {
    /// It was asked for and nothing of it is shown yet.
    pub(super) fn is_wanted(&self) -> bool {
        self.load.with_untracked(|load| match load {
            CaseLoad::Loading => self.loading.get(),
            CaseLoad::Failed(_) => true,
            CaseLoad::Ready | CaseLoad::Stale { .. } | CaseLoad::Gone => false,
        })
    }
}

/// One case: a handle that lives until log-out, whatever page is left.
#[derive(Clone, Copy)]
pub struct CaseHandle {
    /// Which case.
    pub id: CaseId,
    pub(super) inner: StoredValue<Rc<CaseInner>, LocalStorage>,
    pub(super) court: Court,
}

impl PartialEq for CaseHandle {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl CaseHandle {
    /// A case of which nothing is held. The signals belong to the current owner.
    pub(super) fn new(id: CaseId, court: Court) -> Self {
        let inner = CaseInner {
            load: RwSignal::default(),
            state: RwSignal::default(),
            timeline: RwSignal::default(),
            pending: RwSignal::default(),
            you: RwSignal::new(SeatId(0)),
            read: RwSignal::default(),
            presence: RwSignal::default(),
            presentation: RwSignal::default(),
            following: RwSignal::default(),
            older: RwSignal::default(),
            read_at_opening: RwSignal::default(),
            proof: Cell::default(),
            marks: Cell::default(),
            draft: RefCell::default(),
            draft_of_server: RwSignal::default(),
            addressed: RefCell::default(),
            loading: Cell::default(),
            position_due: Cell::default(),
            draft_due: Cell::default(),
            timers: RefCell::default(),
            commands: RefCell::default(),
            unkept: Cell::default(),
            older_unkept: Cell::default(),
        };
        Self {
            id,
            inner: StoredValue::new_local(Rc::new(inner)),
            court,
        }
    }

    pub(super) fn inner(self) -> Rc<CaseInner> {
        self.inner.get_value()
    }

    /// Where the case stands on this device.
    #[must_use]
    pub fn load(self) -> CaseLoad {
        self.inner().load.get()
    }

    /// The case as this person sees it.
    #[must_use]
    pub fn state(self) -> Arc<CaseState> {
        self.inner().state.get()
    }

    /// The same at this moment.
    #[must_use]
    pub fn state_untracked(self) -> Arc<CaseState> {
        self.inner().state.get_untracked()
    }

    /// This person's seat number; 0 before the case is loaded.
    #[must_use]
    pub fn you(self) -> SeatId {
        self.inner().you.get()
    }

    /// This person's seat.
    #[must_use]
    pub fn seat(self) -> Option<Seat> {
        let you = self.you();
        self.inner()
            .state
            .with(|state| state.seats.get(&you).map(|record| record.seat.clone()))
    }

    /// Reads the entries; whoever does is told of every change.
    pub fn with_timeline<T>(self, read: impl FnOnce(&Timeline) -> T) -> T {
        self.inner().timeline.with(read)
    }

    /// Reads the entries as they are at this moment.
    pub fn with_timeline_untracked<T>(self, read: impl FnOnce(&Timeline) -> T) -> T {
        self.inner().timeline.with_untracked(read)
    }

    /// Own commands that do not stand in the timeline yet, in their order.
    #[must_use]
    pub fn pending(self) -> Vec<Pending> {
        let inner = self.inner();
        let last = inner.timeline.with(Timeline::last_seq);
        inner.pending.with(|pending| {
            let shown = |one: &&Pending| one.seq.is_none_or(|seq| Some(seq) > last);
            pending.iter().filter(shown).cloned().collect()
        })
    }

    /// How far the person has read.
    #[must_use]
    pub fn read(self) -> Seq {
        self.inner().read.get()
    }

    /// How far the person had read when the case was opened: the place of the divider.
    #[must_use]
    pub fn read_at_opening(self) -> Seq {
        self.inner().read_at_opening.get()
    }

    /// The person has read up to here. Never goes back; the server is told a little later.
    pub fn set_read(self, seq: Seq) {
        let inner = self.inner();
        if seq > inner.read.get_untracked() {
            inner.read.set(seq);
            inner.position_due.set(true);
            self.court.position_moved(self);
        }
    }

    /// What was typed and not sent.
    #[must_use]
    pub fn draft(self) -> String {
        self.inner().draft.borrow().clone()
    }

    /// Tells when another device's draft came with the opening: read [`Self::draft`] again.
    #[must_use]
    pub fn draft_version(self) -> u32 {
        self.inner().draft_of_server.get()
    }

    /// Keeps what is typed: on the device at once, on the server a little later.
    pub fn set_draft(self, text: String) {
        let inner = self.inner();
        if *inner.draft.borrow() == text {
            return;
        }
        inner.draft.replace(text);
        inner.draft_due.set(true);
        self.court.draft_changed(self);
    }

    /// Who is there and who is typing.
    #[must_use]
    pub fn presence(self) -> Present {
        self.inner().presence.get()
    }

    /// The place in an exhibit that somebody leads everybody to; none: nothing is shown.
    #[must_use]
    pub fn presentation(self) -> Option<Presentation> {
        self.inner().presentation.get()
    }

    /// This person goes where the presenter leads.
    #[must_use]
    pub fn is_following(self) -> bool {
        self.inner().following.get()
    }

    /// Goes where the presenter leads, or no longer.
    pub fn follow(self, on: bool) {
        let following = self.inner().following;
        if following.get_untracked() != on {
            following.set(on);
        }
    }

    /// Where the older entries stand.
    #[must_use]
    pub fn older(self) -> Older {
        self.inner().older.get()
    }

    /// Fetches a page of older entries. Does nothing at the start, or while one is on its way.
    pub async fn load_older(self) {
        self.court.load_older(self).await;
    }

    /// Begins [`Self::load_older`] without waiting for it.
    pub fn load_older_soon(self) {
        task::detached(self.load_older());
    }

    /// Fetches older pages until this entry is held; false when it could not be reached.
    pub async fn load_back_to(self, seq: Seq) -> bool {
        loop {
            let first = self.with_timeline_untracked(Timeline::first_seq);
            match first {
                Some(first) if first <= seq => return true,
                Some(before) => {
                    self.load_older().await;
                    if self.with_timeline_untracked(Timeline::first_seq) >= Some(before) {
                        return false;
                    }
                }
                None => return false,
            }
        }
    }

    /// The constants by which leaves are recomputed.
    #[must_use]
    pub fn proof(self) -> Option<ProofTerms> {
        self.inner().proof.get()
    }

    /// What this person has to do, the most urgent first.
    #[must_use]
    pub fn turns(self) -> Vec<Turn> {
        let (you, now) = (self.you(), self.court.clock().minute());
        self.inner().state.with(|state| turns(state, you, now))
    }

    /// Entries in order that follow what is held. False when they do not follow.
    pub(super) fn apply(self, entries: Vec<WireEntry>) -> bool {
        let inner = self.inner();
        let head = inner.state.with_untracked(|state| state.head);
        let new: Vec<WireEntry> = entries
            .into_iter()
            .filter(|entry| entry.seq > head)
            .collect();
        let Some(first) = new.first().map(|entry| entry.seq) else {
            return true;
        };
        if first != head.next() {
            return false;
        }
        self.claim(&new);
        // Who has said it is no longer typing it.
        let is_new = |seat: &SeatId| {
            new.iter()
                .any(|entry| entry.header().is_some_and(|header| header.author == *seat))
        };
        if inner
            .presence
            .with_untracked(|present| present.typing.iter().any(is_new))
        {
            inner
                .presence
                .update(|present| present.typing.retain(|seat| !is_new(seat)));
        }
        inner.state.update(|state| {
            let state = Arc::make_mut(state);
            for entry in &new {
                evolve_wire(state, entry);
            }
        });
        let oldest = inner.unkept.get().map_or(first, |unkept| unkept.min(first));
        inner.unkept.set(Some(oldest));
        let terms = inner.proof.get();
        inner.timeline.update(|timeline| {
            if !timeline.append(terms.as_ref(), new.clone()) {
                timeline.replace(terms.as_ref(), new);
            }
        });
        self.settle_pending();
        true
    }

    /// An item of the outbox is new or changed.
    pub(super) fn item(self, item: &OutboxItem) {
        self.inner().pending.update(|pending| {
            let seq = pending
                .iter()
                .find(|one| one.id == item.id)
                .and_then(|one| one.seq);
            pending.retain(|one| one.id != item.id);
            let new = Pending {
                seq,
                ..Pending::of(item)
            };
            let place =
                pending.partition_point(|one| (one.order, one.id.0) < (new.order, new.id.0));
            pending.insert(place, new);
        });
    }

    /// The engine says where a command stands.
    pub(super) fn delivery(self, id: CommandId, delivery: Delivery) {
        let inner = self.inner();
        if delivery == Delivery::Discarded {
            inner
                .pending
                .update(|pending| pending.retain(|one| one.id != id));
            return;
        }
        if let Delivery::Sent { first, .. } = &delivery {
            inner.commands.borrow_mut().insert(*first, id);
        }
        inner.pending.update(|pending| {
            if let Some(one) = pending.iter_mut().find(|one| one.id == id) {
                match &delivery {
                    Delivery::Sent { first, .. } => one.seq = Some(*first),
                    Delivery::Parked(_) => one.seq = None,
                    Delivery::Pending { .. } | Delivery::Discarded => {}
                }
                one.delivery = delivery;
            }
        });
        self.settle_pending();
    }

    /// What is sent and stands in the timeline needs no place among the pending any more.
    fn settle_pending(self) {
        let inner = self.inner();
        let head = inner.state.with_untracked(|state| state.head);
        let done = |one: &Pending| {
            matches!(one.delivery, Delivery::Sent { .. }) && one.seq.is_some_and(|seq| seq <= head)
        };
        if inner
            .pending
            .with_untracked(|pending| pending.iter().any(done))
        {
            inner
                .pending
                .update(|pending| pending.retain(|one| !done(one)));
        }
    }

    /// What is to be kept of the case, when anything is held.
    pub(super) fn to_keep(self, at: Moment) -> Option<KeptCase> {
        let inner = self.inner();
        Some(KeptCase {
            proof: inner.proof.get()?,
            state: inner.state.with_untracked(|state| CaseState::clone(state)),
            you: inner.you.get_untracked(),
            read: inner.read.get_untracked(),
            marks: inner.marks.get(),
            at,
        })
    }

    /// Forgets everything: the person is gone.
    pub(super) fn forget(self) {
        let inner = self.inner();
        *inner.timers.borrow_mut() = Default::default();
        inner.load.set(CaseLoad::Loading);
        inner.state.set(Arc::default());
        inner.timeline.update(Timeline::clear);
        inner.pending.set(Vec::new());
        inner.draft.replace(String::new());
        inner.addressed.replace(None);
        inner.commands.borrow_mut().clear();
        inner.position_due.set(false);
        inner.draft_due.set(false);
        inner.unkept.set(None);
        inner.older_unkept.set(None);
    }
}
