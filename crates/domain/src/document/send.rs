//! Sending a document, bringing a new version, taking it back.

use std::collections::BTreeSet;

use anjian_api::act::Act;
use anjian_api::audience::Audience;
use anjian_api::document::act::{DocumentAct, DocumentSent};
use anjian_api::document::command::{ReviseDocument, SendDocument, WithdrawDocument};
use anjian_api::document::{Asked, DocumentKind, Duty, Version};
use anjian_api::file::FileKind;
use anjian_api::ids::{Moment, SeatId};
use anjian_api::refusal::Refusal;
use anjian_api::role::Seat;

use super::{DocumentRecord, check_reason, entry, standing};
use crate::audience::{may_see, require_may_speak_to};
use crate::decide::{NewEntry, require_open};
use crate::files::check_files;
use crate::roles;
use crate::state::CaseState;
use crate::words::{self, LINE_CHARS};

/// Seats that one document may ask.
const ASKED: usize = 100;
/// Places for signatures that one document may have.
const PLACES: usize = 500;
/// The whole width and height of a page.
const WHOLE: u16 = 1_000;

/// The court sends documents to anybody who takes part; a party sends its own 证据目录, for its own
/// voice to sign (民事诉讼证据规定 19).
pub(super) fn send(
    case: &CaseState,
    seat: &Seat,
    send: &SendDocument,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    require_open(case, seat)?;
    let is_court = roles::conducts(seat.role);
    let is_own_list = send.paper == DocumentKind::EvidenceList && roles::may_speak(seat.role);
    if !is_court && !is_own_list {
        return Err(Refusal::RoleMayNot);
    }
    require_may_speak_to(case, seat.id, &send.audience)?;
    words::check_line(&send.title, LINE_CHARS)?;
    if let Some(otherwise) = &send.otherwise {
        words::check_line(otherwise, LINE_CHARS)?;
    }
    check_due(send.due, now)?;
    check_asked(case, seat, send, is_court)?;
    check_version(case, seat.id, &send.version, &signers(&send.asked))?;
    let act = DocumentAct::DocumentSent(Box::new(DocumentSent {
        number: case.documents.last_number.saturating_add(1),
        paper: send.paper,
        title: send.title.clone(),
        version: send.version.clone(),
        asked: send.asked.clone(),
        due: send.due,
        otherwise: send.otherwise.clone(),
    }));
    let audience = with_the_court(&send.audience);
    Ok(vec![NewEntry::new(seat.id, audience, Act::Document(act))])
}

fn check_due(due: Option<Moment>, now: Moment) -> Result<(), Refusal> {
    match due.filter(|due| *due <= now) {
        Some(due) => Err(Refusal::DueInThePast { due }),
        None => Ok(()),
    }
}

/// What is sent to named seats is seen by the court's people and those seats' agents too, whenever
/// they come, and so is what those seats do with it.
fn with_the_court(audience: &Audience) -> Audience {
    match audience {
        Audience::Named(seats) => Audience::Voices(seats.clone()),
        other => other.clone(),
    }
}

/// Everyone once, each a seat that sees the document; a party asks only its own voice.
fn check_asked(
    case: &CaseState,
    by: &Seat,
    send: &SendDocument,
    is_court: bool,
) -> Result<(), Refusal> {
    if send.asked.is_empty() || send.asked.len() > ASKED {
        return Err(Refusal::NobodyAsked);
    }
    let mut seen = BTreeSet::new();
    for asked in &send.asked {
        let seat = case.require_seat(asked.seat)?;
        let sees = may_see(case, seat.id, by.id, &send.audience);
        let is_theirs = is_court || case.same_voice(seat.id, by.id);
        if !(roles::may_speak(seat.role) && sees && is_theirs && seen.insert(seat.id)) {
            return Err(Refusal::MentionNotAllowed);
        }
    }
    Ok(())
}

fn signers(asked: &[Asked]) -> BTreeSet<SeatId> {
    let signs = asked.iter().filter(|one| one.duty == Duty::Sign);
    signs.map(|one| one.seat).collect()
}

/// A PDF of the sender's that can be read, with places on its pages for those who sign.
pub(super) fn check_version(
    case: &CaseState,
    seat: SeatId,
    version: &Version,
    signers: &BTreeSet<SeatId>,
) -> Result<(), Refusal> {
    check_files(case, seat, std::slice::from_ref(&version.file), 1)?;
    let pages = version.file.pages.unwrap_or(0);
    if version.file.kind != FileKind::Pdf || version.file.locked || pages == 0 {
        return Err(Refusal::FileFormNotAllowed);
    }
    let fits = |from: u16, length: u16| {
        length > 0 && from.checked_add(length).is_some_and(|end| end <= WHOLE)
    };
    let all_fit = version.places.iter().all(|place| {
        place.page < pages
            && fits(place.x, place.width)
            && fits(place.y, place.height)
            && signers.contains(&place.seat)
    });
    if version.places.len() > PLACES || !all_fit {
        return Err(Refusal::PlaceNotAllowed);
    }
    Ok(())
}

/// A new version. Nothing is replaced: the ones before stay, and what was signed on them is stale.
pub(super) fn revise(
    case: &CaseState,
    seat: &Seat,
    revise: &ReviseDocument,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    let record = standing(case, revise.document)?;
    require_senders(case, seat, record)?;
    require_open(case, seat)?;
    check_reason(&revise.reason)?;
    // Nobody can do in time what is asked for too late.
    check_due(revise.due.or(record.due), now)?;
    let signs = record
        .asked
        .iter()
        .filter(|(_, asked)| asked.duty == Duty::Sign);
    let signers = signs.map(|(seat, _)| *seat).collect();
    check_version(case, seat.id, &revise.version, &signers)?;
    let is_same =
        |version: &super::VersionRecord| version.file.sha256 == revise.version.file.sha256;
    if record.current().is_some_and(is_same) {
        return Err(Refusal::SameVersion);
    }
    let act = DocumentAct::DocumentRevised(Box::new(revise.clone()));
    Ok(entry(seat.id, record, act))
}

/// Taken back; it stays in the record with the reason.
pub(super) fn withdraw(
    case: &CaseState,
    seat: &Seat,
    withdraw: &WithdrawDocument,
) -> Result<Vec<NewEntry>, Refusal> {
    let record = standing(case, withdraw.document)?;
    require_senders(case, seat, record)?;
    require_open(case, seat)?;
    check_reason(&withdraw.reason)?;
    let act = DocumentAct::DocumentWithdrawn(withdraw.clone());
    Ok(entry(seat.id, record, act))
}

/// Who sent it, who speaks with the same voice, and of the court's documents all of the court.
fn require_senders(case: &CaseState, seat: &Seat, record: &DocumentRecord) -> Result<(), Refusal> {
    let sender = case.seats.get(&record.by);
    let is_courts = sender.is_some_and(|sender| roles::conducts(sender.seat.role));
    let may = if is_courts {
        roles::conducts(seat.role)
    } else {
        case.same_voice(seat.id, record.by)
    };
    if may { Ok(()) } else { Err(Refusal::NotYours) }
}
