//! `GET /api/openapi.json` — this interface, described.

use std::sync::Arc;

use axum::Extension;
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// The document, written once at the start.
#[derive(Clone)]
pub struct Document(pub Arc<str>);

/// The OpenAPI document.
#[utoipa::path(get, path = "/api/openapi.json", tag = "server",
    responses((status = 200, body = serde_json::Value)))]
pub async fn handle(Extension(document): Extension<Document>) -> Response {
    (
        [(header::CONTENT_TYPE, "application/json")],
        document.0.to_string(),
    )
        .into_response()
}
