//! What is being shown in which case. Forgotten with the process; never an entry.

use std::collections::HashMap;

use anjian_api::frame::{Presentation, PresentationFrame};
use anjian_api::ids::{CaseId, SeatId};
use tokio::time::Instant;

/// Moves at once, and each second: a finger on a page.
const BURST: f64 = 30.0;
const PER_SECOND: f64 = 15.0;

/// What is being shown.
#[derive(Default)]
pub struct Presentations {
    cases: HashMap<CaseId, Presentation>,
    moves: HashMap<(CaseId, SeatId), (f64, Instant)>,
}

impl Presentations {
    /// What is shown in a case.
    pub fn of(&self, case: CaseId) -> Option<Presentation> {
        self.cases.get(&case).copied()
    }

    /// As a frame; none when nothing is shown.
    pub fn frame(&self, case: CaseId) -> Option<PresentationFrame> {
        let presentation = Some(self.of(case)?);
        Some(PresentationFrame { case, presentation })
    }

    /// May this seat move once more now?
    pub fn admit(&mut self, case: CaseId, seat: SeatId, now: Instant) -> bool {
        let (left, at) = self.moves.entry((case, seat)).or_insert((BURST, now));
        let seconds = now.saturating_duration_since(*at).as_secs_f64();
        *left = (*left + seconds * PER_SECOND).min(BURST);
        *at = now;
        let admitted = *left >= 1.0;
        if admitted {
            *left -= 1.0;
        }
        admitted
    }

    /// Shows something else, if still the same seat leads. False when another took the lead.
    pub fn put(
        &mut self,
        case: CaseId,
        led_by: Option<SeatId>,
        presentation: Option<Presentation>,
    ) -> bool {
        if self.of(case).map(|shown| shown.presenter) != led_by {
            return false;
        }
        match presentation {
            Some(presentation) => {
                self.cases.insert(case, presentation);
            }
            None => {
                self.cases.remove(&case);
                self.moves.retain(|(moved, _), _| *moved != case);
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use anjian_api::ids::{Moment, Seq};
    use uuid::Uuid;

    use super::*;

    const CASE: CaseId = CaseId(Uuid::from_u128(1));

    fn by(presenter: u16) -> Presentation {
        Presentation {
            exhibit: Seq(4),
            file: 0,
            page: 0,
            zoom: 1.0,
            x: 0.5,
            y: 0.5,
            presenter: SeatId(presenter),
            at: Moment(1),
        }
    }

    #[test]
    fn two_who_begin_at_once_do_not_both_lead() {
        let mut shown = Presentations::default();
        assert!(shown.put(CASE, None, Some(by(2))));
        assert!(!shown.put(CASE, None, Some(by(3))));
        assert_eq!(shown.of(CASE), Some(by(2)));
        assert!(shown.put(CASE, Some(SeatId(2)), Some(by(3))));
        assert!(shown.put(CASE, Some(SeatId(3)), None));
        assert_eq!(shown.frame(CASE), None);
    }

    #[test]
    fn a_storm_of_moves_is_slowed() {
        let mut shown = Presentations::default();
        let now = Instant::now();
        let admitted = (0..100)
            .filter(|_| shown.admit(CASE, SeatId(1), now))
            .count();
        assert_eq!(admitted, 30);
        let later = now + Duration::from_secs(1);
        let admitted = (0..100)
            .filter(|_| shown.admit(CASE, SeatId(1), later))
            .count();
        assert_eq!(admitted, 15);
    }
}
