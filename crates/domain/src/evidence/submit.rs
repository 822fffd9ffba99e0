//! Submitting, opening and withdrawing exhibits, and what comes late.

use std::collections::BTreeSet;

use anjian_api::act::Act;
use anjian_api::audience::Audience;
use anjian_api::evidence::act::{EvidenceAct, ExhibitSubmitted, ExhibitWithdrawn};
use anjian_api::evidence::command::{
    DecideLate, OpenExhibit, SetEvidenceDeadline, SubmitExhibit, WithdrawExhibit,
};
use anjian_api::evidence::{EvidenceSide, Exhibit, Original, PageView};
use anjian_api::file::FileForm;
use anjian_api::ids::Moment;
use anjian_api::refusal::Refusal;
use anjian_api::role::Seat;

use super::{
    REASON_CHARS, check_reason, exhibit, one, opposes, party_of, require_court, require_judge,
    require_party, side_of, standing,
};
use crate::decide::NewEntry;
use crate::files::check_files;
use crate::roles;
use crate::state::CaseState;
use crate::words::{self, LINE_CHARS};

/// Files that one exhibit may have.
pub const EXHIBIT_FILES: u32 = 60;
/// The least that is left of a picture's width and height, per mille.
pub const SMALLEST_CROP: u16 = 50;

/// 举证 (民诉法 67): a party or its agent on its own list; the court what it collected itself. After
/// the time limit a reason is demanded, and the court decides (民诉法 68).
pub(super) fn submit(
    case: &CaseState,
    seat: &Seat,
    submit: &SubmitExhibit,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    let by_the_court = roles::conducts(seat.role);
    if !by_the_court {
        require_party(case, seat)?;
    }
    let side = side_of(case, seat.id).ok_or(Refusal::RoleMayNot)?;
    check_exhibit(case, seat, &submit.exhibit)?;
    let is_late = !by_the_court && case.evidence.deadline.is_some_and(|due| now > due);
    let late_reason = match &submit.late_reason {
        _ if !is_late => None,
        None => return Err(Refusal::LateNeedsReason),
        Some(reason) => {
            check_reason(reason)?;
            Some(reason.clone())
        }
    };
    let last = case
        .evidence
        .numbers
        .get(&side)
        .copied()
        .unwrap_or_default();
    let submitted = ExhibitSubmitted {
        side,
        number: last.saturating_add(1),
        exhibit: submit.exhibit.clone(),
        late_reason,
    };
    Ok(one(seat, EvidenceAct::ExhibitSubmitted(submitted)))
}

/// The fields of the list of evidence (证据规定 19).
fn check_exhibit(case: &CaseState, seat: &Seat, exhibit: &Exhibit) -> Result<(), Refusal> {
    words::check_line(&exhibit.name, LINE_CHARS)?;
    words::check_line(&exhibit.source, LINE_CHARS)?;
    words::check_text(&exhibit.purpose, REASON_CHARS)?;
    let (Original::Original { holder } | Original::Copy { holder }) = &exhibit.original;
    words::check_line(holder, LINE_CHARS)?;
    for more in [&exhibit.formed, &exhibit.pages].into_iter().flatten() {
        words::check_line(more, LINE_CHARS)?;
    }
    check_files(case, seat.id, &exhibit.files, EXHIBIT_FILES)?;
    check_views(exhibit)
}

/// What is laid over a photograph must leave enough of it to be read, once for each picture.
fn check_views(exhibit: &Exhibit) -> Result<(), Refusal> {
    let is_sound = |view: &PageView| {
        let mut files = exhibit.files.iter();
        let of_picture = files.any(|facts| {
            facts.id == view.file
                && facts.kind.form() == FileForm::Picture
                && facts.pixels.is_some()
        });
        let long_enough =
            |from: u16, to: u16| to <= 1_000 && to.saturating_sub(from) >= SMALLEST_CROP;
        let fits = view.crop.is_none_or(|crop| {
            long_enough(crop.left, crop.right) && long_enough(crop.top, crop.bottom)
        });
        of_picture && view.turns <= 3 && fits
    };
    let mut seen = BTreeSet::new();
    if exhibit
        .views
        .iter()
        .all(|view| is_sound(view) && seen.insert(view.file))
    {
        Ok(())
    } else {
        Err(Refusal::PageViewNotAllowed)
    }
}

/// The first time an opposing seat gets any of its bytes. Its side, the submitter's and the court
/// know of it; other opponents do not.
pub(super) fn open(
    case: &CaseState,
    seat: &Seat,
    open: &OpenExhibit,
) -> Result<Vec<NewEntry>, Refusal> {
    let record = exhibit(case, open.exhibit)?;
    let party = require_party(case, seat)?;
    if !opposes(case, party, record.side) {
        return Err(Refusal::OwnExhibit);
    }
    if record.opened.contains(&seat.id) {
        return Err(Refusal::AlreadyOpened);
    }
    let audience = record
        .side
        .party_side()
        .map_or(Audience::Court, Audience::Side);
    let act = EvidenceAct::ExhibitOpened(open.clone());
    let act = Act::Evidence(Box::new(act));
    Ok(vec![NewEntry::new(seat.id, audience, act)])
}

/// Before anybody opposing opened it or said something, it is hidden like a recalled message; then
/// it stays and says that it was withdrawn. What was ruled on stays.
pub(super) fn withdraw(
    case: &CaseState,
    seat: &Seat,
    withdraw: &WithdrawExhibit,
) -> Result<Vec<NewEntry>, Refusal> {
    let record = standing(case, withdraw.exhibit)?;
    let is_own = match record.side {
        EvidenceSide::Court => roles::conducts(seat.role),
        _ => {
            let party = party_of(case, seat.id);
            party.is_some() && case.same_voice(seat.id, record.by)
        }
    };
    if !is_own {
        return Err(Refusal::NotYours);
    }
    check_reason(&withdraw.reason)?;
    // A sealed opinion does not count: the answer must not tell that there is one.
    let was_said = record.opinions.values().any(|opinion| !opinion.sealed);
    let hidden = record.opened.is_empty() && record.waived.is_empty() && !was_said;
    let act = ExhibitWithdrawn {
        exhibit: withdraw.exhibit,
        reason: withdraw.reason.clone(),
        hidden,
    };
    Ok(one(seat, EvidenceAct::ExhibitWithdrawn(act)))
}

/// 举证期限 (民诉法 68): set by the court, and set anew when it is extended.
pub(super) fn set_deadline(
    seat: &Seat,
    set: &SetEvidenceDeadline,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    require_court(seat)?;
    if set.due <= now {
        return Err(Refusal::DueInThePast { due: set.due });
    }
    Ok(one(seat, EvidenceAct::EvidenceDeadlineSet(set.clone())))
}

/// 逾期证据 (民诉法 68, 解释 102): admitted, admitted with an admonition or a fine, or not.
pub(super) fn decide_late(
    case: &CaseState,
    seat: &Seat,
    decide: &DecideLate,
) -> Result<Vec<NewEntry>, Refusal> {
    require_judge(seat)?;
    let record = standing(case, decide.exhibit)?;
    let late = record.late.as_ref().ok_or(Refusal::NotLate)?;
    if late.decided.is_some() {
        return Err(Refusal::AlreadyDecided);
    }
    check_reason(&decide.reason)?;
    Ok(one(seat, EvidenceAct::LateDecided(decide.clone())))
}
