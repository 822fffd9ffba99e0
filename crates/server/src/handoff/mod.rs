//! 扫码续办: offers by which a second device of the same person goes on with what the first shows.
//!
//! Held in memory only: an offer lives for two minutes, a hand-off for half an hour, and after a
//! restart the first device is told that its code has ended and makes another. What was signed
//! meanwhile stands in the case.

mod table;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anjian_api::handoff::{Handoff, HandoffMoved, HandoffPurpose, HandoffState, HandoffStep};
use anjian_api::ids::{DeviceId, HandoffId, PersonId};
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;
use uuid::Uuid;

use crate::clock::Clock;
use crate::session::Sessions;
use table::{Held, Table};

pub use table::Seen;

/// Why a hand-off does not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HandoffError {
    /// There is none with this number for this person.
    #[error("no such hand-off for this person")]
    NotFound,
    /// The code is over, used up, or never was.
    #[error("the code is over")]
    Expired,
    /// Another device has it.
    #[error("another device has it")]
    Used,
    /// The device that offers is no other device.
    #[error("the device that shows the code")]
    SameDevice,
    /// It is another person's.
    #[error("another person's")]
    OtherPerson,
    /// The number is wrong; the code is used up.
    #[error("the wrong number")]
    WrongNumber,
    /// This step does not follow.
    #[error("this step does not follow")]
    NotNow,
    /// Too many codes that were none.
    #[error("too many guesses")]
    TooMany {
        /// Milliseconds.
        retry_after_ms: u64,
    },
    /// No randomness.
    #[error("no randomness")]
    NoRandomness,
}

/// A device that asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// Who.
    pub person: PersonId,
    /// On which device.
    pub device: DeviceId,
    /// What the device says it is.
    pub label: String,
}

/// All hand-offs of this server. Cheap to copy.
#[derive(Clone)]
pub struct Handoffs {
    clock: Arc<dyn Clock>,
    sessions: Sessions,
    table: Arc<Mutex<Table>>,
    code_life_ms: i64,
}

impl Handoffs {
    /// Nothing is handed over yet.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, sessions: Sessions, code_life_ms: i64) -> Self {
        Self {
            clock,
            sessions,
            table: Arc::default(),
            code_life_ms,
        }
    }

    /// Offers something; what this device offered before ends.
    ///
    /// # Errors
    /// `TooMany` offers, or `NoRandomness`.
    pub fn offer(&self, asker: &Asker, purpose: HandoffPurpose) -> Result<Handoff, HandoffError> {
        let mut bytes = [0_u8; 20];
        getrandom::fill(&mut bytes).map_err(|_| HandoffError::NoRandomness)?;
        let (code, dice) = bytes.split_at(16);
        let code = Uuid::from_slice(code).map_err(|_| HandoffError::NoRandomness)?;
        let code = code.simple().to_string();
        let now = self.clock.now();
        let mut table = self.lock();
        table.admit_offer(asker.person, now)?;
        let held = Held::offered(asker, purpose, hash(&code), dice, now, self.code_life_ms);
        let offer = Handoff {
            id: held.id,
            path: format!("/h/{code}"),
            code,
            number: held.number,
            at: now,
            expires: held.expires,
        };
        table.put(held, now);
        Ok(offer)
    }

    /// What a code is for. The numbers to choose from do not say which is right.
    ///
    /// # Errors
    /// `Expired` also for what never was a code, `Used`, `OtherPerson`, `SameDevice`, `TooMany`
    /// guesses.
    pub fn look(&self, asker: &Asker, code: &str) -> Result<Seen, HandoffError> {
        let now = self.clock.now();
        let mut table = self.lock();
        table.may_guess(asker.person, now)?;
        let held = table.by_code(&hash(code), asker.person, now)?;
        self.is_alive(held)?;
        held.may_be_seen_by(asker)?;
        Ok(held.seen())
    }

    /// The second device names the number on the first screen, and has the hand-off from now on.
    /// A wrong number uses the code up.
    ///
    /// # Errors
    /// As [`Self::look`], and `WrongNumber`.
    pub fn claim(&self, asker: &Asker, code: &str, number: u8) -> Result<Seen, HandoffError> {
        let now = self.clock.now();
        let mut table = self.lock();
        table.may_guess(asker.person, now)?;
        let held = table.by_code(&hash(code), asker.person, now)?;
        self.is_alive(held)?;
        held.may_be_seen_by(asker)?;
        held.claim(asker, number, now)?;
        Ok(held.seen())
    }

    /// How far it is, and a way to hear the next change; for either device.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn state(
        &self,
        asker: &Asker,
        id: HandoffId,
    ) -> Result<(HandoffState, watch::Receiver<u32>), HandoffError> {
        let now = self.clock.now();
        let mut table = self.lock();
        let held = table.of(id, asker, now)?;
        Ok((held.state(), held.changes()))
    }

    /// How long it goes on when nothing happens, ms.
    #[must_use]
    pub fn left_ms(&self, id: HandoffId) -> u64 {
        let now = self.clock.now();
        let expires = self.lock().expires(id);
        expires.map_or(0, |expires| {
            u64::try_from(expires.ms_since(now)).unwrap_or_default()
        })
    }

    /// The other device shows what the code is for: the first one hears of it.
    pub fn opened(&self, asker: &Asker, id: HandoffId) {
        let now = self.clock.now();
        if let Ok(held) = self.lock().of(id, asker, now) {
            held.opened(asker, now);
        }
    }

    /// One of both devices goes on, or gives up.
    ///
    /// # Errors
    /// `NotFound`, `Expired`, or `NotNow` when the step does not follow or is not this device's.
    pub fn go_on(
        &self,
        asker: &Asker,
        id: HandoffId,
        moved: HandoffMoved,
    ) -> Result<HandoffState, HandoffError> {
        let now = self.clock.now();
        let mut table = self.lock();
        let held = table.of(id, asker, now)?;
        // What is over for another reason is not over because somebody says so now.
        if held.step.is_over() && held.step != moved.step {
            return Err(HandoffError::Expired);
        }
        if moved.step != HandoffStep::Cancelled {
            self.is_alive(held)?;
        }
        held.go_on(asker, moved.step, now)?;
        Ok(held.state())
    }

    /// Whether this device may sign for the other one: it took this hand-off, for this purpose.
    #[must_use]
    pub fn carries(&self, asker: &Asker, id: HandoffId, purpose: &HandoffPurpose) -> bool {
        let now = self.clock.now();
        let mut table = self.lock();
        table.of(id, asker, now).is_ok_and(|held| {
            held.is_second(asker) && !held.step.is_over() && held.purpose == *purpose
        })
    }

    /// The second device gives what the first one handed over: from now on neither can give it up.
    ///
    /// # Errors
    /// `Expired` when one of both gave it up before, or when this device never had it.
    pub fn begin_finish(&self, asker: &Asker, id: HandoffId) -> Result<(), HandoffError> {
        let now = self.clock.now();
        let mut table = self.lock();
        match table.of(id, asker, now) {
            Ok(held) if held.is_second(asker) => held.begin_finish(),
            _ => Err(HandoffError::Expired),
        }
    }

    /// What was being finished stands, or it does not and can be tried again.
    pub fn end_finish(&self, id: HandoffId, is_done: bool) {
        let now = self.clock.now();
        if let Some(held) = self.lock().by_id(id) {
            held.end_finish(is_done, now);
        }
    }

    /// The first device must still be signed in: whoever logs out there takes the code back.
    fn is_alive(&self, held: &mut Held) -> Result<(), HandoffError> {
        let (person, first) = held.offered_by();
        if self.sessions.on_device(person, first).is_some() {
            return Ok(());
        }
        held.end(HandoffStep::Cancelled);
        Err(HandoffError::Expired)
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        // The table stays usable after a panic elsewhere.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is kept of a code.
fn hash(code: &str) -> [u8; 32] {
    Sha256::digest(code.as_bytes()).into()
}
