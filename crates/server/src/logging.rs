//! Structured logs without personal data.
//!
//! One line a request: its id, its route as a template, the status, the time. Never a path with
//! ids in it, a query, a header, a body, a name, a number.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use uuid::Uuid;

tokio::task_local! {
    static REQUEST: String;
}

/// The id of the request that runs now.
#[must_use]
pub fn request_id() -> Option<String> {
    REQUEST.try_with(Clone::clone).ok()
}

/// JSON lines on stderr, at `info` or what `ANJIAN_LOG` says. Libraries stay at `warn`: some log
/// what they are given.
pub fn start() {
    let wanted = std::env::var("ANJIAN_LOG").unwrap_or_else(|_| "info".to_owned());
    let _ = tracing::subscriber::set_global_default(subscriber(&wanted, std::io::stderr));
}

/// The subscriber, writing elsewhere; for the test that looks for personal data in it.
pub fn subscriber<W>(level: &str, writer: W) -> impl tracing::Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let filter = EnvFilter::new(format!("warn,anjian_server={level}"));
    tracing_subscriber::fmt()
        .json()
        .with_writer(writer)
        .with_env_filter(filter)
        .finish()
}

/// Gives a request its id and writes its line.
pub async fn log(request: Request, next: Next) -> Response {
    let id = Uuid::new_v4().simple().to_string();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let started = Instant::now();
    let mut response = REQUEST.scope(id.clone(), next.run(request)).await;
    let status = response.status().as_u16();
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let route = route.as_ref().map_or("static", MatchedPath::as_str);
    if status >= 500 {
        tracing::error!(request_id = id, %method, route, status, ms, "request");
    } else {
        tracing::info!(request_id = id, %method, route, status, ms, "request");
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}
