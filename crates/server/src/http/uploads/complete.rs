//! `POST /api/cases/{case}/uploads/{file}/complete` — all parts are there.

use anjian_api::file::{CompleteUpload, FileReceipt};
use anjian_api::problem::{Problem, ProblemCode};
use axum::Json;
use axum::extract::State;

use crate::extract::{Body, FileInCase, Member};
use crate::files::{FileError, Files};
use crate::http::Fault;

/// The server recomputes both digests from its disk, looks what the bytes are, makes the entry and
/// signs the receipt. Repeating it is safe and gives the same receipt.
///
/// # Errors
/// 404 no such upload of this person, 409 parts missing, 422 other digests (the parts stay) or a
/// file that the court does not take (the upload is thrown away), 507 disk full.
#[utoipa::path(post, path = "/api/cases/{case}/uploads/{file}/complete", tag = "files",
    request_body = CompleteUpload,
    params(("case" = String, Path, description = "The case"),
        ("file" = String, Path, description = "The file")),
    responses((status = 200, body = FileReceipt), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem), (status = 503, body = Problem),
        (status = 507, body = Problem)))]
pub async fn handle(
    State(files): State<Files>,
    member: Member,
    FileInCase(file): FileInCase,
    Body(asked): Body<CompleteUpload>,
) -> Result<Json<FileReceipt>, Fault> {
    // Who goes away must not leave a file half taken: the work goes on without its caller.
    let work = tokio::spawn(async move { files.complete_upload(&member.seat, file, asked).await });
    match work.await {
        Ok(done) => Ok(Json(done?)),
        Err(error) if error.is_cancelled() => Err(Fault::wait(ProblemCode::Unavailable, 1_000)),
        Err(_) => Err(FileError::Internal("completing an upload".into()).into()),
    }
}
