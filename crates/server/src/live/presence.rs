//! Who is there, and who is typing. Forgotten with the process; never an entry.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::time::Duration;

use anjian_api::frame::Presence;
use anjian_api::ids::{CaseId, SeatId};
use tokio::time::Instant;

use crate::live::rooms::Seated;

/// Who loses the connection is still there for so long: a long-poll has gaps by nature.
const LINGER: Duration = Duration::from_secs(5);
/// Who typed is typing for so long.
const TYPING: Duration = Duration::from_secs(4);

/// Presence in every case that somebody is connected to.
#[derive(Default)]
pub struct Presences {
    cases: HashMap<CaseId, Room>,
    changed: HashSet<CaseId>,
    gone: Vec<Seated>,
}

#[derive(Default)]
struct Room {
    online: BTreeSet<SeatId>,
    leaving: HashMap<SeatId, Instant>,
    typing: HashMap<SeatId, Instant>,
}

impl Presences {
    /// Somebody is there.
    pub fn come(&mut self, seated: Seated) {
        let room = self.cases.entry(seated.case).or_default();
        room.leaving.remove(&seated.seat);
        if room.online.insert(seated.seat) {
            self.changed.insert(seated.case);
        }
    }

    /// Somebody lost the connection, perhaps only for a moment.
    pub fn leave(&mut self, seated: Seated, now: Instant) {
        if let Some(room) = self.cases.get_mut(&seated.case) {
            room.leaving.insert(seated.seat, now + LINGER);
        }
    }

    /// Somebody has no seat any more.
    pub fn end(&mut self, seated: Seated) {
        if let Some(room) = self.cases.get_mut(&seated.case) {
            room.leaving.remove(&seated.seat);
            room.typing.remove(&seated.seat);
            if room.online.remove(&seated.seat) {
                self.changed.insert(seated.case);
                self.gone.push(seated);
            }
        }
    }

    /// Somebody types.
    pub fn typing(&mut self, seated: Seated, now: Instant) {
        let room = self.cases.entry(seated.case).or_default();
        if room.typing.insert(seated.seat, now + TYPING).is_none() {
            self.changed.insert(seated.case);
        }
    }

    /// The cases where something changed since the last time.
    pub fn changed(&mut self, now: Instant) -> HashSet<CaseId> {
        for (case, room) in &mut self.cases {
            let gone: Vec<SeatId> = room
                .leaving
                .iter()
                .filter(|(_, at)| **at <= now)
                .map(|(seat, _)| *seat)
                .collect();
            let still = room.typing.len();
            room.typing.retain(|_, until| *until > now);
            if still != room.typing.len() || !gone.is_empty() {
                self.changed.insert(*case);
            }
            for seat in gone {
                room.leaving.remove(&seat);
                room.typing.remove(&seat);
                room.online.remove(&seat);
                self.gone.push(Seated { case: *case, seat });
            }
        }
        self.cases
            .retain(|_, room| !room.online.is_empty() || !room.typing.is_empty());
        std::mem::take(&mut self.changed)
    }

    /// Who went away since the last time; known once [`Self::changed`] has looked.
    pub fn gone(&mut self) -> Vec<Seated> {
        std::mem::take(&mut self.gone)
    }

    /// Who is there in a case.
    pub fn of(&self, case: CaseId) -> Presence {
        let room = self.cases.get(&case);
        let mut typing: Vec<SeatId> = room
            .map(|room| room.typing.keys().copied().collect())
            .unwrap_or_default();
        typing.sort_unstable();
        let online = room
            .map(|room| room.online.iter().copied().collect())
            .unwrap_or_default();
        Presence {
            case,
            online,
            typing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const CASE: CaseId = CaseId(Uuid::from_u128(1));
    const ME: Seated = Seated {
        case: CASE,
        seat: SeatId(3),
    };

    #[test]
    fn a_gap_of_a_long_poll_is_no_absence() {
        let (mut all, now) = (Presences::default(), Instant::now());
        all.come(ME);
        assert!(all.changed(now).contains(&CASE));
        all.leave(ME, now);
        assert!(all.changed(now + Duration::from_secs(1)).is_empty());
        all.come(ME);
        assert!(all.changed(now + Duration::from_secs(9)).is_empty());
        assert_eq!(all.of(CASE).online, [SeatId(3)]);
    }

    #[test]
    fn who_stays_away_is_gone_and_told_once() {
        let (mut all, now) = (Presences::default(), Instant::now());
        all.come(ME);
        all.leave(ME, now);
        all.changed(now);
        assert!(all.changed(now + LINGER).contains(&CASE));
        assert!(all.of(CASE).online.is_empty());
        assert_eq!(all.gone(), [ME]);
        assert!(all.changed(now + LINGER).is_empty());
        assert!(all.gone().is_empty());
    }

    #[test]
    fn typing_stops_by_itself() {
        let (mut all, now) = (Presences::default(), Instant::now());
        all.come(ME);
        all.typing(ME, now);
        all.changed(now);
        assert_eq!(all.of(CASE).typing, [SeatId(3)]);
        assert!(all.changed(now + TYPING).contains(&CASE));
        assert!(all.of(CASE).typing.is_empty());
    }
}
