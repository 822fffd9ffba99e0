//! Where entries, snapshots and what lies beside a case are kept: the trait, and nothing of SQL.
//!
//! A store keeps sealed bytes and never sees a key. All writing goes through jobs that one writer
//! runs one after the other and commits in groups; a job hears that it is settled only after its
//! group is on disk. `conformance` holds the tests that every implementation passes.

#[cfg(test)]
pub mod conformance;
#[cfg(test)]
mod conformance_files;
mod documents;
mod files;
pub mod sqlite;

use anjian_api::bytes::{CaseLogId, Leaf, Suite};
use anjian_api::case::{CaseMarks, ProofTerms};
use anjian_api::ids::{CaseId, CommandId, CourtId, PersonId, SeatId, Seq};
use async_trait::async_trait;

pub use documents::{DocumentStore, DocumentTx, Kept, KeptRow};
pub use files::{FileRow, FileStore, FileTx, FileUse, UploadRow};

/// Why the store could not do something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No space is left. Nothing of the job was kept.
    #[error("no space is left for the store")]
    Full,
    /// The store is locked by somebody else for too long.
    #[error("the store is busy")]
    Busy,
    /// The store was stopped.
    #[error("the store was stopped")]
    Stopped,
    /// What is stored is not what was written.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// The engine failed otherwise.
    #[error("the store failed: {0}")]
    Engine(String),
}

/// A court of the deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourtRow {
    /// Its number.
    pub id: CourtId,
    /// Its name.
    pub name: String,
    /// Its code in case numbers, such as 苏0602.
    pub code: String,
}

/// The constants of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseRow {
    /// The case.
    pub case: CaseId,
    /// The court.
    pub court: CourtId,
    /// The number in proofs.
    pub case_log: CaseLogId,
    /// The suite of its proofs.
    pub suite: Suite,
}

impl CaseRow {
    /// The constants a device needs to recompute leaves.
    #[must_use]
    pub const fn proof(&self) -> ProofTerms {
        ProofTerms {
            suite: self.suite,
            court: self.court,
            case_log: self.case_log,
        }
    }
}

/// One entry as it is kept: number, leaf, sealed bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRow {
    /// Its number.
    pub seq: Seq,
    /// Its leaf.
    pub leaf: Leaf,
    /// Everything else, sealed under the key of the case.
    pub sealed: Vec<u8>,
}

/// What is remembered of a command, so that repeating it is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandRow {
    /// The person.
    pub person: PersonId,
    /// The command.
    pub id: CommandId,
    /// A keyed hash of its body.
    pub body: [u8; 32],
    /// The first entry it made.
    pub first: Seq,
    /// The last entry it made.
    pub last: Seq,
}

/// A folded state, sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotRow {
    /// The entry it stands at.
    pub seq: Seq,
    /// The state, sealed under the key of the case.
    pub sealed: Vec<u8>,
}

/// A seat in the index of who sits where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberRow {
    /// The person.
    pub person: PersonId,
    /// The case.
    pub case: CaseId,
    /// The seat.
    pub seat: SeatId,
}

/// What a person keeps beside a case. It is no part of the case.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct DeskRow {
    /// How far the person has read.
    pub read: Seq,
    /// How the person arranged the line in the list.
    pub marks: CaseMarks,
    /// What was typed and not sent, sealed.
    pub draft: Option<Vec<u8>>,
}

/// The next serial number of a court's register is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterStep {
    /// The court.
    pub court: CourtId,
    /// The type code.
    pub type_code: String,
    /// The year.
    pub year: i32,
    /// The number that was taken.
    pub taken: u32,
}

/// Everything that one command stores. It is stored whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    /// The case.
    pub case: CaseId,
    /// With the first entries: the case itself and its line in the register.
    pub opened: Option<(CaseRow, RegisterStep)>,
    /// The entries, without gaps after the head of the case.
    pub entries: Vec<EntryRow>,
    /// The command that made them.
    pub command: CommandRow,
    /// Seats that were given.
    pub seated: Vec<MemberRow>,
    /// Seats that were ended.
    pub ended: Vec<SeatId>,
}

/// Reading, and a queue for writing.
#[async_trait]
pub trait Store: FileStore + DocumentStore + Send + Sync + 'static {
    /// A court.
    async fn court(&self, court: CourtId) -> Result<Option<CourtRow>, StoreError>;
    /// The constants of a case.
    async fn case(&self, case: CaseId) -> Result<Option<CaseRow>, StoreError>;
    /// The newest number of a case, 0 when there is none.
    async fn head(&self, case: CaseId) -> Result<Seq, StoreError>;
    /// At most `limit` entries after `after`, oldest first.
    async fn entries(
        &self,
        case: CaseId,
        after: Seq,
        limit: u32,
    ) -> Result<Vec<EntryRow>, StoreError>;
    /// The snapshot of a seat's view; seat 0 stands for the whole case.
    async fn snapshot(&self, case: CaseId, seat: SeatId)
    -> Result<Option<SnapshotRow>, StoreError>;
    /// The seats a person has now.
    async fn seats_of(&self, person: PersonId) -> Result<Vec<MemberRow>, StoreError>;
    /// The seats of a case now.
    async fn seats_in(&self, case: CaseId) -> Result<Vec<MemberRow>, StoreError>;
    /// What a seat keeps beside the case.
    async fn desk(&self, case: CaseId, seat: SeatId) -> Result<DeskRow, StoreError>;
    /// Queues a job for the writer. Waits while the queue is full.
    async fn write(&self, job: Box<dyn Job>) -> Result<(), StoreError>;
    /// Settles what is queued, and takes no more.
    async fn stop(&self);
}

/// What a job may do inside its transaction. It sees what jobs before it did.
#[async_trait]
pub trait Tx: FileTx + DocumentTx + Send {
    /// A court.
    async fn court(&mut self, court: CourtId) -> Result<Option<CourtRow>, StoreError>;
    /// The constants of a case.
    async fn case(&mut self, case: CaseId) -> Result<Option<CaseRow>, StoreError>;
    /// At most `limit` entries after `after`, oldest first.
    async fn entries(
        &mut self,
        case: CaseId,
        after: Seq,
        limit: u32,
    ) -> Result<Vec<EntryRow>, StoreError>;
    /// The snapshot of a seat's view; seat 0 stands for the whole case.
    async fn snapshot(
        &mut self,
        case: CaseId,
        seat: SeatId,
    ) -> Result<Option<SnapshotRow>, StoreError>;
    /// What is remembered of a command.
    async fn command(
        &mut self,
        case: CaseId,
        person: PersonId,
        id: CommandId,
    ) -> Result<Option<CommandRow>, StoreError>;
    /// The next serial number of a register, from 1.
    async fn next_serial(
        &mut self,
        court: CourtId,
        type_code: &str,
        year: i32,
    ) -> Result<u32, StoreError>;
    /// Adds a court, or renames it.
    async fn put_court(&mut self, court: &CourtRow) -> Result<(), StoreError>;
    /// Stores what one command made.
    async fn append(&mut self, append: &Append) -> Result<(), StoreError>;
    /// Keeps a snapshot instead of an older one.
    async fn put_snapshot(
        &mut self,
        case: CaseId,
        seat: SeatId,
        snapshot: &SnapshotRow,
    ) -> Result<(), StoreError>;
    /// Moves a read position forwards, never back. Answers where it is.
    async fn put_position(
        &mut self,
        case: CaseId,
        seat: SeatId,
        read: Seq,
    ) -> Result<Seq, StoreError>;
    /// Keeps marks.
    async fn put_marks(
        &mut self,
        case: CaseId,
        seat: SeatId,
        marks: CaseMarks,
    ) -> Result<(), StoreError>;
    /// Keeps a draft, or forgets it.
    async fn put_draft(
        &mut self,
        case: CaseId,
        seat: SeatId,
        sealed: Option<&[u8]>,
    ) -> Result<(), StoreError>;
}

/// One piece of writing, done whole or not at all.
#[async_trait]
pub trait Job: Send {
    /// Does it. An error undoes all of this job.
    async fn run(&mut self, tx: &mut dyn Tx) -> Result<(), StoreError>;
    /// Hears how it ended: after the commit, in the order of the jobs, or after it was undone.
    fn settled(self: Box<Self>, outcome: Result<(), StoreError>);
}
