//! What those who are asked do with a document.

use anjian_api::document::Duty;
use anjian_api::document::Method;
use anjian_api::document::act::DocumentAct;
use anjian_api::document::command::{
    ConfirmDocument, FillDocument, ReadDocument, RefuseDocument, SealDocument, SignDocument,
};
use anjian_api::file::FileForm;
use anjian_api::ids::{SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_api::role::Seat;

use super::send::check_version;
use super::{DocumentRecord, Done, check_reason, entry, standing};
use crate::decide::NewEntry;
use crate::files::check_files;
use crate::state::CaseState;
use crate::words::{self, NAME_CHARS};

/// Reading is noted once for each version.
pub(super) fn read(
    case: &CaseState,
    seat: &Seat,
    read: ReadDocument,
) -> Result<Vec<NewEntry>, Refusal> {
    let record = asked(case, seat, read.document, Duty::Read)?;
    require_current(record, read.version)?;
    if record.last_answer(seat.id).is_some() {
        return Err(Refusal::AlreadyConfirmed);
    }
    Ok(entry(seat.id, record, DocumentAct::DocumentRead(read)))
}

/// Confirming is done once for each version, and not after signing or refusing.
pub(super) fn confirm(
    case: &CaseState,
    seat: &Seat,
    confirm: ConfirmDocument,
) -> Result<Vec<NewEntry>, Refusal> {
    let record = asked(case, seat, confirm.document, Duty::Confirm)?;
    require_current(record, confirm.version)?;
    let last = record.last_answer(seat.id).map(|answer| &answer.done);
    if matches!(last, Some(Done::Confirmed | Done::Signed { .. })) {
        return Err(Refusal::AlreadyConfirmed);
    }
    let act = DocumentAct::DocumentConfirmed(confirm);
    Ok(entry(seat.id, record, act))
}

/// Signed is what was shown: the version and its bytes. Whoever refused may still sign, and whoever
/// signed may sign again; both stay in the record.
pub(super) fn sign(
    case: &CaseState,
    seat: &Seat,
    sign: &SignDocument,
) -> Result<Vec<NewEntry>, Refusal> {
    let record = asked(case, seat, sign.document, Duty::Sign)?;
    require_current(record, sign.version)?;
    let is_shown = record
        .current()
        .is_some_and(|version| version.file.sha256 == sign.shown);
    if !is_shown {
        return Err(Refusal::VersionStale {
            version: record.version(),
        });
    }
    if record.current().is_some_and(|version| version.unfilled) {
        return Err(Refusal::NotFilledIn);
    }
    words::check_line(&sign.signer, NAME_CHARS)?;
    if let Some(capacity) = &sign.capacity {
        words::check_line(capacity, NAME_CHARS)?;
    }
    match &sign.method {
        Method::Drawn { .. } | Method::Typed => {}
        Method::Assisted { witness, .. } => words::check_line(witness, NAME_CHARS)?,
        Method::Fingerprint { file } => {
            check_files(case, seat.id, std::slice::from_ref(file), 1)?;
            if file.kind.form() != FileForm::Picture {
                return Err(Refusal::FileFormNotAllowed);
            }
        }
    }
    let act = DocumentAct::DocumentSigned(Box::new(sign.clone()));
    Ok(entry(seat.id, record, act))
}

/// Filled in once, by whoever is asked to sign it; the new version is theirs to sign. It cannot wait
/// for being filled in again.
pub(super) fn fill(
    case: &CaseState,
    seat: &Seat,
    fill: &FillDocument,
) -> Result<Vec<NewEntry>, Refusal> {
    let record = asked(case, seat, fill.document, Duty::Sign)?;
    require_current(record, fill.filled)?;
    let waits = record.current().is_some_and(|version| version.unfilled);
    if !waits || fill.version.unfilled {
        return Err(Refusal::AlreadyDecided);
    }
    let signers = record
        .asked
        .iter()
        .filter(|(_, asked)| asked.duty == Duty::Sign)
        .map(|(seat, _)| *seat)
        .collect();
    check_version(case, seat.id, &fill.version, &signers)?;
    let act = DocumentAct::DocumentFilled(Box::new(fill.clone()));
    Ok(entry(seat.id, record, act))
}

/// A refusal is recorded with its reason.
pub(super) fn refuse(
    case: &CaseState,
    seat: &Seat,
    refuse: &RefuseDocument,
) -> Result<Vec<NewEntry>, Refusal> {
    let record = asked(case, seat, refuse.document, Duty::Confirm)?;
    require_current(record, refuse.version)?;
    if record.is_answered_by(seat.id) {
        return Err(Refusal::AlreadyConfirmed);
    }
    check_reason(&refuse.reason)?;
    let act = DocumentAct::DocumentRefused(refuse.clone());
    Ok(entry(seat.id, record, act))
}

/// A version with the signatures given on it so far; the next one is kept beside it.
pub(super) fn seal(case: &CaseState, seal: &SealDocument) -> Result<Vec<NewEntry>, Refusal> {
    let record = standing(case, seal.document)?;
    require_current(record, seal.version)?;
    let signed = record
        .asked
        .values()
        .flat_map(|asked| &asked.answers)
        .any(|answer| answer.version == seal.version && matches!(answer.done, Done::Signed { .. }));
    if !signed {
        return Err(Refusal::NotFound);
    }
    let act = DocumentAct::DocumentSealed(Box::new(seal.clone()));
    Ok(entry(SeatId::REGISTRY, record, act))
}

/// The document, when it asks this seat for at least this.
fn asked<'a>(
    case: &'a CaseState,
    seat: &Seat,
    document: Seq,
    duty: Duty,
) -> Result<&'a DocumentRecord, Refusal> {
    let record = standing(case, document)?;
    match record.asked.get(&seat.id) {
        Some(asked) if asked.duty >= duty => Ok(record),
        _ => Err(Refusal::NotAsked),
    }
}

fn require_current(record: &DocumentRecord, version: u32) -> Result<(), Refusal> {
    let current = record.version();
    if version == current {
        Ok(())
    } else {
        Err(Refusal::VersionStale { version: current })
    }
}
