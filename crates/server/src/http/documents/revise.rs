//! `POST /api/cases/{case}/documents/{seq}/revise` — a new version.

use anjian_api::document::paper::{PaperRevised, RevisePaper};
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::{Path, State};

use super::document;
use crate::extract::{Body, Member};
use crate::http::Fault;
use crate::http::to_its_end::to_its_end;
use crate::papers::Papers;

/// What was signed before is stale, and is asked for again. Repeating it is safe.
///
/// # Errors
/// 404 no such document for this person, 409 the id was used with another body, 422 something missing, a character that no font has, or the rules, 507 disk full.
#[utoipa::path(post, path = "/api/cases/{case}/documents/{seq}/revise", tag = "documents",
    request_body = RevisePaper,
    params(("case" = String, Path, description = "The case"),
        ("seq" = u64, Path, description = "The document: the entry that sent it")),
    responses((status = 200, body = PaperRevised),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 409, body = Problem),
        (status = 422, body = Problem),
        (status = 503, body = Problem),
        (status = 507, body = Problem)))]
pub async fn handle(
    State(papers): State<Papers>,
    member: Member,
    Path((_, seq)): Path<(String, String)>,
    Body(asked): Body<RevisePaper>,
) -> Result<Json<PaperRevised>, Fault> {
    let document = document(&seq)?;
    let work = async move { papers.revise(&member.seat, document, &asked).await };
    to_its_end("revising a paper", work).await
}
