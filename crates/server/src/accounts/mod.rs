//! Accounts: a number, a name, a password, and posts in the staff of courts.
//!
//! Nothing of a case lives here. Numbers and names are sealed; neither is ever logged.

pub mod hasher;
pub mod lookup;
pub mod password;
pub mod phone;
pub mod records;

use std::net::IpAddr;
use std::sync::Arc;

use anjian_api::account::{Session, Staff};
use anjian_api::ids::{Moment, PersonId};
use uuid::Uuid;

use crate::accounts::hasher::{HashError, Hasher};
use crate::accounts::phone::Phone;
use crate::accounts::records::{PasswordState, PersonRecord, RecordError, Records};
use crate::clock::Clock;
use crate::keys::{KeyError, Keys};
use crate::limits::LogInLimits;
use crate::session::Current;
use crate::session::cookies::KNOWN_SECONDS;
use crate::session::token::Token;

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

/// Why an account did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Number and password do not belong together.
    #[error("wrong credentials")]
    WrongCredentials,
    /// Too many tries.
    #[error("too many tries")]
    TooManyTries {
        /// When to come back.
        retry_after_ms: u64,
    },
    /// The new password may not be taken.
    #[error("weak password")]
    WeakPassword,
    /// The number has an account.
    #[error("the account is there already")]
    Exists,
    /// The number is none, or the name is empty or too long.
    #[error("not a number or not a name")]
    Malformed,
    /// The disk is full.
    #[error("the disk is full")]
    StorageFull,
    /// A fault of ours.
    #[error("{0}")]
    Internal(String),
}

impl From<RecordError> for AccountError {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Taken => Self::Exists,
            RecordError::Full => Self::StorageFull,
            RecordError::Failed(_) => Self::Internal(error.to_string()),
        }
    }
}

impl From<KeyError> for AccountError {
    fn from(error: KeyError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<HashError> for AccountError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::TooManyTries {
                retry_after_ms: 1_000,
            },
            HashError::Failed(cause) => Self::Internal(cause),
        }
    }
}

/// A try to log in.
pub struct Try<'a> {
    /// The number as typed.
    pub phone: &'a str,
    /// The password as typed.
    pub password: String,
    /// What the device brought to prove that it signed in before.
    pub known: Option<&'a Token>,
    /// Where it comes from.
    pub address: IpAddr,
}

/// A try that was right.
pub struct Right {
    /// Who.
    pub person: PersonId,
    /// It was the first password: the session may do nothing but change it.
    pub must_change: bool,
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

    /// Checks number and password. Unknown numbers take the same way and the same time.
    ///
    /// # Errors
    /// `WrongCredentials`, `TooManyTries`, or a fault.
    pub async fn log_in(&self, attempt: Try<'_>) -> Result<Right, AccountError> {
        // What is no number is counted like one.
        let phone = Phone::read(attempt.phone);
        let index = self
            .keys
            .phone_index(phone.as_ref().map_or(attempt.phone, Phone::digits))?;
        let found = self.records.by_phone(&index).await?;
        let known = self.known_device(found.as_ref(), attempt.known).await?;
        self.limits
            .admit(index, known, attempt.address)
            .map_err(|wait| AccountError::TooManyTries {
                retry_after_ms: wait.retry_after_ms,
            })?;
        if attempt.password.len() > LONGEST_TRIED {
            return Err(AccountError::WrongCredentials);
        }
        let stored = found.as_ref().map(|person| person.password.clone());
        let right = self.hasher.verify(attempt.password, stored).await?;
        let Some(person) = found.filter(|_| right) else {
            return Err(AccountError::WrongCredentials);
        };
        let must_change = self.may_open(&person).await?;
        self.limits.succeeded(index, known);
        Ok(Right {
            person: person.person,
            must_change,
        })
    }

    /// A first password opens one session within its fourteen days.
    async fn may_open(&self, person: &PersonRecord) -> Result<bool, AccountError> {
        match person.state {
            PasswordState::Own => Ok(false),
            PasswordState::First
                if self.clock.now() < person.first_expires
                    && self.records.spend_first(person.person).await? =>
            {
                Ok(true)
            }
            PasswordState::First | PasswordState::Spent => Err(AccountError::WrongCredentials),
        }
    }

    async fn known_device(
        &self,
        person: Option<&PersonRecord>,
        token: Option<&Token>,
    ) -> Result<Option<[u8; 32]>, AccountError> {
        let (Some(person), Some(token)) = (person, token) else {
            return Ok(None);
        };
        let since = self.known_since();
        let known = self
            .records
            .is_known(&token.hash(), person.person, since)
            .await?;
        Ok(known.then(|| token.hash()))
    }

    /// Remembers that a device signed in as this person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn know_device(&self, person: PersonId, token: &Token) -> Result<(), AccountError> {
        let (now, since) = (self.clock.now(), self.known_since());
        Ok(self
            .records
            .know_device(&token.hash(), person, now, since)
            .await?)
    }

    fn known_since(&self) -> Moment {
        self.clock.now().plus_ms(-KNOWN_SECONDS * 1_000)
    }

    /// Changes the password after checking the one so far; devices known so far are strangers
    /// again, but for the one that asks.
    ///
    /// # Errors
    /// `WrongCredentials`, `TooManyTries`, `WeakPassword`, or a fault.
    pub async fn change_password(
        &self,
        person: PersonId,
        attempt: (String, String),
        known: Option<&Token>,
    ) -> Result<(), AccountError> {
        let (current, new) = attempt;
        let record = self.record(person).await?;
        let phone = self.phone(&record)?;
        let index = self.keys.phone_index(phone.digits())?;
        // A session is as good as a known device; the lane is named by the person.
        let lane = Some(self.keys.phone_index(&person.to_string())?);
        self.limits
            .admit(index, lane, IpAddr::from([0, 0, 0, 0]))
            .map_err(|wait| AccountError::TooManyTries {
                retry_after_ms: wait.retry_after_ms,
            })?;
        if current.len() > LONGEST_TRIED
            || !self
                .hasher
                .verify(current.clone(), Some(record.password))
                .await?
        {
            return Err(AccountError::WrongCredentials);
        }
        self.limits.succeeded(index, lane);
        if new == current || !password::is_acceptable(&new, &phone) {
            return Err(AccountError::WeakPassword);
        }
        let hash = self.hasher.hash(new).await?;
        self.records
            .set_password(person, &hash, PasswordState::Own, Moment(0))
            .await?;
        let kept = known.map(Token::hash);
        Ok(self.records.forget_devices(person, kept.as_ref()).await?)
    }

    /// Gives a person who lost the password a new first one. Name and number must belong together.
    ///
    /// # Errors
    /// `WrongCredentials` when they do not, or a fault.
    pub async fn reissue(
        &self,
        phone: &str,
        name: &str,
        may: impl AsyncFnOnce(PersonId) -> Result<bool, AccountError>,
    ) -> Result<(PersonId, String), AccountError> {
        let phone = Phone::read(phone).ok_or(AccountError::WrongCredentials)?;
        let index = self.keys.phone_index(phone.digits())?;
        let found = self.records.by_phone(&index).await?;
        let record = found.ok_or(AccountError::WrongCredentials)?;
        if self.open(&record, NAME)? != name.trim() || !may(record.person).await? {
            return Err(AccountError::WrongCredentials);
        }
        let first = password::first_password()
            .map_err(|cause| AccountError::Internal(cause.to_string()))?;
        let hash = self.hasher.hash(first.clone()).await?;
        let expires = self.clock.now().plus_ms(FIRST_PASSWORD_MS);
        self.records
            .set_password(record.person, &hash, PasswordState::First, expires)
            .await?;
        self.records.forget_devices(record.person, None).await?;
        Ok((record.person, first))
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
