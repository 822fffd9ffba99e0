//! Frames as server-sent events, for where WebSockets are blocked.

use std::convert::Infallible;
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use crate::live::line::Line;

/// A comment so often keeps the way open.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// An endless answer. The first byte goes out at once: a client that has none within three seconds
/// knows that something between us buffers, and polls instead.
#[must_use]
pub fn answer(line: Line) -> Response {
    let frames = stream::unfold((line, true), |(mut line, is_first)| async move {
        let event = if is_first {
            Event::default().comment("")
        } else {
            Event::default().data(line.next().await?.as_str())
        };
        Some((Ok::<_, Infallible>(event), (line, false)))
    });
    let mut response = Sse::new(frames)
        .keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
        .into_response();
    // nginx buffers an answer otherwise.
    response.headers_mut().insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    response
}
