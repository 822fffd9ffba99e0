//! Why something about a file could not be done. None of these carries a name or a digest.

use anjian_api::refusal::Refusal;
use anjian_files::Rejected;

use crate::blobs::BlobError;
use crate::blobs::vault::VaultError;
use crate::keys::KeyError;
use crate::ledger::{ReadError, SubmitError};
use crate::seal::SealError;
use crate::store::StoreError;

/// Why something about a file could not be done.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is no such thing, or not for this person.
    #[error("no such thing for this person")]
    NotFound,
    /// The law of the product says no.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The upload was announced otherwise, or other bytes are there.
    #[error("announced otherwise, or other bytes are there")]
    Conflict,
    /// What came does not fit the announcement.
    #[error("what came does not fit the announcement")]
    Malformed,
    /// Larger than a file may be.
    #[error("larger than {0} bytes")]
    TooLarge(u64),
    /// The files of the case would be more than they may.
    #[error("the files of the case would be more than {0} bytes")]
    CaseFull(u64),
    /// Too many uploads are open.
    #[error("more than {0} uploads are open")]
    TooManyUploads(u64),
    /// Parts are missing.
    #[error("parts are missing")]
    Incomplete,
    /// The bytes are not those that were sent.
    #[error("the bytes are not those that were sent")]
    Digest,
    /// The court does not take this file.
    #[error("rejected: {0}")]
    Rejected(Rejected),
    /// There is no such form of this file.
    #[error("there is no such form of this file")]
    NoPreview,
    /// LibreOffice is not installed.
    #[error("office files cannot be converted here")]
    ConverterMissing,
    /// The file asks for a password.
    #[error("the file asks for a password")]
    NeedsPassword,
    /// Too much is being looked at or drawn.
    #[error("too much is being looked at")]
    Busy,
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

impl From<VaultError> for FileError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Blob(BlobError::Missing) => Self::NotFound,
            VaultError::Blob(BlobError::Full) => Self::StorageFull,
            VaultError::Conflict => Self::Conflict,
            VaultError::Misfit => Self::Malformed,
            VaultError::Incomplete => Self::Incomplete,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<BlobError> for FileError {
    fn from(error: BlobError) -> Self {
        VaultError::from(error).into()
    }
}

impl From<StoreError> for FileError {
    fn from(error: StoreError) -> Self {
        ReadError::from(error).into()
    }
}

impl From<ReadError> for FileError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::StorageFull => Self::StorageFull,
            ReadError::Unavailable => Self::Unavailable,
            ReadError::Internal(cause) => Self::Internal(cause),
        }
    }
}

impl From<SubmitError> for FileError {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::Refused(refusal) => Self::Refused(refusal),
            SubmitError::NotFound => Self::NotFound,
            SubmitError::Conflict => Self::Conflict,
            SubmitError::StorageFull => Self::StorageFull,
            SubmitError::Unavailable => Self::Unavailable,
            SubmitError::Internal(cause) => Self::Internal(cause),
        }
    }
}

impl From<KeyError> for FileError {
    fn from(error: KeyError) -> Self {
        ReadError::from(error).into()
    }
}

impl From<SealError> for FileError {
    fn from(error: SealError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<serde_json::Error> for FileError {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(format!("json {:?}", error.classify()))
    }
}
