//! The figure as SVG: the same words draw it on the screen (`Path2D`) and on paper.

use crate::shape::{Outline, figure};
use crate::trace::{Stroke, Trace};
use std::fmt::Write as _;

/// White around the ink, in 1/100 px.
const AROUND: i32 = 800;

/// A box in 1/100 px: left, top, right, bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Left edge.
    pub left: i32,
    /// Top edge.
    pub top: i32,
    /// Right edge.
    pub right: i32,
    /// Bottom edge.
    pub bottom: i32,
}

impl Bounds {
    /// Width in 1/100 px.
    #[must_use]
    pub fn width(&self) -> i32 {
        self.right - self.left
    }

    /// Height in 1/100 px.
    #[must_use]
    pub fn height(&self) -> i32 {
        self.bottom - self.top
    }
}

/// The figure of everything that stands.
#[must_use]
pub fn outlines(trace: &Trace) -> Vec<Outline> {
    trace.ink().into_iter().flat_map(figure).collect()
}

/// What the points of these strokes reach, without the width of the line.
#[must_use]
pub fn reach(strokes: &[&Stroke]) -> Option<Bounds> {
    let points = || strokes.iter().flat_map(|stroke| &stroke.points);
    Some(Bounds {
        left: points().map(|point| point.x).min()?,
        top: points().map(|point| point.y).min()?,
        right: points().map(|point| point.x).max()?,
        bottom: points().map(|point| point.y).max()?,
    })
}

/// The ink with some white around it.
#[must_use]
pub fn trimmed(outlines: &[Outline]) -> Option<Bounds> {
    let at = |outline: &Outline| {
        let [a, b, c] = outline.forward;
        let [d, e, f] = outline.back;
        [a, b, c, d, e, f]
    };
    let places = || outlines.iter().flat_map(at);
    let round = outlines
        .iter()
        .map(|outline| outline.radii.0.max(outline.radii.1))
        .max()?;
    Some(Bounds {
        left: places().map(|place| place.0).min()? - round - AROUND,
        top: places().map(|place| place.1).min()? - round - AROUND,
        right: places().map(|place| place.0).max()? + round + AROUND,
        bottom: places().map(|place| place.1).max()? + round + AROUND,
    })
}

/// Path data in 1/100 px; to be filled by the nonzero rule.
#[must_use]
pub fn path(outlines: &[Outline]) -> String {
    let mut out = String::with_capacity(outlines.len() * 80);
    for outline in outlines {
        let [l0, lc, l1] = outline.forward;
        let [r1, rc, r0] = outline.back;
        let (end, begin) = outline.radii;
        let (m, n) = (by(l0, lc), by(l0, l1));
        let (o, p, q) = (by(l1, r1), by(r1, rc), by(r1, r0));
        let (cx, cy, dx, dy) = (m.0, m.1, n.0, n.1);
        // Writing into a string cannot fail.
        let _ = write!(
            out,
            "M{} {}q{cx} {cy} {dx} {dy}a{end} {end} 0 0 1 {} {}q{} {} {} {}A{begin} {begin} 0 0 1 {} {}z",
            l0.0, l0.1, o.0, o.1, p.0, p.1, q.0, q.1, l0.0, l0.1
        );
    }
    out
}

fn by(from: (i32, i32), to: (i32, i32)) -> (i32, i32) {
    (to.0 - from.0, to.1 - from.1)
}

/// A document of its own, trimmed to the ink; nothing when there is none.
#[must_use]
pub fn document(trace: &Trace) -> Option<String> {
    whole(trace, path, 1.0)
}

/// `unit`: so many 1/100 px are one unit of the path.
pub(crate) fn whole(trace: &Trace, path: fn(&[Outline]) -> String, unit: f64) -> Option<String> {
    let outlines = outlines(trace);
    let bounds = trimmed(&outlines)?;
    let path = path(&outlines);
    let [w, h] = [bounds.width(), bounds.height()].map(|length| f64::from(length) / 100.0);
    let [left, top, width, height] = [bounds.left, bounds.top, bounds.width(), bounds.height()]
        .map(|length| f64::from(length) / unit);
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" \
         viewBox=\"{left} {top} {width} {height}\"><path d=\"{path}\"/></svg>"
    ))
}
