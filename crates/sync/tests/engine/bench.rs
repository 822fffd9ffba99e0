//! A bench to put an engine on: its clock, and the things that go into it.

use anjian_api::audience::Audience;
use anjian_api::bytes::Leaf;
use anjian_api::case::{Accepted, EntryPage};
use anjian_api::command::{Command, Content, SendMessage, Text};
use anjian_api::entry::{Shown, WireEntry};
use anjian_api::frame::{EntryFrame, Frame, Head, Hello};
use anjian_api::ids::{CaseId, CommandId, Moment, PersonId, Seq};
use anjian_api::problem::{Problem, ProblemCode};
use anjian_sync::{Delivery, Engine, Failure, Input, LiveId, Output, Ticket, Transport};
use uuid::Uuid;

pub const ME: PersonId = PersonId(Uuid::from_u128(1));

pub fn case(number: u128) -> CaseId {
    CaseId(Uuid::from_u128(100 + number))
}

pub fn id(number: u128) -> CommandId {
    CommandId(Uuid::from_u128(1_000 + number))
}

pub fn words(text: &str) -> Command {
    Command::SendMessage(SendMessage {
        content: Content::Text(Text { text: text.into() }),
        audience: Audience::Everyone,
        quote: None,
        mentions: Vec::new(),
    })
}

pub fn entry(seq: u64) -> WireEntry {
    WireEntry {
        seq: Seq(seq),
        leaf: Leaf::default(),
        shown: Shown::Sealed,
    }
}

pub fn page(numbers: impl IntoIterator<Item = u64>, head: u64) -> EntryPage {
    EntryPage {
        entries: numbers.into_iter().map(entry).collect(),
        head: Seq(head),
    }
}

pub fn accepted(seq: u64) -> Accepted {
    Accepted {
        first: Seq(seq),
        last: Seq(seq),
        at: Moment(0),
        entries: vec![entry(seq)],
    }
}

pub fn problem(code: ProblemCode) -> Failure {
    Failure::Problem(Problem::of(code))
}

pub fn busy(retry_after_ms: u64) -> Failure {
    let mut problem = Problem::of(ProblemCode::TooManyTries);
    problem.retry_after_ms = Some(retry_after_ms);
    Failure::Problem(problem)
}

/// An engine with its clock. What it asks for is collected in `last`.
pub struct Bench {
    pub engine: Engine,
    pub now: Moment,
    pub last: Vec<Output>,
    random: u64,
}

impl Bench {
    /// Started, signed in and leading, holding case 1 up to 10.
    pub fn ready() -> Self {
        let mut bench = Self::asleep();
        bench.give(Input::SignedIn);
        bench.give(Input::BecameLeader { saved: Vec::new() });
        bench
    }

    /// Started, nobody signed in yet.
    pub fn asleep() -> Self {
        let mut bench = Self {
            engine: Engine::new(ME),
            now: Moment(1_000_000),
            last: Vec::new(),
            random: 0,
        };
        bench.give(Input::Started {
            held: vec![Head {
                case: case(1),
                seq: Seq(10),
            }],
            outbox: Vec::new(),
            online: true,
        });
        bench
    }

    pub fn give(&mut self, input: Input) -> &[Output] {
        self.random = self.random.wrapping_add(0x1234_5678_9abc_def1);
        self.last = self.engine.handle(self.now, self.random, input);
        &self.last
    }

    /// Lets time pass without a word.
    pub fn pass(&mut self, ms: i64) -> &[Output] {
        self.now = self.now.plus_ms(ms);
        self.give(Input::Tick)
    }

    /// Lets time pass as the engine asks to be woken, up to `ms`; collects everything.
    pub fn wait(&mut self, ms: i64) -> Vec<Output> {
        let end = self.now.plus_ms(ms);
        let mut all = Vec::new();
        let mut wake = self.give(Input::Tick).iter().find_map(wake_at);
        all.extend(self.last.clone());
        while let Some(at) = wake.filter(|at| *at <= end) {
            self.now = at.max(self.now);
            wake = self.give(Input::Tick).iter().find_map(wake_at);
            all.extend(self.last.clone());
        }
        self.now = end;
        all
    }

    pub fn submit(&mut self, in_case: u128, number: u128) -> &[Output] {
        self.give(Input::Submit {
            case: case(in_case),
            id: id(number),
            command: words("x"),
        })
    }

    pub fn sent(&mut self, in_case: u128, number: u128, seq: u64) -> &[Output] {
        self.give(Input::SendDone {
            case: case(in_case),
            id: id(number),
            outcome: Ok(accepted(seq)),
        })
    }

    pub fn failed(&mut self, in_case: u128, number: u128, failure: Failure) -> &[Output] {
        self.give(Input::SendDone {
            case: case(in_case),
            id: id(number),
            outcome: Err(failure),
        })
    }

    pub fn frame(&mut self, live: LiveId, frame: Frame) -> &[Output] {
        self.give(Input::LiveFrame { live, frame })
    }

    pub fn hello(&mut self, live: LiveId, head: u64) -> &[Output] {
        let hello = Frame::Hello(Hello {
            now: Moment(0),
            heads: vec![Head {
                case: case(1),
                seq: Seq(head),
            }],
            version: "1".into(),
        });
        self.frame(live, hello)
    }

    pub fn live_entry(&mut self, live: LiveId, in_case: u128, seq: u64) -> &[Output] {
        self.frame(
            live,
            Frame::Entry(EntryFrame {
                case: case(in_case),
                entry: entry(seq),
            }),
        )
    }

    pub fn fetched(&mut self, ticket: Ticket, page: EntryPage) -> &[Output] {
        self.give(Input::FetchDone {
            case: case(1),
            ticket,
            outcome: Ok(page),
        })
    }
}

pub fn wake_at(output: &Output) -> Option<Moment> {
    match output {
        Output::WakeAt(at) => Some(*at),
        _ => None,
    }
}

pub fn sends(outputs: &[Output]) -> Vec<CommandId> {
    outputs
        .iter()
        .filter_map(|output| match output {
            Output::Send { id, .. } => Some(*id),
            _ => None,
        })
        .collect()
}

pub fn applied(outputs: &[Output]) -> Vec<u64> {
    outputs
        .iter()
        .filter_map(|output| match output {
            Output::Apply { entries, .. } => Some(entries),
            _ => None,
        })
        .flatten()
        .map(|entry| entry.seq.0)
        .collect()
}

pub fn fetch(outputs: &[Output]) -> Option<(u64, u32, Ticket)> {
    outputs.iter().find_map(|output| match output {
        Output::Fetch {
            after,
            limit,
            ticket,
            ..
        } => Some((after.0, *limit, *ticket)),
        _ => None,
    })
}

pub fn opened(outputs: &[Output]) -> Option<(LiveId, Transport)> {
    outputs.iter().find_map(|output| match output {
        Output::OpenLive { live, transport } => Some((*live, *transport)),
        _ => None,
    })
}

pub fn deliveries(outputs: &[Output]) -> Vec<(CommandId, Delivery)> {
    outputs
        .iter()
        .filter_map(|output| match output {
            Output::Delivery { id, state, .. } => Some((*id, state.clone())),
            _ => None,
        })
        .collect()
}
