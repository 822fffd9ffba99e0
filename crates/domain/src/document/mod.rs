//! Documents (文书): who may send one to whom, and what each who is asked may do with it.
//!
//! Articles without a name are those of 人民法院在线诉讼规则 (法释〔2021〕12号). A signature holds for
//! the version it was given on (art. 33: 电子材料签名) and for no other.

mod fold;
mod send;
mod sign;
mod state;
pub mod turns;

use anjian_api::act::Act;
use anjian_api::document::act::DocumentAct;
use anjian_api::document::command::DocumentCommand;
use anjian_api::ids::{SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_api::role::Seat;

pub use state::{Answer, AskedRecord, DocumentRecord, Documents, Done, VersionRecord};

use crate::decide::NewEntry;
use crate::roles;
use crate::state::CaseState;
use crate::words;
pub(crate) use fold::fold;

/// Characters of a reason.
pub const REASON_CHARS: u32 = 1_000;

/// Judges what a person asks for about documents.
pub(crate) fn judge(
    case: &CaseState,
    seat: &Seat,
    command: &DocumentCommand,
    now: anjian_api::ids::Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    match command {
        DocumentCommand::SendDocument(send) => send::send(case, seat, send, now),
        DocumentCommand::ReviseDocument(revise) => send::revise(case, seat, revise, now),
        DocumentCommand::FillDocument(fill) => sign::fill(case, seat, fill),
        DocumentCommand::WithdrawDocument(withdraw) => send::withdraw(case, seat, withdraw),
        DocumentCommand::ReadDocument(read) => sign::read(case, seat, *read),
        DocumentCommand::ConfirmDocument(confirm) => sign::confirm(case, seat, *confirm),
        DocumentCommand::SignDocument(sign) => sign::sign(case, seat, sign),
        DocumentCommand::RefuseDocument(refuse) => sign::refuse(case, seat, refuse),
        DocumentCommand::SealDocument(_) => Err(Refusal::RoleMayNot),
    }
}

/// Judges what the registry does by itself: it keeps a version with its signatures.
pub(crate) fn judge_registry(
    case: &CaseState,
    command: &DocumentCommand,
) -> Result<Vec<NewEntry>, Refusal> {
    match command {
        DocumentCommand::SealDocument(seal) => sign::seal(case, seal),
        _ => Err(Refusal::RoleMayNot),
    }
}

/// Who has the official picture of what a hand drew, and is told who else had it: whoever conducts
/// the case, for a purpose that is named (个人信息保护法 28).
#[must_use]
pub fn may_look_at_ink(case: &CaseState, seat: SeatId) -> bool {
    case.seat(seat)
        .is_some_and(|seat| roles::conducts(seat.role))
}

fn document(case: &CaseState, seq: Seq) -> Result<&DocumentRecord, Refusal> {
    case.documents.sent.get(&seq).ok_or(Refusal::NotFound)
}

/// The document is there and was not taken back.
fn standing(case: &CaseState, seq: Seq) -> Result<&DocumentRecord, Refusal> {
    let record = document(case, seq)?;
    if record.withdrawn.is_some() {
        return Err(Refusal::DocumentWithdrawn);
    }
    Ok(record)
}

/// An entry for those who see the document.
fn entry(author: SeatId, record: &DocumentRecord, act: DocumentAct) -> Vec<NewEntry> {
    let act = Act::Document(act);
    vec![NewEntry::new(author, record.audience.clone(), act)]
}

fn check_reason(reason: &str) -> Result<(), Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    words::check_text(reason, REASON_CHARS)
}
