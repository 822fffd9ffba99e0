//! `GET /api/cases/{case}/exhibits/{seq}/access` — who of another side read an exhibit.

use anjian_api::file::Access;
use anjian_api::ids::Seq;
use anjian_api::problem::{Problem, ProblemCode};
use axum::Json;
use axum::extract::{Path, State};

use crate::extract::Member;
use crate::files::Files;
use crate::http::Fault;

/// Oldest first; for the court, and for the side that submitted it.
///
/// # Errors
/// 404 no such exhibit, or not for this seat.
#[utoipa::path(get, path = "/api/cases/{case}/exhibits/{seq}/access", tag = "evidence",
    params(("case" = String, Path, description = "The case"),
        ("seq" = u64, Path, description = "The exhibit: the number of its entry")),
    responses((status = 200, body = Vec<Access>), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub async fn handle(
    State(files): State<Files>,
    member: Member,
    Path((_, seq)): Path<(String, String)>,
) -> Result<Json<Vec<Access>>, Fault> {
    let seq = seq.parse().map_err(|_| Fault::of(ProblemCode::NotFound))?;
    Ok(Json(files.accesses(&member.seat, Seq(seq)).await?))
}
