//! `GET /api/cases` — the person's cases.

use anjian_api::case::CaseSummary;
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::State;

use crate::extract::SignedIn;
use crate::http::Fault;
use crate::ledger::Ledger;

/// One line a case; the order is the device's business.
///
/// # Errors
/// 401 nobody is signed in.
#[utoipa::path(get, path = "/api/cases", tag = "cases",
    responses((status = 200, body = Vec<CaseSummary>), (status = 401, body = Problem)))]
pub async fn handle(
    State(ledger): State<Ledger>,
    SignedIn(session): SignedIn,
) -> Result<Json<Vec<CaseSummary>>, Fault> {
    Ok(Json(ledger.summaries(session.person()).await?))
}
