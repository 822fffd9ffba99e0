//! `GET /api/devices` — where the person is signed in.

use anjian_api::account::Device;
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::State;

use crate::extract::SignedIn;
use crate::session::Sessions;

/// The person's devices, this one first.
#[utoipa::path(get, path = "/api/devices", tag = "session",
    responses((status = 200, body = Vec<Device>), (status = 401, body = Problem)))]
pub async fn handle(
    State(sessions): State<Sessions>,
    SignedIn(session): SignedIn,
) -> Json<Vec<Device>> {
    Json(sessions.devices(&session))
}
