//! `POST /api/handoffs/look` — the other device asks what a code is for.

use anjian_api::handoff::{HandoffOffer, LookHandoff};
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::State;

use crate::app::Shared;
use crate::extract::{Body, SignedIn};
use crate::http::Fault;
use crate::papers::Papers;

/// Nothing of the case is told to anybody but the person whose other device shows the code.
///
/// # Errors
/// 403 another person's, 409 used by another device, this is the device that shows it, or a newer
/// version, 410 over or never there, 422 it cannot be done any more, 429 too many guesses.
#[utoipa::path(post, path = "/api/handoffs/look", tag = "handoffs", request_body = LookHandoff,
    responses((status = 200, body = HandoffOffer), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 409, body = Problem), (status = 410, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem),
        (status = 503, body = Problem)))]
pub async fn handle(
    State(app): State<Shared>,
    State(papers): State<Papers>,
    SignedIn(session): SignedIn,
    Body(asked): Body<LookHandoff>,
) -> Result<Json<HandoffOffer>, Fault> {
    let asker = super::asker(&session);
    let seen = app.handoffs.look(&asker, &asked.code)?;
    let id = seen.id;
    let shown = super::shown(&app, &papers, &session, seen).await?;
    app.handoffs.opened(&asker, id);
    Ok(Json(shown))
}
