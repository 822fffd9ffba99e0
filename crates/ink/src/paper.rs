//! The figure for paper, in 1/10 px: on a signature of 60 mm that is a hundredth of a millimetre.
//!
//! Stretches that run smoothly into each other are one outline, its sides are as few curves as keep
//! within that ([`crate::fit`]), and all numbers are whole: a twentieth of the room in a PDF.

use crate::fit::{self, Curve, Place};
use crate::shape::Outline;
use crate::svg::whole;
use crate::trace::Trace;
use std::fmt::Write as _;

/// Half a circle as one cubic curve: its arms are 4/3 of the radius. It lies a fiftieth of that aside
/// where it lies farthest, and no line is 3 px thick: within [`ASIDE`].
const HALF: f64 = 4.0 / 3.0;
/// Units of a trace in a unit of paper.
const COARSER: f64 = 10.0;
/// How far a side may lie from where it was, in 1/100 px.
const ASIDE: f64 = COARSER / 2.0;

/// A document of its own, trimmed to the ink; nothing when there is none.
#[must_use]
pub fn document(trace: &Trace) -> Option<String> {
    whole(trace, path, COARSER)
}

/// Path data in 1/10 px; to be filled by the nonzero rule.
#[must_use]
pub fn path(outlines: &[Outline]) -> String {
    let mut pen = Pen::default();
    for run in outlines.chunk_by(runs_on) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            continue;
        };
        let begin = first.forward[0];
        pen.go(begin);
        pen.side(run.iter().map(|outline| outline.forward));
        pen.half(last.forward[2], last.back[0]);
        pen.side(run.iter().rev().map(|outline| outline.back));
        pen.half(first.back[2], begin);
        pen.out.push('z');
    }
    pen.out
}

/// Writes path data: takes 1/100 px, writes whole 1/10 px counted from where it is.
#[derive(Default)]
struct Pen {
    out: String,
    at: (i32, i32),
}

impl Pen {
    fn go(&mut self, to: (i32, i32)) {
        self.at = coarse(exact(to));
        // Writing into a string cannot fail.
        let _ = write!(self.out, "M{} {}", self.at.0, self.at.1);
    }

    /// One side of a line.
    fn side(&mut self, sides: impl Iterator<Item = [(i32, i32); 3]>) {
        let curves: Vec<_> = sides.map(|curve| curve.map(exact)).collect();
        for curve in fit::fewer(&curves, ASIDE) {
            match is_flat(&curve) {
                true => self.line(curve[3]),
                false => self.curve(curve),
            }
        }
    }

    fn curve(&mut self, [_, a, b, to]: Curve) {
        let to = coarse(to);
        let [a, b] = [a, b].map(|control| by(self.at, coarse(control)));
        let end = by(self.at, to);
        // Writing into a string cannot fail.
        let _ = write!(
            self.out,
            "c{} {} {} {} {} {}",
            a.0, a.1, b.0, b.1, end.0, end.1
        );
        self.at = to;
    }

    fn line(&mut self, to: Place) {
        let to = coarse(to);
        let end = by(self.at, to);
        // Writing into a string cannot fail.
        let _ = write!(self.out, "l{} {}", end.0, end.1);
        self.at = to;
    }

    /// Half a circle from one place to the other, clockwise as SVG sees it.
    fn half(&mut self, from: (i32, i32), to: (i32, i32)) {
        let (from, to) = (exact(from), exact(to));
        let right = ((to.0 - from.0) / 2.0, (to.1 - from.1) / 2.0);
        // Out from the middle, turned a quarter to its left where y goes down.
        let ahead = (right.1 * HALF, -right.0 * HALF);
        let arm = |end: Place| (end.0 + ahead.0, end.1 + ahead.1);
        self.curve([from, arm(from), arm(to), to]);
    }
}

/// The curve is nowhere farther from its chord than a side may lie aside.
fn is_flat([from, a, b, to]: &Curve) -> bool {
    let chord = (to.0 - from.0, to.1 - from.1);
    let length = (chord.0 * chord.0 + chord.1 * chord.1).sqrt();
    [a, b].iter().all(|control| {
        let way = (control.0 - from.0, control.1 - from.1);
        let along = (way.0 * chord.0 + way.1 * chord.1) / length;
        let aside = (way.0 * chord.1 - way.1 * chord.0).abs() / length;
        // A curve reaches three quarters of what its controls do.
        (0.0..=length).contains(&along) && aside * 0.75 <= ASIDE
    })
}

fn exact(place: (i32, i32)) -> Place {
    (f64::from(place.0), f64::from(place.1))
}

fn coarse(place: Place) -> (i32, i32) {
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
