//! Whether a signature can be one: what is empty, a dot or a line is refused; what is small, cut
//! off or hasty is asked about once.

use crate::svg::{Bounds, reach};
use crate::trace::{Stroke, Trace};

/// A dot stays within this, in 1/100 px.
const DOT: i32 = 1_200;
/// Ink shorter than this is a dot, in 1/100 px.
const SHORT: f64 = 6_000.0;
/// The share of its longer side that a figure needs on its shorter one.
const FLAT: f64 = 0.06;
/// How far from straight a single stroke must be, as a share of its length.
const STRAIGHT: f64 = 0.04;
/// The share of the sheet's width that a signature usually has.
const NARROW: f64 = 0.25;
/// The share of the sheet's height that a signature usually has.
const LOW: f64 = 0.12;
/// Writing that takes less, in 1/10 ms.
const HASTY: u32 = 3_500;
/// Points that a name has at least.
const FEW: usize = 15;
/// Points this near to the edge touch it, in 1/100 px.
const EDGE: i32 = 100;
/// One point in so many may touch the edge.
const AT_EDGE: usize = 20;

/// Why it is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Nothing stands.
    Empty,
    /// It is a dot.
    Dot,
    /// It is a line.
    Line,
}

/// What its writer is asked about before it is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It fills little of the sheet.
    Small,
    /// Some of it lies at the edge of the sheet.
    CutOff,
    /// It was written faster than a name is.
    Hasty,
}

/// Looks at what stands.
///
/// # Errors
/// What nobody would take for a name.
pub fn judge(trace: &Trace) -> Result<Vec<Doubt>, Refused> {
    let ink = trace.ink();
    let bounds = reach(&ink).ok_or(Refused::Empty)?;
    let (width, height) = (bounds.width(), bounds.height());
    let way: f64 = ink.iter().map(|stroke| length(stroke)).sum();
    if (width <= DOT && height <= DOT) || way < SHORT {
        return Err(Refused::Dot);
    }
    let (shorter, longer) = (width.min(height), width.max(height));
    if f64::from(shorter) < FLAT * f64::from(longer) || is_one_line(&ink) {
        return Err(Refused::Line);
    }
    Ok(doubts(trace, &ink, bounds))
}

fn doubts(trace: &Trace, ink: &[&Stroke], bounds: Bounds) -> Vec<Doubt> {
    let sheet = trace.sheet;
    let is_less = |side: i32, whole: i32, share: f64| f64::from(side) < share * f64::from(whole);
    let points = || ink.iter().flat_map(|stroke| &stroke.points);
    let count = points().count();
    let is_at = |place: i32, side: i32| place <= EDGE || place >= side - EDGE;
    let at_edge = points()
        .filter(|at| is_at(at.x, sheet.width) || is_at(at.y, sheet.height))
        .count();
    let begun = points().map(|point| point.at).min().unwrap_or(0);
    let ended = points().map(|point| point.at).max().unwrap_or(0);
    let is_small =
        is_less(bounds.width(), sheet.width, NARROW) || is_less(bounds.height(), sheet.height, LOW);
    let found = [
        (is_small, Doubt::Small),
        (at_edge * AT_EDGE > count, Doubt::CutOff),
        (ended - begun < HASTY || count < FEW, Doubt::Hasty),
    ];
    found
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, doubt)| doubt)
        .collect()
}

fn length(stroke: &Stroke) -> f64 {
    let step = |pair: &[crate::trace::Point]| match pair {
        [a, b] => apart((b.x - a.x, b.y - a.y)),
        _ => 0.0,
    };
    stroke.points.windows(2).map(step).sum()
}

fn apart((right, down): (i32, i32)) -> f64 {
    let (right, down) = (f64::from(right), f64::from(down));
    (right * right + down * down).sqrt()
}

/// A single stroke whose points all lie near the way from its first to its last.
fn is_one_line(ink: &[&Stroke]) -> bool {
    let [stroke] = ink else { return false };
    let (Some(first), Some(last)) = (stroke.points.first(), stroke.points.last()) else {
        return false;
    };
    let (right, down) = (f64::from(last.x - first.x), f64::from(last.y - first.y));
    let whole = (right * right + down * down).sqrt();
    if whole < length(stroke) * 0.9 {
        return false;
    }
    let off = |x: i32, y: i32| {
        (f64::from(x - first.x) * down - f64::from(y - first.y) * right).abs() / whole
    };
    stroke
        .points
        .iter()
        .all(|point| off(point.x, point.y) <= STRAIGHT * whole)
}
