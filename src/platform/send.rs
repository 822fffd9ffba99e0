//! Sends a run of a file's bytes and tells how many have left. `fetch` cannot tell that, so this
//! is an `XMLHttpRequest`; the bytes go from the file to the network without passing the app.

use std::cell::RefCell;
use std::rc::Rc;

use futures::channel::oneshot;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{ProgressEvent, XmlHttpRequest};

use super::files::PickedFile;
use super::net::{Answer, NetError};

/// A run of bytes and where it goes.
pub struct Part {
    /// Same-origin path.
    pub url: String,
    /// Headers beside those of the browser.
    pub headers: Vec<(&'static str, String)>,
    /// The file.
    pub file: PickedFile,
    /// Its first byte.
    pub from: u64,
    /// The byte after its last.
    pub to: u64,
    /// After this it is given up.
    pub timeout_ms: u32,
    /// Hears how many bytes have left.
    pub on_progress: Rc<dyn Fn(u64)>,
}

/// Breaks the request off when the future that waits for it is dropped.
struct Abort(XmlHttpRequest);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.set_onload(None);
        self.0.set_onerror(None);
        self.0.set_ontimeout(None);
        if let Ok(upload) = self.0.upload() {
            upload.set_onprogress(None);
        }
        let _ = self.0.abort();
    }
}

type Ended = Rc<RefCell<Option<oneshot::Sender<Result<(), NetError>>>>>;

/// `PUT`s the bytes and reads the whole answer.
///
/// # Errors
/// Why there is no answer.
pub async fn put(part: Part) -> Result<Answer, NetError> {
    let request = XmlHttpRequest::new().map_err(|_| NetError::Impossible)?;
    let (sender, receiver) = oneshot::channel();
    let ended: Ended = Rc::new(RefCell::new(Some(sender)));
    let end = |result: Result<(), NetError>| {
        let ended = ended.clone();
        Closure::<dyn FnMut()>::new(move || {
            if let Some(sender) = ended.borrow_mut().take() {
                let _ = sender.send(result);
            }
        })
    };
    let (load, error, timeout) = (
        end(Ok(())),
        end(Err(NetError::Unreachable)),
        end(Err(NetError::TimedOut)),
    );
    let told = part.on_progress.clone();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number that JavaScript keeps in a float"
    )]
    let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        told(event.loaded() as u64);
    });
    let _abort = Abort(request.clone());
    request.set_onload(Some(load.as_ref().unchecked_ref()));
    request.set_onerror(Some(error.as_ref().unchecked_ref()));
    request.set_ontimeout(Some(timeout.as_ref().unchecked_ref()));
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    }
    start(&request, &part).ok_or(NetError::Impossible)?;
    receiver.await.unwrap_or(Err(NetError::Unreachable))?;
    answer(&request).ok_or(NetError::Unreachable)
}

fn start(request: &XmlHttpRequest, part: &Part) -> Option<()> {
    request.open("PUT", &part.url).ok()?;
    request.set_timeout(part.timeout_ms);
    for (name, value) in &part.headers {
        request.set_request_header(name, value).ok()?;
    }
    let blob = part.file.slice(part.from, part.to)?;
    request.send_with_opt_blob(Some(&blob)).ok()
}

fn answer(request: &XmlHttpRequest) -> Option<Answer> {
    let header = |name| request.get_response_header(name).ok().flatten();
    let media_type = header("content-type").unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    Some(Answer {
        status: request.status().ok()?,
        content_type: media_type.to_ascii_lowercase(),
        retry_after_ms: header("retry-after")
            .and_then(|seconds| seconds.trim().parse::<u64>().ok())
            .map(|seconds| seconds.saturating_mul(1_000)),
        date: header("date"),
        text: request.response_text().ok().flatten().unwrap_or_default(),
    })
}
