//! Papers: made from templates, sent, filled in, signed, and kept with their signatures.
//!
//! Whatever happens is an entry of the case, judged by the domain. Beside the case lie, sealed
//! under its key: the words of each paper, signatures in the making, and traces of ink, which are
//! biometric data and of which every reading is noted.

mod ceremony;
mod enter;
mod error;
mod fill;
mod finish;
mod handing;
mod kept;
mod looking;
mod made;
mod proof;
mod seal;
mod send;
pub mod sms;
mod tend;
mod trace;
mod trial;
mod unaltered;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use anjian_api::ids::{CaseId, CommandId, Moment, PersonId};
use anjian_api::problem::ProblemCode;
use anjian_documents::fonts::Fonts;
use anjian_documents::typeset::NoPaper;
use sha2::{Digest as _, Sha256};
use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

pub use error::PaperError;

use crate::accounts::Accounts;
use crate::clock::Clock;
use crate::files::{FileError, Files};
use crate::ledger::Ledger;
use sms::Sms;

/// Papers that are set at the same time: two cores.
const SETTERS: usize = 2;
/// How long a paper waits until it is set.
const QUEUE: Duration = Duration::from_secs(20);

/// All papers of the deployment. Cloning gives another handle to the same ones.
#[derive(Clone)]
pub struct Papers {
    inner: Arc<Inner>,
    /// When it is, for the demonstration, which tells what was.
    told: Option<Moment>,
}

struct Inner {
    ledger: Ledger,
    files: Files,
    accounts: Accounts,
    clock: Arc<dyn Clock>,
    fonts: Option<Arc<Fonts>>,
    sms: Option<Arc<dyn Sms>>,
    setters: Arc<Semaphore>,
    /// One thing about the documents of a case at a time: numbers that stand on paper are those
    /// that the entry gives.
    cases: Mutex<HashMap<CaseId, Arc<tokio::sync::Mutex<()>>>>,
    /// Codes that were sent to a person lately.
    codes: Mutex<HashMap<PersonId, Vec<Moment>>>,
    /// Who is being shown a paper before it is sent.
    looking: Mutex<HashSet<PersonId>>,
}

impl Papers {
    /// Reads the fonts. Without them no paper is made, and everything else goes on.
    pub async fn open(
        fonts: &[PathBuf],
        ledger: Ledger,
        files: Files,
        accounts: Accounts,
        clock: Arc<dyn Clock>,
        sms: Option<Arc<dyn Sms>>,
    ) -> Self {
        let folders = fonts.to_vec();
        let read = tokio::task::spawn_blocking(move || read_fonts(&folders)).await;
        let inner = Inner {
            ledger,
            files,
            accounts,
            clock,
            fonts: read.ok().flatten(),
            sms,
            setters: Arc::new(Semaphore::new(SETTERS)),
            cases: Mutex::default(),
            codes: Mutex::default(),
            looking: Mutex::default(),
        };
        let inner = Arc::new(inner);
        let papers = Self { inner, told: None };
        tend::start(&papers);
        papers
    }

    /// The same papers, as they were made and signed at another time.
    pub(crate) fn told(&self, at: Moment) -> Self {
        let inner = Arc::clone(&self.inner);
        let told = Some(at);
        Self { inner, told }
    }

    /// Papers can be made.
    #[must_use]
    pub fn has_fonts(&self) -> bool {
        self.inner.fonts.is_some()
    }

    /// Codes can be sent.
    #[must_use]
    pub fn sends_codes(&self) -> bool {
        self.inner.sms.is_some()
    }

    fn fonts(&self) -> Result<Arc<Fonts>, PaperError> {
        let fonts = self.inner.fonts.clone();
        fonts.ok_or(PaperError::of(ProblemCode::DocumentsUnavailable))
    }

    /// Runs the typesetter apart from the requests.
    async fn typeset<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Fonts) -> Result<T, NoPaper> + Send + 'static,
    ) -> Result<T, PaperError> {
        let fonts = self.fonts()?;
        let place = self.place().await?;
        let set = tokio::task::spawn_blocking(move || {
            let _place = place;
            work(&fonts)
        })
        .await;
        Ok(set.map_err(|error| PaperError::internal(&error.to_string()))??)
    }

    /// A place among those who set or draw; waits for one, and not for long.
    async fn place(&self) -> Result<OwnedSemaphorePermit, PaperError> {
        let waiting = Arc::clone(&self.inner.setters).acquire_owned();
        let place = tokio::time::timeout(QUEUE, waiting).await;
        let place = place.ok().and_then(Result::ok);
        place.ok_or(PaperError::Wait(3_000))
    }

    async fn alone_in(&self, case: CaseId) -> OwnedMutexGuard<()> {
        let lock = {
            let mut cases = self
                .inner
                .cases
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            // Locks that nobody holds are forgotten.
            if cases.len() > 1_000 {
                cases.retain(|_, lock| Arc::strong_count(lock) > 1);
            }
            Arc::clone(cases.entry(case).or_default())
        };
        lock.lock_owned().await
    }

    /// One look at a time: whoever asks in a loop does not keep everybody else waiting.
    fn look(&self, person: PersonId) -> Result<Looking, PaperError> {
        let inner = Arc::clone(&self.inner);
        let mut looking = inner.looking.lock().unwrap_or_else(PoisonError::into_inner);
        if !looking.insert(person) {
            return Err(PaperError::Wait(1_000));
        }
        drop(looking);
        Ok(Looking { inner, person })
    }

    fn require_room(&self) -> Result<(), PaperError> {
        match self.inner.ledger.has_room() {
            true => Ok(()),
            false => Err(PaperError::File(FileError::StorageFull)),
        }
    }

    fn now(&self) -> Moment {
        self.told.unwrap_or_else(|| self.inner.clock.now())
    }
}

/// Somebody is being shown a paper.
struct Looking {
    inner: Arc<Inner>,
    person: PersonId,
}

impl Drop for Looking {
    fn drop(&mut self) {
        let looking = self.inner.looking.lock();
        looking
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.person);
    }
}

/// Fonts that somebody in this process holds, by their folders: they are many megabytes, and a
/// process may have several courts (its tests do).
static HELD: Mutex<Vec<(Vec<PathBuf>, Weak<Fonts>)>> = Mutex::new(Vec::new());

/// The court's own fonts come with those that papers need.
fn read_fonts(folders: &[PathBuf]) -> Option<Arc<Fonts>> {
    let there = folders.iter().filter(|folder| folder.is_dir()).cloned();
    let there: Vec<PathBuf> = there.collect();
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    held.retain(|(_, fonts)| fonts.strong_count() > 0);
    let known = held.iter().find(|(folders, _)| *folders == there);
    if let Some(fonts) = known.and_then(|(_, fonts)| fonts.upgrade()) {
        return Some(fonts);
    }
    let paths: Vec<&Path> = there.iter().map(PathBuf::as_path).collect();
    match Fonts::read_all(&paths) {
        Ok(fonts) => {
            let fonts = Arc::new(fonts);
            held.push((there, Arc::downgrade(&fonts)));
            Some(fonts)
        }
        Err(error) => {
            tracing::warn!(%error, "no papers can be made");
            None
        }
    }
}

/// An id that follows from the client's: the same again gives the same.
fn derived(id: Uuid, what: &[u8], number: u64) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(b"aj/v1/derived");
    hash.update(id.as_bytes());
    hash.update(number.to_be_bytes());
    hash.update(what);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

fn command(id: Uuid, what: &[u8], number: u64) -> CommandId {
    CommandId(derived(id, what, number))
}

/// A hash of what was asked, so that the same id with another question is found.
fn asked_hash(asked: &impl serde::Serialize) -> Result<[u8; 32], PaperError> {
    Ok(Sha256::digest(serde_json::to_vec(asked)?).into())
}
