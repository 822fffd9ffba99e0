//! The built app: files as Trunk made them, compressed beforehand.

use anjian_api::problem::ProblemCode;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;
use tower_http::services::ServeDir;

use crate::app::Shared;
use crate::http::Fault;

const NEVER: &str = "no-store";
const ASK_EACH_TIME: &str = "no-cache";
const A_YEAR: &str = "public, max-age=31536000, immutable";
/// Digits of the hash that Trunk puts into names.
const HASH_DIGITS: usize = 16;

/// A file, or for an address of the app its one page.
pub async fn handle(State(app): State<Shared>, request: Request) -> Response {
    let not_found = || Fault::of(ProblemCode::NotFound).into_response();
    let path = request.uri().path().to_owned();
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_api = path == "/api" || path.starts_with("/api/");
    let (Some(dist), true, false) = (&app.config.dist, is_read, is_api) else {
        return not_found();
    };
    let file = if is_file(&path) {
        path
    } else {
        "/index.html".to_owned()
    };
    let Ok(uri) = file.parse() else {
        return not_found();
    };
    let mut asked = Request::new(axum::body::Body::empty());
    *asked.method_mut() = request.method().clone();
    *asked.uri_mut() = uri;
    *asked.headers_mut() = request.headers().clone();
    let service = ServeDir::new(dist)
        .precompressed_br()
        .append_index_html_on_directories(false);
    let answer = match service.oneshot(asked).await {
        Ok(answer) if answer.status().is_success() || answer.status().is_redirection() => answer,
        Ok(answer) if answer.status().as_u16() == 416 => answer,
        _ => return not_found(),
    };
    let mut answer = answer.map(axum::body::Body::new);
    let cache = HeaderValue::from_static(cache_control(&file));
    answer.headers_mut().insert(header::CACHE_CONTROL, cache);
    if file.ends_with(".webmanifest") {
        let kind = HeaderValue::from_static("application/manifest+json");
        answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    answer
}

/// The last part of the address has an extension. An address of the app has none.
fn is_file(path: &str) -> bool {
    path.rsplit('/')
        .next()
        .is_some_and(|name| name.contains('.'))
}

/// Names with a hash never change what they mean; the page and the worker are asked for anew.
fn cache_control(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    if path.split('/').any(is_hashed) {
        A_YEAR
    } else if name.ends_with(".html") || name == "sw.js" || name == "boot.js" {
        NEVER
    } else {
        ASK_EACH_TIME
    }
}

/// `anjian-0123456789abcdef.js`, `anjian-0123456789abcdef_bg.wasm`, and what has a longer hash.
fn is_hashed(name: &str) -> bool {
    name.split('-')
        .skip(1)
        .any(|part| part.bytes().take_while(u8::is_ascii_hexdigit).count() >= HASH_DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_a_year() {
        for hashed in [
            "/anjian-0123456789abcdef.js",
            "/a/anjian-0123456789abcdef_bg.wasm",
            "/pdf-0123456789abcdef/cmaps/UniGB-UCS2-H.bcmap",
        ] {
            assert_eq!(cache_control(hashed), A_YEAR, "{hashed}");
        }
        assert_eq!(cache_control("/index.html"), NEVER);
        assert_eq!(cache_control("/sw.js"), NEVER);
        for other in [
            "/manifest.webmanifest",
            "/icons/app-192.png",
            "/shell-files.json",
        ] {
            assert_eq!(cache_control(other), ASK_EACH_TIME, "{other}");
        }
    }

    #[test]
    fn an_address_of_the_app_is_no_file() {
        assert!(!is_file("/cases/0d9c2a52-5a4b-4f4d-a4a8-5d4f5a0a1b2c"));
        assert!(!is_file("/"));
        assert!(is_file("/favicon.ico"));
        assert!(is_file("/.env"));
    }
}
