//! `GET /api/cases/{case}/uploads/{file}` — where an upload stands.

use anjian_api::bytes::Sha256Digest;
use anjian_api::file::UploadStatus;
use anjian_api::problem::{Problem, ProblemCode};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;

use crate::extract::{FileInCase, Member};
use crate::files::Files;
use crate::http::Fault;

/// What the client knows by now.
#[derive(Debug, Deserialize)]
pub struct Known {
    sha256: Option<Sha256Digest>,
}

/// Which blocks are there. With a digest, and where these bytes are a file of this seat already, that
/// one is told and nothing more has to come up.
///
/// # Errors
/// 400 no digest, 404 no such upload of this person.
#[utoipa::path(get, path = "/api/cases/{case}/uploads/{file}", tag = "files",
    params(("case" = String, Path, description = "The case"),
        ("file" = String, Path, description = "The file"),
        ("sha256" = Option<String>, Query, description = "SHA-256 of the file, hexadecimal")),
    responses((status = 200, body = UploadStatus), (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub async fn handle(
    State(files): State<Files>,
    member: Member,
    FileInCase(file): FileInCase,
    query: Result<Query<Known>, QueryRejection>,
) -> Result<Json<UploadStatus>, Fault> {
    let Query(known) = query.map_err(|_| Fault::of(ProblemCode::BadRequest))?;
    let status = files.upload_status(&member.seat, file, known.sha256);
    Ok(Json(status.await?))
}
