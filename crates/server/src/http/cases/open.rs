//! `GET /api/cases/{case}` — a case as the reader's seat sees it.

use anjian_api::case::Opening;
use anjian_api::problem::Problem;
use anjian_domain::CaseState;
use axum::Json;
use axum::extract::State;

use crate::extract::Member;
use crate::http::Fault;
use crate::ledger::Ledger;

/// The seat's view at the head, and the last page of entries.
///
/// # Errors
/// 404 no such case for this person.
#[utoipa::path(get, path = "/api/cases/{case}", tag = "cases",
    params(("case" = String, Path, description = "The case")),
    responses((status = 200, body = Opening<serde_json::Value>), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub async fn handle(
    State(ledger): State<Ledger>,
    member: Member,
) -> Result<Json<Opening<CaseState>>, Fault> {
    Ok(Json(ledger.opening(&member.seat).await?))
}
