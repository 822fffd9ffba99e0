//! Requests that another site made a browser send (CSRF, cross-site WebSocket hijacking).
//!
//! The cookie is `SameSite=Lax`; this is the second wall. A browser tells where a request comes
//! from (`Sec-Fetch-Site`, `Origin`), and another site cannot make it send our header without a
//! CORS permission that we never give.

use anjian_api::problem::ProblemCode;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::Shared;
use crate::extract::body::is_json;
use crate::http::problem::Fault;

/// The header that only our app sends.
pub const OURS: &str = "x-anjian";

/// Lets requests of our own app through, and of programs that are no browser.
pub async fn guard(State(app): State<Shared>, request: Request, next: Next) -> Response {
    match judge(&request, app.config.demo) {
        Ok(()) => next.run(request).await,
        Err(code) => Fault::of(code).into_response(),
    }
}

fn judge(request: &Request, demo: bool) -> Result<(), ProblemCode> {
    let headers = request.headers();
    let host = host(headers, request.uri());
    // A name that was made to point at this machine must not reach a demonstration.
    if demo && !host.is_some_and(is_loopback_name) {
        return Err(ProblemCode::ForeignOrigin);
    }
    let upgrades = headers.contains_key(header::UPGRADE);
    let is_safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if is_safe && !upgrades {
        return Ok(());
    }
    if !is_same_site(headers) || !is_same_origin(headers, host) {
        return Err(ProblemCode::ForeignOrigin);
    }
    if is_safe {
        return Ok(());
    }
    if text(headers, OURS) != Some("1") {
        return Err(ProblemCode::ForeignOrigin);
    }
    // A DELETE has no body to be typed.
    let needs_type =
        request.method() != Method::DELETE || headers.contains_key(header::CONTENT_TYPE);
    if needs_type && !is_json(headers) && !is_part(request) {
        return Err(ProblemCode::WrongContentType);
    }
    Ok(())
}

/// A part of a file, a trace of ink, a picture of a feedback: raw bytes, and no form can make a PUT with our header.
fn is_part(request: &Request) -> bool {
    let path = request.uri().path();
    let is_part = path.contains("/uploads/") && path.contains("/parts/");
    let is_trace = path.contains("/signing/") && path.ends_with("/trace");
    let is_of_case = path.starts_with("/api/cases/") && (is_part || is_trace);
    let is_of_feedback = path.starts_with("/api/feedback/") && path.contains("/attachments/");
    request.method() == Method::PUT
        && (is_of_case || is_of_feedback)
        && text(request.headers(), "content-type") == Some("application/octet-stream")
}

fn is_same_site(headers: &HeaderMap) -> bool {
    !headers.contains_key("sec-fetch-site")
        || matches!(
            text(headers, "sec-fetch-site"),
            Some("same-origin" | "none")
        )
}

fn is_same_origin(headers: &HeaderMap, host: Option<&str>) -> bool {
    if !headers.contains_key(header::ORIGIN) {
        return true;
    }
    let Some((scheme, origin)) = text(headers, "origin").and_then(|o| o.split_once("://")) else {
        return false;
    };
    let default_port = match scheme {
        "https" => ":443",
        "http" => ":80",
        _ => return false,
    };
    let strip = |text: &str| {
        text.strip_suffix(default_port)
            .unwrap_or(text)
            .to_ascii_lowercase()
    };
    host.is_some_and(|host| strip(host) == strip(origin))
}

fn is_loopback_name(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

fn host<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> Option<&'a str> {
    text(headers, "host").or_else(|| uri.authority().map(|authority| authority.as_str()))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn verdict(method: &str, headers: &[(&str, &str)]) -> Result<(), ProblemCode> {
        let mut request = Request::builder()
            .method(method)
            .uri("/api/x")
            .header("host", "court.test");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        judge(&request.body(Body::empty()).unwrap(), false)
    }

    const JSON: (&str, &str) = ("content-type", "application/json");
    const APP: (&str, &str) = (OURS, "1");

    #[test]
    fn our_app_is_let_through() {
        let origin = ("origin", "https://court.test");
        let site = ("sec-fetch-site", "same-origin");
        assert_eq!(verdict("POST", &[JSON, APP, origin, site]), Ok(()));
        assert_eq!(
            verdict(
                "PUT",
                &[("content-type", "application/json; charset=utf-8"), APP]
            ),
            Ok(())
        );
        assert_eq!(
            verdict("DELETE", &[APP, ("origin", "https://court.test:443")]),
            Ok(())
        );
        assert_eq!(verdict("GET", &[]), Ok(()));
    }

    #[test]
    fn another_site_is_not() {
        for foreign in [
            ("origin", "https://evil.test"),
            ("origin", "null"),
            ("origin", "https://court.test.evil.test"),
            ("origin", "https://court.test:8443"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            let told = verdict("POST", &[JSON, APP, foreign]);
            assert_eq!(told, Err(ProblemCode::ForeignOrigin), "{foreign:?}");
        }
        assert_eq!(verdict("POST", &[JSON]), Err(ProblemCode::ForeignOrigin));
        assert_eq!(verdict("DELETE", &[]), Err(ProblemCode::ForeignOrigin));
    }

    #[test]
    fn a_socket_of_another_site_is_not_opened() {
        let upgrade = ("upgrade", "websocket");
        assert_eq!(
            verdict("GET", &[upgrade, ("origin", "https://court.test")]),
            Ok(())
        );
        let foreign = verdict("GET", &[upgrade, ("origin", "https://evil.test")]);
        assert_eq!(foreign, Err(ProblemCode::ForeignOrigin));
    }

    #[test]
    fn a_form_has_the_wrong_type() {
        let form = ("content-type", "application/x-www-form-urlencoded");
        assert_eq!(
            verdict("POST", &[form, APP]),
            Err(ProblemCode::WrongContentType)
        );
        assert_eq!(verdict("PUT", &[APP]), Err(ProblemCode::WrongContentType));
    }

    #[test]
    fn raw_bytes_are_for_parts_of_files_and_need_our_header_too() {
        let raw = ("content-type", "application/octet-stream");
        let ask = |method: &str, uri: &str, headers: &[(&str, &str)]| {
            let mut request = Request::builder().method(method).uri(uri);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            judge(&request.body(Body::empty()).unwrap(), false)
        };
        let part = "/api/cases/c/uploads/f/parts/0";
        let wrong = Err(ProblemCode::WrongContentType);
        assert_eq!(ask("PUT", part, &[raw, APP]), Ok(()));
        let trace = "/api/cases/c/documents/7/signing/f/trace";
        assert_eq!(ask("PUT", trace, &[raw, APP]), Ok(()));
        let picture = "/api/feedback/f/attachments/0";
        assert_eq!(ask("PUT", picture, &[raw, APP]), Ok(()));
        assert_eq!(ask("PUT", part, &[raw]), Err(ProblemCode::ForeignOrigin));
        assert_eq!(ask("POST", part, &[raw, APP]), wrong);
        assert_eq!(ask("PUT", "/api/cases/c/draft", &[raw, APP]), wrong);
    }

    #[test]
    fn a_demonstration_answers_to_the_names_of_this_machine_only() {
        for good in ["localhost:8080", "127.0.0.1", "[::1]:80", "localhost"] {
            assert!(is_loopback_name(good), "{good}");
        }
        for bad in ["court.test", "127.0.0.1.evil.test", "[::2]:80"] {
            assert!(!is_loopback_name(bad), "{bad}");
        }
    }
}
