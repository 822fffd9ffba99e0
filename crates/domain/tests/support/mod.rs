//! Small worlds for tests of the rules.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses its own part of the world, and a test may panic"
)]

pub mod document;
pub mod evidence;

use anjian_api::act::Payload;
use anjian_api::audience::Audience;
use anjian_api::bytes::Leaf;
use anjian_api::case::{CaseStage, Procedure};
use anjian_api::command::*;
use anjian_api::file::{Capture, FileFacts, FileId, FileKind};
use anjian_api::ids::{CourtId, Moment, PersonId, SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_api::role::Role;
use anjian_domain::{
    Actor, CaseState, Event, NewEntry, Register, What, decide, evolve, may_see, open_case, samples,
};

pub const JUDGE: SeatId = SeatId(1);
pub const CLERK: SeatId = SeatId(2);
pub const PLAINTIFF: SeatId = SeatId(3);
pub const AGENT: SeatId = SeatId(4);
pub const DEFENDANT: SeatId = SeatId(5);
pub const OBSERVER: SeatId = SeatId(6);
pub const WITNESS: SeatId = SeatId(7);
pub const START: Moment = Moment(1_795_000_000_000);

/// A stored entry: what the ledger would keep.
pub struct Stored {
    pub at: Moment,
    pub author: SeatId,
    pub payload: Payload,
}

/// A court with one case, and a clock that the test turns.
pub struct Court {
    pub case: CaseState,
    pub entries: Vec<Stored>,
    pub now: Moment,
}

pub fn person(seat: SeatId) -> PersonId {
    PersonId(uuid::Uuid::from_u128(u128::from(seat.0)))
}

pub fn member(seat: SeatId, role: Role) -> SeatMember {
    SeatMember {
        person: person(seat),
        name: format!("某{}", seat.0),
        role,
        acts_for: (role == Role::Agent).then_some(PLAINTIFF),
        authority: None,
        phone: None,
    }
}

pub fn opening() -> OpenCase {
    OpenCase {
        court: CourtId(1),
        type_code: "民初".into(),
        cause: "民间借贷纠纷".into(),
        title: "某三 诉 某五".into(),
        procedure: Procedure::FirstSummary,
        stage: CaseStage::Evidence,
        members: vec![
            member(JUDGE, Role::Judge),
            member(CLERK, Role::Clerk),
            member(PLAINTIFF, Role::Plaintiff),
            member(AGENT, Role::Agent),
            member(DEFENDANT, Role::Defendant),
            member(OBSERVER, Role::Observer),
            member(WITNESS, Role::Witness),
        ],
    }
}

pub fn register() -> Register {
    Register {
        court: CourtId(1),
        court_name: "示范人民法院".into(),
        code: "苏0699".into(),
        serial: 7,
    }
}

pub fn staff(seat: SeatId) -> Actor {
    Actor::Staff {
        person: person(seat),
        court: CourtId(1),
        role: Role::Clerk,
    }
}

pub fn words(text: &str) -> SendMessage {
    SendMessage {
        content: Content::Text(Text { text: text.into() }),
        audience: Audience::Participants,
        quote: None,
        mentions: Vec::new(),
    }
}

/// Invented facts of a picture, with the words of its camera.
pub fn picture(number: u128) -> FileFacts {
    FileFacts {
        capture: Some(Capture {
            taken: Some("2026-11-22T09:30:00".into()),
            lat: Some(31.98),
            lng: Some(120.89),
            device: None,
        }),
        ..samples::picture(FileId(uuid::Uuid::from_u128(number)))
    }
}

/// Invented facts of a recording.
pub fn recording(number: u128) -> Voice {
    let file = FileFacts {
        name: format!("录音{number}.webm"),
        kind: FileKind::WebmAudio,
        pixels: None,
        capture: None,
        ..picture(number)
    };
    Voice {
        file,
        duration_ms: 12_000,
        waveform: vec![0, 31, 7],
    }
}

pub fn receive(file: FileFacts) -> Command {
    Command::ReceiveFile(ReceiveFile { file })
}

pub fn kept_back(facts: FileFacts) -> FileFacts {
    FileFacts {
        capture: None,
        ..facts
    }
}

/// A message that shows files to all who take part.
pub fn showing(files: Vec<FileFacts>) -> SendMessage {
    SendMessage {
        content: Content::Files(Files { files }),
        ..words("")
    }
}

impl Court {
    pub fn open() -> Self {
        let mut court = Self {
            case: CaseState::default(),
            entries: Vec::new(),
            now: START,
        };
        let entries = open_case(&register(), &staff(CLERK), &opening(), START).unwrap();
        court.store(entries);
        court
    }

    fn store(&mut self, entries: Vec<NewEntry>) {
        for entry in entries {
            let seq = self.case.head.next();
            let what = What::Known {
                at: self.now,
                author: entry.author,
                payload: &entry.payload,
            };
            evolve(
                &mut self.case,
                &Event {
                    seq,
                    leaf: leaf(seq),
                    what,
                },
            );
            let NewEntry { author, payload } = entry;
            self.entries.push(Stored {
                at: self.now,
                author,
                payload,
            });
        }
    }

    pub fn does(&mut self, seat: SeatId, command: &Command) -> Result<Seq, Refusal> {
        let actor = Actor::Seat {
            seat,
            person: person(seat),
        };
        let entries = decide(&self.case, &actor, command, self.now)?;
        self.store(entries);
        Ok(self.case.head)
    }

    /// What the registry does by itself.
    pub fn registry(&mut self, command: &Command) {
        let entries = decide(&self.case, &Actor::Registry, command, self.now).unwrap();
        self.store(entries);
    }

    pub fn says(&mut self, seat: SeatId, text: &str) -> Seq {
        self.does(seat, &Command::SendMessage(words(text))).unwrap()
    }

    /// A seat uploads this picture.
    pub fn receives(&mut self, seat: SeatId, number: u128) -> FileFacts {
        let facts = picture(number);
        self.does(seat, &receive(facts.clone())).unwrap();
        facts
    }

    pub fn later_ms(&mut self, ms: i64) {
        self.now = self.now.plus_ms(ms);
    }

    /// The view of one seat, folded from nothing; recalled words withheld or not.
    pub fn view(&self, reader: Option<SeatId>, withhold: bool) -> CaseState {
        let mut view = CaseState::default();
        for (index, stored) in self.entries.iter().enumerate() {
            let seq = Seq(index as u64 + 1);
            let seen = reader.is_none_or(|reader| {
                may_see(&self.case, reader, stored.author, &stored.payload.audience)
            });
            let recalled = self.case.recalled.contains(&seq);
            let (at, author) = (stored.at, stored.author);
            let what = match (seen, withhold && recalled) {
                (false, _) => What::Sealed,
                (true, true) => What::Withheld {
                    kind: stored.payload.act.kind(),
                    at,
                    author,
                    audience: &stored.payload.audience,
                },
                (true, false) => What::Known {
                    at,
                    author,
                    payload: &stored.payload,
                },
            };
            evolve(
                &mut view,
                &Event {
                    seq,
                    leaf: leaf(seq),
                    what,
                },
            );
        }
        view
    }
}

pub fn leaf(seq: Seq) -> Leaf {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seq.0.to_be_bytes());
    Leaf(bytes)
}
