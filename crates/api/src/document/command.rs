//! What people ask for about documents.

use serde::{Deserialize, Serialize};

use super::{Asked, DocumentKind, Method, SignedBy, Version};
use crate::audience::Audience;
use crate::bytes::Sha256Digest;
use crate::ids::{Moment, Seq};

/// One command about documents; stands flat among the kinds of `Command`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DocumentCommand {
    /// Sends a document. Only the server gives it, with the file that it made or was given.
    SendDocument(Box<SendDocument>),
    /// Brings a new version of one. Only the server gives it.
    ReviseDocument(Box<ReviseDocument>),
    /// Fills one in. Only the server gives it, with the version that it made of what was filled in.
    FillDocument(Box<FillDocument>),
    /// Takes one back.
    WithdrawDocument(WithdrawDocument),
    /// Has read a version.
    ReadDocument(ReadDocument),
    /// Confirms a version.
    ConfirmDocument(ConfirmDocument),
    /// Signs a version. Only the server gives it, once it has looked at what was drawn.
    SignDocument(Box<SignDocument>),
    /// Refuses to confirm or to sign a version.
    RefuseDocument(RefuseDocument),
    /// Keeps a version with its signatures. Only the server gives it.
    SealDocument(Box<SealDocument>),
}

/// Sends a document to seats of the case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SendDocument {
    /// Which paper.
    pub paper: DocumentKind,
    /// Its title.
    pub title: String,
    /// Its first version.
    pub version: Version,
    /// Who may see it.
    pub audience: Audience,
    /// Who is asked for what.
    pub asked: Vec<Asked>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    /// What happens otherwise, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<String>,
}

/// Brings a new version; what was done with the ones before is stale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviseDocument {
    /// The document.
    pub document: Seq,
    /// The new version.
    pub version: Version,
    /// What is different, in words.
    pub reason: String,
    /// Until when it is asked for now; none: as before. Is needed when that is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
}

/// Fills in a version that waits for it: the next one has the words of whoever is asked to sign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FillDocument {
    /// The document.
    pub document: Seq,
    /// The version that was filled in, from 1.
    pub filled: u32,
    /// The version that it became.
    pub version: Version,
}

/// Takes a document back; it stays in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WithdrawDocument {
    /// The document.
    pub document: Seq,
    /// Why.
    pub reason: String,
}

/// Has read a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadDocument {
    /// The document.
    pub document: Seq,
    /// The version that was shown, from 1.
    pub version: u32,
}

/// Confirms a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmDocument {
    /// The document.
    pub document: Seq,
    /// The version that was shown, from 1.
    pub version: u32,
}

/// Signs a version; once more is no replacement but one signature more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignDocument {
    /// The document.
    pub document: Seq,
    /// The version that was shown, from 1.
    pub version: u32,
    /// SHA-256 of the PDF that was shown.
    pub shown: Sha256Digest,
    /// The name of who signs; for an organisation its representative.
    pub signer: String,
    /// In which capacity, such as 法定代表人.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<String>,
    /// How.
    pub method: Method,
    /// SHA-256 of the canonical manifest.
    pub manifest: Sha256Digest,
    /// Whose key signed the manifest.
    pub signed_by: SignedBy,
    /// SHA-256 of the public key that verifies it, as a SubjectPublicKeyInfo (DER, RFC 5280 §4.1);
    /// entries from before it was noted have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Sha256Digest>,
    /// On a phone that took over from another device.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub handed_over: bool,
}

/// Refuses to confirm or to sign a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RefuseDocument {
    /// The document.
    pub document: Seq,
    /// The version that was shown, from 1.
    pub version: u32,
    /// Why.
    pub reason: String,
}

/// Keeps a version with its signatures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SealDocument {
    /// The document.
    pub document: Seq,
    /// The version, from 1.
    pub version: u32,
    /// The PDF with the signatures and their page.
    pub file: crate::file::FileFacts,
}
