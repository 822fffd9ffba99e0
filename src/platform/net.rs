//! One request and its whole answer. What the answer means is judged by `api`.

use super::{
    browser::window,
    files::{PickedFile, of_blob},
    timer,
};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, RequestCache, RequestCredentials, RequestInit, RequestRedirect,
    Response,
};

/// How a request is made.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET`, `PUT` …
    pub method: &'static str,
    /// Same-origin path with query.
    pub url: String,
    /// Headers beside those of the browser.
    pub headers: Vec<(&'static str, String)>,
    /// The body, sent as it is.
    pub body: Option<String>,
    /// After this the request is given up.
    pub timeout_ms: u32,
}

/// A whole answer, of any status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The media type without parameters, lower case; a captive portal betrays itself here.
    pub content_type: String,
    /// `Retry-After` in milliseconds.
    pub retry_after_ms: Option<u64>,
    /// The server's clock, from `Date`, as the browser shows it.
    pub date: Option<String>,
    /// The body.
    pub text: String,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetError {
    /// No connection, refused connection, or cut before the answer was complete.
    #[error("no connection")]
    Unreachable,
    /// Given up after the request's time.
    #[error("timed out")]
    TimedOut,
    /// The request could not even be built: a bug, or the host.
    #[error("not possible here")]
    Impossible,
}

/// Cancels the request when the future that waits for it is dropped.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        // Harmless after the answer has been read.
        self.0.abort();
    }
}

/// Sends a request and reads the whole answer. Redirects count as unreachable: our server never
/// redirects an API call, captive portals do.
pub async fn send(request: Request) -> Result<Answer, NetError> {
    Ok(exchange(request, false).await?.0)
}

/// Sends a request whose answer is a file. A failure is an answer in words, and there is no file.
pub async fn take(request: Request) -> Result<(Answer, Option<PickedFile>), NetError> {
    exchange(request, true).await
}

async fn exchange(request: Request, takes: bool) -> Result<(Answer, Option<PickedFile>), NetError> {
    let window = window().ok_or(NetError::Impossible)?;
    let controller = AbortController::new().map_err(|_| NetError::Impossible)?;
    let init = init(&request, &controller).ok_or(NetError::Impossible)?;
    let timed_out = Rc::new(Cell::new(false));
    let (expired, stop) = (timed_out.clone(), controller.clone());
    let _timer = timer::after(request.timeout_ms, move || {
        expired.set(true);
        stop.abort();
    });
    let _abort = Abort(controller);
    let fetched = JsFuture::from(window.fetch_with_str_and_init(&request.url, &init)).await;
    let answer = match fetched.map(JsCast::unchecked_into::<Response>) {
        Ok(response) => read(&response, takes).await,
        Err(_) => None,
    };
    answer.ok_or(if timed_out.get() {
        NetError::TimedOut
    } else {
        NetError::Unreachable
    })
}

/// Bytes of a body that may be sent with `keepalive`; browsers allow 64 KiB for all together.
const KEPT_ALIVE: usize = 8 * 1024;

fn init(request: &Request, controller: &AbortController) -> Option<RequestInit> {
    let headers = Headers::new().ok()?;
    for (name, value) in &request.headers {
        headers.append(name, value).ok()?;
    }
    let init = base_init(request.method, &headers, controller);
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
        // A small request outlives the page that sent it: what was read or written in the last
        // second before a tab is closed still arrives. `web-sys` has no setter for it.
        if body.len() <= KEPT_ALIVE {
            js_sys::Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE).ok()?;
        }
    }
    Some(init)
}

/// What every request of ours has in common.
pub(super) fn base_init(
    method: &str,
    headers: &Headers,
    controller: &AbortController,
) -> RequestInit {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_headers(headers);
    init.set_signal(Some(&controller.signal()));
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_redirect(RequestRedirect::Error);
    init.set_cache(RequestCache::NoStore);
    init
}

/// The media type without parameters.
pub(super) fn media_type(response: &Response) -> String {
    let header = response
        .headers()
        .get("content-type")
        .ok()
        .flatten()
        .unwrap_or_default();
    header
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

async fn read(response: &Response, takes: bool) -> Option<(Answer, Option<PickedFile>)> {
    let header = |name| response.headers().get(name).ok().flatten();
    let takes = takes && response.ok();
    let body = if takes {
        response.blob()
    } else {
        response.text()
    };
    let body = JsFuture::from(body.ok()?).await.ok()?;
    let (text, file) = if takes {
        let file = of_blob(body.unchecked_into(), String::new());
        (String::new(), Some(file))
    } else {
        (body.as_string()?, None)
    };
    let answer = Answer {
        status: response.status(),
        content_type: media_type(response),
        retry_after_ms: header("retry-after")
            .and_then(|seconds| seconds.trim().parse::<u64>().ok())
            .map(|seconds| seconds.saturating_mul(1_000)),
        date: header("date"),
        text,
    };
    Some((answer, file))
}
