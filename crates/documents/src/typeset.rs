//! A paper as PDF/A.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use typst::foundations::{Label, Selector, Smart};
use typst::introspection::{Introspector as _, MetadataElem};
use typst::layout::{Abs, Frame, FrameItem};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::fonts::{Fonts, is_private};
use crate::packed::packed;
use crate::paper::Paper;
use crate::world::PaperWorld;

const LAYOUT: &str = concat!(include_str!("common.typ"), include_str!("layout.typ"));

/// Documents after which what the typesetter remembers is forgotten: at once. No two papers have the
/// same words, and to look through what is remembered costs more than it saves.
pub(crate) const REMEMBERED: usize = 0;

/// What was signed on a paper: by the place it stands in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Signing {
    /// By the id of the spot; several people may sign in one place, one after the other.
    pub signatures: BTreeMap<String, Vec<Signature>>,
    /// The page of signatures; none before anybody has signed.
    pub certificate: Option<Certificate>,
}

/// One signature as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// As it was drawn; none when the name was typed. Only what `anjian_ink` made.
    pub svg: Option<String>,
    /// A photograph of a fingerprint, JPEG. Only what the server made of what was brought.
    pub photo: Option<Vec<u8>>,
    /// The name.
    pub name: String,
    /// What a screen reader says of the picture.
    pub alt: String,
}

/// The page that says who signed, when and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// Its title.
    pub title: String,
    /// What it proves and what it does not.
    pub words: Vec<String>,
    /// One for each signature.
    pub signatures: Vec<Attested>,
}

/// What is known of a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attested {
    /// Who, how, when, by which hashes.
    pub facts: Vec<(String, String)>,
    /// How it looks, when it stands nowhere on the paper.
    pub mark: Option<Signature>,
}

/// A paper that was set.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// PDF/A-2a (ISO 19005-2).
    pub pdf: Vec<u8>,
    /// SHA-256 of the paper's words, as it stands at the foot of every page.
    pub words: [u8; 32],
    /// How many pages.
    pub pages: u32,
    /// Where signatures stand.
    pub spots: Vec<SpotPlace>,
}

/// Where a signature stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotPlace {
    /// The id of the spot.
    pub id: String,
    /// From 0.
    pub page: u32,
    /// From the page's left, in thousandths of its width.
    pub x: u16,
    /// From the page's top, in thousandths of its height.
    pub y: u16,
}

/// Why there is no paper.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoPaper {
    /// No font has these characters: a box in a name would be another name.
    #[error("no font has {0:?}")]
    MissingGlyphs(BTreeSet<char>),
    /// The layout and the words do not go together.
    #[error("the layout fails: {0}")]
    Layout(String),
    /// The PDF cannot be written as the standard wants it.
    #[error("no PDF/A: {0}")]
    Pdf(String),
}

#[derive(Serialize)]
struct Input<'a> {
    paper: &'a Paper,
    hash: String,
    #[serde(flatten)]
    signing: &'a Signing,
}

/// SHA-256 of a paper's words: of its JSON with the fields in the order of the type.
#[must_use]
pub fn words_hash(paper: &Paper) -> [u8; 32] {
    let json = serde_json::to_vec(paper).unwrap_or_default();
    Sha256::digest(json).into()
}

/// Sets a paper.
///
/// # Errors
/// A character that no font has, or a layout or a PDF that cannot be.
pub fn set(fonts: &Fonts, paper: &Paper, signing: &Signing) -> Result<Set, NoPaper> {
    let words = words_hash(paper);
    let hash = words.iter().map(|byte| format!("{byte:02x}")).collect();
    let input = Input {
        paper,
        hash,
        signing,
    };
    let json = serde_json::to_string(&input).map_err(|error| NoPaper::Layout(error.to_string()))?;
    let world = PaperWorld::new(fonts, LAYOUT, json, None)?;
    let document = typst::compile::<PagedDocument>(&world).output;
    let document = document.map_err(|errors| NoPaper::Layout(said(&errors)))?;
    let set = written(&document, words);
    comemo::evict(REMEMBERED);
    set
}

fn written(document: &PagedDocument, words: [u8; 32]) -> Result<Set, NoPaper> {
    require_glyphs(document)?;
    Ok(Set {
        pdf: pdf(document, PdfStandard::A_2a)?,
        words,
        pages: u32::try_from(document.pages().len()).unwrap_or(u32::MAX),
        spots: spots(document),
    })
}

pub(crate) fn require_glyphs(document: &PagedDocument) -> Result<(), NoPaper> {
    let mut missing = BTreeSet::new();
    for page in document.pages() {
        look_for_missing(&page.frame, &mut missing);
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(NoPaper::MissingGlyphs(missing))
    }
}

pub(crate) fn pdf(document: &PagedDocument, standard: PdfStandard) -> Result<Vec<u8>, NoPaper> {
    let standards = PdfStandards::new(&[standard])
        .map_err(|error| NoPaper::Pdf(error.message().to_string()))?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("Anjian".into())),
        standards,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(document, &options);
    pdf.map(packed)
        .map_err(|errors| NoPaper::Pdf(said(&errors)))
}

pub(crate) fn said(errors: &[typst::diag::SourceDiagnostic]) -> String {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    messages.join("; ")
}

fn look_for_missing(frame: &Frame, missing: &mut BTreeSet<char>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => look_for_missing(&group.frame, missing),
            FrameItem::Text(text) => {
                for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
                    missing.extend(text.text.get(glyph.range()).unwrap_or_default().chars());
                }
                missing.extend(text.text.chars().filter(|character| is_private(*character)));
            }
            _ => {}
        }
    }
}

fn spots(document: &PagedDocument) -> Vec<SpotPlace> {
    let Some(label) = Label::new(PicoStr::intern("spot")) else {
        return Vec::new();
    };
    let introspector = document.introspector();
    let found = introspector.query(&Selector::Label(label));
    let place = |content: &typst::foundations::Content| {
        let id = content.to_packed::<MetadataElem>()?.value.clone();
        let at = introspector.position(content.location()?)?;
        let index = at.page.get() - 1;
        let size = document.pages().get(index)?.frame.size();
        Some(SpotPlace {
            id: id.cast::<String>().ok()?,
            page: u32::try_from(index).ok()?,
            x: thousandths(at.point.x, size.x),
            y: thousandths(at.point.y, size.y),
        })
    };
    found.iter().filter_map(place).collect()
}

fn thousandths(part: Abs, whole: Abs) -> u16 {
    (part.to_pt() / whole.to_pt() * 1_000.0)
        .round()
        .clamp(0.0, 1_000.0) as u16
}
