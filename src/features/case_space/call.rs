//! Slips of paper from another pane: call this person, go to this entry.

use anjian_api::ids::{CaseId, SeatId, Seq};
use leptos::prelude::*;

thread_local! {
    /// The side pane and the conversation stand beside each other and outlive neither: what one
    /// asks of the other belongs to no page.
    static CALL: ArcRwSignal<Option<(CaseId, SeatId)>> = ArcRwSignal::new(None);
    static VISIT: ArcRwSignal<Option<(CaseId, Seq)>> = ArcRwSignal::new(None);
}

/// Asks the composer of a case to call a person.
pub fn call_in_composer(case: CaseId, seat: SeatId) {
    CALL.with(|call| call.set(Some((case, seat))));
}

/// Asks the conversation of a case to show an entry.
pub fn go_to_entry(case: CaseId, seq: Seq) {
    VISIT.with(|visit| visit.set(Some((case, seq))));
}

/// Takes who shall be called in this case; whoever reads it is told of the next one.
pub(super) fn take_call(case: CaseId) -> Option<SeatId> {
    take(CALL.with(Clone::clone), case)
}

/// Takes where to go in this case; whoever reads it is told of the next one.
pub(super) fn take_visit(case: CaseId) -> Option<Seq> {
    take(VISIT.with(Clone::clone), case)
}

fn take<T: Copy + Send + Sync + 'static>(
    slip: ArcRwSignal<Option<(CaseId, T)>>,
    case: CaseId,
) -> Option<T> {
    let (_, what) = slip.get().filter(|(asked, _)| *asked == case)?;
    slip.set(None);
    Some(what)
}
