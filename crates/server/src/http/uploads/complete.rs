//! `POST /api/cases/{case}/uploads/{file}/complete` — all parts are there.

use anjian_api::file::{CompleteUpload, FileReceipt};
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::State;

use crate::extract::{Body, FileInCase, Member};
use crate::files::Files;
use crate::http::Fault;
use crate::http::to_its_end::to_its_end;

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
    let work = async move { files.complete_upload(&member.seat, file, asked).await };
    to_its_end("completing an upload", work).await
}
