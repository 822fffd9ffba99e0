//! Why something about a paper could not be done.

use anjian_api::problem::ProblemCode;
use anjian_api::refusal::Refusal;
use anjian_documents::template::BadData;
use anjian_documents::typeset::NoPaper;

use crate::accounts::AccountError;
use crate::files::FileError;
use crate::keys::KeyError;
use crate::ledger::{ReadError, SubmitError};
use crate::seal::SealError;
use crate::store::StoreError;

/// Why something about a paper could not be done.
#[derive(Debug)]
pub enum PaperError {
    /// A kind of failure, with what it is about and how much there may be.
    Of(ProblemCode, Option<String>, Option<u64>),
    /// Later, in so many milliseconds.
    Wait(u64),
    /// Too many tries; later, in so many milliseconds.
    TooMany(u64),
    /// As with files.
    File(FileError),
    /// As with accounts.
    Account(AccountError),
}

impl PaperError {
    /// A kind of failure and nothing else.
    #[must_use]
    pub const fn of(code: ProblemCode) -> Self {
        Self::Of(code, None, None)
    }

    /// A kind of failure, and what it is about.
    #[must_use]
    pub fn about(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self::Of(code, Some(detail.into()), None)
    }

    /// A fault of ours.
    #[must_use]
    pub fn internal(cause: &str) -> Self {
        Self::File(FileError::Internal(cause.to_owned()))
    }

    /// For the log: what kind of failure, without what it is about.
    #[must_use]
    pub fn kind(&self) -> String {
        match self {
            Self::Of(code, ..) => format!("{code:?}"),
            Self::Wait(_) | Self::TooMany(_) => "later".to_owned(),
            Self::File(error) => error.to_string(),
            Self::Account(error) => error.to_string(),
        }
    }

    /// No such thing, or not for this person.
    #[must_use]
    pub const fn not_found() -> Self {
        Self::of(ProblemCode::NotFound)
    }
}

impl From<Refusal> for PaperError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Self::not_found(),
            refusal => Self::File(FileError::Refused(refusal)),
        }
    }
}

impl From<SubmitError> for PaperError {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::Conflict => Self::of(ProblemCode::CommandConflict),
            SubmitError::Refused(refusal) => refusal.into(),
            other => Self::File(other.into()),
        }
    }
}

impl From<FileError> for PaperError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Digest => Self::of(ProblemCode::FileAltered),
            FileError::Refused(refusal) => refusal.into(),
            // Commands that the server gives for a file.
            FileError::Conflict => Self::of(ProblemCode::CommandConflict),
            other => Self::File(other),
        }
    }
}

macro_rules! as_file_error {
    ($($error:ty),*) => {
        $(impl From<$error> for PaperError {
            fn from(error: $error) -> Self {
                Self::File(error.into())
            }
        })*
    };
}

as_file_error!(
    ReadError,
    StoreError,
    KeyError,
    SealError,
    serde_json::Error
);

impl From<AccountError> for PaperError {
    fn from(error: AccountError) -> Self {
        Self::Account(error)
    }
}

impl From<BadData> for PaperError {
    fn from(error: BadData) -> Self {
        match error {
            BadData::Missing(gap) | BadData::TooLong(gap) | BadData::Uneven(gap) => {
                Self::about(ProblemCode::PaperIncomplete, gap)
            }
            BadData::Template => Self::internal("a template cannot be read"),
        }
    }
}

impl From<NoPaper> for PaperError {
    fn from(error: NoPaper) -> Self {
        match error {
            NoPaper::MissingGlyphs(missing) => Self::characters(missing),
            NoPaper::Layout(cause) | NoPaper::Pdf(cause) => Self::internal(&cause),
        }
    }
}

impl PaperError {
    /// No font has these characters.
    #[must_use]
    pub fn characters(missing: impl IntoIterator<Item = char>) -> Self {
        let shown: Vec<String> = missing
            .into_iter()
            .take(20)
            .map(|character| format!("{character}（U+{:04X}）", u32::from(character)))
            .collect();
        Self::about(ProblemCode::CharactersMissing, shown.join(" "))
    }
}
