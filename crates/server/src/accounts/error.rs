//! Why an account said no. None of these carries personal data.

use crate::accounts::hasher::HashError;
use crate::accounts::records::RecordError;
use crate::keys::KeyError;

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
