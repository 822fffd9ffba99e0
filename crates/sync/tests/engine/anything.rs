//! Whatever happens, in whatever order: the engine keeps its promises.

use std::collections::{BTreeMap, BTreeSet};

use anjian_api::frame::{EntryFrame, Frame, GoAway, Head, Hello};
use anjian_api::ids::{CaseId, CommandId, Moment, Seq};
use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::refusal::Refusal;
use anjian_sync::{Delivery, Failure, Input, ItemState, LiveId, OutboxItem, Output, Ticket};
use proptest::prelude::*;

use crate::bench::{Bench, busy, case, entry, id, page, words};

const CASES: u128 = 3;

/// One thing that happens.
#[derive(Debug, Clone)]
enum Step {
    Submit(u128),
    Answer(usize, Answer),
    FetchAnswer(usize, Answer),
    Frame(u128, u64),
    Greeting,
    Closed,
    GoAway(u64),
    StaleFrame,
    Tick(i64),
    Network(bool),
    WokeUp,
    SignIn,
    EndSession,
    Leader(bool),
    Retry(u128),
    Discard(u128),
    Elsewhere(u128, u128),
    Reopen,
}

#[derive(Debug, Clone, Copy)]
enum Answer {
    Fine,
    /// It was taken, but the answer was lost.
    TakenAndLost,
    Lost,
    Refused,
    Busy,
    Full,
    SessionEnded,
    Html,
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        6 => Just(Answer::Fine),
        2 => Just(Answer::TakenAndLost),
        2 => Just(Answer::Lost),
        1 => Just(Answer::Refused),
        1 => Just(Answer::Busy),
        1 => Just(Answer::Full),
        1 => Just(Answer::SessionEnded),
        1 => Just(Answer::Html),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..CASES).prop_map(Step::Submit),
        10 => (any::<usize>(), answer()).prop_map(|(which, how)| Step::Answer(which, how)),
        8 => (any::<usize>(), answer()).prop_map(|(which, how)| Step::FetchAnswer(which, how)),
        8 => (0..CASES, 0..400u64).prop_map(|(case, back)| Step::Frame(case, back)),
        4 => Just(Step::Greeting),
        2 => Just(Step::Closed),
        1 => (0..30_000u64).prop_map(Step::GoAway),
        1 => Just(Step::StaleFrame),
        6 => (0..40_000i64).prop_map(Step::Tick),
        2 => any::<bool>().prop_map(Step::Network),
        2 => Just(Step::WokeUp),
        2 => Just(Step::SignIn),
        1 => Just(Step::EndSession),
        2 => any::<bool>().prop_map(Step::Leader),
        1 => (0..60u128).prop_map(Step::Retry),
        1 => (0..60u128).prop_map(Step::Discard),
        3 => (0..CASES, 1..300u128).prop_map(|(case, count)| Step::Elsewhere(case, count)),
        1 => Just(Step::Reopen),
    ]
}

/// The other side, and the book that the promises are checked against.
struct World {
    bench: Bench,
    /// The server's log per case: whose command each entry is.
    log: BTreeMap<CaseId, Vec<Option<CommandId>>>,
    sending: Vec<(CaseId, CommandId)>,
    fetching: Vec<(CaseId, Seq, u32, Ticket)>,
    live: Option<LiveId>,
    have: BTreeMap<CaseId, u64>,
    store: BTreeMap<CommandId, OutboxItem>,
    submitted: BTreeMap<CaseId, Vec<CommandId>>,
    given_up: BTreeSet<CommandId>,
    tried_again: BTreeSet<CommandId>,
    acknowledged: BTreeMap<CommandId, Seq>,
    number: u128,
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            bench: Bench::asleep(),
            log: (0..CASES).map(|n| (case(n), vec![None; 10])).collect(),
            sending: Vec::new(),
            fetching: Vec::new(),
            live: None,
            have: (0..CASES).map(|n| (case(n), 10)).collect(),
            store: BTreeMap::new(),
            submitted: BTreeMap::new(),
            given_up: BTreeSet::new(),
            tried_again: BTreeSet::new(),
            acknowledged: BTreeMap::new(),
            number: 0,
        };
        world.reopen();
        world.give(Input::SignedIn);
        world
    }

    /// The tab was killed: a new engine with what the device stored.
    fn reopen(&mut self) {
        let now = self.bench.now;
        self.bench = Bench::asleep();
        self.bench.now = now;
        self.sending.clear();
        self.fetching.clear();
        self.live = None;
        let held = self
            .have
            .iter()
            .map(|(case, have)| Head {
                case: *case,
                seq: Seq(*have),
            })
            .collect();
        let outbox = self.store.values().cloned().collect();
        self.give(Input::Started {
            held,
            outbox,
            online: true,
        });
        let saved = self.store.values().cloned().collect();
        self.give(Input::BecameLeader { saved });
    }

    fn give(&mut self, input: Input) {
        let outputs = self.bench.give(input).to_vec();
        for output in outputs {
            self.check(output);
        }
    }

    fn check(&mut self, output: Output) {
        match output {
            Output::Send { case, id, .. } => {
                assert!(
                    self.sending.iter().all(|(other, _)| *other != case),
                    "two commands of one case under way"
                );
                assert!(self.store.contains_key(&id), "sent before it was stored");
                assert!(!self.given_up.contains(&id), "sent although given up");
                self.sending.push((case, id));
            }
            Output::Fetch {
                case,
                after,
                limit,
                ticket,
            } => {
                assert_eq!(after.0, self.have[&case]);
                assert!(limit > 0);
                self.fetching.push((case, after, limit, ticket));
            }
            Output::Apply { case, entries } => {
                let have = self.have.get_mut(&case).unwrap();
                assert!(!entries.is_empty());
                for entry in entries {
                    assert_eq!(entry.seq.0, *have + 1, "a gap or a repetition");
                    *have += 1;
                }
            }
            Output::SaveOutbox(item) => {
                self.store.insert(item.id, item);
            }
            Output::DropOutbox(id) => {
                self.store.remove(&id);
            }
            Output::Delivery { id, state, .. } => match state {
                Delivery::Sent { first, .. } => {
                    self.acknowledged.insert(id, first);
                }
                Delivery::Discarded => {
                    self.given_up.insert(id);
                }
                Delivery::Pending { .. } | Delivery::Parked(_) => {}
            },
            Output::OpenLive { live, .. } => {
                assert_eq!(self.live, None, "two live connections");
                self.live = Some(live);
            }
            Output::CloseLive { live } => {
                assert_eq!(self.live, Some(live));
                self.live = None;
            }
            _ => {}
        }
    }

    /// The server takes a command: once per id.
    fn take(&mut self, case: CaseId, id: CommandId) -> u64 {
        let log = self.log.get_mut(&case).unwrap();
        if let Some(index) = log.iter().position(|entry| *entry == Some(id)) {
            return index as u64 + 1;
        }
        log.push(Some(id));
        log.len() as u64
    }

    fn answer(&mut self, which: usize, how: Answer) {
        if self.sending.is_empty() {
            return;
        }
        let (case, id) = self.sending.remove(which % self.sending.len());
        let known = self.log[&case].contains(&Some(id));
        let outcome = match how {
            Answer::Fine => Ok(crate::bench::accepted(self.take(case, id))),
            // What was taken once is answered by its first answer, never refused.
            Answer::Refused if known => Ok(crate::bench::accepted(self.take(case, id))),
            Answer::TakenAndLost => {
                self.take(case, id);
                Err(Failure::TimedOut)
            }
            other => Err(failure(other)),
        };
        self.give(Input::SendDone { case, id, outcome });
    }

    fn fetch_answer(&mut self, which: usize, how: Answer) {
        if self.fetching.is_empty() {
            return;
        }
        let (case, after, limit, ticket) = self.fetching.remove(which % self.fetching.len());
        let head = self.log[&case].len() as u64;
        let outcome = match how {
            Answer::Fine | Answer::TakenAndLost | Answer::Refused => Ok(page(
                after.0 + 1..=head.min(after.0 + u64::from(limit)).min(after.0 + 90),
                head,
            )),
            other => Err(failure(other)),
        };
        self.give(Input::FetchDone {
            case,
            ticket,
            outcome,
        });
    }

    fn heads(&self) -> Vec<Head> {
        self.log
            .iter()
            .map(|(case, log)| Head {
                case: *case,
                seq: Seq(log.len() as u64),
            })
            .collect()
    }

    fn frame(&mut self, frame: Frame) {
        if let Some(live) = self.live {
            self.give(Input::LiveFrame { live, frame });
        }
    }

    fn greeting(&mut self) {
        let hello = Hello {
            now: Moment(0),
            heads: self.heads(),
            version: "1".into(),
        };
        self.frame(Frame::Hello(hello));
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Submit(n) => {
                self.number += 1;
                let id = id(self.number);
                self.submitted.entry(case(n)).or_default().push(id);
                self.give(Input::Submit {
                    case: case(n),
                    id,
                    command: words("x"),
                });
            }
            Step::Answer(which, how) => self.answer(which, how),
            Step::FetchAnswer(which, how) => self.fetch_answer(which, how),
            Step::Frame(n, back) => {
                let head = self.log[&case(n)].len() as u64;
                let entry = entry(head.saturating_sub(back).max(1));
                self.frame(Frame::Entry(EntryFrame {
                    case: case(n),
                    entry,
                }));
            }
            Step::Greeting => self.greeting(),
            Step::Closed => {
                if let Some(live) = self.live.take() {
                    self.give(Input::LiveClosed {
                        live,
                        failure: Failure::Unreachable,
                    });
                }
            }
            Step::GoAway(retry_after_ms) => self.frame(Frame::GoAway(GoAway { retry_after_ms })),
            Step::StaleFrame => self.give(Input::LiveFrame {
                live: LiveId(0),
                frame: Frame::SessionEnded,
            }),
            Step::Tick(ms) => {
                self.bench.now = self.bench.now.plus_ms(ms);
                self.give(Input::Tick);
            }
            Step::Network(true) => self.give(Input::NetworkUp),
            Step::Network(false) => self.give(Input::NetworkDown),
            Step::WokeUp => self.give(Input::WokeUp),
            Step::SignIn => self.give(Input::SignedIn),
            Step::EndSession => self.frame(Frame::SessionEnded),
            Step::Leader(true) => {
                let saved = self.store.values().cloned().collect();
                self.give(Input::BecameLeader { saved });
            }
            Step::Leader(false) => self.give(Input::LostLeadership),
            Step::Retry(n) => {
                self.tried_again.insert(id(n));
                self.give(Input::Retry { id: id(n) });
            }
            Step::Discard(n) => self.give(Input::Discard { id: id(n) }),
            Step::Elsewhere(n, count) => {
                let log = self.log.get_mut(&case(n)).unwrap();
                log.extend((0..count).map(|_| None));
            }
            Step::Reopen => {
                self.reopen();
                self.give(Input::SignedIn);
            }
        }
    }

    /// The world is kind from now on, for ten minutes.
    fn heal(&mut self) {
        self.give(Input::NetworkUp);
        self.give(Input::SignedIn);
        self.step(Step::Leader(true));
        for _ in 0..600 {
            self.bench.now = self.bench.now.plus_ms(1_000);
            self.give(Input::Tick);
            self.greeting();
            while !self.sending.is_empty() || !self.fetching.is_empty() {
                self.answer(0, Answer::Fine);
                self.fetch_answer(0, Answer::Fine);
            }
        }
    }

    fn promises_kept(&self) {
        for (case, log) in &self.log {
            assert_eq!(self.have[case], log.len() as u64, "not up to date");
            let mine: Vec<CommandId> = log.iter().copied().flatten().collect();
            let unique: BTreeSet<_> = mine.iter().collect();
            assert_eq!(unique.len(), mine.len(), "a command was taken twice");
            let in_order: Vec<CommandId> = self
                .submitted
                .get(case)
                .into_iter()
                .flatten()
                .filter(|id| mine.contains(id))
                .copied()
                .collect();
            // Who tries a parked item again moves it behind the later ones by own choice.
            let by_itself = |ids: &[CommandId]| -> Vec<CommandId> {
                ids.iter()
                    .filter(|id| !self.tried_again.contains(id))
                    .copied()
                    .collect()
            };
            assert_eq!(
                by_itself(&mine),
                by_itself(&in_order),
                "the order was not kept"
            );
            for id in self.submitted.get(case).into_iter().flatten() {
                let parked = self
                    .store
                    .get(id)
                    .is_some_and(|item| matches!(item.state, ItemState::Parked(_)));
                assert!(
                    parked || self.given_up.contains(id) || mine.contains(id),
                    "lost: neither sent, nor set aside, nor given up"
                );
            }
        }
        for (id, seq) in &self.acknowledged {
            let index = seq.0 as usize - 1;
            assert!(
                self.log
                    .values()
                    .any(|log| log.get(index) == Some(&Some(*id)))
            );
        }
    }
}

fn failure(answer: Answer) -> Failure {
    match answer {
        Answer::Lost | Answer::Fine | Answer::TakenAndLost => Failure::Unreachable,
        Answer::Refused => Failure::Problem(Problem::refused(Refusal::CaseClosed)),
        Answer::Busy => busy(5_000),
        Answer::Full => Failure::Problem(Problem::of(ProblemCode::StorageFull)),
        Answer::SessionEnded => Failure::Problem(Problem::of(ProblemCode::SessionEnded)),
        Answer::Html => Failure::Malformed,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_repeated_or_reordered(steps in prop::collection::vec(step(), 1..200)) {
        let mut world = World::new();
        for step in steps {
            world.step(step);
        }
        world.heal();
        world.promises_kept();
    }
}
