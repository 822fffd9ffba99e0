//! The answer to every way of signing in.

use anjian_api::ids::PersonId;
use axum::Json;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{AppendHeaders, IntoResponse, Response};

use crate::accounts::AccountError;
use crate::app::Shared;
use crate::session::cookies;
use crate::session::token::Token;

/// Opens a session, replaces the one this browser had, makes the device known, and answers who is
/// signed in.
pub async fn open(
    app: &Shared,
    headers: &HeaderMap,
    person: PersonId,
    label: &str,
    must_change: bool,
) -> Result<Response, AccountError> {
    let before =
        cookies::read(headers, cookies::SESSION).and_then(|token| app.sessions.find(&token));
    let (token, current) = app.sessions.open(person, label, must_change).await?;
    if let Some(before) = before {
        app.sessions.end(&before).await?;
    }
    // One proof a browser, also for several people: a court's shared desk.
    let known = match cookies::read(headers, cookies::KNOWN) {
        Some(known) => known,
        None => Token::random().map_err(|cause| AccountError::Internal(cause.to_string()))?,
    };
    app.accounts.know_device(person, &known).await?;
    let session = app.accounts.session(&current, app.config.demo).await?;
    let set: Vec<(_, HeaderValue)> = [cookies::set_session(&token), cookies::set_known(&known)]
        .into_iter()
        .flatten()
        .map(|value| (SET_COOKIE, value))
        .collect();
    Ok((AppendHeaders(set), Json(session)).into_response())
}
