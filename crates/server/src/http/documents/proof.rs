//! `GET /api/cases/{case}/documents/{seq}/signatures/{entry}` — what verifies a signature.

use anjian_api::document::signing::SignatureProof;
use anjian_api::ids::Seq;
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::{Path, State};

use super::{document, named};
use crate::extract::Member;
use crate::http::Fault;
use crate::papers::Papers;

/// Manifest, signature and key, for everybody who sees the document; any program that knows the algorithms can verify them.
///
/// # Errors
/// 404 no such document for this person, or no such signature on it.
#[utoipa::path(get, path = "/api/cases/{case}/documents/{seq}/signatures/{entry}", tag = "documents",
    params(("case" = String, Path, description = "The case"),
        ("seq" = u64, Path, description = "The document: the entry that sent it"),
        ("entry" = u64, Path, description = "The entry of the signature")),
    responses((status = 200, body = SignatureProof),
        (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub async fn handle(
    State(papers): State<Papers>,
    member: Member,
    Path((_, seq, entry)): Path<(String, String, String)>,
) -> Result<Json<SignatureProof>, Fault> {
    let document = document(&seq)?;
    let entry: Seq = Seq(named(&entry)?);
    Ok(Json(papers.proof(&member.seat, document, entry).await?))
}
