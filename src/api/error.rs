//! How a request fails.

use anjian_api::problem::{Problem, ProblemCode};
use anjian_sync::Failure;

use crate::platform::net::{Answer, NetError};

/// Why a request did not bring what it asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// No connection, or it broke.
    #[error("the server cannot be reached")]
    Offline,
    /// No answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// Given up by ourselves.
    #[error("given up")]
    Cancelled,
    /// Nobody is signed in any more.
    #[error("the session ended")]
    SessionEnded,
    /// The server said why.
    #[error("the server refused: {:?}", .0.code)]
    Problem(Problem),
    /// Somebody else answered: a captive portal's page, a proxy's 502.
    #[error("the answer is not the server's")]
    Malformed,
}

impl ApiError {
    /// The code of the server's problem, where there is one.
    #[must_use]
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::SessionEnded => Some(ProblemCode::SessionEnded),
            Self::Offline | Self::TimedOut | Self::Cancelled | Self::Malformed => None,
        }
    }

    /// When trying again makes sense, where the server said so.
    #[must_use]
    pub const fn retry_after_ms(&self) -> Option<u64> {
        match self {
            Self::Problem(problem) => problem.retry_after_ms,
            _ => None,
        }
    }

    /// The server was not reached: what the device holds may still be shown.
    #[must_use]
    pub const fn is_connection(&self) -> bool {
        matches!(
            self,
            Self::Offline | Self::TimedOut | Self::Malformed | Self::Cancelled
        )
    }
}

impl From<NetError> for ApiError {
    fn from(error: NetError) -> Self {
        match error {
            NetError::Unreachable | NetError::Impossible => Self::Offline,
            NetError::TimedOut => Self::TimedOut,
        }
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Offline | ApiError::Cancelled => Self::Unreachable,
            ApiError::TimedOut => Self::TimedOut,
            ApiError::Malformed => Self::Malformed,
            ApiError::SessionEnded => Self::Problem(Problem::of(ProblemCode::SessionEnded)),
            ApiError::Problem(problem) => Self::Problem(problem),
        }
    }
}

/// Tells our server's answers from anybody else's.
pub(super) fn judge(answer: Answer) -> Result<String, ApiError> {
    // A text file comes as it is; a captive portal would send a page.
    let ours = matches!(
        answer.content_type.as_str(),
        "application/json" | "text/plain"
    );
    match answer.status {
        204 | 205 => Ok("null".to_owned()),
        200..=299 if ours => Ok(answer.text),
        300.. if answer.content_type == "application/problem+json" => {
            let mut problem: Problem =
                serde_json::from_str(&answer.text).map_err(|_| ApiError::Malformed)?;
            problem.retry_after_ms = problem.retry_after_ms.or(answer.retry_after_ms);
            Err(match problem.code {
                ProblemCode::SessionEnded => ApiError::SessionEnded,
                _ => ApiError::Problem(problem),
            })
        }
        _ => Err(ApiError::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, content_type: &str, text: &str) -> Answer {
        Answer {
            status,
            content_type: content_type.to_owned(),
            retry_after_ms: None,
            date: None,
            text: text.to_owned(),
        }
    }

    #[test]
    fn the_page_of_a_captive_portal_is_malformed_not_an_answer() {
        let portal = answer(200, "text/html", "<html>Sign in to Wi-Fi</html>");
        assert_eq!(judge(portal), Err(ApiError::Malformed));
        assert_eq!(
            judge(answer(502, "text/html", "Bad gateway")),
            Err(ApiError::Malformed)
        );
    }

    #[test]
    fn a_problem_keeps_the_wait_of_its_header() {
        let mut busy = answer(503, "application/problem+json", r#"{"code":"unavailable"}"#);
        busy.retry_after_ms = Some(2_000);
        let Err(ApiError::Problem(problem)) = judge(busy) else {
            panic!("a problem")
        };
        assert_eq!(
            (problem.code, problem.retry_after_ms),
            (ProblemCode::Unavailable, Some(2_000))
        );
    }

    #[test]
    fn only_the_end_of_the_session_is_the_end_of_the_session() {
        let wrong = answer(
            401,
            "application/problem+json",
            r#"{"code":"wrong_credentials"}"#,
        );
        assert_eq!(
            judge(wrong).unwrap_err().code(),
            Some(ProblemCode::WrongCredentials)
        );
        let ended = answer(
            401,
            "application/problem+json",
            r#"{"code":"session_ended"}"#,
        );
        assert_eq!(judge(ended), Err(ApiError::SessionEnded));
    }
}
