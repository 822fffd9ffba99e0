//! Notices by the court that their addressees confirm.

use anjian_api::act::{Act, Notice};
use anjian_api::command::PostNotice;
use anjian_api::ids::{Moment, Seq};
use anjian_api::refusal::Refusal;
use anjian_api::role::Seat;

use crate::audience::{may_see, require_may_speak_to};
use crate::decide::NewEntry;
use crate::roles;
use crate::state::CaseState;
use crate::words::{self, LINE_CHARS, MESSAGE_CHARS};

pub(crate) fn post(
    case: &CaseState,
    by: &Seat,
    notice: &PostNotice,
    now: Moment,
) -> Result<Vec<NewEntry>, Refusal> {
    if !roles::conducts(by.role) {
        return Err(Refusal::RoleMayNot);
    }
    require_may_speak_to(case, by.id, &notice.audience)?;
    words::check_line(&notice.text.title, LINE_CHARS)?;
    words::check_text(&notice.text.words, MESSAGE_CHARS)?;
    if let Some(due) = notice.due.filter(|due| *due <= now) {
        return Err(Refusal::DueInThePast { due });
    }
    // Whoever may speak and sees it is asked, except the court's own people.
    let asked: Vec<_> = case
        .present()
        .filter(|seat| roles::may_speak(seat.role) && !roles::conducts(seat.role))
        .filter(|seat| may_see(case, seat.id, by.id, &notice.audience))
        .map(|seat| seat.id)
        .collect();
    let act = Act::NoticePosted(Notice {
        text: notice.text.clone(),
        asked,
        due: notice.due,
    });
    Ok(vec![NewEntry::new(by.id, notice.audience.clone(), act)])
}

pub(crate) fn confirm(case: &CaseState, by: &Seat, notice: Seq) -> Result<Vec<NewEntry>, Refusal> {
    let record = case.notices.get(&notice).ok_or(Refusal::NotFound)?;
    if !record.asked.contains(&by.id) {
        return Err(Refusal::NotAsked);
    }
    if record.confirmed.contains(&by.id) {
        return Err(Refusal::AlreadyConfirmed);
    }
    let act = Act::NoticeConfirmed { notice };
    Ok(vec![NewEntry::new(by.id, record.audience.clone(), act)])
}
