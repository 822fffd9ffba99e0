//! `POST /api/cases/{case}/documents/{seq}/signing/{id}/code` — sends a code.

use anjian_api::document::signing::CodeSent;
use anjian_api::ids::CeremonyId;
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::{Path, State};

use super::{document, named};
use crate::extract::Member;
use crate::http::Fault;
use crate::papers::Papers;

/// To the number of the account; three in a ceremony, ten in an hour.
///
/// # Errors
/// 404 no such ceremony of this person, 409 it is over, 422 no codes are sent here, 429 too many.
#[utoipa::path(post, path = "/api/cases/{case}/documents/{seq}/signing/{id}/code", tag = "documents",
    params(("case" = String, Path, description = "The case"),
        ("seq" = u64, Path, description = "The document: the entry that sent it"),
        ("id" = String, Path, description = "The ceremony")),
    responses((status = 200, body = CodeSent),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 409, body = Problem),
        (status = 422, body = Problem),
        (status = 429, body = Problem),
        (status = 503, body = Problem)))]
pub async fn handle(
    State(papers): State<Papers>,
    member: Member,
    Path((_, seq, id)): Path<(String, String, String)>,
) -> Result<Json<CodeSent>, Fault> {
    let document = document(&seq)?;
    let id: CeremonyId = named(&id)?;
    Ok(Json(papers.send_code(&member.seat, document, id).await?))
}
