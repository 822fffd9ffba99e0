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

/// A quarter of a circle as a cubic curve: 4/3 (√2 - 1).
const QUARTER: f64 = 0.552;
/// Units of a trace in a unit of paper.
const COARSER: f64 = 10.0;

/// The same figure for paper, in 1/10 px: on a signature of 60 mm that is a hundredth of a
/// millimetre. Stretches that run smoothly into each other are one outline, what bends by less than
/// that is straight, and the rest are curves between whole numbers as PDF has them: a tenth of the
/// room there.
#[must_use]
pub fn paper_path(outlines: &[Outline]) -> String {
    let mut pen = PaperPen::default();
    for run in outlines.chunk_by(runs_on) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            continue;
        };
        let begin = first.forward[0];
        pen.go(begin);
        for outline in run {
            pen.quad(outline.forward);
        }
        pen.half(last.forward[2], last.back[0]);
        for outline in run.iter().rev() {
            pen.quad(outline.back);
        }
        pen.half(first.back[2], begin);
        pen.out.push('z');
    }
    pen.out
}

/// Writes path data: takes 1/100 px, writes whole 1/10 px counted from where it is.
#[derive(Default)]
struct PaperPen {
    out: String,
    at: (i32, i32),
}

impl PaperPen {
    fn go(&mut self, to: (i32, i32)) {
        self.at = coarse(exact(to));
        // Writing into a string cannot fail.
        let _ = write!(self.out, "M{} {}", self.at.0, self.at.1);
    }

    fn curve(&mut self, controls: [(f64, f64); 2], to: (f64, f64)) {
        let to = coarse(to);
        let [a, b] = controls.map(|control| by(self.at, coarse(control)));
        let end = by(self.at, to);
        // Writing into a string cannot fail.
        let _ = write!(
            self.out,
            "c{} {} {} {} {} {}",
            a.0, a.1, b.0, b.1, end.0, end.1
        );
        self.at = to;
    }

    fn line(&mut self, to: (f64, f64)) {
        let to = coarse(to);
        let end = by(self.at, to);
        // Writing into a string cannot fail.
        let _ = write!(self.out, "l{} {}", end.0, end.1);
        self.at = to;
    }

    /// A quadratic curve is a cubic one whose controls lie two thirds of the way to its own.
    fn quad(&mut self, [from, control, to]: [(i32, i32); 3]) {
        let (from, control, to) = (exact(from), exact(control), exact(to));
        if is_flat(from, control, to) {
            return self.line(to);
        }
        let near = |end: (f64, f64)| {
            (
                (end.0 + 2.0 * control.0) / 3.0,
                (end.1 + 2.0 * control.1) / 3.0,
            )
        };
        self.curve([near(from), near(to)], to);
    }

    /// Half a circle from one place to the other, clockwise as SVG sees it.
    fn half(&mut self, from: (i32, i32), to: (i32, i32)) {
        let (from, to) = (exact(from), exact(to));
        let right = ((to.0 - from.0) / 2.0, (to.1 - from.1) / 2.0);
        // Out from the middle, turned a quarter to its left where y goes down.
        let ahead = (right.1, -right.0);
        let sum = |place: (f64, f64), way: (f64, f64), part: f64| {
            (place.0 + way.0 * part, place.1 + way.1 * part)
        };
        let top = sum(sum(from, right, 1.0), ahead, 1.0);
        self.curve([sum(from, ahead, QUARTER), sum(top, right, -QUARTER)], top);
        self.curve([sum(top, right, QUARTER), sum(to, ahead, QUARTER)], to);
    }
}

/// The curve is nowhere farther from its chord than a place is rounded by.
fn is_flat(from: (f64, f64), control: (f64, f64), to: (f64, f64)) -> bool {
    let (chord, way) = (
        (to.0 - from.0, to.1 - from.1),
        (control.0 - from.0, control.1 - from.1),
    );
    let length = chord.0.hypot(chord.1);
    let along = (way.0 * chord.0 + way.1 * chord.1) / length;
    let aside = (way.0 * chord.1 - way.1 * chord.0).abs() / length;
    // At its middle it is half as far away as its control.
    (0.0..=length).contains(&along) && aside <= COARSER
}

fn exact(place: (i32, i32)) -> (f64, f64) {
    (f64::from(place.0), f64::from(place.1))
}

fn coarse(place: (f64, f64)) -> (i32, i32) {
    let round = |length: f64| (length / COARSER).round() as i32;
    (round(place.0), round(place.1))
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

/// A document of its own, trimmed to the ink; nothing when there is none.
#[must_use]
pub fn document(trace: &Trace) -> Option<String> {
    whole(trace, path, 1.0)
}

/// The same for paper.
#[must_use]
pub fn paper(trace: &Trace) -> Option<String> {
    whole(trace, paper_path, COARSER)
}

fn whole(trace: &Trace, path: fn(&[Outline]) -> String, unit: f64) -> Option<String> {
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
