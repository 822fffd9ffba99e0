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

/// A quarter of a circle as a cubic curve, 4/3 (√2 - 1), in thousandths.
const QUARTER: i32 = 552;

/// The same figure for paper: stretches that run smoothly into each other are one outline, and
/// round ends are curves between whole numbers. That takes a third of the room in a PDF and is off
/// by less than 1/100 px.
#[must_use]
pub fn paper_path(outlines: &[Outline]) -> String {
    let mut out = String::with_capacity(outlines.len() * 50);
    for run in outlines.chunk_by(runs_on) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            continue;
        };
        let begin = first.forward[0];
        // Writing into a string cannot fail.
        let _ = write!(out, "M{} {}", begin.0, begin.1);
        for outline in run {
            quad(&mut out, outline.forward);
        }
        half(&mut out, last.forward[2], last.back[0]);
        for outline in run.iter().rev() {
            quad(&mut out, outline.back);
        }
        half(&mut out, first.back[2], begin);
        out.push('z');
    }
    out
}

fn quad(out: &mut String, [from, control, to]: [(i32, i32); 3]) {
    let (c, d) = (by(from, control), by(from, to));
    // Writing into a string cannot fail.
    let _ = write!(out, "q{} {} {} {}", c.0, c.1, d.0, d.1);
}

/// The one ends where the other begins, and neither turns so tightly that its inner side goes back.
fn runs_on(one: &Outline, next: &Outline) -> bool {
    let meets = one.forward[2] == next.forward[0] && one.back[0] == next.back[2];
    meets && goes_forward(one) && goes_forward(next)
}

/// Both sides of it go where it goes, from its beginning to its end.
fn goes_forward(outline: &Outline) -> bool {
    let [l0, lc, l1] = outline.forward;
    let [r1, rc, r0] = outline.back;
    let across = |left: (i32, i32), right: (i32, i32)| {
        let (right, down) = by(left, right);
        // The way ahead: from left to right, turned a quarter to its left where y goes down.
        (i64::from(down), -i64::from(right))
    };
    let steps = [by(l0, lc), by(lc, l1), by(r0, rc), by(rc, r1)];
    let ways = [across(l0, r0), across(l1, r1)];
    ways.iter().all(|way| {
        let along = |step: &(i32, i32)| way.0 * i64::from(step.0) + way.1 * i64::from(step.1);
        steps.iter().all(|step| along(step) > 0)
    })
}

fn by(from: (i32, i32), to: (i32, i32)) -> (i32, i32) {
    (to.0 - from.0, to.1 - from.1)
}

/// Half a circle from one place to the other, clockwise as SVG sees it.
fn half(out: &mut String, from: (i32, i32), to: (i32, i32)) {
    let (right, down) = ((to.0 - from.0) / 2, (to.1 - from.1) / 2);
    let part = |length: i32| length * QUARTER / 1_000;
    // Out from the middle, turned a quarter to its left where y goes down.
    let ahead = (down, -right);
    let top = (right + ahead.0, down + ahead.1);
    let _ = write!(
        out,
        "c{} {} {} {} {} {}",
        part(ahead.0),
        part(ahead.1),
        top.0 - part(right),
        top.1 - part(down),
        top.0,
        top.1
    );
    let rest = (to.0 - from.0 - top.0, to.1 - from.1 - top.1);
    let _ = write!(
        out,
        "c{} {} {} {} {} {}",
        part(right),
        part(down),
        rest.0 + part(ahead.0),
        rest.1 + part(ahead.1),
        rest.0,
        rest.1
    );
}

/// A document of its own, trimmed to the ink; nothing when there is none.
#[must_use]
pub fn document(trace: &Trace) -> Option<String> {
    whole(trace, path)
}

/// The same for paper.
#[must_use]
pub fn paper(trace: &Trace) -> Option<String> {
    whole(trace, paper_path)
}

fn whole(trace: &Trace, path: fn(&[Outline]) -> String) -> Option<String> {
    let outlines = outlines(trace);
    let bounds = trimmed(&outlines)?;
    let (left, top) = (bounds.left, bounds.top);
    let (width, height) = (bounds.width(), bounds.height());
    let path = path(&outlines);
    let (w, h) = (f64::from(width) / 100.0, f64::from(height) / 100.0);
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" \
         viewBox=\"{left} {top} {width} {height}\"><path d=\"{path}\"/></svg>"
    ))
}
