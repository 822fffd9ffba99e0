//! `DELETE /api/cases/{case}/uploads/{file}` — gives an upload up.

use anjian_api::problem::Problem;
use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{FileInCase, Member};
use crate::files::Files;
use crate::http::Fault;

/// Repeating it is safe. What is complete stays.
///
/// # Errors
/// 404 no such case for this person.
#[utoipa::path(delete, path = "/api/cases/{case}/uploads/{file}", tag = "files",
    params(("case" = String, Path, description = "The case"),
        ("file" = String, Path, description = "The file")),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn handle(
    State(files): State<Files>,
    member: Member,
    FileInCase(file): FileInCase,
) -> Result<StatusCode, Fault> {
    files.cancel_upload(&member.seat, file).await?;
    Ok(StatusCode::NO_CONTENT)
}
