//! What a page shows, as a reader of another make than its writer finds it: words with their places,
//! shapes, pictures. For tests of what this court writes.

use std::sync::Arc;

use hayro::hayro_interpret::BlendMode;
use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt, interpret_page,
};
use hayro::kurbo::{BezPath, Rect, Shape as _};

use super::{PdfError, open};

/// A page as it is seen. Lengths in points (1/72 in) from the left and from the top.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Its words in the order in which they were written.
    pub words: Vec<Words>,
    /// Boxes around what is painted and is no letter.
    pub shapes: Vec<Rect>,
    /// How many pictures of points it has.
    pub pictures: usize,
}

/// Words that were written in one go.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// What they say; a sign that nobody said the letter of is U+FFFD.
    pub text: String,
    /// Where they begin, from the left.
    pub x: f64,
    /// Their line, from the top.
    pub y: f64,
    /// How large their type is.
    pub size: f64,
}

impl Sheet {
    /// All words of at least this size, without any space.
    #[must_use]
    pub fn text(&self, least: f64) -> String {
        let words = self.words.iter().filter(|words| words.size >= least);
        let letters = words.flat_map(|words| words.text.chars());
        letters.filter(|letter| !letter.is_whitespace()).collect()
    }
}

/// Reads all pages.
///
/// # Errors
/// See [`PdfError`].
pub fn seen(bytes: Vec<u8>) -> Result<Vec<Sheet>, PdfError> {
    let pdf = open(Arc::new(bytes))?;
    let cache = InterpreterCache::new();
    let mut sheets = Vec::new();
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, width, height),
            &cache,
            page.xref(),
            InterpreterSettings::default(),
        );
        let mut sheet = Sheet {
            width,
            height,
            ..Sheet::default()
        };
        interpret_page(page, &mut context, &mut sheet);
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Type is made of a thousand pieces an em.
const EM: f64 = 1_000.0;

impl<'a> Device<'a> for Sheet {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, _: &DrawMode) {
        let around = props.transform.transform_rect_bbox(path.bounding_box());
        self.shapes.push(around);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        let mut begin = None;
        let mut text = String::new();
        for glyph in run.glyphs() {
            let place = (props.transform * glyph.transform()).as_coeffs();
            begin.get_or_insert(place);
            match glyph.as_unicode() {
                Some(BfString::Char(letter)) => text.push(letter),
                Some(BfString::String(letters)) => text.push_str(&letters),
                None => text.push('\u{FFFD}'),
            }
        }
        if let Some([_, _, _, scale, x, y]) = begin {
            let size = scale.abs() * EM;
            self.words.push(Words { text, x, y, size });
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.pictures += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
