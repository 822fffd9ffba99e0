//! What this device keeps of a person: the outbox (strict), cases and the list (can be fetched
//! again). Where the browser gives no storage it keeps everything in memory and says so.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use anjian_api::case::{CaseMarks, CaseSummary, ProofTerms};
use anjian_api::entry::WireEntry;
use anjian_api::ids::{CaseId, CommandId, Moment, PersonId, SeatId, Seq};
use anjian_domain::CaseState;
use anjian_sync::OutboxItem;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::platform::storage::{Database, Shelf, StorageError};

const NAME: &str = "anjian";
/// Entries per stored chunk: small enough to write again for each new entry.
const CHUNK: u64 = 64;
/// How many chunks back a case is shown from the device.
const CHUNKS_READ: u64 = 4;
/// How many chunks of a case are kept at most, 2,048 entries: those of them that came live or were
/// read. What is older is fetched again when somebody scrolls there.
const CHUNKS_KEPT: u64 = 32;
/// How many kept chunks make a page of older entries.
const CHUNKS_PAGE: u64 = 2;

/// Whether this device keeps what is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Storage {
    /// It does.
    #[default]
    Kept,
    /// It has no storage: what is not sent is lost with the page.
    MemoryOnly,
    /// Its storage is full: the newest words are only in memory.
    Full,
}

/// Everything of a case but its entries, as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct KeptCase {
    pub proof: ProofTerms,
    pub state: CaseState,
    pub you: SeatId,
    pub read: Seq,
    pub marks: CaseMarks,
    pub at: Moment,
}

type Shelves = [BTreeMap<String, String>; 3];

#[derive(Clone)]
enum Place {
    Database(Database),
    Memory(Rc<RefCell<Shelves>>),
}

/// The store of one person on this device.
#[derive(Clone)]
pub struct Vault {
    place: Place,
    person: PersonId,
}

impl Vault {
    /// Opens the store, in memory where there is no other.
    pub async fn open(person: PersonId) -> (Self, Storage) {
        match Database::open(NAME).await {
            Ok(database) => (
                Self {
                    place: Place::Database(database),
                    person,
                },
                Storage::Kept,
            ),
            Err(_) => (Self::in_memory(person), Storage::MemoryOnly),
        }
    }

    /// A store that ends with the page.
    #[must_use]
    pub fn in_memory(person: PersonId) -> Self {
        Self {
            place: Place::Memory(Rc::default()),
            person,
        }
    }

    /// The person's unsent commands.
    pub(super) async fn outbox(&self) -> Vec<OutboxItem> {
        let kept = self.list(Shelf::Outbox, &format!("{}/", self.person)).await;
        kept.into_iter()
            .filter_map(|(_, text)| serde_json::from_str(&text).ok())
            .collect()
    }

    pub(super) async fn save_item(&self, item: &OutboxItem) -> Result<(), StorageError> {
        self.put(Shelf::Outbox, vec![(self.item_key(item.id), json(item)?)])
            .await
    }

    pub(super) async fn drop_item(&self, id: CommandId) {
        let key = self.item_key(id);
        match &self.place {
            Place::Database(database) => drop(database.delete(Shelf::Outbox, &key).await),
            Place::Memory(shelves) => drop(shelves.borrow_mut()[1].remove(&key)),
        }
    }

    pub(super) async fn cases(&self) -> Option<Vec<CaseSummary>> {
        self.get(&self.list_key()).await
    }

    pub(super) async fn save_cases(&self, cases: &[CaseSummary]) -> Result<(), StorageError> {
        self.put(Shelf::Cache, vec![(self.list_key(), json(&cases)?)])
            .await
    }

    /// A kept case with the run of entries that ends at its head.
    pub(super) async fn case(&self, case: CaseId) -> Option<(KeptCase, Vec<WireEntry>)> {
        let kept: KeptCase = self.get(&self.case_key(case)).await?;
        let run = self.run_to(case, kept.state.head, CHUNKS_READ).await;
        let whole = run.last().map_or(Seq::START, |entry| entry.seq) == kept.state.head;
        whole.then_some((kept, run))
    }

    /// Kept entries that end right before this one; none when they are not kept.
    pub(super) async fn older(&self, case: CaseId, before: Seq) -> Vec<WireEntry> {
        let last = Seq(before.0.saturating_sub(1));
        self.run_to(case, last, CHUNKS_PAGE).await
    }

    /// The kept run without gaps that ends with this entry, from so many chunks; empty when it is
    /// not kept.
    async fn run_to(&self, case: CaseId, end: Seq, chunks: u64) -> Vec<WireEntry> {
        let last = end.0 / CHUNK;
        let mut run: Vec<WireEntry> = Vec::new();
        for chunk in (last.saturating_sub(chunks - 1)..=last).rev() {
            let Some(mut entries) = self
                .get::<Vec<WireEntry>>(&self.chunk_key(case, chunk))
                .await
            else {
                break;
            };
            entries.retain(|entry| entry.seq <= end);
            let fits = match (entries.last(), run.first()) {
                (Some(last), Some(first)) => last.seq.next() == first.seq,
                (Some(last), None) => last.seq == end,
                (None, _) => false,
            };
            if !fits {
                break;
            }
            entries.append(&mut run);
            run = entries;
        }
        run
    }

    /// Keeps a case and those of its chunks that hold these entries. Each run begins and ends where
    /// a chunk or the timeline does, so that a chunk is never written with a hole. What lies further
    /// back than `CHUNKS_KEPT` is not kept, and forgotten when the case has grown beyond it.
    pub(super) async fn save_case(
        &self,
        case: CaseId,
        kept: &KeptCase,
        runs: &[Vec<&WireEntry>],
    ) -> Result<(), StorageError> {
        let oldest = (kept.state.head.0 / CHUNK + 1).saturating_sub(CHUNKS_KEPT);
        let mut pairs = vec![(self.case_key(case), json(kept)?)];
        let mut is_new = false;
        for run in runs
            .iter()
            .flat_map(|run| run.chunk_by(|one, two| one.seq.0 / CHUNK == two.seq.0 / CHUNK))
        {
            if let Some(first) = run.first()
                && first.seq.0 / CHUNK >= oldest
            {
                is_new |= first.seq == Self::chunk_start(first.seq);
                pairs.push((self.chunk_key(case, first.seq.0 / CHUNK), json(&run)?));
            }
        }
        self.put(Shelf::Cache, pairs).await?;
        if oldest > 0 && is_new {
            let (from, below) = (self.chunk_key(case, 0), self.chunk_key(case, oldest));
            match &self.place {
                Place::Database(database) => {
                    database.delete_range(Shelf::Cache, &from, &below).await?;
                }
                Place::Memory(shelves) => {
                    shelves.borrow_mut()[0].retain(|key, _| *key < from || *key >= below);
                }
            }
        }
        Ok(())
    }

    /// Keeps what another store kept that can be fetched again.
    pub(super) async fn take_over(&self, other: Self) -> Result<(), StorageError> {
        let kept = other.list(Shelf::Cache, "").await;
        match kept.is_empty() {
            true => Ok(()),
            false => self.put(Shelf::Cache, kept).await,
        }
    }

    /// Forgets a case that this person may no longer read.
    pub(super) async fn forget_case(&self, case: CaseId) {
        let (key, chunks) = (
            self.case_key(case),
            format!("{}/entries/{case}/", self.person),
        );
        match &self.place {
            Place::Database(database) => {
                drop(database.delete(Shelf::Cache, &key).await);
                drop(database.delete_prefix(Shelf::Cache, &chunks).await);
            }
            Place::Memory(shelves) => {
                let cache = &mut shelves.borrow_mut()[0];
                cache.retain(|kept, _| *kept != key && !kept.starts_with(&chunks));
            }
        }
    }

    /// The number of the first entry in the chunk of this one.
    pub(super) const fn chunk_start(seq: Seq) -> Seq {
        Seq(seq.0 / CHUNK * CHUNK)
    }

    /// The number after the last entry in the chunk of this one.
    pub(super) const fn chunk_end(seq: Seq) -> Seq {
        Seq(Self::chunk_start(seq).0 + CHUNK)
    }

    /// Forgets what can be fetched again, of everybody; another person's unsent words stay theirs.
    pub(super) async fn forget_cache(&self) {
        match &self.place {
            Place::Database(database) => {
                drop(database.delete_prefix(Shelf::Cache, "").await);
            }
            Place::Memory(shelves) => shelves.borrow_mut()[0].clear(),
        }
    }

    /// Forgets everything of everybody.
    pub(super) async fn wipe(&self) {
        match &self.place {
            Place::Database(database) => drop(database.clear().await),
            Place::Memory(shelves) => *shelves.borrow_mut() = Shelves::default(),
        }
    }

    fn item_key(&self, id: CommandId) -> String {
        format!("{}/{id}", self.person)
    }

    fn list_key(&self) -> String {
        format!("{}/cases", self.person)
    }

    fn case_key(&self, case: CaseId) -> String {
        format!("{}/case/{case}", self.person)
    }

    fn chunk_key(&self, case: CaseId, chunk: u64) -> String {
        format!("{}/entries/{case}/{chunk:010}", self.person)
    }

    async fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let text = match &self.place {
            Place::Database(database) => database.get(Shelf::Cache, key).await.ok().flatten(),
            Place::Memory(shelves) => shelves.borrow()[0].get(key).cloned(),
        }?;
        // What an older version wrote and this one cannot read is fetched again.
        serde_json::from_str(&text).ok()
    }

    async fn list(&self, shelf: Shelf, prefix: &str) -> Vec<(String, String)> {
        match &self.place {
            Place::Database(database) => database.list(shelf, prefix).await.unwrap_or_default(),
            Place::Memory(shelves) => shelves.borrow()[index(shelf)]
                .range(prefix.to_owned()..)
                .take_while(|(key, _)| key.starts_with(prefix))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
        }
    }

    async fn put(&self, shelf: Shelf, pairs: Vec<(String, String)>) -> Result<(), StorageError> {
        match &self.place {
            Place::Database(database) => database.put_all(shelf, &pairs).await,
            Place::Memory(shelves) => {
                shelves.borrow_mut()[index(shelf)].extend(pairs);
                Ok(())
            }
        }
    }
}

const fn index(shelf: Shelf) -> usize {
    match shelf {
        Shelf::Cache => 0,
        Shelf::Outbox => 1,
        Shelf::Uploads | Shelf::Files | Shelf::Keys => 2,
    }
}

fn json(value: &impl Serialize) -> Result<String, StorageError> {
    serde_json::to_string(value).map_err(|error| StorageError::Failed(error.to_string()))
}
