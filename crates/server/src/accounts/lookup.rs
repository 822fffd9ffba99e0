//! Finding somebody by number, for the court's people.

use anjian_api::ids::PersonId;

use crate::accounts::phone::Phone;
use crate::accounts::{AccountError, Accounts, NAME};

/// Whom a number belongs to.
pub struct Found {
    /// Who.
    pub person: PersonId,
    /// The name.
    pub name: String,
}

impl Accounts {
    /// Whom a number belongs to, if anybody. Counted before it is looked up: who asks for many
    /// numbers hunts for people.
    ///
    /// # Errors
    /// `Malformed`, `TooManyTries`, or a fault.
    pub async fn find(&self, asker: PersonId, phone: &str) -> Result<Option<Found>, AccountError> {
        let phone = Phone::read(phone).ok_or(AccountError::Malformed)?;
        self.limits
            .admit_lookup(asker)
            .map_err(|wait| AccountError::TooManyTries {
                retry_after_ms: wait.retry_after_ms,
            })?;
        let index = self.keys.phone_index(phone.digits())?;
        let Some(record) = self.records.by_phone(&index).await? else {
            return Ok(None);
        };
        Ok(Some(Found {
            person: record.person,
            name: self.open(&record, NAME)?,
        }))
    }
}
