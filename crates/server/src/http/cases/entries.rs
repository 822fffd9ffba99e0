//! `GET /api/cases/{case}/entries` — a stretch of entries: the truth that live only hints at.

use anjian_api::case::EntryPage;
use anjian_api::ids::Seq;
use anjian_api::problem::{Problem, ProblemCode};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;

use crate::extract::Member;
use crate::http::Fault;
use crate::ledger::Ledger;

const USUAL: u32 = 100;

/// Which stretch.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Stretch {
    /// After this number, oldest first.
    after: Option<u64>,
    /// Or the ones just before this number, oldest first all the same.
    before: Option<u64>,
    /// How many, 500 at most.
    limit: Option<u32>,
}

/// Entries after or before a number, in the form the reader's seat may see.
///
/// # Errors
/// 400 neither or both of `after` and `before`, 404 no such case for this person.
#[utoipa::path(get, path = "/api/cases/{case}/entries", tag = "cases",
    params(("case" = String, Path, description = "The case"), Stretch),
    responses((status = 200, body = EntryPage), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn handle(
    State(ledger): State<Ledger>,
    member: Member,
    stretch: Result<Query<Stretch>, QueryRejection>,
) -> Result<Json<EntryPage>, Fault> {
    let Query(stretch) = stretch.map_err(|_| Fault::of(ProblemCode::BadRequest))?;
    let limit = stretch.limit.unwrap_or(USUAL);
    let page = match (stretch.after, stretch.before) {
        (Some(after), None) => {
            ledger
                .entries_after(&member.seat, Seq(after), limit)
                .await?
        }
        (None, Some(before)) => {
            ledger
                .entries_before(&member.seat, Seq(before), limit)
                .await?
        }
        _ => return Err(Fault::of(ProblemCode::BadRequest)),
    };
    Ok(Json(page))
}
