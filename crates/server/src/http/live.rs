//! `GET /api/live` — frames as they come, over whichever of three ways gets through.

use anjian_api::ids::{CaseId, Seq};
use anjian_api::problem::{Problem, ProblemCode};
use axum::extract::rejection::QueryRejection;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde::Deserialize;

use crate::app::Shared;
use crate::extract::SignedIn;
use crate::http::Fault;
use crate::live::{long_poll, sse, websocket};

/// A client's frame is a few dozen bytes.
const LARGEST_MESSAGE: usize = 4 * 1_024;
const USUAL_WAIT_S: u64 = 25;

/// With `poll`: how to wait.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Poll {
    /// 1: answer once, with an array of frames.
    poll: Option<u8>,
    /// The newest number that the device has of each case: JSON `[[case, seq], …]`.
    heads: Option<String>,
    /// How long to wait for news, seconds, 25 at most.
    wait: Option<u64>,
}

/// A WebSocket when asked to upgrade, one array of frames with `poll=1`, an event stream otherwise.
///
/// # Errors
/// 400 not a way we know, 401 nobody is signed in, 503 stopping.
#[utoipa::path(get, path = "/api/live", tag = "live", params(Poll),
    responses((status = 101, description = "A WebSocket of frames"),
        (status = 200, body = Vec<anjian_api::frame::Frame>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 503, body = Problem)))]
pub async fn handle(
    State(app): State<Shared>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
    query: Result<Query<Poll>, QueryRejection>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Fault> {
    let bad = || Fault::of(ProblemCode::BadRequest);
    let Query(query) = query.map_err(|_| bad())?;
    if !app.is_ready() {
        return Err(Fault::wait(ProblemCode::Unavailable, 1_000));
    }
    let person = session.person();
    if headers.contains_key(header::UPGRADE) {
        let upgrade = upgrade.map_err(|_| bad())?;
        let line = app.hub.connect(session).await?;
        return Ok(upgrade
            .max_message_size(LARGEST_MESSAGE)
            .on_upgrade(move |socket| websocket::run(socket, line)));
    }
    if query.poll == Some(1) {
        let heads = query
            .heads
            .map(|text| serde_json::from_str::<Vec<(CaseId, Seq)>>(&text));
        let heads = heads.transpose().map_err(|_| bad())?;
        let line = app.hub.connect(session).await?;
        let known = long_poll::Known {
            heads,
            wait_s: query.wait.unwrap_or(USUAL_WAIT_S),
        };
        return Ok(long_poll::answer(&app.ledger, person, line, known).await?);
    }
    Ok(sse::answer(app.hub.connect(session).await?))
}
