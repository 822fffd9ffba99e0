//! How a request fails.

use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::refusal::Refusal;
use anjian_sync::Failure;
use leptos::wasm_split::SplitLoaderError;
#[cfg(feature = "split")]
use leptos::wasm_split::wasm_split;
use serde::Deserialize;

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

/// A problem without the reason why the rules say no. Nothing is asked of the rules before a case or
/// the court's desk is open, and there are more reasons than anything else on the wire.
#[derive(Deserialize)]
struct Bare {
    code: ProblemCode,
    request_id: Option<String>,
    retry_after_ms: Option<u64>,
    limit: Option<u64>,
    detail: Option<String>,
}

/// The reason in a problem; this code comes in one file with the engine's.
#[cfg(feature = "split")]
#[wasm_split(engine, wasm_split_path = ::leptos::wasm_split, fallible)]
fn reason(text: String) -> Result<Option<Refusal>, SplitLoaderError> {
    Ok(reason_here(&text))
}

#[cfg(not(feature = "split"))]
async fn reason(text: String) -> Result<Option<Refusal>, SplitLoaderError> {
    Ok(reason_here(&text))
}

fn reason_here(text: &str) -> Option<Refusal> {
    let problem: Option<Problem> = serde_json::from_str(text).ok();
    problem?.refusal
}

/// Reads a problem; where the reason cannot be read the refusal stays one without.
async fn problem(text: String) -> Option<Problem> {
    let bare: Bare = serde_json::from_str(&text).ok()?;
    let refusal = match bare.code {
        ProblemCode::Refused => reason(text).await.ok().flatten(),
        _ => None,
    };
    Some(Problem {
        code: bare.code,
        refusal,
        request_id: bare.request_id,
        retry_after_ms: bare.retry_after_ms,
        limit: bare.limit,
        detail: bare.detail,
    })
}

/// Tells our server's answers from anybody else's.
pub(super) async fn judge(answer: Answer) -> Result<String, ApiError> {
    // A text file comes as it is; a captive portal would send a page.
    let ours = matches!(
        answer.content_type.as_str(),
        "application/json" | "text/plain"
    );
    match answer.status {
        204 | 205 => Ok("null".to_owned()),
        200..=299 if ours => Ok(answer.text),
        300.. if answer.content_type == "application/problem+json" => {
            let mut problem = problem(answer.text).await.ok_or(ApiError::Malformed)?;
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
    use futures::FutureExt;

    use super::*;

    /// Nothing has to be fetched here.
    fn judge(answer: Answer) -> Result<String, ApiError> {
        super::judge(answer).now_or_never().unwrap()
    }

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
    fn a_refusal_keeps_its_reason_and_one_that_is_not_known_stays_a_refusal() {
        let reason = |text: &str| match judge(answer(422, "application/problem+json", text)) {
            Err(ApiError::Problem(problem)) if problem.code == ProblemCode::Refused => {
                problem.refusal
            }
            other => panic!("a refusal, not {other:?}"),
        };
        let too_long = r#"{"code":"refused","refusal":{"code":"too_long","limit":80}}"#;
        assert_eq!(reason(too_long), Some(Refusal::TooLong { limit: 80 }));
        let newer = r#"{"code":"refused","refusal":{"code":"of_tomorrow","limit":80}}"#;
        assert_eq!(reason(newer), Some(Refusal::Unknown));
        assert_eq!(reason(r#"{"code":"refused","refusal":7}"#), None);
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
