//! The book of a run: what was promised to whom, and whether it was kept.

use std::collections::{BTreeMap, BTreeSet};

use anjian_api::entry::{Shown, WireEntry};
use anjian_api::ids::{CaseId, CommandId, Moment, SeatId, Seq};
use anjian_sync::{Delivery, OutboxItem};

use super::World;
use super::server::Log;
use super::tab::View;

/// Between giving an item up in one tab and the leading tab's knowing it, that one may start a try.
const NEWS_TRAVELS_MS: i64 = 5;

/// A promise that was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which.
    pub kind: FaultKind,
    /// How.
    pub text: String,
}

/// The promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// Something acknowledged or stored in the outbox did not come to be.
    Lost,
    /// Something came to be twice.
    Duplicated,
    /// Something came to be before what its author said before it.
    Reordered,
    /// A device shows something else than what is.
    Diverged,
    /// A device holds what another party said under seal.
    Leaked,
}

/// A command as its person gave it.
#[derive(Debug)]
struct Given {
    tab: usize,
    case: CaseId,
    /// The newest number that anybody had an answer for at that time.
    known: Seq,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) faults: Vec<Fault>,
    given: BTreeMap<CommandId, Given>,
    /// Commands whose item reached the store of the device, in order.
    kept: Vec<CommandId>,
    /// Dropped from the store: answered, or given up.
    dropped: BTreeSet<CommandId>,
    unwanted: BTreeSet<CommandId>,
    acknowledged: BTreeMap<CommandId, (CaseId, Seq)>,
    newest: BTreeMap<CaseId, Seq>,
    /// Set aside or given up at any time: their place is no longer promised.
    aside: BTreeSet<CommandId>,
    given_up: BTreeMap<CommandId, Moment>,
    under_way: BTreeMap<(usize, CaseId), CommandId>,
}

impl Book {
    pub(super) fn fault(&mut self, kind: FaultKind, text: String) {
        self.faults.push(Fault { kind, text });
    }

    pub(super) fn given(&self) -> u64 {
        self.kept.len() as u64
    }

    pub(super) fn gives(&mut self, tab: usize, case: CaseId, id: CommandId) {
        let known = self.newest.get(&case).copied().unwrap_or_default();
        self.given.insert(id, Given { tab, case, known });
    }

    pub(super) fn saved(&mut self, item: &OutboxItem) {
        if item.is_parked() {
            self.aside.insert(item.id);
        } else if !self.kept.contains(&item.id) {
            self.kept.push(item.id);
        }
    }

    /// The person asks to give it up. It is, once it leaves the store without an answer.
    pub(super) fn unwanted(&mut self, id: CommandId) {
        self.unwanted.insert(id);
    }

    pub(super) fn dropped(&mut self, id: CommandId) {
        self.dropped.insert(id);
    }

    /// A leading tab sends: not before the one before it was answered or set aside.
    pub(super) fn sent(&mut self, now: Moment, person: usize, case: CaseId, id: CommandId) {
        let given_up = self.given_up.get(&id);
        if given_up.is_some_and(|at| now.ms_since(*at) > NEWS_TRAVELS_MS) {
            self.fault(
                FaultKind::Duplicated,
                format!("{id} was sent although given up"),
            );
        }
        // Two tabs of one person owe each other nothing.
        let before = self.under_way.insert((person, case), id);
        let tab_of = |id| self.given.get(&id).map(|given: &Given| given.tab);
        if let Some(before) = before.filter(|before| *before != id)
            && !self.dropped.contains(&before)
            && !self.dropped.contains(&id)
            && !self.aside.contains(&before)
            && !self.aside.contains(&id)
            && tab_of(before) == tab_of(id)
        {
            let text = format!("{id} was sent while {before} was unanswered");
            self.fault(FaultKind::Reordered, text);
        }
    }

    pub(super) fn delivered(&mut self, now: Moment, case: CaseId, id: CommandId, state: &Delivery) {
        match state {
            Delivery::Sent { first, last } => {
                self.acknowledged.insert(id, (case, *first));
                let newest = self.newest.entry(case).or_default();
                *newest = (*newest).max(*last);
            }
            Delivery::Parked(_) => {
                self.aside.insert(id);
            }
            Delivery::Discarded => {
                self.aside.insert(id);
                self.given_up.entry(id).or_insert(now);
            }
            Delivery::Pending { .. } => {}
        }
    }
}

impl World {
    /// Nothing waits any more, and every open tab is up to date.
    pub(super) fn settled(&self) -> bool {
        let quiet = self
            .people
            .iter()
            .all(|person| person.outbox.values().all(OutboxItem::is_parked));
        quiet
            && self.tabs.iter().all(|tab| {
                tab.status.is_some_and(|status| status.unsent == 0)
                    && self.server.logs.iter().all(|(case, log)| {
                        tab.views
                            .get(case)
                            .is_some_and(|view| view.state.head == log.state.head)
                    })
            })
    }

    pub(super) fn close_the_book(&mut self) {
        let mut faults = Vec::new();
        let mut fault = |kind, text| faults.push(Fault { kind, text });
        for (number, tab) in self.tabs.iter().enumerate() {
            if tab.status.is_none_or(|status| status.unsent > 0) {
                fault(
                    FaultKind::Diverged,
                    format!("tab {number} still shows something unsent"),
                );
            }
            let person = self.people[tab.person].id;
            for (case, log) in &self.server.logs {
                let Some(seat) = log.state.seat_of(person) else {
                    fault(FaultKind::Lost, format!("{person} has no seat"));
                    continue;
                };
                match tab.views.get(case) {
                    None => fault(
                        FaultKind::Diverged,
                        format!("tab {number} never opened {case}"),
                    ),
                    Some(view) => {
                        for text in compare(view, log, seat.id) {
                            fault(FaultKind::Diverged, format!("tab {number}: {text}"));
                        }
                    }
                }
            }
        }
        let found = self.places();
        for (id, count) in &found.counts {
            if *count > 1 {
                fault(FaultKind::Duplicated, format!("{id} stands {count} times"));
            }
        }
        for (id, (case, seq)) in &self.book.acknowledged {
            if found.first.get(id) != Some(&(*case, *seq)) {
                fault(
                    FaultKind::Lost,
                    format!("{id} was acknowledged at {seq} and is not there"),
                );
            }
        }
        let mut before: BTreeMap<(usize, CaseId), Seq> = BTreeMap::new();
        for id in &self.book.kept {
            let Some(given) = self.book.given.get(id) else {
                continue;
            };
            let Some((_, seq)) = found.first.get(id) else {
                let parked = self.people[self.tabs[given.tab].person]
                    .outbox
                    .contains_key(id);
                let unwanted = self.book.unwanted.contains(id) && self.book.dropped.contains(id);
                if !parked && !unwanted {
                    fault(
                        FaultKind::Lost,
                        format!("{id} was kept and never came to be"),
                    );
                }
                continue;
            };
            if self.book.aside.contains(id) || self.book.unwanted.contains(id) {
                continue;
            }
            let last = before.entry((given.tab, given.case)).or_default();
            if *seq <= *last || *seq <= given.known {
                let text = format!("{id} stands at {seq}, after {last} and {}", given.known);
                fault(FaultKind::Reordered, text);
            }
            *last = *seq;
        }
        self.book.faults.extend(faults);
    }

    /// Where each command stands in the logs. What it says must be what was given.
    fn places(&self) -> Places {
        let mut places = Places::default();
        let mut said = BTreeSet::new();
        for (case, log) in &self.server.logs {
            for (index, stored) in log.entries.iter().enumerate() {
                let Some((_, id)) = stored.by else {
                    continue;
                };
                let seq = Seq(index as u64 + 1);
                // Every message of a run has words of its own: the same under a second id shows.
                if stored.header.kind == "message" && !said.insert(stored.payload.get()) {
                    places.counts.insert(id, 2);
                }
                // One command may make several entries, one after the other.
                let before = places.last.insert(id, (*case, seq));
                if let Some((last_case, last)) = before {
                    let neighbours = last_case == *case && last.next() == seq;
                    *places.counts.entry(id).or_default() += u32::from(!neighbours);
                } else {
                    places.first.insert(id, (*case, seq));
                    places.counts.entry(id).or_insert(1);
                }
            }
        }
        places
    }
}

#[derive(Debug, Default)]
struct Places {
    first: BTreeMap<CommandId, (CaseId, Seq)>,
    last: BTreeMap<CommandId, (CaseId, Seq)>,
    counts: BTreeMap<CommandId, u32>,
}

/// How what a tab holds differs from what its seat may see.
fn compare(view: &View, log: &Log, seat: SeatId) -> Vec<String> {
    let mut texts = Vec::new();
    if view.state.head != log.state.head {
        texts.push(format!(
            "stands at {} of {}",
            view.state.head, log.state.head
        ));
        return texts;
    }
    for (offset, entry) in view.entries.iter().enumerate() {
        let index = offset + usize::try_from(view.base().0).unwrap_or_default();
        let truth = log.wire(index, seat);
        if !same(entry, &truth) {
            texts.push(format!("entry {} is not what is stored", truth.seq));
        }
    }
    if view.state != log.view(seat) {
        texts.push("its state is not the fold of what its seat may see".into());
    }
    texts
}

/// The same entry; one that was read before its words were recalled still has them.
fn same(held: &WireEntry, truth: &WireEntry) -> bool {
    let recalled = match (&held.shown, &truth.shown) {
        (Shown::Open(open), Shown::Withheld(withheld)) => open.header == withheld.header,
        _ => false,
    };
    held.seq == truth.seq && held.leaf == truth.leaf && (recalled || held.shown == truth.shown)
}
