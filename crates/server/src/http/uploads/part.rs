//! `PUT /api/cases/{case}/uploads/{file}/parts/{n}` — some blocks of a file.

use anjian_api::bytes::Sha256Digest;
use anjian_api::file::{MAX_PART, UploadStatus};
use anjian_api::problem::{Problem, ProblemCode};
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::HeaderMap;

use crate::extract::{FileInCase, Member};
use crate::files::Files;
use crate::http::Fault;

/// SHA-256 of the body, hexadecimal.
const DIGEST: &str = "x-part-sha256";

/// A run of whole blocks, the first of them number `n`; only the file's last block may be shorter.
/// On disk when this is answered. Repeating it is safe; other bytes are a conflict.
///
/// # Errors
/// 400 no whole blocks, 404 no such upload of this person, 409 other bytes are there, 413 over
/// 4 MiB, 422 other digest, 507 disk full.
#[utoipa::path(put, path = "/api/cases/{case}/uploads/{file}/parts/{n}", tag = "files",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    params(("case" = String, Path, description = "The case"),
        ("file" = String, Path, description = "The file"),
        ("n" = u64, Path, description = "The number of the first block, from 0"),
        ("x-part-sha256" = String, Header, description = "SHA-256 of the body")),
    responses((status = 200, body = UploadStatus), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem), (status = 507, body = Problem)))]
pub async fn handle(
    State(files): State<Files>,
    member: Member,
    FileInCase(file): FileInCase,
    Path((_, _, first)): Path<(String, String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<UploadStatus>, Fault> {
    let bad = || Fault::of(ProblemCode::BadRequest);
    let first: u64 = first.parse().map_err(|_| bad())?;
    let sha256 = headers
        .get(DIGEST)
        .and_then(|value| value.to_str().ok())
        .and_then(Sha256Digest::from_hex)
        .ok_or_else(bad)?;
    if length(&headers).is_some_and(|length| length > MAX_PART) {
        return Err(Fault::limited(ProblemCode::TooLarge, MAX_PART));
    }
    let mut room = files.expect_part(&member.seat, file).await?;
    let most = usize::try_from(MAX_PART).unwrap_or(usize::MAX);
    let whole = tokio::time::timeout(room.patience, to_bytes(body, most));
    let part = tokio::select! {
        part = whole => part.map_err(|_| bad())?,
        _ = &mut room.overtaken => return Err(bad()),
    };
    let part = part.map_err(|error| match is_too_long(&error) {
        true => Fault::limited(ProblemCode::TooLarge, MAX_PART),
        false => bad(),
    })?;
    let status = files
        .receive_part(&member.seat, file, first, sha256, part)
        .await?;
    Ok(Json(status))
}

fn length(headers: &HeaderMap) -> Option<u64> {
    let value = headers.get(axum::http::header::CONTENT_LENGTH)?;
    value.to_str().ok()?.parse().ok()
}

/// The body had more bytes than were asked for.
fn is_too_long(error: &axum::Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if error.to_string().contains("length limit exceeded") {
            return true;
        }
        cause = error.source();
    }
    false
}
