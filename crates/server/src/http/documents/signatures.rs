//! `GET /api/cases/{case}/documents/{seq}/signatures` — what hands drew, and who looked at it.

use anjian_api::document::ink::DrawnSignature;
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::{Path, State};

use super::document;
use crate::extract::Member;
use crate::http::Fault;
use crate::papers::Papers;

/// All of them for whoever conducts the case; of everybody else what they drew themselves.
///
/// # Errors
/// 404 no such document for this person, or nothing drawn on it that is theirs.
#[utoipa::path(get, path = "/api/cases/{case}/documents/{seq}/signatures", tag = "documents",
    params(("case" = String, Path, description = "The case"),
        ("seq" = u64, Path, description = "The document: the entry that sent it")),
    responses((status = 200, body = Vec<DrawnSignature>),
        (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub async fn handle(
    State(papers): State<Papers>,
    member: Member,
    Path((_, seq)): Path<(String, String)>,
) -> Result<Json<Vec<DrawnSignature>>, Fault> {
    let document = document(&seq)?;
    Ok(Json(papers.drawn_signatures(&member.seat, document).await?))
}
