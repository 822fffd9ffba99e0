//! `POST /api/handoffs` — a device offers to go on with something on another one.

use anjian_api::handoff::{Handoff, HandoffPurpose, OfferHandoff};
use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::refusal::Refusal;
use axum::Json;
use axum::extract::State;

use crate::app::Shared;
use crate::extract::{Body, SignedIn};
use crate::http::Fault;

/// The code can be used once and for two minutes; a new offer of the same device ends the old one.
///
/// # Errors
/// 404 no such document for this person, 409 it has a newer version, 422 nothing to sign there,
/// 429 too many offers.
#[utoipa::path(post, path = "/api/handoffs", tag = "handoffs", request_body = OfferHandoff,
    responses((status = 200, body = Handoff), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem)))]
pub async fn handle(
    State(app): State<Shared>,
    SignedIn(session): SignedIn,
    Body(asked): Body<OfferHandoff>,
) -> Result<Json<Handoff>, Fault> {
    let HandoffPurpose::Sign(sign) = asked.purpose;
    let stand = super::stand(&app, &session, &sign).await?;
    if stand.version != sign.version {
        return Err(Fault::of(ProblemCode::HandoffOtherVersion));
    }
    if !stand.is_asked || stand.is_signed {
        return Err(Fault::refused(Refusal::NotAsked));
    }
    let asker = super::asker(&session);
    Ok(Json(app.handoffs.offer(&asker, asked.purpose)?))
}
