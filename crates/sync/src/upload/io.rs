//! What goes into an upload and what comes out of it.

use anjian_api::bytes::Sha256Digest;
use anjian_api::file::{CompleteUpload, FileReceipt, UploadStatus};
use anjian_api::ids::Moment;
use anjian_api::problem::Problem;

use crate::io::Outcome;

/// What happened, told to [`super::Upload::handle`].
#[derive(Debug, Clone, PartialEq)]
pub enum UploadInput {
    /// It is its turn. Also after a pause in the queue.
    Begin,
    /// Both digests of the whole file.
    Hashed(CompleteUpload),
    /// The file cannot be read any more: it was moved, deleted or changed since it was picked.
    Unreadable,
    /// `Announce` or `AskStatus` ended.
    Told(Outcome<UploadStatus>),
    /// Bytes of a part have left the device.
    PartMoved {
        /// Its first block.
        first: u64,
        /// How many bytes.
        sent: u64,
    },
    /// A `SendPart` ended. Each ends exactly once.
    PartDone {
        /// Its first block.
        first: u64,
        /// From its first byte to the answer.
        took_ms: u64,
        /// How.
        outcome: Outcome<()>,
    },
    /// `Complete` ended.
    Completed(Outcome<FileReceipt>),
    /// The device has a network, or says that it has none; the page is seen or not.
    Conditions {
        /// A network.
        online: bool,
        /// The page is in front.
        visible: bool,
    },
    /// Something changed for the better (network, sight, log-in): try at once.
    WokeUp,
    /// The time of `WakeAt` has come. Early, late and needless ticks do no harm.
    Tick,
    /// The person gives it up.
    Cancel,
    /// The person wants it tried again.
    Retry,
}

/// What is to be done, in this order.
#[derive(Debug, Clone, PartialEq)]
pub enum UploadOutput {
    /// Hash the whole file.
    Hash,
    /// `PUT /api/cases/{case}/uploads/{file}`
    Announce {
        /// What is known already.
        sha256: Option<Sha256Digest>,
    },
    /// `GET /api/cases/{case}/uploads/{file}`
    AskStatus {
        /// What is known by now: the server may have these bytes already.
        sha256: Option<Sha256Digest>,
    },
    /// `PUT /api/cases/{case}/uploads/{file}/parts/{first}`
    SendPart {
        /// Its first block.
        first: u64,
        /// Its first byte.
        from: u64,
        /// The byte after its last.
        to: u64,
        /// After this it is given up.
        timeout_ms: u32,
    },
    /// `POST /api/cases/{case}/uploads/{file}/complete`
    Complete(CompleteUpload),
    /// Break off what is under way; its end need not be told.
    Break,
    /// `DELETE /api/cases/{case}/uploads/{file}`
    Withdraw,
    /// Call with `Tick` at this moment; replaces an earlier `WakeAt`.
    WakeAt(Moment),
}

/// Where an upload stands, for the person.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// Others come first.
    Queued,
    /// It is read and announced.
    Preparing,
    /// Bytes are going.
    Sending,
    /// Nothing new begins.
    Paused(Pause),
    /// The last try failed; the next comes by itself.
    Retrying(Trouble),
    /// The server checks what it has.
    Finishing,
    /// The server has it.
    Done(Box<FileReceipt>),
    /// The server had these bytes already.
    Known(Box<FileReceipt>),
    /// Trying again as it is does not help.
    Failed(Fault),
    /// The person gave it up.
    Cancelled,
}

/// Why nothing new begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// No network.
    Offline,
    /// The page is not seen.
    Hidden,
    /// Nobody is signed in.
    SignedOut,
}

/// Why the last try failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// No answer, or not the server's.
    Network,
    /// The server is busy or stopping.
    Busy,
    /// The server's disk is full.
    StorageFull,
}

/// Why an upload failed for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The file cannot be read on this device any more.
    Unreadable,
    /// The server said why.
    Problem(Box<Problem>),
}

/// Where an upload stands, in figures.
#[derive(Debug, Clone, PartialEq)]
pub struct UploadView {
    /// In a word.
    pub stage: Stage,
    /// Bytes that have gone.
    pub sent: u64,
    /// All bytes.
    pub size: u64,
    /// Bytes a second.
    pub rate: Option<u64>,
    /// Milliseconds until the last byte, at this rate.
    pub left_ms: Option<u64>,
}

/// For the words: what a problem was.
impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}
