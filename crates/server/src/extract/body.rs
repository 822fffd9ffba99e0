//! A JSON body, strictly.

use std::time::Duration;

use anjian_api::problem::ProblemCode;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

use crate::http::problem::Fault;

/// Who sends a body of 64 KiB slower than this holds a place and sends nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// A body that was JSON of exactly this shape: unknown fields, another content type and anything
/// after the value are refused.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        if !is_json(request.headers()) {
            return Err(Fault::of(ProblemCode::WrongContentType));
        }
        let bytes = tokio::time::timeout(PATIENCE, Bytes::from_request(request, state))
            .await
            .map_err(|_| Fault::of(ProblemCode::BadRequest))?
            .map_err(unread)?;
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|_| Fault::of(ProblemCode::BadRequest))
    }
}

/// `application/json`, with or without parameters.
#[must_use]
pub fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn unread(rejection: BytesRejection) -> Fault {
    if axum::response::IntoResponse::into_response(rejection).status()
        == StatusCode::PAYLOAD_TOO_LARGE
    {
        Fault::of(ProblemCode::TooLarge)
    } else {
        Fault::of(ProblemCode::BadRequest)
    }
}
