//! Evidence: who submits, who examines, what the court decides, and what each side may know.
//!
//! Articles without a name are those of 人民法院在线诉讼规则 (法释〔2021〕12号). Guests (witness,
//! expert, observer) see nothing of it; agents act for their party; co-parties examine each for
//! itself. During an async exchange nobody but the party itself sees its opinions.

mod examine;
mod exchange;
mod fold;
mod matrix;
mod present;
mod preview;
mod ruling;
mod state;
mod submit;
pub(crate) mod turns;

use anjian_api::act::Act;
use anjian_api::audience::Audience;
use anjian_api::evidence::act::EvidenceAct;
use anjian_api::evidence::command::EvidenceCommand;
use anjian_api::evidence::{EvidenceSide, Ground};
use anjian_api::ids::{Moment, SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_api::role::{Role, Seat};

pub(crate) use fold::{fold, withheld};
pub use matrix::{Cell, MatrixRow, evidence_list, matrix};
pub use present::{can_be_presented, may_present, may_take_lead};
pub use preview::{Preview, preview_for};
pub use state::{
    AcceptedForm, Evidence, Exchange, ExhibitRecord, ExtensionRequest, FormAsked, Late,
    LateDecision, OpinionRecord, PastExchange, Reply, Ruling, Waiver, Withdrawal,
};
pub use submit::{EXHIBIT_FILES, SMALLEST_CROP};

use crate::decide::NewEntry;
use crate::files::check_voice;
use crate::roles;
use crate::state::CaseState;
use crate::words;

/// Characters of a reason, a source, a purpose.
pub const REASON_CHARS: u32 = 1_000;

/// Judges a command about evidence by a person of the case.
pub(crate) fn judge(
    case: &CaseState,
    seat: &Seat,
    command: &EvidenceCommand,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    if roles::is_guest(seat.role) {
        return Err(Refusal::RoleMayNot);
    }
    // What was shown and said in a closed case stays as it is, for the court as well.
    if case.is_closed() {
        return Err(Refusal::CaseClosed);
    }
    match command {
        EvidenceCommand::SubmitExhibit(submit) => submit::submit(case, seat, submit, now),
        EvidenceCommand::OpenExhibit(open) => submit::open(case, seat, open),
        EvidenceCommand::WithdrawExhibit(withdraw) => submit::withdraw(case, seat, withdraw),
        EvidenceCommand::SetEvidenceDeadline(set) => submit::set_deadline(seat, set, now),
        EvidenceCommand::DecideLate(decide) => submit::decide_late(case, seat, decide),
        EvidenceCommand::GiveOpinion(give) => examine::give(case, seat, give, now),
        EvidenceCommand::ReplyToOpinion(reply) => examine::reply(case, seat, reply),
        EvidenceCommand::WaiveExamination(waive) => examine::waive(case, seat, waive),
        EvidenceCommand::MarkExhibit(mark) => ruling::mark(case, seat, mark),
        EvidenceCommand::AcceptForm(accept) => ruling::accept_form(case, seat, accept),
        EvidenceCommand::RuleOnExhibit(rule) => ruling::rule(case, seat, rule),
        EvidenceCommand::AskExchangeForm(ask) => exchange::ask_form(case, seat, ask, now),
        EvidenceCommand::StateExchangeForm(state) => exchange::state_form(case, seat, state),
        EvidenceCommand::OpenExchange(open) => exchange::open(case, seat, open, now),
        EvidenceCommand::FinishAnswers(finish) => exchange::finish(case, seat, finish, now),
        EvidenceCommand::CloseExchange(close) => exchange::close(case, seat, close.exchange, now),
        EvidenceCommand::AskExtension(ask) => exchange::ask_extension(case, seat, ask, now),
        EvidenceCommand::DecideExtension(decide) => {
            exchange::decide_extension(case, seat, decide, now)
        }
    }
}

/// Judges what the registry does by itself: it closes an async exchange whose time is over.
pub(crate) fn judge_registry(
    case: &CaseState,
    command: &EvidenceCommand,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    match command {
        EvidenceCommand::CloseExchange(close) => {
            exchange::close_over(case, SeatId::REGISTRY, close.exchange, now)
        }
        _ => Err(Refusal::RoleMayNot),
    }
}

/// Whose list this seat's exhibits stand on.
#[must_use]
pub fn side_of(case: &CaseState, seat: SeatId) -> Option<EvidenceSide> {
    if seat == SeatId::REGISTRY {
        return Some(EvidenceSide::Court);
    }
    let role = case.seats.get(&seat)?.seat.role;
    if roles::conducts(role) {
        return Some(EvidenceSide::Court);
    }
    case.side(seat).map(EvidenceSide::from)
}

/// The party this seat is, or acts for; none for others, and when the party has left the case.
#[must_use]
pub fn party_of(case: &CaseState, seat: SeatId) -> Option<SeatId> {
    let seat = case.seat(seat)?;
    let party = case.seat(seat.acts_for.unwrap_or(seat.id))?;
    roles::is_party(party.role).then_some(party.id)
}

/// The parties of the case, in the order of seating.
pub fn parties(case: &CaseState) -> impl Iterator<Item = SeatId> {
    case.present()
        .filter(|seat| roles::is_party(seat.role))
        .map(|seat| seat.id)
}

/// The parties that examine what stands on this list: all of other sides, and all of them for
/// what the court collected.
pub fn opposing(case: &CaseState, side: EvidenceSide) -> impl Iterator<Item = SeatId> {
    parties(case).filter(move |party| side_of(case, *party) != Some(side))
}

/// The party opposes what stands on this list.
#[must_use]
pub fn opposes(case: &CaseState, party: SeatId, side: EvidenceSide) -> bool {
    side_of(case, party).is_some_and(|own| own != side)
}

/// Exhibits that this party is to examine now and has said nothing to.
pub(crate) fn unanswered(case: &CaseState, party: SeatId) -> impl Iterator<Item = Seq> {
    let exhibits = case.evidence.exhibits.iter();
    exhibits
        .filter(move |(_, record)| {
            record.is_live()
                && !record.locked
                && opposes(case, party, record.side)
                && !record.is_answered_by(party)
        })
        .map(|(seq, _)| *seq)
}

/// The party said that it has finished, and nothing new came for it since.
#[must_use]
pub fn has_finished(case: &CaseState, party: SeatId) -> bool {
    let Some(exchange) = &case.evidence.exchange else {
        return false;
    };
    exchange.finished.get(&party).is_some_and(|finished| {
        let mut exhibits = case.evidence.exhibits.values();
        !exhibits.any(|record| {
            record.is_live()
                && opposes(case, party, record.side)
                && record.examinable.is_some_and(|since| since > *finished)
        })
    })
}

fn entry(seat: SeatId, act: EvidenceAct) -> NewEntry {
    NewEntry::new(seat, Audience::Participants, Act::Evidence(Box::new(act)))
}

fn one(seat: &Seat, act: EvidenceAct) -> Vec<NewEntry> {
    vec![entry(seat.id, act)]
}

fn exhibit(case: &CaseState, seq: Seq) -> Result<&ExhibitRecord, Refusal> {
    case.evidence.exhibits.get(&seq).ok_or(Refusal::NotFound)
}

/// The exhibit is there to be examined: not withdrawn, not ruled on, and not waiting for leave.
fn live(case: &CaseState, seq: Seq) -> Result<&ExhibitRecord, Refusal> {
    let record = standing(case, seq)?;
    if record.examinable.is_none() {
        return Err(Refusal::LeaveNeeded);
    }
    Ok(record)
}

/// The exhibit was neither withdrawn nor ruled on.
fn standing(case: &CaseState, seq: Seq) -> Result<&ExhibitRecord, Refusal> {
    let record = exhibit(case, seq)?;
    if record.withdrawn.is_some() {
        return Err(Refusal::ExhibitWithdrawn);
    }
    if record.ruling.is_some() {
        return Err(Refusal::AlreadyRuled);
    }
    Ok(record)
}

fn require_party(case: &CaseState, seat: &Seat) -> Result<SeatId, Refusal> {
    party_of(case, seat.id).ok_or(Refusal::RoleMayNot)
}

fn require_court(seat: &Seat) -> Result<(), Refusal> {
    if roles::conducts(seat.role) {
        Ok(())
    } else {
        Err(Refusal::RoleMayNot)
    }
}

/// What only a judge (审判员) decides.
fn require_judge(seat: &Seat) -> Result<(), Refusal> {
    if seat.role == Role::Judge {
        Ok(())
    } else {
        Err(Refusal::RoleMayNot)
    }
}

fn check_reason(reason: &str) -> Result<(), Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    words::check_text(reason, REASON_CHARS)
}

fn check_ground(case: &CaseState, seat: SeatId, ground: &Ground) -> Result<(), Refusal> {
    if ground.reason.is_none() && ground.voice.is_none() {
        return Err(Refusal::ReasonMissing);
    }
    if let Some(reason) = &ground.reason {
        check_reason(reason)?;
    }
    match &ground.voice {
        Some(voice) => check_voice(case, seat, voice),
        None => Ok(()),
    }
}
