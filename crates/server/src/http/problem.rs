//! A `Problem` as an HTTP answer.

use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::refusal::Refusal;
use anjian_files::Rejected;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::accounts::AccountError;
use crate::files::FileError;
use crate::ledger::{ReadError, SubmitError};
use crate::logging;
use crate::papers::PaperError;

/// A failure on its way out. The cause of a fault is logged under the request's id, not sent.
#[derive(Debug)]
pub struct Fault {
    problem: Problem,
}

impl Fault {
    /// A failure of this kind.
    #[must_use]
    pub const fn of(code: ProblemCode) -> Self {
        Self {
            problem: Problem::of(code),
        }
    }

    /// A command refused for this reason.
    #[must_use]
    pub const fn refused(refusal: Refusal) -> Self {
        Self {
            problem: Problem::refused(refusal),
        }
    }

    /// Come back later.
    #[must_use]
    pub const fn wait(code: ProblemCode, retry_after_ms: u64) -> Self {
        let mut problem = Problem::of(code);
        problem.retry_after_ms = Some(retry_after_ms);
        Self { problem }
    }

    /// More than there may be.
    #[must_use]
    pub const fn limited(code: ProblemCode, limit: u64) -> Self {
        let mut problem = Problem::of(code);
        problem.limit = Some(limit);
        Self { problem }
    }

    /// A file that the court does not take.
    pub(super) fn rejected(reason: Rejected) -> Self {
        Self::of(match reason {
            Rejected::Empty => ProblemCode::FileEmpty,
            Rejected::KindNotAllowed => ProblemCode::FileKindNotAllowed,
            Rejected::NameMismatch { .. } => ProblemCode::FileNameMismatch,
            Rejected::Polyglot | Rejected::TrailingData => ProblemCode::FileAmbiguous,
            Rejected::ActiveContent => ProblemCode::FileActive,
            Rejected::TooManyPixels | Rejected::ArchiveTooLarge | Rejected::NestedArchive => {
                ProblemCode::FileTooDeep
            }
            Rejected::ArchiveUnsafe | Rejected::Broken => ProblemCode::FileBroken,
            Rejected::TestVirus => ProblemCode::FileHarmful,
            Rejected::Io(_) => ProblemCode::Internal,
        })
    }

    /// A fault of ours: logged here, and nowhere else.
    #[must_use]
    pub fn internal(cause: &str) -> Self {
        tracing::error!(request_id = logging::request_id(), cause, "fault");
        Self::of(ProblemCode::Internal)
    }

    /// What kind of failure it is.
    #[must_use]
    pub const fn code(&self) -> ProblemCode {
        self.problem.code
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut problem = self.problem;
        problem.request_id = logging::request_id();
        let status = StatusCode::from_u16(problem.code.status())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let seconds = problem.retry_after_ms.map(|ms| ms.div_ceil(1_000));
        let mut answer = (status, Json(problem)).into_response();
        let headers = answer.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = seconds {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        answer
    }
}

impl From<ReadError> for Fault {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::of(ProblemCode::NotFound),
            ReadError::StorageFull => Self::of(ProblemCode::StorageFull),
            ReadError::Unavailable => Self::wait(ProblemCode::Unavailable, 1_000),
            ReadError::Internal(cause) => Self::internal(&cause),
        }
    }
}

impl From<SubmitError> for Fault {
    fn from(error: SubmitError) -> Self {
        match error {
            // A refusal that hides what there is looks like a foreign case.
            SubmitError::NotFound => Self::of(ProblemCode::NotFound),
            SubmitError::Refused(refusal) => Self::refused(refusal),
            SubmitError::Conflict => Self::of(ProblemCode::CommandConflict),
            SubmitError::StorageFull => Self::of(ProblemCode::StorageFull),
            SubmitError::Unavailable => Self::wait(ProblemCode::Unavailable, 1_000),
            SubmitError::Internal(cause) => Self::internal(&cause),
        }
    }
}

impl From<FileError> for Fault {
    fn from(error: FileError) -> Self {
        match error {
            FileError::NotFound => Self::of(ProblemCode::NotFound),
            FileError::Refused(refusal) => Self::refused(refusal),
            FileError::Conflict => Self::of(ProblemCode::UploadConflict),
            FileError::Malformed => Self::of(ProblemCode::BadRequest),
            FileError::TooLarge(limit) => Self::limited(ProblemCode::TooLarge, limit),
            FileError::CaseFull(limit) => Self::limited(ProblemCode::CaseFull, limit),
            FileError::TooManyUploads(limit) => Self::limited(ProblemCode::TooManyUploads, limit),
            FileError::Incomplete => Self::of(ProblemCode::UploadIncomplete),
            FileError::Digest => Self::of(ProblemCode::DigestMismatch),
            FileError::Rejected(reason) => Self::rejected(reason),
            FileError::NoPreview => Self::of(ProblemCode::NoPreview),
            FileError::ConverterMissing => Self::of(ProblemCode::ConverterMissing),
            FileError::NeedsPassword => Self::of(ProblemCode::FileNeedsPassword),
            FileError::Busy => Self::wait(ProblemCode::Unavailable, 3_000),
            FileError::StorageFull => Self::of(ProblemCode::StorageFull),
            FileError::Unavailable => Self::wait(ProblemCode::Unavailable, 1_000),
            FileError::Internal(cause) => Self::internal(&cause),
        }
    }
}

impl From<PaperError> for Fault {
    fn from(error: PaperError) -> Self {
        match error {
            PaperError::Of(code, detail, limit) => {
                let mut fault = Self::of(code);
                (fault.problem.detail, fault.problem.limit) = (detail, limit);
                fault
            }
            PaperError::Wait(ms) => Self::wait(ProblemCode::Unavailable, ms),
            PaperError::TooMany(ms) => Self::wait(ProblemCode::TooManyTries, ms),
            PaperError::File(error) => error.into(),
            PaperError::Account(error) => error.into(),
        }
    }
}

impl From<AccountError> for Fault {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::WrongCredentials => Self::of(ProblemCode::WrongCredentials),
            AccountError::TooManyTries { retry_after_ms } => {
                Self::wait(ProblemCode::TooManyTries, retry_after_ms)
            }
            AccountError::WeakPassword => Self::of(ProblemCode::WeakPassword),
            AccountError::Exists => Self::of(ProblemCode::AccountExists),
            AccountError::Malformed => Self::of(ProblemCode::BadRequest),
            AccountError::StorageFull => Self::of(ProblemCode::StorageFull),
            AccountError::Internal(cause) => Self::internal(&cause),
        }
    }
}
