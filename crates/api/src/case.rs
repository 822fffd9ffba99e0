//! What a case is, how it is listed, and how it is opened on a device.

use serde::{Deserialize, Serialize};

use crate::bytes::{CaseLogId, Suite};
use crate::entry::WireEntry;
use crate::ids::{CaseId, CourtId, Moment, SeatId, Seq};
use crate::role::Role;

/// 审理程序
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Procedure {
    /// 第一审普通程序
    FirstOrdinary,
    /// 第一审简易程序
    FirstSummary,
    /// 小额诉讼程序
    SmallClaims,
    /// 第二审程序
    Second,
    /// 执行程序
    Execution,
}

/// The stage of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CaseStage {
    /// 立案
    Filed,
    /// 举证
    Evidence,
    /// 庭审
    Hearing,
    /// 评议
    Deliberation,
    /// 已结案
    Closed,
}

/// What stands on the cover of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseFacts {
    /// The court.
    pub court: CourtId,
    /// The court's name.
    pub court_name: String,
    /// 案号, such as （2026）苏0602民初1234号.
    pub number: String,
    /// 案由
    pub cause: String,
    /// The title people know it by.
    pub title: String,
    /// 审理程序
    pub procedure: Procedure,
    /// The stage it started in.
    pub stage: CaseStage,
}

/// The constants a device needs to recompute the leaves of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProofTerms {
    /// The algorithms.
    pub suite: Suite,
    /// The court.
    pub court: CourtId,
    /// The number of the case in proofs.
    pub case_log: CaseLogId,
}

/// One line of the case list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseSummary {
    /// The case.
    pub case: CaseId,
    /// Its cover.
    pub facts: CaseFacts,
    /// The stage it is in now.
    pub stage: CaseStage,
    /// The reader's seat.
    pub you: SeatId,
    /// The reader's role.
    pub role: Role,
    /// The number of the newest entry of the case.
    pub head: Seq,
    /// The newest entry that the reader may see and that makes a line of talk.
    pub last: Option<LastLine>,
    /// Entries by others that the reader may see and has not read, 100 standing for more.
    pub unread: u32,
    /// How far the reader has read.
    pub read: Seq,
    /// The most urgent thing the reader has to do.
    pub turn: Option<TurnLine>,
    /// How the reader arranged the line.
    pub marks: CaseMarks,
}

/// The last line of a case in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LastLine {
    /// When.
    pub at: Moment,
    /// Who.
    pub author: SeatId,
    /// The author's name.
    pub name: String,
    /// What: the entry itself, so that the device words it in its own language.
    pub entry: WireEntry,
}

/// The most urgent turn in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TurnLine {
    /// How many things there are to do.
    pub count: u32,
    /// Until when the first of them.
    pub due: Option<Moment>,
}

/// How a person arranged a case in the list.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseMarks {
    /// 置顶
    pub pinned: bool,
    /// 消息免打扰
    pub muted: bool,
}

/// One request brings this: the seat's view at `head`, and the last page of entries.
///
/// `S` is `anjian_domain::CaseState`, folded over exactly what the seat may see.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Opening<S> {
    /// The case.
    pub case: CaseId,
    /// The constants of its proofs.
    pub proof: ProofTerms,
    /// The seat's view of the case at its head.
    pub state: S,
    /// The reader's seat.
    pub you: SeatId,
    /// The last page of entries, oldest first.
    pub entries: Vec<WireEntry>,
    /// How far the reader has read.
    pub read: Seq,
    /// What the reader had typed and not sent.
    pub draft: String,
    /// How the reader arranged the line.
    pub marks: CaseMarks,
    /// The server's clock when it answered.
    pub now: Moment,
}

/// A stretch of entries, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryPage {
    /// The entries, without gaps.
    pub entries: Vec<WireEntry>,
    /// The newest number of the case.
    pub head: Seq,
}

/// The answer to a command that was stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Accepted {
    /// The first entry it made.
    pub first: Seq,
    /// The last entry it made.
    pub last: Seq,
    /// When.
    pub at: Moment,
    /// The entries, as their author sees them.
    pub entries: Vec<WireEntry>,
}

/// How far a person has read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// The last entry that was on the screen.
    pub read: Seq,
}

/// What a person has typed and not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The words, up to 4,000 characters.
    pub text: String,
}
