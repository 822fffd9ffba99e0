//! Judges commands. The only place that says yes or no.

use anjian_api::act::{Act, Payload};
use anjian_api::audience::Audience;
use anjian_api::case::CaseStage;
use anjian_api::command::Command;
use anjian_api::ids::{CourtId, Moment, PersonId, SeatId};
use anjian_api::refusal::Refusal;
use anjian_api::role::{Role, Seat};

use crate::state::CaseState;
use crate::{document, evidence, files, membership, messages, notices, roles};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A person on a seat of the case.
    Seat {
        /// The seat.
        seat: SeatId,
        /// The person.
        person: PersonId,
    },
    /// Somebody of a court's staff, who may open cases there.
    Staff {
        /// The person.
        person: PersonId,
        /// The court.
        court: CourtId,
        /// The post.
        role: Role,
    },
    /// The court's registry acting by itself, by a timer: no person.
    Registry,
}

/// An entry to be: what happened, by whom, for whom. The store gives it number, time and leaf.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEntry {
    /// Who did it.
    pub author: SeatId,
    /// What happened, and who may see it.
    pub payload: Payload,
}

impl NewEntry {
    pub(crate) const fn new(author: SeatId, audience: Audience, act: Act) -> Self {
        Self {
            author,
            payload: Payload { audience, act },
        }
    }
}

/// Judges one command against the case as it stands.
///
/// Pure: `now` comes in, entries or a refusal come out. The source of each rule stands beside it.
///
/// # Errors
/// The refusal that names the reason.
pub fn decide(
    case: &CaseState,
    actor: &Actor,
    command: &Command,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    if let Command::OpenCase(_) = command {
        // A case that is there cannot be opened again; a new one is judged by `open_case`.
        return Err(Refusal::CaseExists);
    }
    if *actor == Actor::Registry {
        return match command {
            Command::Evidence(command) => evidence::judge_registry(case, command, now),
            Command::Document(command) => document::judge_registry(case, command),
            _ => Err(Refusal::RoleMayNot),
        };
    }
    let seat = seated(case, actor)?;
    match command {
        Command::OpenCase(_) => Err(Refusal::CaseExists),
        Command::ChangeStage(change) => change_stage(case, seat, change.stage),
        Command::SeatMember(member) => membership::seat(case, seat, member),
        Command::UnseatMember(unseat) => membership::unseat(case, seat, unseat.seat),
        Command::SetAuthority(set) => membership::set_authority(case, seat, set),
        Command::SendMessage(message) => messages::send(case, seat, message),
        Command::Recall(recall) => messages::recall(case, seat, recall.message, now),
        Command::PostNotice(notice) => notices::post(case, seat, notice, now),
        Command::ConfirmNotice(confirm) => notices::confirm(case, seat, confirm.notice),
        Command::ReceiveFile(receive) => files::receive(case, seat, &receive.file),
        Command::Evidence(command) => evidence::judge(case, seat, command, now),
        Command::Document(command) => document::judge(case, seat, command, now),
    }
}

/// Who has no seat in a case learns nothing about it, not even that it is there.
fn seated<'a>(case: &'a CaseState, actor: &Actor) -> Result<&'a Seat, Refusal> {
    match actor {
        Actor::Seat { seat, person } => case
            .seat(*seat)
            .filter(|found| found.person == *person)
            .ok_or(Refusal::NotFound),
        Actor::Staff { .. } | Actor::Registry => Err(Refusal::NotFound),
    }
}

/// Stages go forward only; what follows a closed case is another case.
fn change_stage(case: &CaseState, seat: &Seat, stage: CaseStage) -> Result<Vec<NewEntry>, Refusal> {
    if !roles::conducts(seat.role) {
        return Err(Refusal::RoleMayNot);
    }
    if case.stage.is_some_and(|current| stage <= current) {
        return Err(Refusal::StageNotAllowed);
    }
    Ok(vec![NewEntry::new(
        seat.id,
        Audience::Everyone,
        Act::StageChanged { stage },
    )])
}

/// A closed case is read, not written, except by the court.
pub(crate) fn require_open(case: &CaseState, seat: &Seat) -> Result<(), Refusal> {
    if case.is_closed() && !roles::conducts(seat.role) {
        Err(Refusal::CaseClosed)
    } else {
        Ok(())
    }
}
