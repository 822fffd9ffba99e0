//! The two cookies. `__Host-` binds them to this host, this path and TLS (RFC 6265bis §4.1.3.2).

use axum::http::{HeaderMap, HeaderValue, header};

use crate::session::ABSOLUTE_MS;
use crate::session::token::Token;

/// The session.
pub const SESSION: &str = "__Host-anjian";
/// Proof that this device signed in before; opens nothing.
pub const KNOWN: &str = "__Host-anjian-known";

/// How long a device is known, seconds.
pub const KNOWN_SECONDS: i64 = 180 * 24 * 3_600;

/// Reads one of the cookies.
#[must_use]
pub fn read(headers: &HeaderMap, name: &str) -> Option<Token> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .and_then(|(_, value)| Token::read(value))
}

/// Sets the session. It outlives the browser's process (WeChat kills it often), not the session.
#[must_use]
pub fn set_session(token: &Token) -> Option<HeaderValue> {
    set(SESSION, &token.text(), ABSOLUTE_MS / 1_000)
}

/// Ends the session on the device.
#[must_use]
pub fn clear_session() -> Option<HeaderValue> {
    set(SESSION, "", 0)
}

/// Makes the device known.
#[must_use]
pub fn set_known(token: &Token) -> Option<HeaderValue> {
    set(KNOWN, &token.text(), KNOWN_SECONDS)
}

fn set(name: &str, value: &str, seconds: i64) -> Option<HeaderValue> {
    let text = format!("{name}={value}; Max-Age={seconds}; Path=/; Secure; HttpOnly; SameSite=Lax");
    let mut value = HeaderValue::from_str(&text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let token = Token::random().unwrap();
        let mut headers = HeaderMap::new();
        let line = format!("a=b; {KNOWN}=x; {SESSION}={}", token.text());
        headers.insert(header::COOKIE, line.parse().unwrap());
        assert!(read(&headers, SESSION).unwrap() == token);
        assert!(read(&headers, KNOWN).is_none());
    }

    #[test]
    fn cookies_keep_every_promise_of_their_prefix() {
        let value = set_session(&Token::random().unwrap()).unwrap();
        let text = value.to_str().unwrap();
        for part in [
            "Path=/",
            "Secure",
            "HttpOnly",
            "SameSite=Lax",
            "Max-Age=43200",
        ] {
            assert!(text.contains(part), "{part}");
        }
        assert!(!text.contains("Domain"));
    }
}
