//! `PUT /api/feedback/{id}` — somebody gives feedback.

use anjian_api::feedback::{Feedback, NewFeedback};
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::{Path, State};

use crate::extract::{Body, SignedIn};
use crate::feedback::Feedbacks;
use crate::http::Fault;

/// Repeating it is safe; with other words it is a conflict.
///
/// # Errors
/// 400 not stars of one to five, 404 no such case for this person, 409 the number was used with
/// other words, 422 nothing said or too much, 429 enough for today.
#[utoipa::path(put, path = "/api/feedback/{id}", tag = "feedback", request_body = NewFeedback,
    params(("id" = String, Path, description = "The feedback, made by the client")),
    responses((status = 200, body = Feedback), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem)))]
pub async fn handle(
    State(feedbacks): State<Feedbacks>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
    Body(given): Body<NewFeedback>,
) -> Result<Json<Feedback>, Fault> {
    let id = super::id(&id)?;
    Ok(Json(feedbacks.give(session.person(), id, given).await?))
}
