//! `POST /api/cases/{case}/documents` — sends papers.

use anjian_api::document::paper::{PapersSent, SendPaper};
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::State;

use crate::extract::{Body, Member};
use crate::http::Fault;
use crate::http::to_its_end::to_its_end;
use crate::papers::Papers;

/// Makes a paper for each seat from a template, or sends a PDF of the sender's. Repeating it is safe.
///
/// # Errors
/// 400 no such paper, 404 no such case for this person, 409 the id was used with another body, 422 something missing, a character that no font has, or the rules, 507 disk full.
#[utoipa::path(post, path = "/api/cases/{case}/documents", tag = "documents",
    request_body = SendPaper,
    params(("case" = String, Path, description = "The case")),
    responses((status = 200, body = PapersSent),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 409, body = Problem),
        (status = 413, body = Problem),
        (status = 422, body = Problem),
        (status = 503, body = Problem),
        (status = 507, body = Problem)))]
pub async fn handle(
    State(papers): State<Papers>,
    member: Member,
    Body(asked): Body<SendPaper>,
) -> Result<Json<PapersSent>, Fault> {
    let work = async move { papers.send(&member.seat, &asked).await };
    to_its_end("sending a paper", work).await
}
