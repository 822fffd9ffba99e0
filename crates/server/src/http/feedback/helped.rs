//! `PUT /api/feedback/{id}/helped` — its giver says whether the answer helped.

use anjian_api::feedback::{Feedback, FeedbackHelped};
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::{Path, State};

use crate::extract::{Body, SignedIn};
use crate::feedback::Feedbacks;
use crate::http::Fault;

/// The last word counts.
///
/// # Errors
/// 404 no such feedback of this person, or no answer yet.
#[utoipa::path(put, path = "/api/feedback/{id}/helped", tag = "feedback",
    request_body = FeedbackHelped,
    params(("id" = String, Path, description = "The feedback")),
    responses((status = 200, body = Feedback), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub async fn handle(
    State(feedbacks): State<Feedbacks>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
    Body(said): Body<FeedbackHelped>,
) -> Result<Json<Feedback>, Fault> {
    let id = super::id(&id)?;
    let feedback = feedbacks.helped(session.person(), id, said.helped).await?;
    Ok(Json(feedback))
}
