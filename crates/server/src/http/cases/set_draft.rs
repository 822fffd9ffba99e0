//! `PUT /api/cases/{case}/draft` — what the person has typed and not sent.

use anjian_api::case::Draft;
use anjian_api::problem::{Problem, ProblemCode};
use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{Body, Member};
use crate::http::Fault;
use crate::ledger::Ledger;

const LONGEST: usize = 4_000;

/// Kept for the person's other devices; nobody else sees it.
///
/// # Errors
/// 404 no such case for this person, 413 longer than a message may be.
#[utoipa::path(put, path = "/api/cases/{case}/draft", tag = "cases", request_body = Draft,
    params(("case" = String, Path, description = "The case")),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 413, body = Problem)))]
pub async fn handle(
    State(ledger): State<Ledger>,
    member: Member,
    Body(draft): Body<Draft>,
) -> Result<StatusCode, Fault> {
    if draft.text.chars().count() > LONGEST {
        return Err(Fault::of(ProblemCode::TooLarge));
    }
    ledger.set_draft(&member.seat, draft.text).await?;
    Ok(StatusCode::NO_CONTENT)
}
