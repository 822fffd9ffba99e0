//! The outline of what was written: the one geometry of screen, paper and proof.
//!
//! Points become quadratic curves between the middles of their steps, and a curve becomes a closed
//! outline with round ends. All outlines turn the same way, so that filled together by the nonzero
//! rule they are one figure. Only +, -, ×, ÷ and square roots are used: they give the same bits in
//! every engine.

use crate::trace::{FULL_PRESSURE, Point, Stroke, Tool};

/// Half the width of the thinnest line, in 1/100 px.
const THIN: f64 = 70.0;
/// Half the width of the thickest line, in 1/100 px.
const THICK: f64 = 210.0;
/// The speed at which a line has half its width, in 1/100 px a 1/10 ms (10 is 1 px a ms).
const BRISK: f64 = 16.0;
/// How much of the last width stays from one point to the next.
const INERTIA: f64 = 0.7;
/// A curve that turns further than 60° is cut in two: the cosine of it.
const SHARP: f64 = 0.5;
/// How often a curve is cut in two at most.
const DEEPEST: u8 = 3;

/// A closed outline in 1/100 px: one stretch of a line with round ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline {
    /// The left side, forward: begin, control, end.
    pub forward: [(i32, i32); 3],
    /// The right side, back: begin, control, end.
    pub back: [(i32, i32); 3],
    /// Half the width at the end and at the beginning.
    pub radii: (i32, i32),
}

/// Turns the points of one stroke into outlines as they come.
#[derive(Debug, Clone)]
pub struct Brush {
    tool: Tool,
    /// The last two points, and the half width at the second.
    before: Option<At>,
    last: Option<At>,
    drawn: At,
}

#[derive(Debug, Clone, Copy, Default)]
struct At {
    x: f64,
    y: f64,
    radius: f64,
    time: f64,
}

impl At {
    fn middle(self, other: Self) -> Self {
        Self {
            x: (self.x + other.x) / 2.0,
            y: (self.y + other.y) / 2.0,
            radius: (self.radius + other.radius) / 2.0,
            time: other.time,
        }
    }

    fn to(self, other: Self) -> (f64, f64) {
        (other.x - self.x, other.y - self.y)
    }
}

impl Brush {
    /// Before the first point.
    #[must_use]
    pub fn new(tool: Tool) -> Self {
        Self {
            tool,
            before: None,
            last: None,
            drawn: At::default(),
        }
    }

    /// The next point; what it adds to the figure.
    pub fn point(&mut self, point: Point) -> Vec<Outline> {
        let mut out = Vec::new();
        let (x, y) = (f64::from(point.x), f64::from(point.y));
        let mut next = At {
            x,
            y,
            radius: THICK * 0.8,
            time: f64::from(point.at),
        };
        let Some(last) = self.last else {
            if let Some(pressed) = self.pressed(point) {
                next.radius = pressed;
            }
            self.last = Some(next);
            self.drawn = next;
            return out;
        };
        let (right, down) = last.to(next);
        let way = (right * right + down * down).sqrt();
        if way == 0.0 {
            return out;
        }
        let wanted = self.pressed(point).unwrap_or_else(|| {
            let speed = way / (next.time - last.time).max(5.0);
            (THICK * BRISK / (BRISK + speed)).max(THIN)
        });
        next.radius = last.radius * INERTIA + wanted * (1.0 - INERTIA);
        let middle = last.middle(next);
        // The first stretch begins at the first point, and is as straight as its step.
        let control = if self.before.is_some() {
            last
        } else {
            self.drawn.middle(middle)
        };
        stretch(self.drawn, control, middle, DEEPEST, &mut out);
        self.before = Some(last);
        self.last = Some(next);
        self.drawn = middle;
        out
    }

    /// The end of the stroke; what is still missing of the figure.
    #[must_use]
    pub fn end(self) -> Vec<Outline> {
        let mut out = Vec::new();
        if let Some(last) = self.last {
            stretch(self.drawn, self.drawn.middle(last), last, 0, &mut out);
        }
        out
    }

    /// Half the width that a pen's pressure asks for.
    fn pressed(&self, point: Point) -> Option<f64> {
        let has = matches!(self.tool, Tool::Pen) && point.pressure > 0;
        let share = f64::from(point.pressure) / f64::from(FULL_PRESSURE);
        has.then_some(THIN + (THICK * 1.2 - THIN) * share)
    }
}

/// The whole figure of a stroke.
#[must_use]
pub fn figure(stroke: &Stroke) -> Vec<Outline> {
    let mut brush = Brush::new(stroke.tool);
    let mut out: Vec<Outline> = Vec::with_capacity(stroke.points.len());
    for point in &stroke.points {
        out.extend(brush.point(*point));
    }
    out.extend(brush.end());
    out
}

/// One curve, cut where it turns too sharply for its sides to follow.
fn stretch(from: At, control: At, to: At, deepest: u8, out: &mut Vec<Outline>) {
    let (first, second) = (from.to(control), control.to(to));
    let lengths = length(first) * length(second);
    let is_sharp = first.0 * second.0 + first.1 * second.1 < SHARP * lengths;
    if is_sharp && deepest > 0 {
        let (left, right) = (from.middle(control), control.middle(to));
        let mut middle = left.middle(right);
        middle.radius = (from.radius + to.radius) / 2.0;
        stretch(from, left, middle, deepest - 1, out);
        stretch(middle, right, to, deepest - 1, out);
        return;
    }
    out.push(outline(from, control, to));
}

fn outline(from: At, control: At, to: At) -> Outline {
    // A curve without length is a dot: any direction will do.
    let whole = unit(from.to(to)).unwrap_or((1.0, 0.0));
    let begin = unit(from.to(control)).unwrap_or(whole);
    let end = unit(control.to(to)).unwrap_or(whole);
    let middle = At {
        radius: (from.radius + to.radius) / 2.0,
        ..control
    };
    Outline {
        forward: [
            side(from, begin, 1.0),
            side(middle, whole, 1.0),
            side(to, end, 1.0),
        ],
        back: [
            side(to, end, -1.0),
            side(middle, whole, -1.0),
            side(from, begin, -1.0),
        ],
        radii: (whole_number(to.radius), whole_number(from.radius)),
    }
}

/// The place one half width to the left (1) or right (-1) of where a line goes.
fn side(at: At, (right, down): (f64, f64), hand: f64) -> (i32, i32) {
    let far = at.radius * hand;
    (
        whole_number(at.x + down * far),
        whole_number(at.y - right * far),
    )
}

fn length((right, down): (f64, f64)) -> f64 {
    (right * right + down * down).sqrt()
}

fn unit(way: (f64, f64)) -> Option<(f64, f64)> {
    let length = length(way);
    (length > 0.0).then(|| (way.0 / length, way.1 / length))
}

fn whole_number(value: f64) -> i32 {
    value.round() as i32
}
