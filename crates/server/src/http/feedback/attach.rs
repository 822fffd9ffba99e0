//! `PUT /api/feedback/{id}/attachments/{n}` — a picture or the recording of a feedback.

use std::time::Duration;

use anjian_api::feedback::MAX_ATTACHMENT;
use anjian_api::problem::{Problem, ProblemCode};
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;

use crate::extract::SignedIn;
use crate::feedback::Feedbacks;
use crate::http::Fault;
use crate::http::to_its_end::to_its_end;

/// 2 MiB at 20 KB/s, and a little.
const PATIENCE: Duration = Duration::from_secs(120);

/// 0, 1 and 2 are pictures, 3 is the recording; each was announced with the feedback. A picture is
/// drawn anew, so that nothing the camera wrote is kept. Repeating it is safe.
///
/// # Errors
/// 404 no such feedback of this person, or not announced, 413 over 2 MiB, 422 no picture or sound.
#[utoipa::path(put, path = "/api/feedback/{id}/attachments/{n}", tag = "feedback",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    params(("id" = String, Path, description = "The feedback"),
        ("n" = u8, Path, description = "Which attachment")),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem),
        (status = 503, body = Problem)))]
pub async fn handle(
    State(feedbacks): State<Feedbacks>,
    SignedIn(session): SignedIn,
    Path((id, n)): Path<(String, String)>,
    body: Body,
) -> Result<StatusCode, Fault> {
    let id = super::id(&id)?;
    let n: u8 = n.parse().map_err(|_| Fault::of(ProblemCode::NotFound))?;
    let most = usize::try_from(MAX_ATTACHMENT).unwrap_or(usize::MAX);
    let bytes = tokio::time::timeout(PATIENCE, to_bytes(body, most))
        .await
        .map_err(|_| Fault::of(ProblemCode::BadRequest))?
        .map_err(|_| Fault::limited(ProblemCode::TooLarge, MAX_ATTACHMENT))?;
    // A phone that loses its network while its picture is drawn anew finds it there afterwards.
    let person = session.person();
    let work = async move { feedbacks.attach(person, id, n, bytes.to_vec()).await };
    let Json(()) = to_its_end("attaching to feedback", work).await?;
    Ok(StatusCode::NO_CONTENT)
}
