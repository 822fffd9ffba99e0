//! `GET /api/cases/{case}/feedback` — where the court's asking for feedback stands in a case.

use anjian_api::feedback::CaseFeedback;
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::State;

use crate::extract::Member;
use crate::feedback::Feedbacks;
use crate::http::Fault;

/// The court's asking never stands before a duty: where there is one, it waits.
///
/// # Errors
/// 404 no such case for this person.
#[utoipa::path(get, path = "/api/cases/{case}/feedback", tag = "feedback",
    params(("case" = String, Path, description = "The case")),
    responses((status = 200, body = CaseFeedback), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub async fn handle(
    State(feedbacks): State<Feedbacks>,
    member: Member,
) -> Result<Json<CaseFeedback>, Fault> {
    let seat = member.seat;
    Ok(Json(feedbacks.in_case(seat.person(), seat.case()).await?))
}
