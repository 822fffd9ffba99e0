//! `PUT /api/cases/{case}/feedback` — the court asks the people of a case for feedback.

use anjian_api::problem::Problem;
use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::Member;
use crate::feedback::Feedbacks;
use crate::http::Fault;

/// Asking again asks those anew who gave some before.
///
/// # Errors
/// 404 no such case for this person, 422 the person does not conduct it.
#[utoipa::path(put, path = "/api/cases/{case}/feedback", tag = "feedback",
    params(("case" = String, Path, description = "The case")),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn handle(
    State(feedbacks): State<Feedbacks>,
    member: Member,
) -> Result<StatusCode, Fault> {
    let seat = member.seat;
    feedbacks.ask(seat.person(), seat.case()).await?;
    Ok(StatusCode::NO_CONTENT)
}
