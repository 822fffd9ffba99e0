//! `PUT /api/cases/{case}/uploads/{file}` — announces a file.

use anjian_api::file::{Announce, UploadStatus};
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::State;

use crate::extract::{Body, FileInCase, Member};
use crate::files::Files;
use crate::http::Fault;

/// Repeating it is safe. Where these bytes are a file of this seat already, that one is told and
/// nothing has to come up.
///
/// # Errors
/// 404 no such case for this person, 409 announced otherwise or too many open, 413 too large,
/// 422 refused or the case is full, 507 disk full.
#[utoipa::path(put, path = "/api/cases/{case}/uploads/{file}", tag = "files",
    request_body = Announce,
    params(("case" = String, Path, description = "The case"),
        ("file" = String, Path, description = "The file, a UUID of the client's")),
    responses((status = 200, body = UploadStatus), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem),
        (status = 507, body = Problem)))]
pub async fn handle(
    State(files): State<Files>,
    member: Member,
    FileInCase(file): FileInCase,
    Body(announce): Body<Announce>,
) -> Result<Json<UploadStatus>, Fault> {
    Ok(Json(files.announce(&member.seat, file, announce).await?))
}
