//! `PUT /api/courts/{court}/feedback/{id}` — the court answers, or says what it does.

use anjian_api::feedback::{Feedback, HandleFeedback};
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::{Path, State};

use crate::extract::{Body, SignedIn};
use crate::feedback::Feedbacks;
use crate::http::Fault;

/// A new answer asks its reader anew whether it helped.
///
/// # Errors
/// 404 for who is not of the court's staff, 409 another answered meanwhile, 422 an answer that may
/// not be.
#[utoipa::path(put, path = "/api/courts/{court}/feedback/{id}", tag = "feedback",
    request_body = HandleFeedback,
    params(("court" = u32, Path, description = "The court"),
        ("id" = String, Path, description = "The feedback")),
    responses((status = 200, body = Feedback), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn handle(
    State(feedbacks): State<Feedbacks>,
    SignedIn(session): SignedIn,
    Path((court, id)): Path<(String, String)>,
    Body(asked): Body<HandleFeedback>,
) -> Result<Json<Feedback>, Fault> {
    let (court, id) = (super::court(&court)?, super::id(&id)?);
    let feedback = feedbacks.handle(session.person(), court, id, asked).await?;
    Ok(Json(feedback))
}
