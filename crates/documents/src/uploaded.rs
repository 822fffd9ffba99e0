//! A PDF that somebody brought, with what was signed on it: its pages as they are, the signatures
//! over them, and the page of signatures behind them.

use std::collections::BTreeMap;

use serde::Serialize;
use typst::foundations::Bytes;
use typst_layout::PagedDocument;
use typst_pdf::PdfStandard;

use crate::fonts::Fonts;
use crate::typeset::{Certificate, NoPaper, REMEMBERED, Signature, pdf, require_glyphs, said};
use crate::world::PaperWorld;

const LAYOUT: &str = concat!(include_str!("common.typ"), include_str!("uploaded.typ"));

/// A PDF and what lies over it.
#[derive(Debug, Clone, Serialize)]
pub struct Uploaded {
    /// Its title.
    pub title: String,
    /// The court's full name.
    pub court: String,
    /// 案号
    pub case_number: String,
    /// The paper's own number in its case.
    pub number: String,
    /// From 1.
    pub version: u32,
    /// SHA-256 of the file that was brought, in hexadecimal digits.
    pub hash: String,
    /// How many pages it has.
    pub pages: u32,
    /// What lies over its pages.
    pub overlays: Vec<Overlay>,
    /// What was signed, by whom it is.
    pub signatures: BTreeMap<String, Vec<Signature>>,
    /// The page of signatures.
    pub certificate: Certificate,
}

/// A place for signatures on a page; lengths in thousandths of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overlay {
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
    /// Whose, of [`Uploaded::signatures`].
    pub by: String,
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Its pages.
    pub pages: u32,
}

/// Sets signatures over the pages of a PDF. What comes out is PDF 1.7 and no PDF/A: the writer takes
/// no responsibility for pages that somebody else wrote, whatever form they had.
///
/// # Errors
/// A character that no font has, or a PDF whose pages cannot be taken over.
pub fn seal(fonts: &Fonts, uploaded: &Uploaded, bytes: Vec<u8>) -> Result<Sealed, NoPaper> {
    let json =
        serde_json::to_string(uploaded).map_err(|error| NoPaper::Layout(error.to_string()))?;
    let world = PaperWorld::new(fonts, LAYOUT, json, Some(Bytes::new(bytes)))?;
    let document = typst::compile::<PagedDocument>(&world).output;
    let document = document.map_err(|errors| NoPaper::Layout(said(&errors)));
    let sealed = document.and_then(|document| written(&document));
    comemo::evict(REMEMBERED);
    sealed
}

fn written(document: &PagedDocument) -> Result<Sealed, NoPaper> {
    require_glyphs(document)?;
    Ok(Sealed {
        pdf: pdf(document, PdfStandard::V_1_7)?,
        pages: u32::try_from(document.pages().len()).unwrap_or(u32::MAX),
    })
}
