//! What goes into the engine and what comes out of it.

use anjian_api::case::{Accepted, EntryPage};
use anjian_api::command::Command;
use anjian_api::entry::WireEntry;
use anjian_api::frame::{
    ClientFrame, EntryFrame, Frame, Head, PositionFrame, Presence, PresentationFrame,
};
use anjian_api::ids::{CaseId, CommandId, Moment, Seq};
use anjian_api::problem::Problem;

use crate::stored::{OutboxItem, OutboxNews, ParkReason};

#[cfg(doc)]
use crate::Engine;

/// A way to hold the live connection, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Transport {
    /// A WebSocket.
    WebSocket,
    /// Server-sent events, read from a streaming fetch.
    EventStream,
    /// One plain request after another. The transport repeats them by itself until it is closed.
    LongPoll,
}

/// One live connection; what an earlier one still reports is ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LiveId(pub u64);

/// One fetch of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// How a request ended without the answer it asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No connection, or it broke.
    Unreachable,
    /// No answer in time.
    TimedOut,
    /// The answer is not what the server says: a captive portal's page, a proxy's 502.
    Malformed,
    /// The server said why.
    Problem(Problem),
}

/// How a request ended.
pub type Outcome<T> = Result<T, Failure>;

/// What happened, told to [`Engine::handle`].
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// First of all: the cases held on the device with the newest number held, and the stored outbox.
    Started {
        /// Cases whose entries the app holds up to this number.
        held: Vec<Head>,
        /// The stored outbox.
        outbox: Vec<OutboxItem>,
        /// The device says it has a network.
        online: bool,
    },
    /// The time of `WakeAt` has come. Early, late and needless ticks do no harm.
    Tick,
    /// The device says it has a network.
    NetworkUp,
    /// The device says it has none.
    NetworkDown,
    /// The page is visible again, was restored, or its process was thawed: try at once.
    WokeUp,
    /// The session of the engine's person is good (again).
    SignedIn,
    /// The person signed out: everything is forgotten. The app wipes its store itself.
    SignedOut,
    /// The live connection brought a frame. It counts as open with the first one.
    LiveFrame {
        /// Which connection.
        live: LiveId,
        /// The frame.
        frame: Frame,
    },
    /// The live connection could not be opened, or closed. Not told after `CloseLive`.
    LiveClosed {
        /// Which connection.
        live: LiveId,
        /// Why; a plain close is `Unreachable`.
        failure: Failure,
    },
    /// The person gives a command.
    Submit {
        /// The case.
        case: CaseId,
        /// A fresh id.
        id: CommandId,
        /// The command.
        command: Command,
    },
    /// A `Send` ended. Each ends exactly once; the app gives it a time limit.
    SendDone {
        /// The case.
        case: CaseId,
        /// The command.
        id: CommandId,
        /// How.
        outcome: Outcome<Accepted>,
    },
    /// A `Fetch` ended. Each ends exactly once; the app gives it a time limit.
    FetchDone {
        /// The case.
        case: CaseId,
        /// Which fetch.
        ticket: Ticket,
        /// How.
        outcome: Outcome<EntryPage>,
    },
    /// The app holds this case up to `have` (an opening was loaded): what follows is to be applied.
    CaseHeld {
        /// The case.
        case: CaseId,
        /// The newest number held; also lower than before, when the app went back to it.
        have: Seq,
    },
    /// The app no longer holds this case.
    CaseReleased {
        /// The case.
        case: CaseId,
    },
    /// The list of cases was fetched with these newest numbers, so it is not stale.
    CasesListed(Vec<Head>),
    /// The person wants a parked item tried again, or a waiting one tried now.
    Retry {
        /// The item.
        id: CommandId,
    },
    /// The person gives an item up. While it is under way only the answer can tell: if the try
    /// fails, it is given up then.
    Discard {
        /// The item.
        id: CommandId,
    },
    /// This tab is now the one that sends. `saved` is the store's outbox, read after taking the lock.
    BecameLeader {
        /// The stored outbox.
        saved: Vec<OutboxItem>,
    },
    /// Another tab sends from now on.
    LostLeadership,
    /// Another tab told this.
    OutboxElsewhere(OutboxNews),
    /// The person is typing in a case.
    Typing {
        /// The case.
        case: CaseId,
    },
}

/// What is to be done, in this order.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Open the live connection.
    OpenLive {
        /// Its number, to be named in what it reports.
        live: LiveId,
        /// How.
        transport: Transport,
    },
    /// Close the live connection; nothing it says counts any more.
    CloseLive {
        /// Which.
        live: LiveId,
    },
    /// Send a frame on the live connection (a WebSocket).
    SendFrame {
        /// Which connection.
        live: LiveId,
        /// The frame.
        frame: ClientFrame,
    },
    /// `GET /api/cases/{case}/entries?after=&limit=`
    Fetch {
        /// The case.
        case: CaseId,
        /// After which number.
        after: Seq,
        /// At most so many.
        limit: u32,
        /// To be named in `FetchDone`.
        ticket: Ticket,
    },
    /// `PUT /api/cases/{case}/commands/{id}`
    Send {
        /// The case.
        case: CaseId,
        /// The command's id.
        id: CommandId,
        /// The command.
        command: Command,
    },
    /// Store this item, strictly durable, replacing an earlier form of it.
    SaveOutbox(OutboxItem),
    /// Remove this item from the store.
    DropOutbox(CommandId),
    /// Tell the other tabs, after what stands before this was stored.
    Tell(OutboxNews),
    /// Entries of a held case, in order, without gap, from the one after the newest held.
    Apply {
        /// The case.
        case: CaseId,
        /// The entries; never empty.
        entries: Vec<WireEntry>,
    },
    /// An entry of a case that is not held, for the list of cases.
    Glimpse(EntryFrame),
    /// Where a command stands.
    Delivery {
        /// The case.
        case: CaseId,
        /// The command.
        id: CommandId,
        /// Where it stands.
        state: Delivery,
    },
    /// The connection changed.
    Status(Status),
    /// Call with `Tick` at this moment; replaces an earlier `WakeAt`.
    WakeAt(Moment),
    /// The list of cases is stale: fetch it.
    CasesChanged,
    /// What is held of the person's feedback is stale: fetch it where it is shown.
    FeedbackChanged,
    /// The case can no longer be read by this person; it is no longer followed.
    CaseGone(CaseId),
    /// Who is there and typing.
    Presence(Presence),
    /// What is being shown in a case changed.
    Presentation(PresentationFrame),
    /// The person read further on another device.
    Position(PositionFrame),
    /// The server greeted: its clock and its version.
    Hello {
        /// The server's clock.
        now: Moment,
        /// Its version.
        version: String,
    },
    /// The session does not carry requests any more; everything pauses and is kept.
    SessionEnded(SessionEnd),
}

/// Why the session does not carry requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionEnd {
    /// Sign in again.
    Ended,
    /// The first password must be changed before anything else.
    PasswordChangeRequired,
}

/// Where a command stands. "Sealed" comes later, from the proof of its leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// It waits or is under way. Never lost, never hidden.
    Pending {
        /// Why it takes longer, when the last try failed.
        delay: Option<Delay>,
    },
    /// It is on the server's disk.
    Sent {
        /// Its first entry.
        first: Seq,
        /// Its last entry.
        last: Seq,
    },
    /// It was set aside; the person decides.
    Parked(ParkReason),
    /// The person gave it up.
    Discarded,
}

/// Why a command takes longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delay {
    /// The server cannot be reached, or something else answers in its place.
    Unreachable,
    /// The server asks for patience.
    Busy,
    /// The server's disk is full: nothing was stored, nothing was lost.
    StorageFull,
}

/// The connection, for the bar on top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    /// The live connection.
    pub link: Link,
    /// How many own commands wait or are under way.
    pub unsent: u32,
    /// How many own commands were set aside.
    pub parked: u32,
    /// The server said last that its disk is full.
    pub storage_full: bool,
}

/// The live connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Nobody is signed in.
    Off,
    /// The session ended; sign in again.
    SessionEnded,
    /// The device has no network.
    Offline,
    /// Being opened for the first time or again.
    Connecting,
    /// Broken; the next try comes by itself.
    Waiting,
    /// Open.
    Live(Transport),
}
