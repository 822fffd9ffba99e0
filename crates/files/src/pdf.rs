//! PDF: how many pages, and pages as pictures (hayro).
//!
//! A font that a PDF names but does not carry is drawn with one of this machine, if there is one:
//! Chinese ones need [`Fonts::from_dirs`]. Where none is found such text is left out of the
//! picture; the file itself shows it wherever it is opened.
//!
//! Time and depth are limited here; memory is not, as hayro knows no such limit. A server uses
//! [`crate::worker`], which limits that as well.

mod fonts;
mod loose;
#[cfg(feature = "samples")]
mod seen;

use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::RgbImage;

use crate::guard::{Ended, within};
use crate::{limits, picture};

pub use fonts::Fonts;
pub use loose::has_loose_parts;
#[cfg(feature = "samples")]
pub use seen::{Sheet, Words, seen};

/// What is known of a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PdfFacts {
    /// How many pages; none when it is locked.
    pub pages: Option<u32>,
    /// It asks for a password before it shows anything, or is encrypted in a way not known here.
    pub locked: bool,
}

/// Why there is no page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// It asks for a password.
    #[error("the PDF asks for a password")]
    Locked,
    /// It has fewer pages. Pages count from 0.
    #[error("the PDF has no such page")]
    NoSuchPage,
    /// It took longer than [`limits::PDF_TIME`].
    #[error("the PDF took too long")]
    TooSlow,
    /// Too many slow pages are still being drawn; try later.
    #[error("too many slow pages are being drawn")]
    Busy,
    /// It could not be read.
    #[error("the PDF is broken")]
    Broken,
}

impl From<Ended> for PdfError {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Panicked => Self::Broken,
            Ended::TooSlow => Self::TooSlow,
            Ended::Busy => Self::Busy,
        }
    }
}

/// Counts the pages.
///
/// # Errors
/// See [`PdfError`]; a locked one is none.
pub fn probe(bytes: Arc<Vec<u8>>) -> Result<PdfFacts, PdfError> {
    within(limits::PDF_TIME, move || match open(bytes) {
        Ok(pdf) => match u32::try_from(pdf.pages().len()) {
            Ok(pages) if pages > 0 => Ok(PdfFacts {
                pages: Some(pages),
                locked: false,
            }),
            _ => Err(PdfError::Broken),
        },
        Err(PdfError::Locked) => Ok(PdfFacts {
            pages: None,
            locked: true,
        }),
        Err(other) => Err(other),
    })?
}

/// Draws one page, counted from 0, as a JPEG with its longest side `longest` px.
///
/// # Errors
/// See [`PdfError`].
pub fn page_jpeg(
    bytes: Arc<Vec<u8>>,
    page: u32,
    longest: u32,
    fonts: &Fonts,
) -> Result<Vec<u8>, PdfError> {
    let fonts = fonts.clone();
    let longest = longest.clamp(1, limits::LONGEST);
    within(limits::PDF_TIME, move || {
        let pdf = open(bytes)?;
        let drawn = draw(&pdf, page, longest, &fonts)?;
        picture::encode(&drawn).map_err(|_| PdfError::Broken)
    })?
}

fn open(bytes: Arc<Vec<u8>>) -> Result<Pdf, PdfError> {
    Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => PdfError::Locked,
        LoadPdfError::Invalid => PdfError::Broken,
    })
}

fn draw(pdf: &Pdf, page: u32, longest: u32, fonts: &Fonts) -> Result<RgbImage, PdfError> {
    let index = usize::try_from(page).map_err(|_| PdfError::NoSuchPage)?;
    let page = pdf.pages().get(index).ok_or(PdfError::NoSuchPage)?;
    let (width, height) = page.render_dimensions();
    let side = width.max(height);
    if !(width > 0.0 && height > 0.0 && side.is_finite()) {
        return Err(PdfError::Broken);
    }
    // At least one pixel each way; a little more than whole, as the size is cut off later.
    let scale = longest as f32 / side;
    let at_least = |length: f32| ((length * scale).round().max(1.0) + 0.01) / length;
    let settings = InterpreterSettings {
        font_resolver: fonts.resolver(),
        ..Default::default()
    };
    let drawn = render(
        page,
        &RenderCache::new(),
        &settings,
        &RenderSettings::default(),
        &PixmapSettings {
            x_scale: at_least(width),
            y_scale: at_least(height),
            bg_color: WHITE,
        },
    );
    let opaque = drawn
        .data()
        .iter()
        .flat_map(|pixel| [pixel.r, pixel.g, pixel.b])
        .collect();
    RgbImage::from_raw(drawn.width().into(), drawn.height().into(), opaque).ok_or(PdfError::Broken)
}
