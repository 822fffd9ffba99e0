//! Logging in: the same way and the same time for every number.

use std::net::IpAddr;

use anjian_api::ids::{Moment, PersonId};

use crate::accounts::phone::Phone;
use crate::accounts::records::{PasswordState, PersonRecord};
use crate::accounts::{AccountError, Accounts, LONGEST_TRIED};
use crate::session::cookies::KNOWN_SECONDS;
use crate::session::token::Token;

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

impl Accounts {
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
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Instant;

    use tempfile::TempDir;
    use uuid::Uuid;

    use super::*;
    use crate::accounts::hasher::Hasher;
    use crate::accounts::records::Records;
    use crate::clock::ManualClock;
    use crate::keys::Keys;

    #[tokio::test]
    async fn an_unknown_number_is_as_much_work_as_a_wrong_password() {
        let folder = TempDir::new().unwrap();
        let hasher = Hasher::new().unwrap();
        let accounts = Accounts::new(
            Records::open(&folder.path().join("accounts.db"))
                .await
                .unwrap(),
            Keys::open(folder.path()).await.unwrap(),
            hasher.clone(),
            Arc::new(ManualClock::at(Moment(1_795_233_600_000))),
        );
        let person = PersonId(Uuid::new_v4());
        accounts
            .create_with_password(person, "13800000002", "周敏", "开庭之前想好的口令")
            .await
            .unwrap();
        let mut works = Vec::new();
        for phone in ["13800000002", "13800000099", "not a number"] {
            let started = Instant::now();
            let tried = accounts
                .log_in(Try {
                    phone,
                    password: "错的口令错的口令".into(),
                    known: None,
                    address: IpAddr::from([10, 0, 0, 1]),
                })
                .await;
            assert!(matches!(tried, Err(AccountError::WrongCredentials)));
            // For whoever looks at the output; a wall clock proves nothing on a busy machine.
            println!("{phone}: {:?}", started.elapsed());
            works.push(hasher.take_compared());
        }
        assert_eq!(works[0].len(), 1, "argon2 runs once");
        assert!(works[0][0].starts_with("argon2id"), "{works:?}");
        assert_eq!(works[1], works[0], "unknown number");
        assert_eq!(works[2], works[0], "no number at all");
    }
}
