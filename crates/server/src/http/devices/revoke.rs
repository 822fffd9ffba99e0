//! `DELETE /api/devices/{id}` — signs another device out.

use anjian_api::ids::DeviceId;
use anjian_api::problem::{Problem, ProblemCode};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::accounts::records::RecordError;
use crate::extract::SignedIn;
use crate::http::Fault;
use crate::session::Sessions;

/// Why no device was signed out.
#[derive(Debug, thiserror::Error)]
pub enum RouteError {
    /// No such device, or another person's.
    #[error("no such device of this person")]
    NotFound,
    /// The database failed; the device is signed out until the next start.
    #[error(transparent)]
    Records(#[from] RecordError),
}

impl IntoResponse for RouteError {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => Fault::of(ProblemCode::NotFound).into_response(),
            Self::Records(error) => Fault::internal(&error.to_string()).into_response(),
        }
    }
}

/// The device's live connection learns it at once, its next request is answered 401.
///
/// # Errors
/// 404 no such device of this person.
#[utoipa::path(delete, path = "/api/devices/{id}", tag = "session",
    params(("id" = String, Path, description = "The device")),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn handle(
    State(sessions): State<Sessions>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode, RouteError> {
    let device: DeviceId = id.parse().map_err(|_| RouteError::NotFound)?;
    let found = sessions
        .on_device(session.person(), device)
        .ok_or(RouteError::NotFound)?;
    sessions.end(&found).await?;
    Ok(StatusCode::NO_CONTENT)
}
