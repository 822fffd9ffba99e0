//! `GET /api/courts/{court}/feedback` — what a court was told.

use anjian_api::feedback::{CourtFeedback, FeedbackSought};
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::{Path, Query, State};

use crate::extract::SignedIn;
use crate::feedback::Feedbacks;
use crate::http::Fault;

/// For its own staff; an administrator also reads what belongs to no court.
///
/// # Errors
/// 404 for everybody else.
#[utoipa::path(get, path = "/api/courts/{court}/feedback", tag = "feedback",
    params(("court" = u32, Path, description = "The court"), FeedbackSought),
    responses((status = 200, body = CourtFeedback), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub async fn handle(
    State(feedbacks): State<Feedbacks>,
    SignedIn(session): SignedIn,
    Path(court): Path<String>,
    Query(sought): Query<FeedbackSought>,
) -> Result<Json<CourtFeedback>, Fault> {
    let court = super::court(&court)?;
    Ok(Json(
        feedbacks.of_court(session.person(), court, &sought).await?,
    ))
}
