//! `DELETE /api/session` — signs out.

use anjian_api::problem::Problem;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Response};

use crate::accounts::records::RecordError;
use crate::extract::AnySession;
use crate::http::Fault;
use crate::session::{Sessions, cookies};

/// Why the session goes on.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct RouteError(#[from] RecordError);

impl IntoResponse for RouteError {
    fn into_response(self) -> Response {
        Fault::internal(&self.0.to_string()).into_response()
    }
}

/// Ends the session of this device.
///
/// The cookie is ended by name. `Clear-Site-Data` would be too much: "cookies" would also take the
/// proof that this device is known, "storage" the shell that works offline. The app wipes its own
/// stores.
///
/// # Errors
/// 401 nobody is signed in.
#[utoipa::path(delete, path = "/api/session", tag = "session",
    responses((status = 204), (status = 401, body = Problem)))]
pub async fn handle(
    State(sessions): State<Sessions>,
    AnySession(session): AnySession,
) -> Result<Response, RouteError> {
    sessions.end(&session).await?;
    let set = cookies::clear_session().map(|value| (SET_COOKIE, value));
    Ok((AppendHeaders(set), StatusCode::NO_CONTENT).into_response())
}
