//! `POST /api/cases/{case}/documents/preview` — a paper as it would be sent.

use anjian_api::document::paper::{PaperText, SendPaper};
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::State;

use crate::extract::{Body, Member};
use crate::http::Fault;
use crate::papers::Papers;

/// Makes the first paper and keeps nothing.
///
/// # Errors
/// 400 no such paper, 404 no such case for this person, 422 something missing, or a character that no font has.
#[utoipa::path(post, path = "/api/cases/{case}/documents/preview", tag = "documents",
    request_body = SendPaper,
    params(("case" = String, Path, description = "The case")),
    responses((status = 200, body = PaperText),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 422, body = Problem),
        (status = 503, body = Problem)))]
pub async fn handle(
    State(papers): State<Papers>,
    member: Member,
    Body(asked): Body<SendPaper>,
) -> Result<Json<PaperText>, Fault> {
    Ok(Json(papers.preview(&member.seat, &asked).await?))
}
