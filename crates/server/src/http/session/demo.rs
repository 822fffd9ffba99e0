//! `POST /api/demo/session` — enters a demonstration as one of its invented people.

use anjian_api::account::{DemoLogInRequest, Session};
use anjian_api::problem::{Problem, ProblemCode};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::opened;
use crate::accounts::AccountError;
use crate::app::Shared;
use crate::extract::Body;
use crate::http::Fault;

/// Why nobody entered.
#[derive(Debug, thiserror::Error)]
pub enum RouteError {
    /// No demonstration, or nobody of it.
    #[error("no such person in a demonstration")]
    NotFound,
    /// A fault.
    #[error(transparent)]
    Account(#[from] AccountError),
}

impl IntoResponse for RouteError {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => Fault::of(ProblemCode::NotFound).into_response(),
            Self::Account(error) => Fault::from(error).into_response(),
        }
    }
}

/// One tap, in a demonstration only.
///
/// # Errors
/// 404 no demonstration, or nobody of it.
#[utoipa::path(post, path = "/api/demo/session", tag = "session", request_body = DemoLogInRequest,
    responses((status = 200, body = Session), (status = 404, body = Problem)))]
pub async fn handle(
    State(app): State<Shared>,
    headers: HeaderMap,
    Body(request): Body<DemoLogInRequest>,
) -> Result<Response, RouteError> {
    let is_invented = app
        .demo_people
        .iter()
        .any(|invented| invented.person == request.person);
    if !app.config.demo || !is_invented {
        return Err(RouteError::NotFound);
    }
    Ok(opened::open(&app, &headers, request.person, &request.device, false).await?)
}
