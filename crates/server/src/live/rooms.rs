//! The table of connections: who is to be handed which frame. Synchronous, without I/O.

use std::collections::{HashMap, HashSet};

use anjian_api::entry::Shown;
use anjian_api::frame::{EntryFrame, Frame, Presentation, PresentationFrame};
use anjian_api::ids::{CaseId, DeviceId, PersonId, SeatId};
use anjian_api::role::Role;
use anjian_domain::roles;
use axum::extract::ws::Utf8Bytes;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::ledger::Appended;
use crate::live::presence::Presences;
use crate::live::presentations::Presentations;
use crate::live::text;

/// Frames that wait for a slow connection before it is closed; its device then fetches.
const QUEUE: usize = 256;
/// Connections of one device: tabs without Web Locks each have one. The oldest gives way.
const PER_DEVICE: usize = 4;

/// The number of a connection.
pub type LineId = u64;

/// A seat of a connected person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seated {
    /// The case.
    pub case: CaseId,
    /// The seat.
    pub seat: SeatId,
}

struct Connection {
    person: PersonId,
    device: DeviceId,
    queue: mpsc::Sender<Utf8Bytes>,
}

/// Who is connected, and where they sit.
#[derive(Default)]
pub struct Rooms {
    next: LineId,
    connections: HashMap<LineId, Connection>,
    lines: HashMap<PersonId, Vec<LineId>>,
    seats: HashMap<PersonId, Vec<Seated>>,
    roles: HashMap<(CaseId, SeatId), Role>,
    presences: Presences,
    presentations: Presentations,
}

impl Rooms {
    /// Lets a connection in.
    pub fn enter(
        &mut self,
        person: PersonId,
        device: DeviceId,
    ) -> (LineId, mpsc::Receiver<Utf8Bytes>) {
        let (queue, frames) = mpsc::channel(QUEUE);
        self.next += 1;
        let id = self.next;
        let lines = self.lines.entry(person).or_default();
        lines.push(id);
        let of_device: Vec<LineId> = lines
            .iter()
            .copied()
            .filter(|line| {
                self.connections
                    .get(line)
                    .is_some_and(|found| found.device == device)
            })
            .collect();
        self.connections.insert(
            id,
            Connection {
                person,
                device,
                queue,
            },
        );
        if of_device.len() >= PER_DEVICE
            && let Some(oldest) = of_device.first()
        {
            self.leave(*oldest);
        }
        (id, frames)
    }

    /// Takes a connection away. Its queue closes with it.
    pub fn leave(&mut self, id: LineId) {
        let Some(gone) = self.connections.remove(&id) else {
            return;
        };
        let Some(lines) = self.lines.get_mut(&gone.person) else {
            return;
        };
        lines.retain(|line| *line != id);
        if lines.is_empty() {
            self.lines.remove(&gone.person);
            for seated in self.seats.remove(&gone.person).unwrap_or_default() {
                self.presences.leave(seated, Instant::now());
            }
        }
    }

    /// Puts a connected person on its seats, and off those it no longer has.
    pub fn sit(&mut self, person: PersonId, seated: Vec<Seated>) {
        if !self.lines.contains_key(&person) {
            return;
        }
        let before = self
            .seats
            .insert(person, seated.clone())
            .unwrap_or_default();
        for gone in before.iter().filter(|seat| !seated.contains(seat)) {
            self.presences.end(*gone);
        }
        for seat in seated {
            self.presences.come(seat);
        }
    }

    /// Whether the role of a seat is known.
    pub fn knows(&self, case: CaseId, seat: SeatId) -> bool {
        self.roles.contains_key(&(case, seat))
    }

    /// Notes the role of a seat.
    pub fn learn(&mut self, case: CaseId, seat: SeatId, role: Role) {
        self.roles.insert((case, seat), role);
    }

    /// Whether nobody is connected.
    pub fn is_empty(&self) -> bool {
        self.connections.is_empty()
    }

    /// Whether a person is connected.
    pub fn is_connected(&self, person: PersonId) -> bool {
        self.lines.contains_key(&person)
    }

    /// Everybody who is connected.
    pub fn people(&self) -> Vec<PersonId> {
        self.lines.keys().copied().collect()
    }

    /// Hands every seat its form of the new entries.
    pub fn append(&mut self, appended: &Appended) {
        let case = appended.case;
        for (person, _) in &appended.left {
            self.unseat(*person, case);
        }
        for entry in &appended.entries {
            // Two forms at most: whole, or number and leaf. Written once each.
            let (mut whole, mut sealed) = (None, None);
            for (person, seat) in &appended.seats {
                if !self.lines.contains_key(person) {
                    continue;
                }
                let wire = entry.wire_for(*seat);
                let written = match wire.shown {
                    Shown::Sealed => &mut sealed,
                    Shown::Open(_) | Shown::Withheld(_) => &mut whole,
                };
                if written.is_none() {
                    *written = text(&Frame::Entry(EntryFrame { case, entry: wire }));
                }
                if let Some(text) = written.clone() {
                    self.send_but(*person, None, &text);
                }
            }
        }
    }

    /// Sends to all connections of a person but those of one device.
    pub fn send_but(&mut self, person: PersonId, but: Option<DeviceId>, text: &Utf8Bytes) {
        let mut slow = Vec::new();
        for id in self.lines.get(&person).into_iter().flatten() {
            if let Some(found) = self.connections.get(id)
                && Some(found.device) != but
                && found.queue.try_send(text.clone()).is_err()
            {
                slow.push(*id);
            }
        }
        for id in slow {
            self.leave(id);
        }
    }

    /// A person is typing.
    pub fn typing(&mut self, person: PersonId, case: CaseId) {
        let seats = self.seats.get(&person).into_iter().flatten();
        if let Some(seated) = seats.copied().find(|seated| seated.case == case) {
            self.presences.typing(seated, Instant::now());
        }
    }

    /// Tells a new connection who is there.
    pub fn show_presence(&mut self, id: LineId) {
        let Some(person) = self.connections.get(&id).map(|found| found.person) else {
            return;
        };
        for seated in self.seats.get(&person).cloned().unwrap_or_default() {
            if self.is_told(seated)
                && let Some(text) = text(&Frame::Presence(self.presences.of(seated.case)))
                && let Some(found) = self.connections.get(&id)
            {
                let _ = found.queue.try_send(text);
            }
        }
    }

    /// What is being shown in a case.
    pub fn presentation(&self, case: CaseId) -> Option<Presentation> {
        self.presentations.of(case)
    }

    /// May this seat move what it shows once more now?
    pub fn admit_move(&mut self, case: CaseId, seat: SeatId) -> bool {
        self.presentations.admit(case, seat, Instant::now())
    }

    /// Shows something else to the seats that may see exhibits.
    pub fn present(
        &mut self,
        case: CaseId,
        led_by: Option<SeatId>,
        presentation: Option<Presentation>,
    ) -> bool {
        if !self.presentations.put(case, led_by, presentation) {
            return false;
        }
        let frame = PresentationFrame { case, presentation };
        let Some(text) = text(&Frame::Presentation(frame)) else {
            return true;
        };
        for person in self.seated(case, |seated| self.sees_exhibits(seated)) {
            self.send_but(person, None, &text);
        }
        true
    }

    /// Sends to everybody who sits in a case.
    pub fn send_to_case(&mut self, case: CaseId, text: &Utf8Bytes) {
        for person in self.seated(case, |_| true) {
            self.send_but(person, None, text);
        }
    }

    /// Who is connected and sits in a case on such a seat.
    fn seated(&self, case: CaseId, is_such: impl Fn(Seated) -> bool) -> Vec<PersonId> {
        let sits = |(_, seats): &(&PersonId, &Vec<Seated>)| {
            let mut here = seats.iter().filter(|seated| seated.case == case);
            here.any(|seated| is_such(*seated))
        };
        let found = self.seats.iter().filter(sits);
        found.map(|(person, _)| *person).collect()
    }

    /// Tells a new connection what is being shown.
    pub fn show_presentations(&mut self, id: LineId) {
        let Some(person) = self.connections.get(&id).map(|found| found.person) else {
            return;
        };
        for seated in self.seats.get(&person).cloned().unwrap_or_default() {
            if self.sees_exhibits(seated)
                && let Some(frame) = self.presentations.frame(seated.case)
                && let Some(text) = text(&Frame::Presentation(frame))
                && let Some(found) = self.connections.get(&id)
            {
                let _ = found.queue.try_send(text);
            }
        }
    }

    /// Exhibits are not for guests.
    fn sees_exhibits(&self, seated: Seated) -> bool {
        let role = self.roles.get(&(seated.case, seated.seat));
        role.is_some_and(|role| !roles::is_guest(*role))
    }

    /// Tells the cases where presence changed. Who went away shows nothing any more.
    pub fn tell_presence(&mut self) {
        let changed: HashSet<CaseId> = self.presences.changed(Instant::now());
        for gone in self.presences.gone() {
            let leads = self.presentations.of(gone.case);
            if leads.is_some_and(|shown| shown.presenter == gone.seat) {
                self.present(gone.case, Some(gone.seat), None);
            }
        }
        if changed.is_empty() {
            return;
        }
        let mut told: Vec<(PersonId, CaseId)> = Vec::new();
        for (person, seats) in &self.seats {
            let here = seats
                .iter()
                .filter(|seat| changed.contains(&seat.case) && self.is_told(**seat));
            told.extend(here.map(|seat| (*person, seat.case)));
        }
        let mut texts: HashMap<CaseId, Utf8Bytes> = HashMap::new();
        for case in changed {
            if let Some(text) = text(&Frame::Presence(self.presences.of(case))) {
                texts.insert(case, text);
            }
        }
        for (person, case) in told {
            if let Some(text) = texts.get(&case) {
                self.send_but(person, None, text);
            }
        }
    }

    fn unseat(&mut self, person: PersonId, case: CaseId) {
        if let Some(seats) = self.seats.get_mut(&person) {
            for gone in seats.extract_if(.., |seated| seated.case == case) {
                self.presences.end(gone);
            }
        }
    }

    /// Guests receive the entries of their audience and nothing beside.
    fn is_told(&self, seated: Seated) -> bool {
        self.roles
            .get(&(seated.case, seated.seat))
            .is_some_and(|role| !matches!(role, Role::Witness | Role::Expert | Role::Observer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const CASE: CaseId = CaseId(Uuid::from_u128(1));

    fn person(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    fn device(n: u128) -> DeviceId {
        DeviceId(Uuid::from_u128(n))
    }

    fn seated(seat: u16) -> Seated {
        Seated {
            case: CASE,
            seat: SeatId(seat),
        }
    }

    #[test]
    fn a_slow_connection_is_closed_and_the_others_go_on() {
        let mut rooms = Rooms::default();
        let (_, mut slow) = rooms.enter(person(1), device(1));
        for n in 0..=QUEUE {
            rooms.send_but(person(1), None, &n.to_string().into());
        }
        let (_, mut quick) = rooms.enter(person(1), device(2));
        rooms.send_but(person(1), None, &"news".to_owned().into());
        let mut received = 0;
        while slow.try_recv().is_ok() {
            received += 1;
        }
        assert_eq!(received, QUEUE);
        assert_eq!(
            slow.try_recv(),
            Err(mpsc::error::TryRecvError::Disconnected)
        );
        assert_eq!(quick.try_recv().unwrap().as_str(), "news");
    }

    #[test]
    fn the_device_that_read_is_not_told() {
        let mut rooms = Rooms::default();
        let (_, mut one) = rooms.enter(person(1), device(1));
        let (_, mut two) = rooms.enter(person(1), device(2));
        rooms.send_but(person(1), Some(device(1)), &"read".to_owned().into());
        assert!(one.try_recv().is_err());
        assert!(two.try_recv().is_ok());
    }

    #[test]
    fn a_device_with_too_many_tabs_loses_the_oldest_connection() {
        let mut rooms = Rooms::default();
        let mut lines: Vec<_> = (0..=PER_DEVICE)
            .map(|_| rooms.enter(person(1), device(1)))
            .collect();
        rooms.send_but(person(1), None, &"x".to_owned().into());
        let received: Vec<bool> = lines
            .iter_mut()
            .map(|(_, line)| line.try_recv().is_ok())
            .collect();
        assert_eq!(received, [false, true, true, true, true]);
    }

    #[test]
    fn participants_are_told_who_is_there_and_guests_are_not() {
        let mut rooms = Rooms::default();
        let (_, mut judge) = rooms.enter(person(1), device(1));
        let (_, mut observer) = rooms.enter(person(2), device(2));
        rooms.learn(CASE, SeatId(1), Role::Judge);
        rooms.learn(CASE, SeatId(2), Role::Observer);
        rooms.sit(person(1), vec![seated(1)]);
        rooms.sit(person(2), vec![seated(2)]);
        rooms.tell_presence();
        assert!(judge.try_recv().unwrap().contains("\"online\":[1,2]"));
        rooms.typing(person(1), CASE);
        rooms.tell_presence();
        assert!(judge.try_recv().unwrap().contains("\"typing\":[1]"));
        assert!(observer.try_recv().is_err());
    }
}
