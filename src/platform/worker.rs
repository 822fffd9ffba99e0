//! The worker that hashes files (boot/hash-worker.js). Its address and hash come from the boot
//! file; its script is checked before it is started, its wasm by itself.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use futures::channel::oneshot;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, RequestInit, Response, Worker};

use super::browser::{object, property, window};
use super::files::PickedFile;

/// Why there is no digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// The worker did not come, or broke. Trying again may help.
    #[error("no worker")]
    NoWorker,
    /// The file cannot be read any more.
    #[error("the file cannot be read")]
    Unreadable,
}

type Answer = oneshot::Sender<Result<Vec<u8>, HashError>>;

#[derive(Default)]
struct Waiting {
    answers: RefCell<BTreeMap<u32, Answer>>,
    next: Cell<u32>,
}

impl Waiting {
    fn tell(&self, id: u32, answer: Result<Vec<u8>, HashError>) {
        if let Some(waiting) = self.answers.borrow_mut().remove(&id) {
            let _ = waiting.send(answer);
        }
    }

    fn all_fail(&self) {
        for (_, waiting) in std::mem::take(&mut *self.answers.borrow_mut()) {
            let _ = waiting.send(Err(HashError::NoWorker));
        }
    }
}

/// A running worker; dropping it ends it.
pub struct Hasher {
    worker: Worker,
    waiting: Rc<Waiting>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _broke: Closure<dyn FnMut()>,
}

impl Drop for Hasher {
    fn drop(&mut self) {
        self.worker.terminate();
        self.waiting.all_fail();
    }
}

impl Hasher {
    /// Fetches the worker, checks it and starts it.
    pub async fn start() -> Result<Self, HashError> {
        let worker = checked_worker().await.ok_or(HashError::NoWorker)?;
        let waiting = Rc::new(Waiting::default());
        let told = waiting.clone();
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            hear(&told, &event.data());
        });
        let broken = waiting.clone();
        let broke = Closure::<dyn FnMut()>::new(move || broken.all_fail());
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(broke.as_ref().unchecked_ref()));
        Ok(Self {
            worker,
            waiting,
            _heard: heard,
            _broke: broke,
        })
    }

    /// SHA-256 of a run of a file's bytes.
    ///
    /// # Errors
    /// See [`HashError`].
    pub async fn part(&self, file: &PickedFile, from: u64, to: u64) -> Result<[u8; 32], HashError> {
        let blob = file.slice(from, to).ok_or(HashError::Unreadable)?;
        let digest = self.ask("part", blob.into()).await?;
        digest.try_into().map_err(|_| HashError::NoWorker)
    }

    /// SHA-256 and SM3 of a whole file.
    ///
    /// # Errors
    /// See [`HashError`].
    pub async fn whole(&self, file: &PickedFile) -> Result<([u8; 32], [u8; 32]), HashError> {
        let digests = self.ask("whole", file.blob().into()).await?;
        match digests.split_at_checked(32) {
            Some((sha256, sm3)) => sha256
                .try_into()
                .ok()
                .zip(sm3.try_into().ok())
                .ok_or(HashError::NoWorker),
            None => Err(HashError::NoWorker),
        }
    }

    async fn ask(&self, what: &str, blob: JsValue) -> Result<Vec<u8>, HashError> {
        let id = self.waiting.next.get();
        self.waiting.next.set(id.wrapping_add(1));
        let (sender, receiver) = oneshot::channel();
        self.waiting.answers.borrow_mut().insert(id, sender);
        let message = object(&[("id", id.into()), (what, blob)]);
        if self.worker.post_message(&message).is_err() {
            self.waiting.tell(id, Err(HashError::NoWorker));
        }
        receiver.await.unwrap_or(Err(HashError::NoWorker))
    }
}

fn hear(waiting: &Waiting, said: &JsValue) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number that we gave ourselves"
    )]
    let Some(id) = property(said, "id")
        .and_then(|id| id.as_f64())
        .map(|id| id as u32)
    else {
        return;
    };
    if let Some(digest) = property(said, "digest") {
        waiting.tell(id, Ok(Uint8Array::new(&digest).to_vec()));
    } else if let Some(failed) = property(said, "failed").and_then(|name| name.as_string()) {
        // What the file system says, by name; anything else is the worker's own fault.
        let is_file = matches!(
            failed.as_str(),
            "NotReadableError" | "NotFoundError" | "SecurityError" | "AbortError"
        );
        let error = if is_file {
            HashError::Unreadable
        } else {
            HashError::NoWorker
        };
        waiting.tell(id, Err(error));
    }
}

/// Workers know no integrity: the script is fetched with its hash checked first, and the worker
/// then takes it from the browser's cache, under a name that never changes its content.
async fn checked_worker() -> Option<Worker> {
    let window = window()?;
    let known = property(&property(&window, "anjianWorkers")?, "hash")?;
    let word = |name| property(&known, name).and_then(|value| value.as_string());
    let url = word("url")?;
    let init = RequestInit::new();
    js_sys::Reflect::set(&init, &"integrity".into(), &word("integrity")?.into()).ok()?;
    let fetched = JsFuture::from(window.fetch_with_str_and_init(&url, &init)).await;
    let response: Response = fetched.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    // Read to its end, or it would not be kept.
    JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Worker::new(&url).ok()
}
