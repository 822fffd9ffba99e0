//! `GET /api/cases/{case}/files/{file}/{variant}` — the bytes of a file in one of its forms.

use anjian_api::problem::{Problem, ProblemCode};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::range::{Asked, asked};
use crate::extract::{FileInCase, Member};
use crate::files::{FileError, Files, Form, Given};
use crate::http::Fault;

/// Nothing in it runs, wherever it is opened.
const SANDBOX: &str = "sandbox; default-src 'none'";
/// These bytes are not those that came up: the words of the camera are left out.
const STRIPPED: HeaderName = HeaderName::from_static("x-anjian-stripped");

/// `original` is a download; `thumb`, `view`, `play` and `pdf` are for looking at.
///
/// # Errors
/// 404 no such file for this seat, 416 no such bytes, 422 no such form of it, 503 too much is being
/// drawn.
#[utoipa::path(get, path = "/api/cases/{case}/files/{file}/{variant}", tag = "files",
    params(("case" = String, Path, description = "The case"),
        ("file" = String, Path, description = "The file"),
        ("variant" = anjian_api::file::FileVariant, Path, description = "In which form")),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 206, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 304), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 416, body = Problem),
        (status = 422, body = Problem), (status = 503, body = Problem)))]
pub async fn handle(
    State(files): State<Files>,
    member: Member,
    FileInCase(file): FileInCase,
    Path((_, _, variant)): Path<(String, String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let form = match variant.as_str() {
        "original" => Form::Original,
        "thumb" => Form::Thumb,
        "view" => Form::View,
        "play" => Form::Play,
        "pdf" => Form::Pdf,
        _ => return Err(Fault::of(ProblemCode::NotFound)),
    };
    let given = files.give(&member.seat, file, form).await?;
    let answer = answer(given, form, &headers)?;
    if gives_bytes(&method, &answer) {
        files.note_reading(&member.seat, file, form).await?;
    }
    Ok(answer)
}

/// Whoever gets no byte read nothing.
pub(super) fn gives_bytes(method: &Method, answer: &Response) -> bool {
    method == Method::GET && answer.status().is_success()
}

/// The answer to a request for bytes.
pub(super) fn answer(given: Given, form: Form, request: &HeaderMap) -> Result<Response, Fault> {
    let text = |name| request.get(name).and_then(|value| value.to_str().ok());
    let tag = format!("\"{}\"", given.tag);
    let mut headers = about(&given, form, request, &tag)?;
    if text(header::IF_NONE_MATCH).is_some_and(|known| matches(known, &tag)) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    // Bytes of another version are of no use to whoever holds a part of this one.
    let is_same = text(header::IF_RANGE).is_none_or(|known| known.trim() == tag);
    let range = text(header::RANGE).filter(|_| is_same);
    let size = given.size;
    let (status, range) = match asked(range, size) {
        Asked::All => (StatusCode::OK, 0..size),
        Asked::Part(range) => {
            let content = format!("bytes {}-{}/{size}", range.start, range.end - 1);
            headers.insert(header::CONTENT_RANGE, value(&content)?);
            (StatusCode::PARTIAL_CONTENT, range)
        }
        Asked::Nothing => {
            let mut refused = Fault::of(ProblemCode::RangeNotSatisfiable).into_response();
            let content = value(&format!("bytes */{size}"))?;
            refused.headers_mut().insert(header::CONTENT_RANGE, content);
            return Ok(refused);
        }
    };
    let length = HeaderValue::from(range.end - range.start);
    headers.insert(header::CONTENT_LENGTH, length);
    let body = Body::from_stream(given.pieces(range));
    Ok((status, headers, body).into_response())
}

fn about(given: &Given, form: Form, request: &HeaderMap, tag: &str) -> Result<HeaderMap, Fault> {
    let mut headers = HeaderMap::new();
    let fixed = [
        (header::CONTENT_TYPE, given.media_type),
        (header::CONTENT_SECURITY_POLICY, SANDBOX),
        (header::ACCEPT_RANGES, "bytes"),
        // The address says nothing about who may read; asked again, the server says it.
        (header::CACHE_CONTROL, "private, no-cache"),
    ];
    for (name, text) in fixed {
        headers.insert(name, HeaderValue::from_static(text));
    }
    headers.insert(header::ETAG, value(tag)?);
    if form == Form::Original || is_opened_as_a_page(request) {
        let name = format!(
            "attachment; filename*=UTF-8''{}",
            escaped(&given.facts.name)
        );
        headers.insert(header::CONTENT_DISPOSITION, value(&name)?);
    }
    if given.is_bare {
        headers.insert(STRIPPED, HeaderValue::from_static("1"));
    }
    Ok(headers)
}

/// The browser would show it in a window or a frame of its own; it is for players and scripts.
fn is_opened_as_a_page(request: &HeaderMap) -> bool {
    let destination = request.get("sec-fetch-dest");
    destination.is_some_and(|to| {
        matches!(
            to.as_bytes(),
            b"document" | b"iframe" | b"frame" | b"embed" | b"object"
        )
    })
}

fn matches(known: &str, tag: &str) -> bool {
    known
        .split(',')
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == tag || one == "*")
}

/// What stands after `UTF-8''` (RFC 8187).
fn escaped(name: &str) -> String {
    let mut escaped = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

fn value(text: &str) -> Result<HeaderValue, Fault> {
    HeaderValue::from_str(text)
        .map_err(|_| FileError::Internal("a header that cannot be written".into()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_end_its_header() {
        assert_eq!(escaped("借条 1.pdf"), "%E5%80%9F%E6%9D%A1%201.pdf");
        assert_eq!(escaped("a\"; x=\r\n"), "a%22%3B%20x%3D%0D%0A");
    }

    #[test]
    fn any_of_the_known_tags_counts() {
        assert!(matches("\"a\", W/\"b\"", "\"b\""));
        assert!(matches("*", "\"b\""));
        assert!(!matches("\"a\"", "\"b\""));
    }
}
