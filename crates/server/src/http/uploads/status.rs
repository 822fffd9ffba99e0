//! `GET /api/cases/{case}/uploads/{file}` — where an upload stands.

use anjian_api::file::UploadStatus;
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::State;

use crate::extract::{FileInCase, Member};
use crate::files::Files;
use crate::http::Fault;

/// Which blocks are there.
///
/// # Errors
/// 404 no such upload of this person.
#[utoipa::path(get, path = "/api/cases/{case}/uploads/{file}", tag = "files",
    params(("case" = String, Path, description = "The case"),
        ("file" = String, Path, description = "The file")),
    responses((status = 200, body = UploadStatus), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub async fn handle(
    State(files): State<Files>,
    member: Member,
    FileInCase(file): FileInCase,
) -> Result<Json<UploadStatus>, Fault> {
    Ok(Json(files.upload_status(&member.seat, file).await?))
}
