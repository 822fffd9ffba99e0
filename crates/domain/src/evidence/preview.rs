//! "As the other side sees it": a draft before it is submitted.

use anjian_api::audience::Audience;
use anjian_api::evidence::command::SubmitExhibit;
use anjian_api::evidence::{EvidenceSide, Exhibit};
use anjian_api::file::FileId;
use anjian_api::ids::{Moment, SeatId};

use super::side_of;
use crate::audience::may_see;
use crate::state::CaseState;

/// What the others would see of a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// On whose list it would stand.
    pub side: EvidenceSide,
    /// With which number.
    pub number: u32,
    /// Every word and file that they would get, and no other.
    pub exhibit: Exhibit,
    /// The reason that they would read, when it comes after the deadline.
    pub late_reason: Option<String>,
    /// Files whose camera's words are kept back from them.
    pub kept_back: Vec<FileId>,
    /// The other seats that would see it.
    pub readers: Vec<SeatId>,
}

/// The draft as others would see it; none for who cannot submit. `view` is the author's own view.
#[must_use]
pub fn preview_for(
    view: &CaseState,
    author: SeatId,
    draft: &SubmitExhibit,
    now: Moment,
) -> Option<Preview> {
    let side = side_of(view, author)?;
    let last = view
        .evidence
        .numbers
        .get(&side)
        .copied()
        .unwrap_or_default();
    let is_late =
        side != EvidenceSide::Court && view.evidence.deadline.is_some_and(|due| now > due);
    let kept_back = draft.exhibit.files.iter().filter(|facts| {
        let known = view.files.get(&facts.id);
        facts.capture.is_none() && known.is_some_and(|record| record.facts.capture.is_some())
    });
    let audience = Audience::Participants;
    Some(Preview {
        side,
        number: last.saturating_add(1),
        exhibit: draft.exhibit.clone(),
        late_reason: draft.late_reason.clone().filter(|_| is_late),
        kept_back: kept_back.map(|facts| facts.id).collect(),
        readers: view
            .present()
            .map(|seat| seat.id)
            .filter(|seat| *seat != author && may_see(view, *seat, author, &audience))
            .collect(),
    })
}
