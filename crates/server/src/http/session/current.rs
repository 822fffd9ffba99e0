//! `GET /api/session` — who is signed in.

use anjian_api::account::Session;
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::accounts::AccountError;
use crate::app::Shared;
use crate::extract::AnySession;
use crate::http::Fault;

/// Why it cannot be told.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct RouteError(#[from] AccountError);

impl IntoResponse for RouteError {
    fn into_response(self) -> Response {
        Fault::from(self.0).into_response()
    }
}

/// Who is signed in on this device.
///
/// # Errors
/// 401 nobody.
#[utoipa::path(get, path = "/api/session", tag = "session",
    responses((status = 200, body = Session), (status = 401, body = Problem)))]
pub async fn handle(
    State(app): State<Shared>,
    AnySession(session): AnySession,
) -> Result<Json<Session>, RouteError> {
    Ok(Json(app.accounts.session(&session, app.config.demo).await?))
}
