//! Looking at what a hand drew: the official picture, and who had it.
//!
//! Traces are biometric data (个人信息保护法 28): they are read for a purpose that is named before,
//! and whoever wrote one is told who did (arts. 44, 45).

use serde::{Deserialize, Serialize};

use crate::ids::{Moment, SeatId, Seq};

/// What a trace is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InkPurpose {
    /// The server draws it into the signed PDF. Nobody asks for that.
    #[serde(alias = "sealed pdf")]
    SealedPdf,
    /// Somebody says that the signature is not theirs.
    Dispute,
    /// It is compared with the signed PDF.
    Compare,
    /// It goes to an expert of handwriting (鉴定).
    Appraisal,
    /// It is put into the file of the case (归档).
    Archive,
}

impl InkPurpose {
    /// What people look for, in the order in which they are asked.
    pub const ASKED: [Self; 4] = [Self::Dispute, Self::Compare, Self::Appraisal, Self::Archive];
}

/// The official picture is asked for:
/// `POST /api/cases/{case}/documents/{seq}/signatures/{entry}/picture`, whose answer is a PNG.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LookAtInk {
    /// What for; one of [`InkPurpose::ASKED`].
    pub purpose: InkPurpose,
}

/// A signature that a hand drew, and who looked at it:
/// a line of `GET /api/cases/{case}/documents/{seq}/signatures`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DrawnSignature {
    /// The entry of the signature.
    pub entry: Seq,
    /// When it was given.
    pub at: Moment,
    /// The version it was given on, from 1.
    pub version: u32,
    /// The seat that signed.
    pub seat: SeatId,
    /// The name of who signed.
    pub signer: String,
    /// Who read its trace, oldest first.
    pub readings: Vec<InkReading>,
}

/// Somebody, or the server, read a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InkReading {
    /// When.
    pub at: Moment,
    /// Who looked at it; none when the server drew it and nobody saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<SeatId>,
    /// For what.
    pub purpose: InkPurpose,
}
