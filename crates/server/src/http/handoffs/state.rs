//! `GET /api/handoffs/{id}/state` — how far a hand-off is, for either device.

use std::time::Duration;

use anjian_api::handoff::HandoffState;
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;

use crate::app::Shared;
use crate::extract::SignedIn;
use crate::http::Fault;

/// The longest wait: proxies cut at thirty seconds.
const LONGEST_MS: u64 = 20_000;
/// The shortest, so that nobody asks without a pause, ms.
const SHORTEST_MS: u64 = 1_000;

/// What the device knows.
#[derive(Deserialize)]
pub struct Known {
    /// The change it has; the answer waits for the next one.
    after: Option<u32>,
}

/// Answers at once when there is something new, otherwise when there is, at the latest after twenty
/// seconds or when the code ends.
///
/// # Errors
/// 404 no such hand-off of this device; after a restart of the server there is none.
#[utoipa::path(get, path = "/api/handoffs/{id}/state", tag = "handoffs",
    params(("id" = String, Path, description = "The hand-off"),
        ("after" = Option<u32>, Query, description = "The change that is known")),
    responses((status = 200, body = HandoffState), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub async fn handle(
    State(app): State<Shared>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
    Query(known): Query<Known>,
) -> Result<Json<HandoffState>, Fault> {
    let (id, asker) = (super::id(&id)?, super::asker(&session));
    let (state, mut changes) = app.handoffs.state(&asker, id)?;
    let Some(after) = known.after else {
        return Ok(Json(state));
    };
    if state.change != after || state.step.is_over() {
        return Ok(Json(state));
    }
    // At its end it is asked anew at once; while it is being signed that end is no end.
    let wait = app.handoffs.left_ms(id).clamp(SHORTEST_MS, LONGEST_MS);
    let next = changes.wait_for(|change| *change != after);
    // Neither news nor the end of the sender is a failure: the state is read anew.
    let _ = tokio::time::timeout(Duration::from_millis(wait), next).await;
    Ok(Json(app.handoffs.state(&asker, id)?.0))
}
