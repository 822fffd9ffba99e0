//! Passwords after the first log-in: changed by their owner, or issued again by the court.

use std::net::IpAddr;

use anjian_api::ids::{Moment, PersonId};

use crate::accounts::phone::Phone;
use crate::accounts::records::PasswordState;
use crate::accounts::{AccountError, Accounts, FIRST_PASSWORD_MS, LONGEST_TRIED, NAME, password};
use crate::session::token::Token;

impl Accounts {
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
}
