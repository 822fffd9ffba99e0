//! `POST /api/session/password` — changes the password.

use anjian_api::account::{PasswordRequest, Session};
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Response};

use crate::accounts::AccountError;
use crate::app::Shared;
use crate::extract::{AnySession, Body};
use crate::http::Fault;
use crate::session::cookies;

/// Why the password stays.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct RouteError(#[from] AccountError);

impl IntoResponse for RouteError {
    fn into_response(self) -> Response {
        Fault::from(self.0).into_response()
    }
}

/// Changes the password, gives this device a new cookie and ends all other sessions.
///
/// # Errors
/// 401 not the password so far, 422 weak, 429 too many tries.
#[utoipa::path(post, path = "/api/session/password", tag = "session", request_body = PasswordRequest,
    responses((status = 200, body = Session), (status = 401, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn handle(
    State(app): State<Shared>,
    AnySession(session): AnySession,
    headers: HeaderMap,
    Body(request): Body<PasswordRequest>,
) -> Result<Response, RouteError> {
    let known = cookies::read(&headers, cookies::KNOWN);
    let attempt = (request.current, request.new);
    app.accounts
        .change_password(session.person(), attempt, known.as_ref())
        .await?;
    let token = app
        .sessions
        .rotate(&session)
        .await
        .map_err(AccountError::from)?;
    let answer = app.accounts.session(&session, app.config.demo).await?;
    let set = cookies::set_session(&token).map(|value| (SET_COOKIE, value));
    Ok((AppendHeaders(set), Json(answer)).into_response())
}
