//! `GET /api/feedback` — what a person gave, and where the court asks for some.

use anjian_api::feedback::OwnFeedback;
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::State;

use crate::extract::SignedIn;
use crate::feedback::Feedbacks;
use crate::http::Fault;

/// The court's asking never stands before a duty: where there is one, it waits.
///
/// # Errors
/// 401 nobody is signed in.
#[utoipa::path(get, path = "/api/feedback", tag = "feedback",
    responses((status = 200, body = OwnFeedback), (status = 401, body = Problem)))]
pub async fn handle(
    State(feedbacks): State<Feedbacks>,
    SignedIn(session): SignedIn,
) -> Result<Json<OwnFeedback>, Fault> {
    Ok(Json(feedbacks.own_feedback(session.person()).await?))
}
