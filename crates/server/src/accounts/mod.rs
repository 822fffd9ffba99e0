//! Accounts: a number, a name, a password, and posts in the staff of courts.
//!
//! Nothing of a case lives here. Numbers and names are sealed; neither is ever logged.

mod change;
mod error;
pub mod hasher;
mod log_in;
pub mod lookup;
pub mod password;
pub mod phone;
pub mod records;

use std::sync::Arc;

use anjian_api::account::{Session, Staff};
use anjian_api::ids::{CourtId, PersonId};
use uuid::Uuid;

use crate::accounts::hasher::Hasher;
use crate::accounts::phone::Phone;
use crate::accounts::records::{PasswordState, PersonRecord, Records};
use crate::clock::Clock;
use crate::keys::Keys;
use crate::limits::LogInLimits;
use crate::session::Current;

pub use error::AccountError;
pub use log_in::{Right, Try};

/// A first password ends after so long.
pub const FIRST_PASSWORD_MS: i64 = 14 * 24 * 3_600_000;
/// Nobody types more; whoever sends more wants the server to hash it.
const LONGEST_TRIED: usize = 256;
/// The names of the two sealed fields.
const PHONE: &str = "phone";
const NAME: &str = "name";

/// Everybody with an account.
#[derive(Clone)]
pub struct Accounts {
    records: Records,
    keys: Keys,
    hasher: Hasher,
    limits: LogInLimits,
    clock: Arc<dyn Clock>,
}

/// A person as others in this process may know them.
pub struct Profile {
    /// The name.
    pub name: String,
    /// The number, masked.
    pub phone_masked: String,
}

impl Accounts {
    /// Joins the parts.
    #[must_use]
    pub fn new(records: Records, keys: Keys, hasher: Hasher, clock: Arc<dyn Clock>) -> Self {
        Self {
            records,
            keys,
            hasher,
            limits: LogInLimits::new(clock.clone()),
            clock,
        }
    }

    /// Makes an account with a first password, which is returned this once.
    ///
    /// # Errors
    /// `Malformed`, `Exists`, or a fault.
    pub async fn create(
        &self,
        phone: &str,
        name: &str,
    ) -> Result<(PersonId, String), AccountError> {
        let password = password::first_password()
            .map_err(|cause| AccountError::Internal(cause.to_string()))?;
        let person = PersonId(Uuid::new_v4());
        self.insert(person, phone, name, password.clone(), PasswordState::First)
            .await?;
        Ok((person, password))
    }

    /// Makes an account whose password is its owner's: the people of the demonstration.
    ///
    /// # Errors
    /// `Malformed`, `Exists`, or a fault.
    pub async fn create_with_password(
        &self,
        person: PersonId,
        phone: &str,
        name: &str,
        password: &str,
    ) -> Result<(), AccountError> {
        self.insert(person, phone, name, password.to_owned(), PasswordState::Own)
            .await
    }

    async fn insert(
        &self,
        person: PersonId,
        phone: &str,
        name: &str,
        password: String,
        state: PasswordState,
    ) -> Result<(), AccountError> {
        let phone = Phone::read(phone).ok_or(AccountError::Malformed)?;
        let name = name.trim();
        if !(1..=40).contains(&name.chars().count()) || name.chars().any(is_unsafe) {
            return Err(AccountError::Malformed);
        }
        let now = self.clock.now();
        let record = PersonRecord {
            person,
            phone_sealed: self
                .keys
                .seal_personal(person, PHONE, phone.digits().as_bytes())?,
            name_sealed: self.keys.seal_personal(person, NAME, name.as_bytes())?,
            password: self.hasher.hash(password).await?,
            state,
            first_expires: now.plus_ms(FIRST_PASSWORD_MS),
        };
        Ok(self
            .records
            .insert(&self.keys.phone_index(phone.digits())?, &record, now)
            .await?)
    }

    /// The person with this number.
    ///
    /// # Errors
    /// `Malformed`, or a fault.
    pub async fn by_phone(&self, phone: &str) -> Result<Option<PersonId>, AccountError> {
        let phone = Phone::read(phone).ok_or(AccountError::Malformed)?;
        let index = self.keys.phone_index(phone.digits())?;
        Ok(self
            .records
            .by_phone(&index)
            .await?
            .map(|record| record.person))
    }

    /// Gives a person a post in a court's staff.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn appoint(&self, person: PersonId, staff: &Staff) -> Result<(), AccountError> {
        Ok(self.records.appoint(person, staff).await?)
    }

    /// What the person is in a court's staff.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn staff(&self, person: PersonId) -> Result<Vec<Staff>, AccountError> {
        Ok(self.records.staff(person).await?)
    }

    /// Who is of a court's staff; of no court: every administrator.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn staff_of(&self, court: Option<CourtId>) -> Result<Vec<PersonId>, AccountError> {
        Ok(self.records.staff_of(court).await?)
    }

    /// Name and masked number.
    ///
    /// # Errors
    /// When there is no such person, or a fault.
    pub async fn profile(&self, person: PersonId) -> Result<Profile, AccountError> {
        let record = self.record(person).await?;
        Ok(Profile {
            name: self.open(&record, NAME)?,
            phone_masked: self.phone(&record)?.masked(),
        })
    }

    /// The number, for a code that is sent to it. Not for logs.
    ///
    /// # Errors
    /// When there is no such person, or a fault.
    pub async fn number(&self, person: PersonId) -> Result<Phone, AccountError> {
        let record = self.record(person).await?;
        self.phone(&record)
    }

    /// The answer to "who am I".
    ///
    /// # Errors
    /// When there is no such person, or a fault.
    pub async fn session(&self, current: &Current, demo: bool) -> Result<Session, AccountError> {
        let person = current.person();
        let profile = self.profile(person).await?;
        Ok(Session {
            person,
            name: profile.name,
            phone_masked: profile.phone_masked,
            must_change_password: current.must_change_password(),
            staff: self.staff(person).await?,
            device: current.device(),
            demo,
            now: self.clock.now(),
        })
    }

    /// Closes the database.
    pub async fn close(&self) {
        self.records.close().await;
    }

    async fn record(&self, person: PersonId) -> Result<PersonRecord, AccountError> {
        let found = self.records.by_id(person).await?;
        found.ok_or_else(|| AccountError::Internal("a session without a person".into()))
    }

    fn open(&self, record: &PersonRecord, field: &str) -> Result<String, AccountError> {
        let sealed = if field == PHONE {
            &record.phone_sealed
        } else {
            &record.name_sealed
        };
        let plain = self.keys.open_personal(record.person, field, sealed)?;
        String::from_utf8(plain.to_vec()).map_err(|cause| AccountError::Internal(cause.to_string()))
    }

    fn phone(&self, record: &PersonRecord) -> Result<Phone, AccountError> {
        Phone::read(&self.open(record, PHONE)?)
            .ok_or_else(|| AccountError::Internal("a stored number is none".into()))
    }
}

/// Control characters, and those that turn the direction of what follows (UAX #9).
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
