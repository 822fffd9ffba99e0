//! `POST /api/handoffs/claim` — the other device names the number on the first screen.

use anjian_api::handoff::{ClaimHandoff, HandoffOffer};
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::State;

use crate::app::Shared;
use crate::extract::{Body, SignedIn};
use crate::http::Fault;
use crate::papers::Papers;

/// From now on no other device can. Repeating it is safe; a wrong number uses the code up.
///
/// # Errors
/// 403 another person's, 409 used by another device, this is the device that shows it, or a newer
/// version, 410 over or never there, 422 the wrong number, or it cannot be done any more, 429 too
/// many guesses.
#[utoipa::path(post, path = "/api/handoffs/claim", tag = "handoffs", request_body = ClaimHandoff,
    responses((status = 200, body = HandoffOffer), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 409, body = Problem), (status = 410, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem),
        (status = 503, body = Problem)))]
pub async fn handle(
    State(app): State<Shared>,
    State(papers): State<Papers>,
    SignedIn(session): SignedIn,
    Body(asked): Body<ClaimHandoff>,
) -> Result<Json<HandoffOffer>, Fault> {
    let asker = super::asker(&session);
    // The version is looked at first: a code is not used up by a paper that was made anew.
    let seen = app.handoffs.look(&asker, &asked.code)?;
    super::shown(&app, &papers, &session, seen).await?;
    let seen = app.handoffs.claim(&asker, &asked.code, asked.number)?;
    Ok(Json(super::shown(&app, &papers, &session, seen).await?))
}
