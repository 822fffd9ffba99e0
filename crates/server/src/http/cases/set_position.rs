//! `PUT /api/cases/{case}/position` — how far the person has read.

use anjian_api::case::Position;
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::State;

use crate::extract::{Body, Member};
use crate::http::Fault;
use crate::ledger::Ledger;
use crate::live::Hub;

/// Moves forwards only. The person's other devices learn it at once.
///
/// # Errors
/// 404 no such case for this person.
#[utoipa::path(put, path = "/api/cases/{case}/position", tag = "cases", request_body = Position,
    params(("case" = String, Path, description = "The case")),
    responses((status = 200, body = Position), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub async fn handle(
    State(ledger): State<Ledger>,
    State(hub): State<Hub>,
    member: Member,
    Body(position): Body<Position>,
) -> Result<Json<Position>, Fault> {
    let position = ledger.set_position(&member.seat, position).await?;
    hub.position(&member.session, member.seat.case(), position);
    Ok(Json(position))
}
