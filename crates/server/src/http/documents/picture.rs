//! `POST /api/cases/{case}/documents/{seq}/signatures/{entry}/picture` — the official picture of a
//! signature.

use anjian_api::document::ink::LookAtInk;
use anjian_api::ids::Seq;
use anjian_api::problem::Problem;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::{document, named};
use crate::extract::{Body, Member};
use crate::http::Fault;
use crate::papers::Papers;

/// Opened as a page it may do nothing.
const SANDBOX: &str = "default-src 'none'; sandbox";

/// PNG, transparent, trimmed to the ink. Each is noted with its purpose, so it is no GET: nothing that
/// a browser fetches by itself writes into the list of who looked.
///
/// # Errors
/// 400 no purpose that somebody may have, 404 no such signature, nothing drawn, or not for this person,
/// 503 too much is being drawn.
#[utoipa::path(post, path = "/api/cases/{case}/documents/{seq}/signatures/{entry}/picture", tag = "documents",
    request_body = LookAtInk,
    params(("case" = String, Path, description = "The case"),
        ("seq" = u64, Path, description = "The document: the entry that sent it"),
        ("entry" = u64, Path, description = "The entry of the signature")),
    responses((status = 200, body = Vec<u8>, content_type = "image/png"),
        (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 503, body = Problem),
        (status = 507, body = Problem)))]
pub async fn handle(
    State(papers): State<Papers>,
    member: Member,
    Path((_, seq, entry)): Path<(String, String, String)>,
    Body(asked): Body<LookAtInk>,
) -> Result<Response, Fault> {
    let document = document(&seq)?;
    let entry = Seq(named(&entry)?);
    let picture = papers
        .official_picture(&member.seat, document, entry, asked.purpose)
        .await?;
    // Its name is its place in the record, and nobody's.
    let disposition = format!("attachment; filename=\"signature-{document}-{entry}.png\"");
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        (header::CONTENT_DISPOSITION, disposition.as_str()),
        (header::CONTENT_SECURITY_POLICY, SANDBOX),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, picture).into_response())
}
