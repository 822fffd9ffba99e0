//! `PUT /api/cases/{case}/documents/{seq}/signing/{id}/trace` — what was drawn.

use std::time::Duration;

use anjian_api::document::signing::TraceHeld;
use anjian_api::ids::CeremonyId;
use anjian_api::problem::{Problem, ProblemCode};
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};

use super::{document, named};
use crate::extract::Member;
use crate::http::Fault;
use crate::papers::Papers;

/// The largest trace: 20,000 points of 30 bytes.
const LARGEST: usize = 600 * 1_024;
/// Who sends it slower holds a place and sends nothing.
const PATIENCE: Duration = Duration::from_secs(60);

/// The canonical bytes of a trace. Another one takes its place until the signature is finished.
///
/// # Errors
/// 400 this way of signing has no trace, 404 no such ceremony of this person, 409 it is over or the
/// trace was used before, 413 over 600 KiB, 422 no trace or no signature.
#[utoipa::path(put, path = "/api/cases/{case}/documents/{seq}/signing/{id}/trace", tag = "documents",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    params(("case" = String, Path, description = "The case"),
        ("seq" = u64, Path, description = "The document: the entry that sent it"),
        ("id" = String, Path, description = "The ceremony")),
    responses((status = 200, body = TraceHeld), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem), (status = 507, body = Problem)))]
pub async fn handle(
    State(papers): State<Papers>,
    member: Member,
    Path((_, seq, id)): Path<(String, String, String)>,
    body: Body,
) -> Result<Json<TraceHeld>, Fault> {
    let document = document(&seq)?;
    let id: CeremonyId = named(&id)?;
    // Nobody's ceremony takes no bytes.
    papers.ceremony(&member.seat, document, id).await?;
    let bytes = tokio::time::timeout(PATIENCE, to_bytes(body, LARGEST))
        .await
        .map_err(|_| Fault::of(ProblemCode::BadRequest))?
        .map_err(|_| Fault::limited(ProblemCode::TooLarge, LARGEST as u64))?;
    let held = papers
        .take_trace(&member.seat, document, id, &bytes)
        .await?;
    Ok(Json(held))
}
