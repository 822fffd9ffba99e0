//! `POST /api/session` — signs in.

use anjian_api::account::{LogInRequest, Session};
use anjian_api::problem::Problem;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::opened;
use crate::accounts::{AccountError, Try};
use crate::app::Shared;
use crate::extract::{Body, Peer};
use crate::http::Fault;
use crate::session::cookies;

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct RouteError(#[from] AccountError);

impl IntoResponse for RouteError {
    fn into_response(self) -> Response {
        Fault::from(self.0).into_response()
    }
}

/// Number and password. An unknown number and a wrong password get the same answer in the same
/// time.
///
/// # Errors
/// 401 they do not belong together, 429 too many tries.
#[utoipa::path(post, path = "/api/session", tag = "session", request_body = LogInRequest,
    responses((status = 200, body = Session), (status = 401, body = Problem),
        (status = 429, body = Problem)))]
pub async fn handle(
    State(app): State<Shared>,
    Peer(address): Peer,
    headers: HeaderMap,
    Body(request): Body<LogInRequest>,
) -> Result<Response, RouteError> {
    let known = cookies::read(&headers, cookies::KNOWN);
    let right = app
        .accounts
        .log_in(Try {
            phone: &request.phone,
            password: request.password,
            known: known.as_ref(),
            address,
        })
        .await?;
    Ok(opened::open(
        &app,
        &headers,
        right.person,
        &request.device,
        right.must_change,
    )
    .await?)
}
