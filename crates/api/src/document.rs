//! Documents (文书) that people read, confirm and sign.
//!
//! A document is named by the number of the entry that sent it. Its versions are PDF files; what
//! was done with one version does not hold for the next. The rules are `anjian_domain::document`.

pub mod act;
pub mod command;
pub mod ink;
pub mod paper;
pub mod signing;

use serde::{Deserialize, Serialize};

use crate::bytes::{Sha256Digest, Sm3Digest};
use crate::file::FileFacts;
use crate::ids::SeatId;

/// Which paper it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// 送达地址确认书
    AddressConfirmation,
    /// 诉讼权利义务告知书
    RightsNotice,
    /// 诚信诉讼承诺书
    IntegrityPledge,
    /// 证据目录
    EvidenceList,
    /// Whatever else the court or a party brings as a PDF.
    Other,
}

/// What somebody is asked to do with a document; each includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Read it.
    Read,
    /// Confirm that it was read and is understood.
    Confirm,
    /// Sign it.
    Sign,
}

/// Who is asked for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The seat.
    pub seat: SeatId,
    /// For what.
    pub duty: Duty,
}

/// Where a signature stands on the pages, in thousandths of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Who signs there.
    pub seat: SeatId,
    /// From 0.
    pub page: u32,
    /// From the left.
    pub x: u16,
    /// From the top.
    pub y: u16,
    /// Its width.
    pub width: u16,
    /// Its height.
    pub height: u16,
}

/// One version of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// The PDF.
    pub file: FileFacts,
    /// Where signatures stand; none: at its end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// Whoever signs it has their signature, small, at the edge of every page, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub initials: bool,
    /// Whoever is asked to sign it has to fill it in first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unfilled: bool,
}

/// What a trace of ink is known by. The trace itself is biometric data and lies sealed elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Ink {
    /// SHA-256 of its canonical bytes.
    pub sha256: Sha256Digest,
    /// SM3 of the same.
    pub sm3: Sm3Digest,
    /// How many points, those taken back too.
    pub points: u32,
    /// From the first point to the last, ms.
    pub duration_ms: u32,
}

/// How somebody signed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Method {
    /// With a finger or a pen.
    Drawn {
        /// What was drawn.
        ink: Ink,
    },
    /// By typing the name, with a code sent to the telephone.
    Typed,
    /// With the help of somebody who is named.
    Assisted {
        /// Who helped and saw it.
        witness: String,
        /// What was drawn, if anything.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ink: Option<Ink>,
    },
    /// With a fingerprint, photographed.
    Fingerprint {
        /// The photograph.
        file: Box<FileFacts>,
    },
}

/// Whose key signed the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignedBy {
    /// A key that cannot leave the signer's device.
    Device,
    /// The server's, with the trail of its checks.
    Server,
}
