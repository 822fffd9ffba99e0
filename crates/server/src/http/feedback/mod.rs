//! Feedback: given, answered, counted.

pub mod answer;
pub mod ask;
pub mod asked;
pub mod attach;
pub mod attachment;
pub mod export;
pub mod give;
pub mod helped;
pub mod list;
pub mod own;

use anjian_api::feedback::FeedbackId;
use anjian_api::ids::CourtId;
use anjian_api::problem::ProblemCode;

use crate::feedback::FeedbackError;
use crate::http::Fault;

/// After so long somebody who gave too much may give more, ms: within the day.
const LATER_MS: u64 = 3_600_000;

impl From<FeedbackError> for Fault {
    fn from(error: FeedbackError) -> Self {
        match error {
            FeedbackError::NotFound => Self::of(ProblemCode::NotFound),
            FeedbackError::Refused(refusal) => Self::refused(refusal),
            FeedbackError::Malformed => Self::of(ProblemCode::BadRequest),
            FeedbackError::Conflict => Self::of(ProblemCode::CommandConflict),
            FeedbackError::TooMany => Self::wait(ProblemCode::TooManyTries, LATER_MS),
            FeedbackError::Rejected(reason) => Self::rejected(reason),
            FeedbackError::Busy => Self::wait(ProblemCode::Unavailable, 3_000),
            FeedbackError::Full => Self::of(ProblemCode::StorageFull),
            FeedbackError::Internal(cause) => Self::internal(&cause),
        }
    }
}

/// A number in the address; what is none names nothing.
fn id(text: &str) -> Result<FeedbackId, Fault> {
    text.parse().map_err(|_| Fault::of(ProblemCode::NotFound))
}

fn court(text: &str) -> Result<CourtId, Fault> {
    let number = text.parse().map_err(|_| Fault::of(ProblemCode::NotFound))?;
    Ok(CourtId(number))
}
