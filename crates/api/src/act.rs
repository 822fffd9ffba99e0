//! What happened: the body of an entry.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::audience::Audience;
use crate::case::{CaseFacts, CaseStage};
use crate::command::{Content, NoticeText};
use crate::document::{self, act::DocumentAct};
use crate::evidence::{self, act::EvidenceAct};
use crate::file::FileFacts;
use crate::ids::{Moment, SeatId, Seq};
use crate::role::{Authority, Seat};

/// One act in a case, by its kind.
///
/// The text of `Payload` with this inside is what an entry's leaf commits to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Act {
    /// The case space was opened.
    CaseOpened(CaseFacts),
    /// The case moved to another stage.
    StageChanged {
        /// The stage it is in now.
        stage: CaseStage,
    },
    /// A person was given a seat.
    MemberSeated {
        /// The seat.
        seat: Seat,
    },
    /// A seat was ended; its number is never given again.
    MemberUnseated {
        /// The seat.
        seat: SeatId,
    },
    /// An agent's authority was recorded.
    AuthoritySet {
        /// The agent's seat.
        seat: SeatId,
        /// How far the agent may act.
        authority: Authority,
    },
    /// A telephone number of a seat was put down for those who may call it.
    ContactNoted {
        /// The seat.
        seat: SeatId,
        /// The number.
        phone: String,
    },
    /// Somebody said something.
    Message(Message),
    /// The words of a message were hidden by their author.
    MessageRecalled {
        /// The message.
        message: Seq,
    },
    /// The court gave notice of something.
    NoticePosted(Notice),
    /// A seat confirmed that it read a notice.
    NoticeConfirmed {
        /// The notice.
        notice: Seq,
    },
    /// A file came up whole. Only its uploader sees this; others meet the file where it is shown.
    FileReceived {
        /// What the server found.
        file: Box<FileFacts>,
    },
    /// Something about evidence; its own kinds stand flat beside these.
    #[serde(untagged)]
    Evidence(Box<EvidenceAct>),
    /// Something about documents; its own kinds stand flat beside these.
    #[serde(untagged)]
    Document(DocumentAct),
}

/// Something said in the case space.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// What was said.
    pub content: Content,
    /// The entry it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Seq>,
    /// The seats it calls upon.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<SeatId>,
}

/// A notice by the court that its addressees confirm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice {
    /// Title and words.
    pub text: NoticeText,
    /// The seats that are to confirm it.
    pub asked: Vec<SeatId>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
}

/// Kinds that are not of a capability of their own.
const KINDS: [&str; 11] = [
    "case_opened",
    "stage_changed",
    "member_seated",
    "member_unseated",
    "authority_set",
    "contact_noted",
    "message",
    "message_recalled",
    "notice_posted",
    "notice_confirmed",
    "file_received",
];

/// Kinds this version knows, as they stand in records and on the wire.
pub fn known_kinds() -> impl Iterator<Item = &'static str> {
    KINDS
        .into_iter()
        .chain(evidence::act::KINDS)
        .chain(document::act::KINDS)
}

impl Act {
    /// The kind, as it stands in the record that the leaf commits to.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Act::CaseOpened(_) => KINDS[0],
            Act::StageChanged { .. } => KINDS[1],
            Act::MemberSeated { .. } => KINDS[2],
            Act::MemberUnseated { .. } => KINDS[3],
            Act::AuthoritySet { .. } => KINDS[4],
            Act::ContactNoted { .. } => KINDS[5],
            Act::Message(_) => KINDS[6],
            Act::MessageRecalled { .. } => KINDS[7],
            Act::NoticePosted(_) => KINDS[8],
            Act::NoticeConfirmed { .. } => KINDS[9],
            Act::FileReceived { .. } => KINDS[10],
            Act::Evidence(act) => act.kind(),
            Act::Document(act) => act.kind(),
        }
    }
}

/// What the committed bytes of an entry say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Payload {
    /// Who may see it.
    pub audience: Audience,
    /// What happened.
    pub act: Act,
}

/// What a reader understood of the committed bytes.
#[derive(Debug, Clone, PartialEq)]
pub enum Understood {
    /// A kind this version knows.
    Known(Payload),
    /// A kind, or a form of one, that a newer version wrote. It is kept, counted and proven.
    Unknown,
}

impl Understood {
    /// Reads committed bytes; what cannot be read is unknown, never an error.
    #[must_use]
    pub fn read(payload: &RawValue) -> Understood {
        serde_json::from_str(payload.get()).map_or(Understood::Unknown, Understood::Known)
    }
}
