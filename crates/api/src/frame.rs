//! What goes over `GET /api/live`, the same on WebSocket, SSE and long-poll.
//!
//! A frame is only a hint that there is something to fetch; the truth is `entries after seq`.

use serde::{Deserialize, Serialize};

use crate::case::Position;
use crate::entry::WireEntry;
use crate::ids::{CaseId, Moment, SeatId, Seq};

/// From the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Frame {
    /// The first frame of every connection.
    Hello(Hello),
    /// One entry, as this person may see it.
    Entry(EntryFrame),
    /// The newest numbers of the person's cases; sent every 20 s, so that silent loss is found.
    Heads(Vec<Head>),
    /// The person read further on another device.
    Position(PositionFrame),
    /// Who is there, and who is typing.
    Presence(Presence),
    /// The person's list of cases changed: fetch it again.
    CasesChanged,
    /// Feedback that concerns the person changed: asked for, given to its court, answered. Fetch it
    /// again.
    FeedbackChanged,
    /// What is being shown in a case, or that nothing is any more.
    Presentation(PresentationFrame),
    /// The session is over: sign in again.
    SessionEnded,
    /// The server stops: come back after this many milliseconds.
    GoAway(GoAway),
}

/// The first frame of every connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hello {
    /// The server's clock.
    pub now: Moment,
    /// The newest numbers of the person's cases.
    pub heads: Vec<Head>,
    /// The version of the server, to offer a reload when the app is older.
    pub version: String,
}

/// The newest number of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Head {
    /// The case.
    pub case: CaseId,
    /// Its newest number.
    pub seq: Seq,
}

/// One entry of one case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryFrame {
    /// The case.
    pub case: CaseId,
    /// The entry.
    pub entry: WireEntry,
}

/// How far the person has read a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PositionFrame {
    /// The case.
    pub case: CaseId,
    /// How far.
    pub position: Position,
}

/// Who is there in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Presence {
    /// The case.
    pub case: CaseId,
    /// Seats that have a connection now.
    pub online: Vec<SeatId>,
    /// Seats that are typing now.
    pub typing: Vec<SeatId>,
}

/// What is being shown in a case.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PresentationFrame {
    /// The case.
    pub case: CaseId,
    /// What is shown; none: it was stopped.
    pub presentation: Option<Presentation>,
}

/// A place in an exhibit that everybody is led to (举证).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Presentation {
    /// The exhibit.
    pub exhibit: Seq,
    /// Which of its files, from 0.
    pub file: u16,
    /// Which page of the file, from 0.
    pub page: u32,
    /// How large: 1 is the whole page in the width of the view.
    pub zoom: f64,
    /// What lies in the middle of the view, as a share of the page's width.
    pub x: f64,
    /// And of its height.
    pub y: f64,
    /// Who leads.
    pub presenter: SeatId,
    /// When it was moved there.
    pub at: Moment,
}

/// Leads everybody to a place in an exhibit: `PUT /api/cases/{case}/presentation`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Present {
    /// The exhibit.
    pub exhibit: Seq,
    /// Which of its files, from 0.
    pub file: u16,
    /// Which page of the file, from 0.
    pub page: u32,
    /// How large: 1 is the whole page in the width of the view.
    pub zoom: f64,
    /// What lies in the middle of the view, as a share of the page's width.
    pub x: f64,
    /// And of its height.
    pub y: f64,
    /// Hands the lead over to this seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand_to: Option<SeatId>,
}

/// The server stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoAway {
    /// When to come back, milliseconds from now; random, so that not everybody comes at once.
    pub retry_after_ms: u64,
}

/// From the client, on a WebSocket only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientFrame {
    /// Still there. Answered with `Heads`.
    Ping,
    /// Typing in this case.
    Typing {
        /// The case.
        case: CaseId,
    },
}
