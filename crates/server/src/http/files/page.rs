//! `GET /api/cases/{case}/files/{file}/pages/{n}` — a page as a picture, for engines that cannot
//! draw PDF themselves.

use anjian_api::problem::{Problem, ProblemCode};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;

use super::read::{answer, gives_bytes};
use crate::extract::{FileInCase, Member};
use crate::files::{Files, Form};
use crate::http::Fault;

/// JPEG, longest side 1600 px.
///
/// # Errors
/// 404 no such file for this seat, or no such page, 422 no pages, 503 too much is being drawn.
#[utoipa::path(get, path = "/api/cases/{case}/files/{file}/pages/{n}", tag = "files",
    params(("case" = String, Path, description = "The case"),
        ("file" = String, Path, description = "The file"),
        ("n" = u32, Path, description = "The page, from 1")),
    responses((status = 200, body = Vec<u8>, content_type = "image/jpeg"),
        (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem), (status = 503, body = Problem)))]
pub async fn handle(
    State(files): State<Files>,
    member: Member,
    FileInCase(file): FileInCase,
    Path((_, _, number)): Path<(String, String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let number: u32 = number
        .parse()
        .map_err(|_| Fault::of(ProblemCode::NotFound))?;
    let form = Form::Page(number);
    let given = files.give(&member.seat, file, form).await?;
    let answer = answer(given, form, &headers)?;
    if gives_bytes(&method, &answer) {
        files.note_reading(&member.seat, file, form).await?;
    }
    Ok(answer)
}
