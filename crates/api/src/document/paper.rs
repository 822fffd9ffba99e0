//! Papers over HTTP: sent, filled in, made anew, read line by line.
//!
//! A paper is generated from a template of the court's, or it is a PDF that its sender uploaded.
//! Either becomes a file of the case and an entry that shows it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Asked, DocumentKind, Place};
use crate::bytes::Sha256Digest;
use crate::file::FileId;
use crate::ids::{CommandId, Moment, Seq};

/// Sends papers: `POST /api/cases/{case}/documents`; looks at the first of them without sending:
/// `POST /api/cases/{case}/documents/preview`. Repeating it with the same id is safe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SendPaper {
    /// The client's; the ids of the commands that are given for it are derived from it.
    pub id: CommandId,
    /// Which paper.
    pub paper: DocumentKind,
    /// What it is made of.
    pub source: PaperSource,
    /// Who is asked for what. A generated paper speaks of one seat: there is one for each. An
    /// uploaded one is one document for all of them.
    pub to: Vec<Asked>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    /// What happens otherwise, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<String>,
}

/// What a paper is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "from", rename_all = "snake_case", deny_unknown_fields)]
pub enum PaperSource {
    /// A template of the court's. What the case knows (court, cause, names, roles, exhibits) the
    /// server fills in; `facts` are what only people know, by the name of the gap.
    Generated {
        /// By the name of the gap.
        facts: BTreeMap<String, String>,
    },
    /// A PDF of the sender's.
    Uploaded {
        /// What it is called.
        title: String,
        /// The PDF: a file that the sender uploaded.
        file: FileId,
        /// Where signatures stand; none: on the page of signatures at the end only.
        places: Vec<Place>,
        /// Whoever signs has their signature, small, at the edge of every page.
        initials: bool,
    },
}

/// What was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PapersSent {
    /// The entries that sent them, in the order of `to`.
    pub documents: Vec<Seq>,
}

/// Whoever is asked to sign 送达地址确认书 fills it in:
/// `POST /api/cases/{case}/documents/{seq}/fill`. The answer is the next version; repeating it is
/// safe. Until it is filled in, it cannot be signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FillPaper {
    /// The client's.
    pub id: CommandId,
    /// The version that was shown, from 1.
    pub version: u32,
    /// By the name of the gap; every one of `PaperText::to_fill`.
    pub facts: BTreeMap<String, String>,
}

/// A new version by the sender: `POST /api/cases/{case}/documents/{seq}/revise`. Repeating it is
/// safe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RevisePaper {
    /// The client's.
    pub id: CommandId,
    /// The version that was seen by who makes the next one, from 1.
    pub version: u32,
    /// What is different, in words.
    pub reason: String,
    /// What it is made of. What a person filled in before is kept unless `facts` say otherwise.
    pub source: PaperSource,
    /// Until when it is asked for now; none: as before. Is needed when that is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
}

/// A new version is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperRevised {
    /// The entry that brought it.
    pub seq: Seq,
    /// Its number, from 1.
    pub version: u32,
}

/// A version of a document as words: `GET /api/cases/{case}/documents/{seq}/versions/{version}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperText {
    /// Its title.
    pub title: String,
    /// Its number in the case, as it stands at the foot of its pages.
    pub number: String,
    /// From 1.
    pub version: u32,
    /// SHA-256 of its words, as it stands at the foot of its pages; of an uploaded PDF, of the
    /// file.
    pub words_sha256: Sha256Digest,
    /// Its words. None for an uploaded PDF: its pages are looked at.
    pub lines: Vec<PaperLine>,
    /// The names of the gaps that the asked seat still has to fill.
    pub to_fill: Vec<String>,
    /// What people filled in, by the name of the gap.
    pub facts: BTreeMap<String, String>,
}

/// A numbered line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperLine {
    /// From 1; as at the sheet's edge.
    pub number: u32,
    /// What it is.
    pub form: PaperForm,
    /// Its words; of facts and tables, cell by cell.
    pub words: Vec<String>,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaperForm {
    /// A heading inside of the paper.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a numbered list.
    Item,
    /// What is asked, and the answer.
    Fact,
    /// The words over the columns of a table.
    TableHead,
    /// A row of the table before it.
    TableRow,
    /// A place for a signature.
    Spot,
}
