//! `POST /api/handoffs` — a device offers to go on with something on another one.

use anjian_api::handoff::{Handoff, OfferHandoff};
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::State;

use crate::app::Shared;
use crate::extract::{Body, SignedIn};
use crate::http::Fault;
use crate::papers::Papers;

/// The code can be used once and for two minutes; a new offer of the same device ends the old one.
///
/// # Errors
/// 404 no such document for this person, 409 it has a newer version, 422 it cannot be signed now,
/// and why, 429 too many offers, 503 no papers are made here.
#[utoipa::path(post, path = "/api/handoffs", tag = "handoffs", request_body = OfferHandoff,
    responses((status = 200, body = Handoff), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem),
        (status = 503, body = Problem)))]
pub async fn handle(
    State(app): State<Shared>,
    State(papers): State<Papers>,
    SignedIn(session): SignedIn,
    Body(asked): Body<OfferHandoff>,
) -> Result<Json<Handoff>, Fault> {
    super::about(&app, &papers, &session, asked.purpose).await?;
    let asker = super::asker(&session);
    Ok(Json(app.handoffs.offer(&asker, asked.purpose)?))
}
