//! The official picture: PNG, transparent, trimmed to the ink.

use crate::shape::Outline;
use crate::svg::{Bounds, outlines, trimmed};
use crate::trace::Trace;
use thiserror::Error;
use tiny_skia::{FillRule, Paint, Path, PathBuilder, Pixmap, Transform};

/// A quarter of a circle as a cubic curve: 4/3 (√2 - 1).
const QUARTER: f32 = 0.552_284_8;
/// The longest side of a picture, in px.
const LONGEST: f32 = 4_096.0;

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoPicture {
    /// Nothing stands on the sheet.
    #[error("nothing is written")]
    Empty,
    /// The rasteriser gave up.
    #[error("it cannot be drawn")]
    Failed,
}

/// Draws what stands, `scale` px for one px of the sheet, less where that would be too large.
///
/// # Errors
/// Nothing stands, or the rasteriser gave up.
pub fn png(trace: &Trace, scale: f32) -> Result<Vec<u8>, NoPicture> {
    pixels(trace, scale)?
        .encode_png()
        .map_err(|_| NoPicture::Failed)
}

fn pixels(trace: &Trace, scale: f32) -> Result<Pixmap, NoPicture> {
    let outlines = outlines(trace);
    let bounds = trimmed(&outlines).ok_or(NoPicture::Empty)?;
    let scale = fitting(bounds, scale);
    let side = |hundredths: i32| (hundredths as f32 / 100.0 * scale).ceil().max(1.0) as u32;
    let mut pixels =
        Pixmap::new(side(bounds.width()), side(bounds.height())).ok_or(NoPicture::Failed)?;
    let path = figure(&outlines).ok_or(NoPicture::Failed)?;
    let place = Transform::from_translate(-bounds.left as f32, -bounds.top as f32)
        .post_scale(scale / 100.0, scale / 100.0);
    let paint = Paint::default();
    pixels.fill_path(&path, &paint, FillRule::Winding, place, None);
    Ok(pixels)
}

fn fitting(bounds: Bounds, scale: f32) -> f32 {
    let longest = bounds.width().max(bounds.height()) as f32 / 100.0;
    scale.min(LONGEST / longest.max(1.0))
}

fn figure(outlines: &[Outline]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for outline in outlines {
        let [l0, lc, l1] = outline.forward.map(place);
        let [r1, rc, r0] = outline.back.map(place);
        path.move_to(l0.0, l0.1);
        path.quad_to(lc.0, lc.1, l1.0, l1.1);
        half(&mut path, l1, r1);
        path.quad_to(rc.0, rc.1, r0.0, r0.1);
        half(&mut path, r0, l0);
        path.close();
    }
    path.finish()
}

/// Half a circle from one place to the other, clockwise as SVG sees it.
fn half(path: &mut PathBuilder, from: (f32, f32), to: (f32, f32)) {
    let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
    let out = (middle.0 - from.0, middle.1 - from.1);
    // Clockwise where y goes down: the way out, turned a quarter to its left.
    let ahead = (out.1, -out.0);
    let top = (middle.0 + ahead.0, middle.1 + ahead.1);
    let by = |place: (f32, f32), way: (f32, f32), sign: f32| {
        (
            place.0 + way.0 * QUARTER * sign,
            place.1 + way.1 * QUARTER * sign,
        )
    };
    let (a, b) = (by(from, ahead, 1.0), by(top, out, -1.0));
    path.cubic_to(a.0, a.1, b.0, b.1, top.0, top.1);
    let (c, d) = (by(top, out, 1.0), by(to, ahead, 1.0));
    path.cubic_to(c.0, c.1, d.0, d.1, to.0, to.1);
}

fn place((x, y): (i32, i32)) -> (f32, f32) {
    (x as f32, y as f32)
}
