//! What the court decides on an exhibit.

use anjian_api::evidence::act::EvidenceAct;
use anjian_api::evidence::command::{AcceptForm, MarkExhibit, RuleOnExhibit};
use anjian_api::refusal::Refusal;
use anjian_api::role::Seat;

use super::{ExhibitRecord, check_reason, live, one, opposing, require_judge};
use crate::decide::NewEntry;
use crate::state::CaseState;
use crate::words::{self, LINE_CHARS};

/// Undisputed, disputed, the original needed (art. 12), an appraisal needed (art. 19). The last one
/// counts.
pub(super) fn mark(
    case: &CaseState,
    seat: &Seat,
    mark: &MarkExhibit,
) -> Result<Vec<NewEntry>, Refusal> {
    require_judge(seat)?;
    live(case, mark.exhibit)?;
    Ok(one(seat, EvidenceAct::ExhibitMarked(mark.clone())))
}

/// 视为符合原件、原物形式要求 (art. 13).
pub(super) fn accept_form(
    case: &CaseState,
    seat: &Seat,
    accept: &AcceptForm,
) -> Result<Vec<NewEntry>, Refusal> {
    require_judge(seat)?;
    live(case, accept.exhibit)?;
    if let Some(note) = &accept.note {
        words::check_line(note, LINE_CHARS)?;
    }
    Ok(one(seat, EvidenceAct::FormAccepted(accept.clone())))
}

/// Every opposing party of the case has said something that all may see, or does without.
#[must_use]
pub(super) fn is_examined(case: &CaseState, record: &ExhibitRecord) -> bool {
    opposing(case, record.side).all(|party| record.is_examined_by(party))
}

/// 采信 or not: never before examination or a recorded waiver (art. 15), and not while answers are
/// sealed.
pub(super) fn rule(
    case: &CaseState,
    seat: &Seat,
    rule: &RuleOnExhibit,
) -> Result<Vec<NewEntry>, Refusal> {
    require_judge(seat)?;
    let record = live(case, rule.exhibit)?;
    if case.evidence.is_sealed() {
        return Err(Refusal::ExchangeRunning);
    }
    if !is_examined(case, record) {
        return Err(Refusal::NotExamined);
    }
    check_reason(&rule.reason)?;
    Ok(one(seat, EvidenceAct::ExhibitRuled(rule.clone())))
}
