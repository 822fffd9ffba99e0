//! 举证: who may lead everybody to a place in an exhibit. What is shown is not kept.

use anjian_api::ids::{SeatId, Seq};

use super::party_of;
use crate::roles;
use crate::state::CaseState;

/// May this seat lead now? The court at any time; a party or its agent when nobody leads or it does
/// itself, so that nobody is interrupted but by the court.
#[must_use]
pub fn may_present(view: &CaseState, seat: SeatId, current_presenter: Option<SeatId>) -> bool {
    may_take_lead(view, seat)
        && (current_presenter.is_none_or(|current| current == seat)
            || view
                .seat(seat)
                .is_some_and(|seat| roles::conducts(seat.role)))
}

/// May this seat be handed the lead at all?
#[must_use]
pub fn may_take_lead(view: &CaseState, seat: SeatId) -> bool {
    let by_the_court = view
        .seat(seat)
        .is_some_and(|seat| roles::conducts(seat.role));
    !view.is_closed() && (by_the_court || party_of(view, seat).is_some())
}

/// An exhibit that can be shown: it is there, and was not withdrawn.
#[must_use]
pub fn can_be_presented(view: &CaseState, exhibit: Seq) -> bool {
    let record = view.evidence.exhibits.get(&exhibit);
    record.is_some_and(|record| record.withdrawn.is_none())
}
