//! `GET /api/health` — for the load balancer.

use anjian_api::problem::{Problem, ProblemCode};
use axum::extract::State;
use axum::http::StatusCode;

use crate::app::Shared;
use crate::http::Fault;

/// Ready for work.
///
/// # Errors
/// 503 stopping.
#[utoipa::path(get, path = "/api/health", tag = "server",
    responses((status = 204), (status = 503, body = Problem)))]
pub async fn handle(State(app): State<Shared>) -> Result<StatusCode, Fault> {
    if app.is_ready() {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Fault::of(ProblemCode::Unavailable))
    }
}
