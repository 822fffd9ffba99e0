//! `GET /api/cases/{case}/documents/{seq}/versions/{version}` — a version as numbered lines.

use anjian_api::document::paper::PaperText;
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::{Path, State};

use super::{document, named};
use crate::extract::Member;
use crate::http::Fault;
use crate::papers::Papers;

/// The same words with the same numbers as on the sheet; of a PDF that somebody brought there are none.
///
/// # Errors
/// 404 no such document or version for this person.
#[utoipa::path(get, path = "/api/cases/{case}/documents/{seq}/versions/{version}", tag = "documents",
    params(("case" = String, Path, description = "The case"),
        ("seq" = u64, Path, description = "The document: the entry that sent it"),
        ("version" = u32, Path, description = "The version, from 1")),
    responses((status = 200, body = PaperText),
        (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub async fn handle(
    State(papers): State<Papers>,
    member: Member,
    Path((_, seq, version)): Path<(String, String, String)>,
) -> Result<Json<PaperText>, Fault> {
    let document = document(&seq)?;
    let version: u32 = named(&version)?;
    Ok(Json(papers.text(&member.seat, document, version).await?))
}
