//! What an engine asks for is done; tabs open and take the lock.

use anjian_api::entry::WireEntry;
use anjian_api::frame::Head;
use anjian_api::ids::CaseId;
use anjian_domain::CaseState;
use anjian_sync::{Engine, Input, Output};

use super::tab::{Request, View};
use super::{FaultKind, Happening, World, evidence};

impl World {
    /// Gives an input to a tab's engine and does what it answers. In a storm the tab may be killed
    /// between any two of the things to do.
    pub(super) fn give(&mut self, tab: usize, input: Input) {
        let now = self.now.plus_ms(self.person_of(tab).skew_ms);
        let random = self.dice.roll();
        let Some(engine) = self.tabs[tab].engine.as_mut() else {
            return;
        };
        let outputs = engine.handle(now, random, input);
        let killed_at =
            (self.stormy && self.dice.happens(2)).then(|| self.dice.below(outputs.len() + 1));
        for (done, output) in outputs.into_iter().enumerate() {
            if Some(done) == killed_at {
                return self.kill(tab);
            }
            self.perform(tab, output);
        }
    }

    fn perform(&mut self, tab: usize, output: Output) {
        let person = self.tabs[tab].person;
        let life = self.tabs[tab].generation;
        match output {
            Output::OpenLive { live, transport } => self.open_live(tab, live, transport),
            Output::CloseLive { live } => self.close_live(tab, live),
            Output::SendFrame { live, .. } => self.ping(tab, live),
            Output::Fetch {
                case,
                after,
                limit,
                ticket,
            } => {
                self.request(
                    tab,
                    Request::Fetch {
                        case,
                        after,
                        limit,
                        ticket,
                    },
                );
            }
            Output::Send { case, id, command } => {
                if self.people[person].leader == Some(tab) {
                    self.book.sent(self.now, person, case, id);
                }
                let command = Box::new(command);
                self.request(tab, Request::Send { case, id, command });
            }
            Output::SaveOutbox(item) => {
                self.book.saved(&item);
                self.people[person].outbox.insert(item.id, item);
            }
            Output::DropOutbox(id) => {
                self.book.dropped(id);
                self.people[person].outbox.remove(&id);
            }
            Output::Tell(news) => {
                for other in self.people[person].tabs.clone() {
                    if other != tab && self.tabs[other].engine.is_some() {
                        let life = self.tabs[other].generation;
                        self.after(2, Happening::News(other, life, news.clone()));
                    }
                }
            }
            Output::Apply { case, entries } => self.apply(tab, case, entries),
            Output::Delivery { case, id, state } => self.book.delivered(self.now, case, id, &state),
            Output::Status(status) => self.tabs[tab].status = Some(status),
            Output::WakeAt(at) => {
                let skew = self.people[person].skew_ms;
                self.tabs[tab].wake = Some(at);
                self.after(
                    at.ms_since(self.now.plus_ms(skew)),
                    Happening::Tick(tab, life, at),
                );
            }
            Output::CasesChanged => self.ask_for_missing(tab),
            Output::CaseGone(case) => {
                self.book
                    .fault(FaultKind::Diverged, format!("tab {tab} lost case {case}"));
            }
            Output::SessionEnded(_) => {
                let soon = self.dice.between(500, 5_000);
                self.after(soon, Happening::SignBack(person));
            }
            Output::Glimpse(_)
            | Output::FeedbackChanged
            | Output::Presence(_)
            | Output::Presentation(_)
            | Output::Position(_)
            | Output::Hello { .. } => {}
        }
    }

    fn apply(&mut self, tab: usize, case: CaseId, entries: Vec<WireEntry>) {
        let Some(log) = self.server.logs.get(&case) else {
            return;
        };
        let seat = log.state.seat_of(self.people[self.tabs[tab].person].id);
        let Some(view) = self.tabs[tab].views.get_mut(&case) else {
            return;
        };
        let leaks = |entry| seat.is_some_and(|seat| evidence::leaks(entry, &log.state, seat.id));
        if entries.iter().any(leaks) {
            let text = format!("tab {tab} was given a sealed opinion");
            self.book.fault(FaultKind::Leaked, text);
        }
        if let Err(why) = view.apply(&log.terms, entries) {
            self.book
                .fault(FaultKind::Diverged, format!("tab {tab}: {why}"));
        }
    }

    /// A tab opens (again) with what its device has.
    pub(super) fn open(&mut self, tab: usize) {
        if self.tabs[tab].engine.is_some() {
            return;
        }
        let fresh = Engine::new(self.person_of(tab).id);
        let from_nothing = self.dice.happens(500);
        for case in self.cases.clone() {
            let seated = self.server.logs[&case]
                .state
                .seat_of(self.person_of(tab).id)
                .is_some();
            if from_nothing && seated {
                let empty = || View::new(CaseState::default());
                self.tabs[tab].views.entry(case).or_insert_with(empty);
            }
        }
        let held = self.tabs[tab]
            .views
            .iter()
            .map(|(case, view)| Head {
                case: *case,
                seq: view.state.head,
            })
            .collect();
        let outbox = self.person_of(tab).outbox.values().cloned().collect();
        let online = !self.tabs[tab].cut;
        self.tabs[tab].engine = Some(fresh);
        self.give(
            tab,
            Input::Started {
                held,
                outbox,
                online,
            },
        );
        self.give(tab, Input::SignedIn);
        self.ask_for_missing(tab);
        let person = self.tabs[tab].person;
        self.after(1, Happening::Lock(person));
    }

    fn ask_for_missing(&mut self, tab: usize) {
        let life = self.tabs[tab].generation;
        for case in self.cases.clone() {
            if !self.tabs[tab].views.contains_key(&case) {
                self.after(0, Happening::Ask(tab, life, case));
            }
        }
    }

    /// The lock goes to an open tab.
    pub(super) fn lock(&mut self, person: usize) {
        if self.people[person].leader.is_some() {
            return;
        }
        let open: Vec<usize> = self.people[person]
            .tabs
            .iter()
            .copied()
            .filter(|tab| self.tabs[*tab].engine.is_some())
            .collect();
        let Some(tab) = self.dice.pick(&open).copied() else {
            return;
        };
        self.people[person].leader = Some(tab);
        let saved = self.people[person].outbox.values().cloned().collect();
        self.give(tab, Input::BecameLeader { saved });
    }
}
