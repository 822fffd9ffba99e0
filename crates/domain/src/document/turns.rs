//! What a person has to do about documents.

use anjian_api::document::Duty;
use anjian_api::ids::{Moment, SeatId};

use crate::state::CaseState;
use crate::turns::{Otherwise, Task, Turn};

/// Every document that asks this seat for something it has not done with the newest version.
pub(crate) fn turns(case: &CaseState, seat: SeatId, now: Moment) -> Vec<Turn> {
    if case.is_closed() {
        return Vec::new();
    }
    let waiting = case
        .documents
        .sent
        .iter()
        .filter(|(_, record)| record.withdrawn.is_none() && !record.is_answered_by(seat));
    let turn = |(from, record): (&anjian_api::ids::Seq, &super::DocumentRecord)| {
        let title = record.title.clone();
        let otherwise = record.otherwise.clone();
        let again = record.is_stale_for(seat);
        let duty = record.asked.get(&seat)?.duty;
        let task = match duty {
            Duty::Read => Task::ReadDocument { title },
            Duty::Confirm => Task::ConfirmDocument { title, again },
            Duty::Sign => Task::SignDocument { title, again },
        };
        Some(Turn {
            task,
            from: *from,
            due: record.due,
            overdue: record.due.is_some_and(|due| due <= now),
            otherwise: otherwise.map_or(Otherwise::ClerkCalls, Otherwise::Said),
        })
    };
    waiting.filter_map(turn).collect()
}
