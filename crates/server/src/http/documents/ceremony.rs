//! `GET /api/cases/{case}/documents/{seq}/signing/{id}` — a signature as it stands.

use anjian_api::document::signing::Ceremony;
use anjian_api::ids::CeremonyId;
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::{Path, State};

use super::{document, named};
use crate::extract::Member;
use crate::http::Fault;
use crate::papers::Papers;

/// For going on after a lost connection.
///
/// # Errors
/// 404 no such one of this person.
#[utoipa::path(get, path = "/api/cases/{case}/documents/{seq}/signing/{id}", tag = "documents",
    params(("case" = String, Path, description = "The case"),
        ("seq" = u64, Path, description = "The document: the entry that sent it"),
        ("id" = String, Path, description = "The ceremony")),
    responses((status = 200, body = Ceremony),
        (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub async fn handle(
    State(papers): State<Papers>,
    member: Member,
    Path((_, seq, id)): Path<(String, String, String)>,
) -> Result<Json<Ceremony>, Fault> {
    let document = document(&seq)?;
    let id: CeremonyId = named(&id)?;
    Ok(Json(papers.ceremony(&member.seat, document, id).await?))
}
