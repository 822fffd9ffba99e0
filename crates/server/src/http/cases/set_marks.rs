//! `PUT /api/cases/{case}/marks` — how the person arranged the case in the list.

use anjian_api::case::CaseMarks;
use anjian_api::problem::Problem;
use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{Body, Member};
use crate::http::Fault;
use crate::ledger::Ledger;

/// Pinned, muted.
///
/// # Errors
/// 404 no such case for this person.
#[utoipa::path(put, path = "/api/cases/{case}/marks", tag = "cases", request_body = CaseMarks,
    params(("case" = String, Path, description = "The case")),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn handle(
    State(ledger): State<Ledger>,
    member: Member,
    Body(marks): Body<CaseMarks>,
) -> Result<StatusCode, Fault> {
    ledger.set_marks(&member.seat, marks).await?;
    Ok(StatusCode::NO_CONTENT)
}
