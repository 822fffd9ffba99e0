//! `GET /api/feedback/{id}/attachments/{n}` — a picture or the recording of a feedback.

use anjian_api::problem::{Problem, ProblemCode};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::extract::SignedIn;
use crate::feedback::Feedbacks;
use crate::http::Fault;

/// Opened as a page it may do nothing.
const SANDBOX: &str = "default-src 'none'; sandbox";

/// For its giver and for who answers it.
///
/// # Errors
/// 404 no such thing for this person.
#[utoipa::path(get, path = "/api/feedback/{id}/attachments/{n}", tag = "feedback",
    params(("id" = String, Path, description = "The feedback"),
        ("n" = u8, Path, description = "Which attachment")),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn handle(
    State(feedbacks): State<Feedbacks>,
    SignedIn(session): SignedIn,
    Path((id, n)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let id = super::id(&id)?;
    let n: u8 = n.parse().map_err(|_| Fault::of(ProblemCode::NotFound))?;
    let found = feedbacks.attachment(session.person(), id, n).await?;
    let headers = [
        (header::CONTENT_TYPE, found.kind.media_type()),
        (header::CONTENT_SECURITY_POLICY, SANDBOX),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, found.bytes).into_response())
}
