//! What happened about documents.

use serde::{Deserialize, Serialize};

use super::command::{
    ConfirmDocument, FillDocument, ReadDocument, RefuseDocument, ReviseDocument, SealDocument,
    SignDocument, WithdrawDocument,
};
use super::{Asked, DocumentKind, Version};
use crate::ids::Moment;

/// One act about documents; stands flat among the kinds of `Act`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DocumentAct {
    /// A document was sent; it is named by the number of this entry.
    DocumentSent(Box<DocumentSent>),
    /// A new version came.
    DocumentRevised(Box<ReviseDocument>),
    /// Whoever is asked to sign it filled it in: a new version came.
    DocumentFilled(Box<FillDocument>),
    /// It was taken back.
    DocumentWithdrawn(WithdrawDocument),
    /// A seat read a version.
    DocumentRead(ReadDocument),
    /// A seat confirmed a version.
    DocumentConfirmed(ConfirmDocument),
    /// A seat signed a version.
    DocumentSigned(Box<SignDocument>),
    /// A seat refused.
    DocumentRefused(RefuseDocument),
    /// A version was kept with its signatures.
    DocumentSealed(Box<SealDocument>),
}

/// Kinds of acts about documents, in the order of the variants.
pub(crate) const KINDS: [&str; 9] = [
    "document_sent",
    "document_revised",
    "document_filled",
    "document_withdrawn",
    "document_read",
    "document_confirmed",
    "document_signed",
    "document_refused",
    "document_sealed",
];

impl DocumentAct {
    /// The kind, as it stands in the record that the leaf commits to.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            DocumentAct::DocumentSent(_) => KINDS[0],
            DocumentAct::DocumentRevised(_) => KINDS[1],
            DocumentAct::DocumentFilled(_) => KINDS[2],
            DocumentAct::DocumentWithdrawn(_) => KINDS[3],
            DocumentAct::DocumentRead(_) => KINDS[4],
            DocumentAct::DocumentConfirmed(_) => KINDS[5],
            DocumentAct::DocumentSigned(_) => KINDS[6],
            DocumentAct::DocumentRefused(_) => KINDS[7],
            DocumentAct::DocumentSealed(_) => KINDS[8],
        }
    }
}

/// A document was sent; it is named by the number of this entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DocumentSent {
    /// Its number in the case, from 1; never given again.
    pub number: u32,
    /// Which paper.
    pub paper: DocumentKind,
    /// Its title.
    pub title: String,
    /// Its first version.
    pub version: Version,
    /// Who is asked for what.
    pub asked: Vec<Asked>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    /// What happens otherwise, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<String>,
}
