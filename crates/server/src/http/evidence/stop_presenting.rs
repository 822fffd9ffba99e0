//! `DELETE /api/cases/{case}/presentation` — nothing is shown any more.

use anjian_api::problem::Problem;
use anjian_api::refusal::Refusal;
use axum::extract::State;
use axum::http::StatusCode;

use crate::app::Shared;
use crate::extract::Member;
use crate::http::Fault;

/// Repeating it is safe.
///
/// # Errors
/// 404 no such case for this person, 422 another leads.
#[utoipa::path(delete, path = "/api/cases/{case}/presentation", tag = "evidence",
    params(("case" = String, Path, description = "The case")),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn handle(State(app): State<Shared>, member: Member) -> Result<StatusCode, Fault> {
    let case = member.seat.case();
    let Some(shown) = app.hub.presentation(case) else {
        return Ok(StatusCode::NO_CONTENT);
    };
    let leading = shown.presenter;
    let may = app
        .ledger
        .may_stop_presenting(&member.seat, leading)
        .await?;
    if may && app.hub.present(case, Some(leading), None) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Fault::refused(Refusal::RoleMayNot))
    }
}
