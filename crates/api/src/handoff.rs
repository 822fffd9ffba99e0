//! 扫码续办: handing what is being done on one device over to another by a code on the screen.
//!
//! The code is one-use and short-lived, and it opens nothing by itself: the other device must be
//! signed in as the same person and name the number that the first one shows.

use serde::{Deserialize, Serialize};

use crate::ids::{CaseId, HandoffId, Moment, Seq};

/// A code can be used for so long, ms.
pub const CODE_MS: i64 = 120_000;
/// Once both devices know each other, the hand-off lives for so long, ms.
pub const CLAIMED_MS: i64 = 30 * 60_000;

/// What the other device is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum HandoffPurpose {
    /// Signing a document.
    Sign(HandoffSign),
}

/// Which document, and which version of it is on the first screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HandoffSign {
    /// The case.
    pub case: CaseId,
    /// The document, by the entry that sent it.
    pub document: Seq,
    /// The version, from 1.
    pub version: u32,
}

/// The first device offers; an offer that is still open on it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OfferHandoff {
    /// What for.
    pub purpose: HandoffPurpose,
}

/// An offer, for the screen of the first device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Handoff {
    /// Its number.
    pub id: HandoffId,
    /// 128 random bits as 32 hexadecimal digits.
    pub code: String,
    /// Where the other device goes, on this server.
    pub path: String,
    /// The number that the other device must name, 10 to 99.
    pub number: u8,
    /// The server's clock.
    pub at: Moment,
    /// Until when the code can be used.
    pub expires: Moment,
}

/// How far a hand-off is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HandoffStep {
    /// Nobody has come.
    Waiting,
    /// Another device of the person has opened the code; the number is not named yet.
    Scanned,
    /// It named the right number, and shows what is to be done.
    Reading,
    /// It shows the pad.
    Signing,
    /// It is done.
    Signed,
    /// One of both gave it up.
    Cancelled,
    /// Nobody came in time, or nothing went on.
    Expired,
    /// A step this version does not know.
    #[serde(other)]
    Unknown,
}

impl HandoffStep {
    /// Nothing follows.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Signed | Self::Cancelled | Self::Expired)
    }
}

/// How far it is, for the first device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandoffState {
    /// Counts the changes; the next question names it.
    pub change: u32,
    /// How far it is.
    pub step: HandoffStep,
    /// What the other device says it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Until when it goes on: later once a device has opened the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Moment>,
}

/// What the other device is wanted for, as its person is shown it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum HandoffAbout {
    /// Signing a document.
    Sign(SignAbout),
}

impl HandoffAbout {
    /// What for.
    #[must_use]
    pub const fn purpose(&self) -> HandoffPurpose {
        match self {
            Self::Sign(about) => HandoffPurpose::Sign(about.sign),
        }
    }
}

/// A document that is to be signed, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignAbout {
    /// Which.
    pub sign: HandoffSign,
    /// The court's name.
    pub court_name: String,
    /// The case number.
    pub number: String,
    /// The title of the case.
    pub case_title: String,
    /// The title of the document.
    pub document_title: String,
}

/// What the other device is shown, before and after it named the number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandoffOffer {
    /// Its number.
    pub id: HandoffId,
    /// What for, in the words that its person knows it by.
    pub about: HandoffAbout,
    /// The device that offers, as it said it is.
    pub from_device: String,
    /// One of them stands on the first screen.
    pub numbers: Vec<u8>,
    /// How far it is.
    pub step: HandoffStep,
    /// Until when it can be gone on with.
    pub expires: Moment,
}

/// The other device asks what a code is for. In a body: addresses are written into logs on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LookHandoff {
    /// The code.
    pub code: String,
}

/// The other device names the number on the first screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ClaimHandoff {
    /// The code.
    pub code: String,
    /// The number.
    pub number: u8,
}

/// Either device says how far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HandoffMoved {
    /// `reading`, `signing` by the other device; `cancelled` by either. That something is signed is
    /// said by the server alone.
    pub step: HandoffStep,
}
