//! Why the ledger said no. None of these carries personal data.

use anjian_api::refusal::Refusal;

use crate::keys::KeyError;
use crate::store::StoreError;

/// Why a command was not stored. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// The law of the product says no.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The command id was used with another body.
    #[error("the command id was used with another body")]
    Conflict,
    /// There is no such case, or not for this person.
    #[error("no such case for this person")]
    NotFound,
    /// The disk is full, or nearly so.
    #[error("the disk is full")]
    StorageFull,
    /// The ledger is stopping or overloaded.
    #[error("the ledger is stopping or overloaded")]
    Unavailable,
    /// A fault of ours.
    #[error("fault: {0}")]
    Internal(String),
}

/// Why something beside the case could not be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no such thing, or not for this person.
    #[error("no such thing for this person")]
    NotFound,
    /// The disk is full, or nearly so.
    #[error("the disk is full")]
    StorageFull,
    /// The ledger is stopping or overloaded.
    #[error("the ledger is stopping or overloaded")]
    Unavailable,
    /// A fault of ours.
    #[error("fault: {0}")]
    Internal(String),
}

/// Why the ledger did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder cannot be used.
    #[error("the data folder cannot be used: {0}")]
    Folder(#[from] std::io::Error),
    /// Another process, or another ledger of this one, works in the folder.
    #[error("the data folder is in use by another server")]
    InUse,
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keys cannot be used.
    #[error(transparent)]
    Keys(#[from] KeyError),
}

impl From<StoreError> for SubmitError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::StorageFull,
            StoreError::Stopped | StoreError::Busy => Self::Unavailable,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<StoreError> for ReadError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::StorageFull,
            StoreError::Stopped | StoreError::Busy => Self::Unavailable,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<KeyError> for SubmitError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Destroyed => Self::NotFound,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<KeyError> for ReadError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Destroyed => Self::NotFound,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<ReadError> for SubmitError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::StorageFull => Self::StorageFull,
            ReadError::Unavailable => Self::Unavailable,
            ReadError::Internal(what) => Self::Internal(what),
        }
    }
}
