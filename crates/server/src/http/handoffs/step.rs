//! `PUT /api/handoffs/{id}/step` — either device says how far it is, or gives up.

use anjian_api::handoff::{HandoffMoved, HandoffState};
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::{Path, State};

use crate::app::Shared;
use crate::extract::{Body, SignedIn};
use crate::http::Fault;

/// That something is signed is said by the server alone, when it is.
///
/// # Errors
/// 400 a step that does not follow or is not this device's, 404 no such hand-off of this device,
/// 410 it is over.
#[utoipa::path(put, path = "/api/handoffs/{id}/step", tag = "handoffs", request_body = HandoffMoved,
    params(("id" = String, Path, description = "The hand-off")),
    responses((status = 200, body = HandoffState), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 410, body = Problem)))]
pub async fn handle(
    State(app): State<Shared>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
    Body(moved): Body<HandoffMoved>,
) -> Result<Json<HandoffState>, Fault> {
    let (id, asker) = (super::id(&id)?, super::asker(&session));
    Ok(Json(app.handoffs.go_on(&asker, id, moved)?))
}
