//! The ledger: cases as lists of entries, and the only way to read or write them.
//!
//! Nobody gets at a case without a `Member`, which only the ledger makes, or a `Submitter`, whom
//! the domain judges. A reader receives an entry in the form its seat may see, and no other.

mod beside;
mod cases;
mod documents;
mod errors;
mod events;
mod evidence;
mod files;
mod folding;
mod handing;
mod lru;
mod member;
mod opening;
mod snapshotter;
mod stored;
mod submit;
mod summaries;
#[cfg(test)]
mod tests;
mod views;
mod visibility;

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anjian_api::account::Staff;
use anjian_api::bytes::Sha256Digest;
use anjian_api::case::{Accepted, CaseMarks, CaseSummary, EntryPage, Opening, Position};
use anjian_api::command::Command;
use anjian_api::file::{FileFacts, FileId};
use anjian_api::ids::{CaseId, CommandId, CourtId, Moment, PersonId, SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_domain::CaseState;
use tokio::sync::broadcast;

pub(crate) use documents::REGISTRY;
pub use errors::{ReadError, StartError, SubmitError};
pub use events::{Appended, AppendedEntry, CaseEvent};
pub use evidence::Opposed;
pub use files::Readable;
pub use handing::SignStand;
pub use member::Member;

use crate::clock::Clock;
use crate::disk::Disk;
use crate::keys::Keys;
use crate::store::sqlite::{Db, DbConfig};
use crate::store::{CourtRow, Store};
use cases::Cases;
use views::Views;

/// Events a listener may lag behind before it has to fetch instead.
const EVENTS: usize = 4096;

/// Where and how the ledger keeps things.
#[derive(Debug, Clone)]
pub struct LedgerConfig {
    /// The folder of data and keys.
    pub data_dir: PathBuf,
    /// Writes are refused below this share of free disk, in thousandths.
    pub min_free_permille: u64,
    /// The size of the database is limited to this many pages; for tests of a full disk.
    pub max_pages: Option<u32>,
}

impl LedgerConfig {
    /// The usual limits, in this folder.
    #[must_use]
    pub fn in_folder(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            min_free_permille: 20,
            max_pages: None,
        }
    }
}

/// Who sends a command.
#[derive(Debug, Clone)]
pub struct Submitter {
    /// The person.
    pub person: PersonId,
    /// The person's posts in courts.
    pub staff: Vec<Staff>,
}

/// All cases of the deployment. Cloning gives another handle to the same ledger.
#[derive(Clone)]
pub struct Ledger {
    shared: Arc<Shared>,
}

struct Shared {
    db: Db,
    store: Arc<dyn Store>,
    keys: Keys,
    clock: Arc<dyn Clock>,
    disk: Disk,
    cases: Arc<Cases>,
    views: Views,
    events: broadcast::Sender<Arc<CaseEvent>>,
    /// Held while the ledger works in its folder; the system lets go of it when the process dies.
    lock: Mutex<Option<File>>,
}

impl Ledger {
    /// Opens, or creates, the ledger in a folder.
    ///
    /// # Errors
    /// When the folder, the store or the keys cannot be used.
    pub async fn start(config: LedgerConfig, clock: Arc<dyn Clock>) -> Result<Self, StartError> {
        std::fs::create_dir_all(&config.data_dir)?;
        let lock = lock_folder(&config.data_dir)?;
        let keys = Keys::open(&config.data_dir).await?;
        let db = Db::open(&DbConfig {
            file: config.data_dir.join("court.db"),
            max_pages: config.max_pages,
        })
        .await?;
        let (events, _) = broadcast::channel(EVENTS);
        let shared = Shared {
            store: Arc::new(db.clone()),
            db,
            keys,
            clock,
            disk: Disk::new(config.data_dir, config.min_free_permille),
            cases: Arc::new(Cases::default()),
            views: Views::default(),
            events,
            lock: Mutex::new(Some(lock)),
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// Judges a command and stores its entries. Repeating it is safe.
    ///
    /// # Errors
    /// Why nothing was stored.
    pub async fn submit(
        &self,
        who: Submitter,
        case: CaseId,
        id: CommandId,
        command: Command,
        body_sha256: [u8; 32],
    ) -> Result<Accepted, SubmitError> {
        submit::submit(self, who, case, id, command, body_sha256, None).await
    }

    /// `submit`, as if it were another time: only for telling a demonstration's story.
    ///
    /// # Errors
    /// Why nothing was stored.
    pub(crate) async fn submit_at(
        &self,
        who: Submitter,
        case: CaseId,
        id: CommandId,
        command: Command,
        body_sha256: [u8; 32],
        at: Moment,
    ) -> Result<Accepted, SubmitError> {
        submit::submit(self, who, case, id, command, body_sha256, Some(at)).await
    }

    /// The seat a person has in a case now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn member(
        &self,
        person: PersonId,
        case: CaseId,
    ) -> Result<Option<Member>, ReadError> {
        member::find(self, person, case).await
    }

    /// The person's cases, as lines of the list; the order is the device's business.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn summaries(&self, person: PersonId) -> Result<Vec<CaseSummary>, ReadError> {
        summaries::of(self, person).await
    }

    /// The seat's view of the case and its last page of entries.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn opening(&self, member: &Member) -> Result<Opening<CaseState>, ReadError> {
        opening::of(self, member).await
    }

    /// Entries after a number, oldest first; `limit` is capped at 500.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn entries_after(
        &self,
        member: &Member,
        after: Seq,
        limit: u32,
    ) -> Result<EntryPage, ReadError> {
        opening::after(self, member, after, limit).await
    }

    /// The entries just before a number, oldest first; `limit` is capped at 500.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn entries_before(
        &self,
        member: &Member,
        before: Seq,
        limit: u32,
    ) -> Result<EntryPage, ReadError> {
        opening::before(self, member, before, limit).await
    }

    /// Moves the read position forwards; it never goes back and never beyond the head.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn set_position(
        &self,
        member: &Member,
        position: Position,
    ) -> Result<Position, ReadError> {
        beside::set_position(self, member, position).await
    }

    /// Keeps what was typed and not sent.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn set_draft(&self, member: &Member, text: String) -> Result<(), ReadError> {
        beside::set_draft(self, member, text).await
    }

    /// Keeps how the line of the case is arranged.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn set_marks(&self, member: &Member, marks: CaseMarks) -> Result<(), ReadError> {
        beside::set_marks(self, member, marks).await
    }

    /// The newest numbers of the person's cases.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn heads(&self, person: PersonId) -> Result<Vec<(CaseId, SeatId, Seq)>, ReadError> {
        member::heads(self, person).await
    }

    /// Adds a court, or renames it.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn put_court(&self, court: CourtRow) -> Result<(), ReadError> {
        beside::put_court(self, court).await
    }

    /// A court of the deployment: its name and its code in case numbers.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn court(&self, court: CourtId) -> Result<Option<CourtRow>, ReadError> {
        Ok(self.shared.store.court(court).await?)
    }

    /// Whether this seat may upload, and the file of its own that has these bytes already.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn may_upload(
        &self,
        member: &Member,
        sha256: Option<Sha256Digest>,
    ) -> Result<Result<Option<FileId>, Refusal>, ReadError> {
        files::may_upload(self, member, sha256).await
    }

    /// A file, when this seat may read its bytes by its own view.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn readable_file(
        &self,
        member: &Member,
        file: FileId,
    ) -> Result<Option<Readable>, ReadError> {
        files::readable(self, member, file).await
    }

    /// Enters that a file came up for this seat. Repeating it is safe and gives the first facts.
    /// `at` is for the demonstration, which tells what was.
    ///
    /// # Errors
    /// Why nothing was stored.
    pub async fn receive_file(
        &self,
        member: &Member,
        found: FileFacts,
        at: Option<Moment>,
    ) -> Result<(FileFacts, Seq, Moment), SubmitError> {
        files::receive(self, member, found, at).await
    }

    /// Hears what becomes durable. Whoever lags has to fetch: an event is only a hint.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<CaseEvent>> {
        self.shared.events.subscribe()
    }

    /// The database, for what lies beside the cases (accounts, sessions).
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.shared.db
    }

    /// The store, for what is kept of files.
    pub(crate) fn store(&self) -> &Arc<dyn Store> {
        &self.shared.store
    }

    /// Whether the disk has room for more.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.shared.disk.has_room()
    }

    /// The keys, for sealing what belongs to a person.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.shared.keys
    }

    /// Brings the views of all seats of a case to its head, so that its next opening is fast.
    pub(crate) async fn refresh_views(&self, case: CaseId) {
        snapshotter::refresh(self.clone(), case).await;
    }

    /// Settles what is queued, keeps snapshots of what changed, and closes the files.
    pub async fn shutdown(&self) {
        snapshotter::keep_all(self).await;
        self.shared.store.stop().await;
        self.shared.keys.close().await;
        drop(
            self.shared
                .lock
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
    }
}

/// Two servers on one folder would each believe their own memory.
fn lock_folder(folder: &Path) -> Result<File, StartError> {
    let file = File::options()
        .create(true)
        .append(true)
        .open(folder.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StartError::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}
