//! The table of hand-offs: no clock, no randomness, no session; those come in.

use std::collections::HashMap;

use anjian_api::handoff::{CLAIMED_MS, HandoffPurpose, HandoffState, HandoffStep};
use anjian_api::ids::{DeviceId, HandoffId, Moment, PersonId};
use tokio::sync::watch;
use uuid::Uuid;

use super::{Asker, HandoffError};

/// What is over is remembered for so long, so that both devices hear of it, ms.
const REMEMBERED_MS: i64 = 10 * 60_000;
/// A person may name so many codes that are none, and offer so many times, in [`WINDOW_MS`].
const GUESSES: u32 = 20;
const OFFERS: u32 = 60;
const WINDOW_MS: i64 = 10 * 60_000;

/// What the second device is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its number.
    pub id: HandoffId,
    /// What for.
    pub purpose: HandoffPurpose,
    /// What the first device says it is.
    pub from_device: String,
    /// One of them is on the first screen.
    pub numbers: [u8; 3],
    /// How far it is.
    pub step: HandoffStep,
    /// Until when it goes on.
    pub expires: Moment,
}

pub(super) struct Held {
    pub(super) id: HandoffId,
    pub(super) purpose: HandoffPurpose,
    pub(super) step: HandoffStep,
    pub(super) number: u8,
    pub(super) expires: Moment,
    numbers: [u8; 3],
    code: [u8; 32],
    person: PersonId,
    first: DeviceId,
    first_label: String,
    second: Option<(DeviceId, String)>,
    /// The first that opened the code, before anybody named the number.
    seen_by: Option<String>,
    code_life_ms: i64,
    /// The second device is giving its signature right now.
    is_finishing: bool,
    changes: watch::Sender<u32>,
}

#[derive(Default)]
pub(super) struct Table {
    held: HashMap<HandoffId, Held>,
    codes: HashMap<[u8; 32], HandoffId>,
    guesses: HashMap<PersonId, (u32, Moment)>,
    offers: HashMap<PersonId, (u32, Moment)>,
}

impl Held {
    /// `dice` are four random bytes.
    pub(super) fn offered(
        asker: &Asker,
        purpose: HandoffPurpose,
        code: [u8; 32],
        dice: &[u8],
        now: Moment,
        code_life_ms: i64,
    ) -> Self {
        let numbers = numbers(dice);
        let right = dice.first().copied().unwrap_or_default() % 3;
        Self {
            id: HandoffId(Uuid::new_v4()),
            purpose,
            step: HandoffStep::Waiting,
            number: numbers[usize::from(right)],
            expires: now.plus_ms(code_life_ms),
            numbers,
            code,
            person: asker.person,
            first: asker.device,
            first_label: asker.label.clone(),
            second: None,
            seen_by: None,
            code_life_ms,
            is_finishing: false,
            changes: watch::Sender::new(0),
        }
    }

    pub(super) fn offered_by(&self) -> (PersonId, DeviceId) {
        (self.person, self.first)
    }

    pub(super) fn is_second(&self, asker: &Asker) -> bool {
        self.second
            .as_ref()
            .is_some_and(|(device, _)| *device == asker.device)
    }

    pub(super) fn seen(&self) -> Seen {
        Seen {
            id: self.id,
            purpose: self.purpose,
            from_device: self.first_label.clone(),
            numbers: self.numbers,
            step: self.step,
            expires: self.expires,
        }
    }

    pub(super) fn state(&self) -> HandoffState {
        let second = self.second.as_ref().map(|(_, label)| label);
        HandoffState {
            change: *self.changes.borrow(),
            step: self.step,
            device: second.or(self.seen_by.as_ref()).cloned(),
            expires: Some(self.expires),
        }
    }

    pub(super) fn changes(&self) -> watch::Receiver<u32> {
        self.changes.subscribe()
    }

    pub(super) fn may_be_seen_by(&self, asker: &Asker) -> Result<(), HandoffError> {
        if self.person != asker.person {
            return Err(HandoffError::OtherPerson);
        }
        // Another device is what the record will say.
        if self.first == asker.device {
            return Err(HandoffError::SameDevice);
        }
        if self.second.is_some() && !self.is_second(asker) {
            return Err(HandoffError::Used);
        }
        match self.step {
            HandoffStep::Cancelled | HandoffStep::Expired => Err(HandoffError::Expired),
            _ => Ok(()),
        }
    }

    /// Another device of the person opened the code: the first one hears it, and there is time once
    /// more, since logging in took its part of the first.
    pub(super) fn opened(&mut self, asker: &Asker, now: Moment) {
        if self.step == HandoffStep::Waiting {
            self.seen_by = Some(asker.label.clone());
            self.expires = now.plus_ms(self.code_life_ms);
            self.change(HandoffStep::Scanned);
        }
    }

    pub(super) fn claim(
        &mut self,
        asker: &Asker,
        number: u8,
        now: Moment,
    ) -> Result<(), HandoffError> {
        if self.is_second(asker) {
            return Ok(());
        }
        if number != self.number {
            self.end(HandoffStep::Expired);
            return Err(HandoffError::WrongNumber);
        }
        self.second = Some((asker.device, asker.label.clone()));
        self.expires = now.plus_ms(CLAIMED_MS);
        self.change(HandoffStep::Reading);
        Ok(())
    }

    pub(super) fn go_on(
        &mut self,
        asker: &Asker,
        step: HandoffStep,
        now: Moment,
    ) -> Result<(), HandoffError> {
        if step == self.step {
            return Ok(());
        }
        match step {
            // Either device, unless it is too late.
            HandoffStep::Cancelled if !self.is_finishing => {}
            // Back from the pad to the text is a step too.
            HandoffStep::Reading | HandoffStep::Signing if self.is_second(asker) => {}
            _ => return Err(HandoffError::NotNow),
        }
        self.expires = now.plus_ms(CLAIMED_MS);
        self.change(step);
        Ok(())
    }

    pub(super) fn begin_finish(&mut self) -> Result<(), HandoffError> {
        // Again, because the answer was lost on the way.
        if self.step.is_over() && self.step != HandoffStep::Signed {
            return Err(HandoffError::Expired);
        }
        self.is_finishing = true;
        Ok(())
    }

    pub(super) fn end_finish(&mut self, is_done: bool, now: Moment) {
        self.is_finishing = false;
        if is_done && self.step != HandoffStep::Signed {
            self.expires = now.plus_ms(CLAIMED_MS);
            self.change(HandoffStep::Signed);
        }
    }

    pub(super) fn end(&mut self, step: HandoffStep) {
        if !self.step.is_over() && !self.is_finishing {
            self.change(step);
        }
    }

    fn change(&mut self, step: HandoffStep) {
        self.step = step;
        self.changes.send_modify(|change| *change += 1);
    }

    fn grow_old(&mut self, now: Moment) {
        if now.ms_since(self.expires) >= 0 && !self.is_finishing {
            self.end(HandoffStep::Expired);
        }
    }
}

impl Table {
    pub(super) fn put(&mut self, held: Held, now: Moment) {
        self.sweep(now);
        for other in self.held.values_mut() {
            if other.person == held.person && other.first == held.first {
                other.end(HandoffStep::Cancelled);
            }
        }
        self.codes.insert(held.code, held.id);
        self.held.insert(held.id, held);
    }

    /// A code that is none counts as a guess of this person.
    pub(super) fn by_code(
        &mut self,
        code: &[u8; 32],
        person: PersonId,
        now: Moment,
    ) -> Result<&mut Held, HandoffError> {
        let id = self.codes.get(code).copied();
        let Some(held) = id.and_then(|id| self.held.get_mut(&id)) else {
            count(&mut self.guesses, person, now);
            return Err(HandoffError::Expired);
        };
        held.grow_old(now);
        Ok(held)
    }

    /// By its number, for one of its two devices; before there is a second one, for every device of
    /// the person, which may say that it was not them.
    pub(super) fn of(
        &mut self,
        id: HandoffId,
        asker: &Asker,
        now: Moment,
    ) -> Result<&mut Held, HandoffError> {
        let held = self.held.get_mut(&id).ok_or(HandoffError::NotFound)?;
        let is_theirs = held.person == asker.person
            && (held.first == asker.device || held.second.is_none() || held.is_second(asker));
        if !is_theirs {
            return Err(HandoffError::NotFound);
        }
        held.grow_old(now);
        Ok(held)
    }

    pub(super) fn by_id(&mut self, id: HandoffId) -> Option<&mut Held> {
        self.held.get_mut(&id)
    }

    pub(super) fn expires(&self, id: HandoffId) -> Option<Moment> {
        self.held.get(&id).map(|held| held.expires)
    }

    pub(super) fn may_guess(&mut self, person: PersonId, now: Moment) -> Result<(), HandoffError> {
        admitted(&self.guesses, person, GUESSES, now)
    }

    pub(super) fn admit_offer(
        &mut self,
        person: PersonId,
        now: Moment,
    ) -> Result<(), HandoffError> {
        admitted(&self.offers, person, OFFERS, now)?;
        count(&mut self.offers, person, now);
        Ok(())
    }

    fn sweep(&mut self, now: Moment) {
        self.held.retain(|_, held| {
            held.grow_old(now);
            now.ms_since(held.expires) < REMEMBERED_MS
        });
        let held = &self.held;
        self.codes.retain(|_, id| held.contains_key(id));
        for counts in [&mut self.guesses, &mut self.offers] {
            counts.retain(|_, (_, since)| now.ms_since(*since) < WINDOW_MS);
        }
    }
}

fn count(counts: &mut HashMap<PersonId, (u32, Moment)>, person: PersonId, now: Moment) {
    let (count, since) = counts.entry(person).or_insert((0, now));
    if now.ms_since(*since) >= WINDOW_MS {
        (*count, *since) = (0, now);
    }
    *count += 1;
}

fn admitted(
    counts: &HashMap<PersonId, (u32, Moment)>,
    person: PersonId,
    most: u32,
    now: Moment,
) -> Result<(), HandoffError> {
    let Some((count, since)) = counts.get(&person) else {
        return Ok(());
    };
    let left = WINDOW_MS - now.ms_since(*since);
    match u64::try_from(left) {
        Ok(retry_after_ms) if *count >= most && retry_after_ms > 0 => {
            Err(HandoffError::TooMany { retry_after_ms })
        }
        _ => Ok(()),
    }
}

/// Three different numbers from 10 to 99, far enough apart to be told apart at a glance.
fn numbers(dice: &[u8]) -> [u8; 3] {
    let die = |at: usize| dice.get(at).copied().unwrap_or_default();
    [10 + die(1) % 30, 40 + die(2) % 30, 70 + die(3) % 30]
}
