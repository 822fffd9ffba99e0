//! A court of one case behind a wire that the test holds in its hand.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use anjian::api::{Answering, LiveConnection, LiveEvent, OnLive, Wire};
use anjian::platform::net::{Answer, NetError, Request};
use anjian_api::bytes::{CaseLogId, Leaf, Salt, Suite};
use anjian_api::case::{CaseStage, EntryPage, Opening, Procedure, ProofTerms};
use anjian_api::command::{Command, OpenCase, SeatMember};
use anjian_api::entry::{Header, Open, Shown, WireEntry};
use anjian_api::frame::{ClientFrame, EntryFrame, Frame, Head, Hello};
use anjian_api::ids::{CaseId, CourtId, Moment, PersonId, SeatId, Seq};
use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::role::Role;
use anjian_domain::{Actor, CaseState, NewEntry, Register, decide, evolve_wire, open_case};
use anjian_proof::{Record, actor_commit, leaf, payload_commit};
use anjian_sync::Transport;
use futures::channel::oneshot;
use serde_json::{json, value::RawValue};

pub const NOW: Moment = Moment(1_795_266_000_000);
pub const TERMS: ProofTerms = ProofTerms {
    suite: Suite::Std,
    court: CourtId(1),
    case_log: CaseLogId([7; 16]),
};

pub fn case() -> CaseId {
    CaseId(uuid::Uuid::from_u128(0xca5e))
}

pub fn person(number: u128) -> PersonId {
    PersonId(uuid::Uuid::from_u128(number))
}

/// What stands behind the wire.
#[derive(Default)]
pub struct World {
    pub state: CaseState,
    pub entries: Vec<WireEntry>,
    pub done: BTreeMap<String, (Seq, Seq)>,
    /// Commands that were asked for, repeats included.
    pub puts: Vec<String>,
    pub drafts: Vec<String>,
    pub signed_in: Option<PersonId>,
    pub offline: bool,
    /// The reader may no longer read the case.
    pub shut: bool,
    /// Answers wait until the test lets them go.
    pub holding: bool,
    held: VecDeque<oneshot::Sender<()>>,
    live: Vec<(u64, OnLive)>,
    lives: u64,
}

/// The test's hand on the wire.
#[derive(Clone, Default)]
pub struct Hand(pub Rc<RefCell<World>>);

impl Hand {
    /// A court with one open case: judge 1, plaintiff 2, defendant 3.
    pub fn court() -> Self {
        let register = Register {
            court: CourtId(1),
            court_name: "示范人民法院".to_owned(),
            code: "苏0602".to_owned(),
            serial: 1,
        };
        let member = |number: u128, name: &str, role| SeatMember {
            person: person(number),
            name: name.to_owned(),
            role,
            acts_for: None,
            authority: None,
            phone: None,
        };
        let command = OpenCase {
            court: CourtId(1),
            type_code: "民初".to_owned(),
            cause: "民间借贷纠纷".to_owned(),
            title: "周敏 诉 韩立".to_owned(),
            procedure: Procedure::FirstSummary,
            stage: CaseStage::Evidence,
            members: vec![
                member(1, "林法官", Role::Judge),
                member(2, "周敏", Role::Plaintiff),
                member(3, "韩立", Role::Defendant),
            ],
        };
        let actor = Actor::Staff {
            person: person(1),
            court: CourtId(1),
            role: Role::Judge,
        };
        let hand = Self::default();
        hand.append(open_case(&register, &actor, &command, NOW).unwrap());
        hand.0.borrow_mut().signed_in = Some(person(2));
        hand
    }

    /// Somebody says something, without the wire.
    pub fn says(&self, seat: u16, text: &str) -> WireEntry {
        self.does(seat, &message(text)).remove(0)
    }

    /// Somebody does something, without the wire.
    pub fn does(&self, seat: u16, command: &Command) -> Vec<WireEntry> {
        let actor = Actor::Seat {
            seat: SeatId(seat),
            person: person(u128::from(seat)),
        };
        let state = self.0.borrow().state.clone();
        self.append(decide(&state, &actor, command, NOW).unwrap())
    }

    /// The command that was sent last is done, though its answer is not out yet.
    pub fn does_what_was_sent(&self, seat: u16, command: &Command) -> Vec<WireEntry> {
        let made = self.does(seat, command);
        let mut world = self.0.borrow_mut();
        let id = world.puts.last().and_then(|put| put.rsplit('/').next());
        let id = id.unwrap().to_owned();
        let done = (made[0].seq, made[made.len() - 1].seq);
        world.done.insert(id, done);
        made
    }

    fn append(&self, new: Vec<NewEntry>) -> Vec<WireEntry> {
        let mut world = self.0.borrow_mut();
        new.into_iter()
            .map(|new| {
                let entry = seal(&world.state, &new);
                evolve_wire(&mut world.state, &entry);
                world.entries.push(entry.clone());
                entry
            })
            .collect()
    }

    /// Opens every live connection that was asked for.
    pub fn greet(&self) {
        let heads = vec![Head {
            case: case(),
            seq: self.0.borrow().state.head,
        }];
        self.tell(Frame::Hello(Hello {
            now: NOW,
            heads,
            version: "1".to_owned(),
        }));
    }

    /// An entry comes over the live connections.
    pub fn pushes(&self, entry: WireEntry) {
        self.tell(Frame::Entry(EntryFrame {
            case: case(),
            entry,
        }));
    }

    fn tell(&self, frame: Frame) {
        let live: Vec<OnLive> = self
            .0
            .borrow()
            .live
            .iter()
            .map(|(_, on_event)| on_event.clone())
            .collect();
        for on_event in live {
            on_event(LiveEvent::Frame(frame.clone()));
        }
    }

    /// Lets the oldest held answer go.
    pub fn release(&self) {
        let held = self.0.borrow_mut().held.pop_front();
        held.map(|held| held.send(()));
    }

    /// How many answers wait.
    pub fn held(&self) -> usize {
        self.0.borrow().held.len()
    }
}

pub fn message(text: &str) -> Command {
    serde_json::from_value(json!({
        "kind": "send_message", "content": { "form": "text", "text": text },
        "audience": "participants"
    }))
    .unwrap()
}

fn seal(state: &CaseState, new: &NewEntry) -> WireEntry {
    let text = serde_json::to_string(&new.payload).unwrap();
    let (seq, salt, kind) = (state.head.next(), Salt([9; 16]), new.payload.act.kind());
    let leaf = leaf(&Record {
        suite: TERMS.suite,
        court: TERMS.court,
        case_log: TERMS.case_log,
        seq,
        kind,
        actor_commit: actor_commit(TERMS.suite, &salt, new.author),
        at: NOW,
        prev: if seq == Seq(1) {
            Leaf::default()
        } else {
            state.last_leaf
        },
        salt,
        payload_commit: payload_commit(TERMS.suite, &salt, text.as_bytes()),
    });
    let header = Header {
        at: NOW,
        kind: kind.to_owned(),
        author: new.author,
        prev: state.last_leaf,
        salt,
    };
    let payload = RawValue::from_string(text).unwrap();
    WireEntry {
        seq,
        leaf,
        shown: Shown::Open(Open { header, payload }),
    }
}

impl Wire for Hand {
    fn send(&self, request: Request) -> Answering {
        let hand = self.clone();
        Box::pin(async move {
            let gate = {
                let mut world = hand.0.borrow_mut();
                if request.url.contains("/commands/") {
                    world.puts.push(request.url.clone());
                }
                world.holding.then(|| {
                    let (sender, receiver) = oneshot::channel();
                    world.held.push_back(sender);
                    receiver
                })
            };
            if let Some(gate) = gate {
                let _ = gate.await;
            }
            if hand.0.borrow().offline {
                return Err(NetError::Unreachable);
            }
            Ok(hand.answer(&request))
        })
    }

    fn open_live(&self, _transport: Transport, on_event: OnLive) -> Box<dyn LiveConnection> {
        let mut world = self.0.borrow_mut();
        world.lives += 1;
        let id = world.lives;
        world.live.push((id, on_event));
        Box::new(Line {
            hand: self.clone(),
            id,
        })
    }
}

struct Line {
    hand: Hand,
    id: u64,
}

impl LiveConnection for Line {
    fn send(&self, _frame: &ClientFrame) {}
}

impl Drop for Line {
    fn drop(&mut self) {
        self.hand
            .0
            .borrow_mut()
            .live
            .retain(|(id, _)| *id != self.id);
    }
}

impl Hand {
    fn answer(&self, request: &Request) -> Answer {
        let (path, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
        let parts: Vec<&str> = path.split('/').skip(2).collect();
        let body = request.body.as_deref().unwrap_or_default();
        if let ["session"] = parts.as_slice() {
            return match request.method {
                "POST" => self.log_in(body),
                "DELETE" => ok(&json!(null)),
                _ => self.session(),
            };
        }
        let Some(reader) = self.0.borrow().signed_in else {
            return problem(&Problem::of(ProblemCode::SessionEnded));
        };
        let shut = self.0.borrow().shut;
        match parts.as_slice() {
            ["cases"] if shut => ok(&json!([])),
            ["cases", ..] if shut => problem(&Problem::of(ProblemCode::NotFound)),
            ["cases"] => ok(&json!([self.summary(reader)])),
            ["cases", _] => ok(&self.opening(reader)),
            ["cases", _, "entries"] => ok(&self.page(query)),
            ["cases", _, "commands", id] => self.command(reader, id, body),
            ["cases", _, "draft"] => {
                self.0.borrow_mut().drafts.push(body.to_owned());
                ok(&json!(null))
            }
            _ => ok(&json!(null)),
        }
    }

    fn log_in(&self, body: &str) -> Answer {
        let request: serde_json::Value = serde_json::from_str(body).unwrap();
        let number: u128 = request["phone"].as_str().unwrap().parse().unwrap();
        self.0.borrow_mut().signed_in = Some(person(number));
        self.session()
    }

    fn session(&self) -> Answer {
        let Some(person) = self.0.borrow().signed_in else {
            return problem(&Problem::of(ProblemCode::SessionEnded));
        };
        ok(&json!({
            "person": person, "name": "周敏", "phone_masked": "138****5678",
            "must_change_password": false, "staff": [], "device": uuid::Uuid::nil(),
            "demo": true, "now": NOW
        }))
    }

    fn seat(&self, reader: PersonId) -> SeatId {
        self.0.borrow().state.seat_of(reader).unwrap().id
    }

    fn summary(&self, reader: PersonId) -> serde_json::Value {
        let you = self.seat(reader);
        let world = self.0.borrow();
        json!({
            "case": case(), "facts": world.state.facts, "stage": world.state.stage, "you": you,
            "role": "plaintiff", "head": world.state.head, "last": null, "unread": 0, "read": 0,
            "turn": null, "marks": { "pinned": false, "muted": false }
        })
    }

    fn opening(&self, reader: PersonId) -> Opening<CaseState> {
        let you = self.seat(reader);
        let world = self.0.borrow();
        let from = world.entries.len().saturating_sub(5);
        Opening {
            case: case(),
            proof: TERMS,
            state: world.state.clone(),
            you,
            entries: world.entries[from..].to_vec(),
            read: Seq(0),
            draft: String::new(),
            marks: Default::default(),
            now: NOW,
        }
    }

    fn page(&self, query: &str) -> EntryPage {
        let world = self.0.borrow();
        let number = |name: &str| {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs
                .filter(|(key, _)| *key == name)
                .find_map(|(_, value)| value.parse::<u64>().ok())
        };
        let wanted = |entry: &&WireEntry| {
            number("after").is_none_or(|after| entry.seq.0 > after)
                && number("before").is_none_or(|before| entry.seq.0 < before)
        };
        let mut entries: Vec<_> = world.entries.iter().filter(wanted).cloned().collect();
        let limit = number("limit").map_or(usize::MAX, |limit| limit as usize);
        match number("before") {
            Some(_) => drop(entries.drain(..entries.len().saturating_sub(limit))),
            None => entries.truncate(limit),
        }
        EntryPage {
            entries,
            head: world.state.head,
        }
    }

    fn command(&self, reader: PersonId, id: &str, body: &str) -> Answer {
        let before = self.0.borrow().done.get(id).copied();
        let (first, last) = match before {
            Some(done) => done,
            None => {
                let command: Command = serde_json::from_str(body).unwrap();
                let actor = Actor::Seat {
                    seat: self.seat(reader),
                    person: reader,
                };
                let state = self.0.borrow().state.clone();
                let new = match decide(&state, &actor, &command, NOW) {
                    Ok(new) => new,
                    Err(refusal) => return problem(&Problem::refused(refusal)),
                };
                let made = self.append(new);
                let done = (made[0].seq, made[made.len() - 1].seq);
                self.0.borrow_mut().done.insert(id.to_owned(), done);
                done
            }
        };
        let world = self.0.borrow();
        let entries: Vec<_> = world
            .entries
            .iter()
            .filter(|entry| entry.seq >= first && entry.seq <= last)
            .collect();
        ok(&json!({ "first": first, "last": last, "at": NOW, "entries": entries }))
    }
}

fn ok(body: &impl serde::Serialize) -> Answer {
    answer(
        200,
        "application/json",
        serde_json::to_string(body).unwrap(),
    )
}

fn problem(problem: &Problem) -> Answer {
    let text = serde_json::to_string(problem).unwrap();
    answer(problem.code.status(), "application/problem+json", text)
}

fn answer(status: u16, content_type: &str, text: String) -> Answer {
    Answer {
        status,
        content_type: content_type.to_owned(),
        retry_after_ms: None,
        date: None,
        text,
    }
}
