//! One file on its way from this page: does what the machine says, and tells it what came of it.

use std::rc::Rc;

use anjian_api::bytes::{Sha256Digest, Sm3Digest};
use anjian_api::file::{Announce, CompleteUpload, FileId};
use anjian_api::ids::CaseId;
use anjian_sync::{Failure, Upload, UploadInput, UploadOutput};
use futures::future::{AbortHandle, abortable};

use super::Uploads;
use crate::platform::files::PickedFile;
use crate::platform::send::Part;
use crate::platform::timer::{self, Timer};
use crate::platform::worker::{HashError, Hasher};
use crate::platform::{clock, random, task};
use crate::state::clock::engine_now;

/// Between two tries to start the worker.
const WORKER_PATIENCE_MS: u32 = 4_000;

pub(super) struct Run {
    pub(super) machine: Upload,
    pub(super) file: PickedFile,
    case: CaseId,
    tasks: Vec<AbortHandle>,
    wake: Option<Timer>,
}

impl Run {
    pub(super) fn new(case: CaseId, file: PickedFile) -> Self {
        Self {
            machine: Upload::new(file.size()),
            file,
            case,
            tasks: Vec::new(),
            wake: None,
        }
    }

    fn stop(&mut self) {
        for task in self.tasks.drain(..) {
            task.abort();
        }
        self.wake = None;
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Uploads {
    /// Tells the machine of a file what happened and does what it says.
    pub(super) fn drive(self, id: FileId, input: UploadInput) {
        let Some(inner) = self.inner() else { return };
        let outputs = {
            let mut runs = inner.runs.borrow_mut();
            let Some(run) = runs.get_mut(&id) else { return };
            run.machine.handle(engine_now(), random::number(), input)
        };
        for output in outputs {
            self.perform(id, output);
        }
        self.show(id);
        let is_over = inner
            .runs
            .borrow()
            .get(&id)
            .is_some_and(|run| run.machine.is_over());
        if is_over {
            self.ended(id);
        }
        self.pump();
    }

    fn perform(self, id: FileId, output: UploadOutput) {
        let Some(inner) = self.inner() else { return };
        let Some((case, file)) = inner
            .runs
            .borrow()
            .get(&id)
            .map(|run| (run.case, run.file.clone()))
        else {
            return;
        };
        let api = inner.api.clone();
        match output {
            UploadOutput::Hash => self.spawn(id, async move {
                let hashed = loop {
                    match self.hash(&file).await {
                        Ok(digests) => break UploadInput::Hashed(digests),
                        Err(HashError::Unreadable) => break UploadInput::Unreadable,
                        Err(HashError::NoWorker) => timer::sleep(WORKER_PATIENCE_MS).await,
                    }
                };
                self.drive(id, hashed);
            }),
            UploadOutput::Announce { sha256 } => self.spawn(id, async move {
                let declared = file.media_type();
                let announce = Announce {
                    name: file.name().to_owned(),
                    size: file.size(),
                    declared: (!declared.is_empty()).then_some(declared),
                    sha256,
                };
                let told = api.announce(case, id, &announce).await;
                self.drive(id, UploadInput::Told(told.map_err(Failure::from)));
            }),
            UploadOutput::AskStatus { sha256 } => self.spawn(id, async move {
                let told = api.upload_status(case, id, sha256).await;
                self.drive(id, UploadInput::Told(told.map_err(Failure::from)));
            }),
            UploadOutput::SendPart {
                first,
                from,
                to,
                timeout_ms,
            } => self.spawn(id, async move {
                let input = self
                    .send_part(case, id, file, first, from..to, timeout_ms)
                    .await;
                self.drive(id, input);
            }),
            UploadOutput::Complete(complete) => self.spawn(id, async move {
                let told = api.complete_upload(case, id, &complete).await;
                self.drive(id, UploadInput::Completed(told.map_err(Failure::from)));
            }),
            UploadOutput::Break => {
                if let Some(run) = inner.runs.borrow_mut().get_mut(&id) {
                    run.stop();
                }
            }
            UploadOutput::Withdraw => task::detached(async move {
                let _ = api.withdraw_upload(case, id).await;
            }),
            UploadOutput::WakeAt(at) => {
                let wait = u32::try_from(at.ms_since(engine_now()).max(0)).unwrap_or(u32::MAX);
                let wake = timer::after(wait, move || self.drive(id, UploadInput::Tick));
                if let Some(run) = inner.runs.borrow_mut().get_mut(&id) {
                    run.wake = Some(wake);
                }
            }
        }
    }

    async fn send_part(
        self,
        case: CaseId,
        id: FileId,
        file: PickedFile,
        first: u64,
        bytes: std::ops::Range<u64>,
        timeout_ms: u32,
    ) -> UploadInput {
        let failed = |failure| UploadInput::PartDone {
            first,
            took_ms: 0,
            outcome: Err(failure),
        };
        let Some(inner) = self.inner() else {
            return failed(Failure::Unreachable);
        };
        let digest = match self.hasher().await {
            Some(hasher) => hasher.part(&file, bytes.start, bytes.end).await,
            None => Err(HashError::NoWorker),
        };
        let digest = match digest {
            Ok(digest) => Sha256Digest(digest),
            Err(HashError::Unreadable) => return UploadInput::Unreadable,
            Err(HashError::NoWorker) => return failed(Failure::Unreachable),
        };
        let since = clock::monotonic_ms();
        let part = Part {
            url: String::new(),
            headers: Vec::new(),
            file,
            from: bytes.start,
            to: bytes.end,
            timeout_ms,
            on_progress: Rc::new(move |sent| {
                self.drive(id, UploadInput::PartMoved { first, sent })
            }),
        };
        let outcome = inner.api.put_part(case, id, first, digest, part).await;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "milliseconds of one request"
        )]
        let took_ms = (clock::monotonic_ms() - since).max(0.0) as u64;
        UploadInput::PartDone {
            first,
            took_ms,
            outcome: outcome.map_err(Failure::from),
        }
    }

    /// Runs a future until the machine says "break".
    fn spawn(self, id: FileId, work: impl Future<Output = ()> + 'static) {
        let (work, handle) = abortable(work);
        if let Some(inner) = self.inner()
            && let Some(run) = inner.runs.borrow_mut().get_mut(&id)
        {
            run.tasks.retain(|task| !task.is_aborted());
            run.tasks.push(handle);
            task::detached(async move {
                let _ = work.await;
            });
        }
    }

    async fn hash(self, file: &PickedFile) -> Result<CompleteUpload, HashError> {
        let hasher = self.hasher().await.ok_or(HashError::NoWorker)?;
        let (sha256, sm3) = hasher.whole(file).await?;
        Ok(CompleteUpload {
            sha256: Sha256Digest(sha256),
            sm3: Sm3Digest(sm3),
        })
    }

    /// SHA-256 over the digests of the first and the last block.
    pub(super) async fn edges(self, file: &PickedFile) -> Option<String> {
        let hasher = self.hasher().await?;
        let (size, block) = (file.size(), anjian_api::file::BLOCK);
        let first = hasher.part(file, 0, block.min(size)).await.ok()?;
        let last = hasher
            .part(file, size.saturating_sub(block), size)
            .await
            .ok()?;
        Some(format!(
            "{}{}",
            Sha256Digest(first).to_hex(),
            Sha256Digest(last).to_hex()
        ))
    }

    /// The worker; started when the first file needs it.
    async fn hasher(self) -> Option<Rc<Hasher>> {
        let inner = self.inner()?;
        let running = inner.hasher.borrow().clone();
        if running.is_some() {
            return running;
        }
        let started = Rc::new(Hasher::start().await.ok()?);
        // Two files may have asked at once: the first one stays.
        let mut place = inner.hasher.borrow_mut();
        Some(place.get_or_insert(started).clone())
    }
}
