//! `POST /api/cases/{case}/documents/{seq}/signing/{id}/finish` — finishes a signature.

use anjian_api::document::signing::{FinishSigning, Signed};
use anjian_api::ids::CeremonyId;
use anjian_api::problem::{Problem, ProblemCode};
use axum::Json;
use axum::extract::{Path, State};

use super::{document, named};
use crate::extract::{Body, Member};
use crate::http::Fault;
use crate::papers::Papers;

/// The manifest is built anew and compared, signed by the device or the server, and entered. Repeating it gives the first answer.
///
/// # Errors
/// 400 something that does not belong to this way of signing, 404 no such ceremony of this person, 409 it is over or was finished otherwise, 422 another manifest, a wrong code, or the rules, 507 disk full.
#[utoipa::path(post, path = "/api/cases/{case}/documents/{seq}/signing/{id}/finish", tag = "documents",
    request_body = FinishSigning,
    params(("case" = String, Path, description = "The case"),
        ("seq" = u64, Path, description = "The document: the entry that sent it"),
        ("id" = String, Path, description = "The ceremony")),
    responses((status = 200, body = Signed),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 409, body = Problem),
        (status = 422, body = Problem),
        (status = 503, body = Problem),
        (status = 507, body = Problem)))]
pub async fn handle(
    State(papers): State<Papers>,
    member: Member,
    Path((_, seq, id)): Path<(String, String, String)>,
    Body(asked): Body<FinishSigning>,
) -> Result<Json<Signed>, Fault> {
    let document = document(&seq)?;
    let id: CeremonyId = named(&id)?;
    // Who goes away must not leave it half done: the work goes on without its caller.
    let work = tokio::spawn(async move { papers.finish(&member.seat, document, id, &asked).await });
    match work.await {
        Ok(done) => Ok(Json(done?)),
        Err(error) if error.is_cancelled() => Err(Fault::wait(ProblemCode::Unavailable, 1_000)),
        Err(_) => Err(Fault::internal("finish")),
    }
}
