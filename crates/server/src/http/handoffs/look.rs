//! `POST /api/handoffs/look` — the other device asks what a code is for.

use anjian_api::handoff::{HandoffOffer, LookHandoff};
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::State;

use crate::app::Shared;
use crate::extract::{Body, SignedIn};
use crate::http::Fault;

/// Nothing of the case is told to anybody but the person whose other device shows the code.
///
/// # Errors
/// 403 another person's, 409 used by another device or a newer version, 410 over or never there,
/// 429 too many guesses.
#[utoipa::path(post, path = "/api/handoffs/look", tag = "handoffs", request_body = LookHandoff,
    responses((status = 200, body = HandoffOffer), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 409, body = Problem), (status = 410, body = Problem),
        (status = 429, body = Problem)))]
pub async fn handle(
    State(app): State<Shared>,
    SignedIn(session): SignedIn,
    Body(asked): Body<LookHandoff>,
) -> Result<Json<HandoffOffer>, Fault> {
    let seen = app.handoffs.look(&super::asker(&session), &asked.code)?;
    Ok(Json(super::shown(&app, &session, seen).await?))
}
