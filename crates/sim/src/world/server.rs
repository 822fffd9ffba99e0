//! A server in memory: the real law, the real leaves, a disk that keeps what was committed.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::Answers;
use anjian_api::act::{Act, Payload};
use anjian_api::audience::Audience;
use anjian_api::bytes::{CaseLogId, Leaf, Salt, Suite};
use anjian_api::case::{Accepted, CaseStage, EntryPage, Procedure, ProofTerms};
use anjian_api::command::{Command, OpenCase, SeatMember};
use anjian_api::entry::{Header, Open, Shown, WireEntry, Withheld};
use anjian_api::evidence::act::EvidenceAct;
use anjian_api::evidence::command::{CloseExchange, EvidenceCommand};
use anjian_api::frame::Head;
use anjian_api::ids::{CaseId, CommandId, CourtId, Moment, PersonId, SeatId, Seq};
use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::refusal::Refusal;
use anjian_api::role::Role;
use anjian_domain::{
    Actor, CaseState, Event, NewEntry, Register, What, decide, evolve, evolve_wire, may_see,
    open_case,
};
use anjian_proof::{Record, actor_commit, leaf, payload_commit};
use serde_json::value::{RawValue, to_raw_value};
use uuid::Uuid;

/// The court of every run.
const COURT: CourtId = CourtId(1);
/// Most entries one page brings, whatever was asked for.
const PAGE: usize = 40;

/// One entry on the disk.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) header: Header,
    pub(crate) payload: Box<RawValue>,
    pub(crate) audience: Audience,
    leaf: Leaf,
    recalled: bool,
    pub(crate) by: Option<(PersonId, CommandId)>,
}

/// One case on the disk.
#[derive(Debug)]
pub(crate) struct Log {
    pub(crate) terms: ProofTerms,
    pub(crate) state: CaseState,
    pub(crate) entries: Vec<Stored>,
    answers: BTreeMap<(PersonId, CommandId), (Command, Seq, Seq, Moment)>,
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Server {
    pub(crate) logs: BTreeMap<CaseId, Log>,
    pub(crate) disk_full: bool,
    /// Opinions in exchanges of evidence, of all cases.
    pub(crate) answers: Answers,
    /// People whose session the server no longer knows.
    pub(crate) signed_out: BTreeSet<PersonId>,
}

impl Server {
    /// Opens a case with these people; the court's registry signs for it.
    pub(crate) fn open(
        &mut self,
        case: CaseId,
        people: &[(PersonId, Role)],
        now: Moment,
    ) -> Result<(), Refusal> {
        let number = u32::try_from(self.logs.len() + 1).unwrap_or_default();
        let register = Register {
            court: COURT,
            court_name: "示范人民法院".into(),
            code: "苏0602".into(),
            serial: number,
        };
        let clerk = Actor::Staff {
            person: PersonId(Uuid::nil()),
            court: COURT,
            role: Role::Clerk,
        };
        let command = OpenCase {
            court: COURT,
            type_code: "民初".into(),
            cause: "民间借贷纠纷".into(),
            title: "甲 诉 乙".into(),
            procedure: Procedure::FirstSummary,
            stage: CaseStage::Evidence,
            members: people
                .iter()
                .map(|(person, role)| member(*person, *role))
                .collect(),
        };
        let entries = open_case(&register, &clerk, &command, now)?;
        let mut log = Log {
            terms: ProofTerms {
                suite: if number % 2 == 0 {
                    Suite::Gm
                } else {
                    Suite::Std
                },
                court: COURT,
                case_log: CaseLogId(*case.0.as_bytes()),
            },
            state: CaseState::default(),
            entries: Vec::new(),
            answers: BTreeMap::new(),
        };
        log.append(entries, now, None);
        self.logs.insert(case, log);
        Ok(())
    }

    /// A command, judged and stored in one transaction.
    pub(crate) fn submit(
        &mut self,
        person: PersonId,
        case: CaseId,
        id: CommandId,
        command: &Command,
        now: Moment,
    ) -> Result<Accepted, Problem> {
        self.check_session(person)?;
        let full = self.disk_full;
        let (log, seat) = self.enter(person, case)?;
        if let Some((first_command, first, last, at)) = log.answers.get(&(person, id)) {
            if first_command != command {
                return Err(Problem::of(ProblemCode::CommandConflict));
            }
            return Ok(log.accepted(seat, *first, *last, *at));
        }
        if full {
            return Err(Problem::of(ProblemCode::StorageFull));
        }
        let actor = Actor::Seat { seat, person };
        let entries = decide(&log.state, &actor, command, now).map_err(Problem::refused)?;
        let first = log.state.head.next();
        let answers = log.append(entries, now, Some((person, id)));
        let last = log.state.head;
        log.answers
            .insert((person, id), (command.clone(), first, last, now));
        let accepted = log.accepted(seat, first, last, now);
        self.answers.add(answers);
        Ok(accepted)
    }

    /// The registry closes an exchange whose time is over.
    pub(crate) fn close_exchange(&mut self, case: CaseId, now: Moment) {
        let Some(log) = self.logs.get_mut(&case) else {
            return;
        };
        let Some(open) = &log.state.evidence.exchange else {
            return;
        };
        let exchange = open.opened;
        let close = EvidenceCommand::CloseExchange(CloseExchange { exchange });
        let command = Command::Evidence(close);
        if let Ok(entries) = decide(&log.state, &Actor::Registry, &command, now) {
            let answers = log.append(entries, now, None);
            self.answers.add(answers);
        }
    }

    pub(crate) fn entries_after(
        &mut self,
        person: PersonId,
        case: CaseId,
        after: Seq,
        limit: u32,
    ) -> Result<EntryPage, Problem> {
        self.check_session(person)?;
        let (log, seat) = self.enter(person, case)?;
        let from = usize::try_from(after.0).unwrap_or(usize::MAX);
        let count = usize::try_from(limit).unwrap_or(PAGE).min(PAGE);
        let to = from.saturating_add(count).min(log.entries.len());
        Ok(EntryPage {
            entries: (from..to).map(|index| log.wire(index, seat)).collect(),
            head: log.state.head,
        })
    }

    /// A seat's view of the case, folded from what that seat may see.
    pub(crate) fn opening(&mut self, person: PersonId, case: CaseId) -> Result<CaseState, Problem> {
        self.check_session(person)?;
        let (log, seat) = self.enter(person, case)?;
        Ok(log.view(seat))
    }

    /// The newest numbers of a person's cases.
    pub(crate) fn heads(&self, person: PersonId) -> Vec<Head> {
        self.logs
            .iter()
            .filter(|(_, log)| log.state.seat_of(person).is_some())
            .map(|(case, log)| Head {
                case: *case,
                seq: log.state.head,
            })
            .collect()
    }

    fn check_session(&self, person: PersonId) -> Result<(), Problem> {
        if self.signed_out.contains(&person) {
            return Err(Problem::of(ProblemCode::SessionEnded));
        }
        Ok(())
    }

    fn enter(&mut self, person: PersonId, case: CaseId) -> Result<(&mut Log, SeatId), Problem> {
        let missing = || Problem::of(ProblemCode::NotFound);
        let log = self.logs.get_mut(&case).ok_or_else(missing)?;
        let seat = log.state.seat_of(person).ok_or_else(missing)?.id;
        Ok((log, seat))
    }
}

impl Log {
    fn append(
        &mut self,
        entries: Vec<NewEntry>,
        now: Moment,
        by: Option<(PersonId, CommandId)>,
    ) -> Answers {
        let mut answers = Answers::default();
        for entry in entries {
            answers.count(&entry.payload.act);
            self.append_one(entry, now, by);
        }
        answers
    }

    fn append_one(&mut self, entry: NewEntry, at: Moment, by: Option<(PersonId, CommandId)>) {
        // Only types whose maps have string keys are written, so this cannot fail.
        let Ok(payload) = to_raw_value(&entry.payload) else {
            return;
        };
        let seq = self.state.head.next();
        let header = Header {
            at,
            kind: entry.payload.act.kind().to_owned(),
            author: entry.author,
            prev: self.state.last_leaf,
            salt: Salt(
                (u128::from(seq.0) << 64 | u128::from(self.terms.case_log.0[0])).to_be_bytes(),
            ),
        };
        let leaf = leaf(&Record {
            suite: self.terms.suite,
            court: self.terms.court,
            case_log: self.terms.case_log,
            seq,
            kind: &header.kind,
            actor_commit: actor_commit(self.terms.suite, &header.salt, header.author),
            at,
            prev: header.prev,
            salt: header.salt,
            payload_commit: self.commit(&header, &payload),
        });
        let Payload { audience, act } = &entry.payload;
        if let Some(entry) = hides(act)
            && let Some(hidden) = index(entry).and_then(|index| self.entries.get_mut(index))
        {
            hidden.recalled = true;
        }
        let what = What::Known {
            at,
            author: entry.author,
            payload: &entry.payload,
        };
        evolve(&mut self.state, &Event { seq, leaf, what });
        self.entries.push(Stored {
            header,
            payload,
            audience: audience.clone(),
            leaf,
            recalled: false,
            by,
        });
    }

    fn commit(&self, header: &Header, payload: &RawValue) -> Leaf {
        payload_commit(self.terms.suite, &header.salt, payload.get().as_bytes())
    }

    fn accepted(&self, seat: SeatId, first: Seq, last: Seq, at: Moment) -> Accepted {
        let entries = (first.0..=last.0)
            .filter_map(|seq| index(Seq(seq)))
            .map(|index| self.wire(index, seat))
            .collect();
        Accepted {
            first,
            last,
            at,
            entries,
        }
    }

    /// An entry as a seat may see it.
    pub(crate) fn wire(&self, index: usize, seat: SeatId) -> WireEntry {
        let stored = &self.entries[index];
        let shown = if !may_see(&self.state, seat, stored.header.author, &stored.audience) {
            Shown::Sealed
        } else if stored.recalled {
            Shown::Withheld(Withheld {
                header: stored.header.clone(),
                audience: stored.audience.clone(),
                payload_commit: self.commit(&stored.header, &stored.payload),
            })
        } else {
            Shown::Open(Open {
                header: stored.header.clone(),
                payload: stored.payload.clone(),
            })
        };
        WireEntry {
            seq: Seq(index as u64 + 1),
            leaf: stored.leaf,
            shown,
        }
    }

    /// The fold of what a seat may see.
    pub(crate) fn view(&self, seat: SeatId) -> CaseState {
        let mut view = CaseState::default();
        for index in 0..self.entries.len() {
            evolve_wire(&mut view, &self.wire(index, seat));
        }
        view
    }
}

/// The entry whose words an act takes away.
fn hides(act: &Act) -> Option<Seq> {
    match act {
        Act::MessageRecalled { message } => Some(*message),
        Act::Evidence(act) => match &**act {
            EvidenceAct::ExhibitWithdrawn(gone) if gone.hidden => Some(gone.exhibit),
            _ => None,
        },
        _ => None,
    }
}

/// Where an entry lies in its log.
pub(crate) fn index(seq: Seq) -> Option<usize> {
    usize::try_from(seq.0.checked_sub(1)?).ok()
}

/// A seat for a person, with a name of its own.
pub(crate) fn member(person: PersonId, role: Role) -> SeatMember {
    SeatMember {
        person,
        name: format!("某{}", person.0.as_u128() % 1_000),
        role,
        acts_for: (role == Role::Agent).then_some(SeatId(2)),
        authority: None,
        phone: None,
    }
}
