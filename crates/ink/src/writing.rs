//! From pointers to a trace: one hand, one tip, every point.
//!
//! What the engine reports is not trusted: numbers that are none are dropped, time never runs
//! backwards, and a place beside the sheet is its edge. A palm is not a pen.

use crate::shape::{Brush, Outline};
use crate::trace::{
    Event, FULL_PRESSURE, LONGEST_TIME, MOST_EVENTS, MOST_POINTS, Point, Sheet, Stroke, Tool, Trace,
};

/// A contact wider than this is a palm, in CSS px from its middle.
const PALM: f64 = 40.0;
/// A second finger this soon after the first means no writing, in ms.
const TOGETHER: f64 = 80.0;
/// Contacts of one hand that is laid down come within this time, in ms.
const ONE_HAND: f64 = 250.0;
/// So many touches are taken for a palm before the next is believed, or it is said.
const PALMS: u8 = 2;

/// What a pointer did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// The tip came down.
    Down,
    /// The tip moved; every coalesced point is one of these.
    Move,
    /// The tip went up, or the engine took the pointer away.
    Up,
}

/// A pointer as the engine reports it, in places of the sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pointer {
    /// The engine's number for it.
    pub id: i32,
    /// What it is.
    pub tool: Tool,
    /// What it did.
    pub does: Does,
    /// From the sheet's left and top, in CSS px of the sheet.
    pub place: (f64, f64),
    /// The event's own time in ms, from any beginning.
    pub at: f64,
    /// 0 to 1.
    pub pressure: f64,
    /// Lean in degrees along x and y.
    pub tilt: (f64, f64),
    /// Half the width of the contact, in CSS px of the screen.
    pub radius: f64,
}

/// What is to be drawn now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawn {
    /// New parts of the line under the tip.
    pub outlines: Vec<Outline>,
    /// What is on the screen is no longer what stands: draw everything anew.
    pub again: bool,
    /// Why the tip writes nothing, when whoever holds it should be told.
    pub silent: Option<Silent>,
}

/// Why a tip writes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silent {
    /// A trace holds no more, of points or of time: only a new beginning helps.
    Full,
    /// It is taken for a hand that rests: too wide, or beside a pen.
    Palm,
}

/// A signature in the making.
#[derive(Debug, Clone)]
pub struct Writing {
    trace: Trace,
    active: Option<Active>,
    saw_pen: bool,
    /// An engine that tells widths in other units was found out: wide contacts write.
    takes_wide: bool,
    /// Touches that were taken for a palm since anything was written.
    palms: u8,
    /// The engine's time of the last of them.
    palm_at: f64,
    /// The engine's time of the trace's beginning, in ms.
    zero: Option<f64>,
    points: usize,
}

#[derive(Debug, Clone)]
struct Active {
    id: i32,
    since: f64,
    stroke: Stroke,
    brush: Brush,
}

impl Writing {
    /// On an empty sheet.
    #[must_use]
    pub fn new(sheet: Sheet) -> Self {
        Self::resumed(Trace::new(sheet))
    }

    /// Goes on with what was kept.
    #[must_use]
    pub fn resumed(trace: Trace) -> Self {
        Self {
            points: trace.points(),
            trace,
            active: None,
            saw_pen: false,
            takes_wide: false,
            palms: 0,
            palm_at: f64::NEG_INFINITY,
            zero: None,
        }
    }

    /// What has been written; the line under the tip is not in it yet.
    #[must_use]
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The line under the tip.
    #[must_use]
    pub fn under_the_tip(&self) -> Option<&Stroke> {
        self.active.as_ref().map(|active| &active.stroke)
    }

    /// Whether a pointer with this number is writing.
    #[must_use]
    pub fn is_writing(&self, id: i32) -> bool {
        self.active.as_ref().is_some_and(|active| active.id == id)
    }

    /// Takes what a pointer did.
    pub fn pointer(&mut self, pointer: Pointer) -> Drawn {
        let (x, y) = pointer.place;
        if !(x.is_finite() && y.is_finite() && pointer.at.is_finite()) {
            // An end is an end, wherever it was.
            return if pointer.does == Does::Up {
                self.up(pointer.id)
            } else {
                Drawn::default()
            };
        }
        match pointer.does {
            Does::Down => self.down(pointer),
            Does::Move => self.moved(pointer),
            Does::Up => self.up(pointer.id),
        }
    }

    fn down(&mut self, pointer: Pointer) -> Drawn {
        let mut drawn = Drawn::default();
        if pointer.tool == Tool::Pen {
            self.saw_pen = true;
        } else if self.is_palm(&pointer) {
            let is_believed = self.believe(&pointer);
            if !is_believed {
                let is_at_rest = self.active.is_none() && self.palms >= PALMS;
                drawn.silent = is_at_rest.then_some(Silent::Palm);
                return drawn;
            }
        }
        if let Some(active) = &self.active {
            let is_touch = active.stroke.tool == Tool::Touch;
            let is_pen = is_touch && pointer.tool == Tool::Pen;
            let is_pair = is_touch && pointer.at - active.since < TOGETHER;
            if !(is_pen || is_pair) {
                return drawn;
            }
            // A hand that was laid down before the pen, or two fingers that wanted something else.
            self.points -= active.stroke.points.len();
            self.active = None;
            drawn.again = true;
            if !is_pen {
                return drawn;
            }
        }
        if self.is_full_at(pointer.at) {
            if !self.trace.ink().is_empty() {
                drawn.silent = Some(Silent::Full);
                return drawn;
            }
            self.begin_anew();
        }
        self.palms = 0;
        let tool = pointer.tool;
        self.active = Some(Active {
            id: pointer.id,
            since: pointer.at,
            stroke: Stroke {
                tool,
                points: Vec::new(),
            },
            brush: Brush::new(tool),
        });
        drawn.outlines = self.add(pointer);
        drawn
    }

    /// A hand that rests: a wide contact, or a touch where a pen writes.
    fn is_palm(&self, pointer: &Pointer) -> bool {
        let is_wide = pointer.radius > PALM && !self.takes_wide;
        pointer.tool == Tool::Touch && (self.saw_pen || is_wide)
    }

    /// Whoever touches an empty sheet again and again wants to write with that hand: the engine
    /// tells widths in device pixels, or the pen's battery is empty.
    fn believe(&mut self, pointer: &Pointer) -> bool {
        let is_blank = self.active.is_none() && self.trace.ink().is_empty();
        if is_blank && self.palms >= PALMS && pointer.at - self.palm_at >= ONE_HAND {
            self.saw_pen = false;
            self.takes_wide = pointer.radius > PALM;
            return true;
        }
        if pointer.at - self.palm_at >= ONE_HAND {
            self.palms = self.palms.saturating_add(1);
        }
        self.palm_at = pointer.at;
        false
    }

    fn moved(&mut self, pointer: Pointer) -> Drawn {
        let mut drawn = Drawn::default();
        if self.is_writing(pointer.id) {
            drawn.outlines = self.add(pointer);
            drawn.silent = (self.points >= MOST_POINTS).then_some(Silent::Full);
        }
        drawn
    }

    /// The tip of the line, and where it will be if the engine guesses right: to be shown over the
    /// sheet until the next points come, and never kept.
    #[must_use]
    pub fn ahead(&self, guessed: &[Pointer]) -> Vec<Outline> {
        let Some(active) = &self.active else {
            return Vec::new();
        };
        let (mut brush, sheet) = (active.brush.clone(), self.trace.sheet);
        let mut out = Vec::new();
        let last = active.stroke.points.last();
        let (mut at, began) = (last.map_or(0, |point| point.at), self.zero.unwrap_or(0.0));
        let is_ours = |pointer: &&Pointer| {
            let (x, y) = pointer.place;
            pointer.id == active.id && x.is_finite() && y.is_finite() && pointer.at.is_finite()
        };
        for pointer in guessed.iter().filter(is_ours) {
            let tenths = ((pointer.at - began) * 10.0).round();
            at = (tenths.clamp(0.0, f64::from(LONGEST_TIME)) as u32).max(at);
            out.extend(brush.point(Point {
                x: hundredths(pointer.place.0, sheet.width),
                y: hundredths(pointer.place.1, sheet.height),
                at,
                pressure: pressure(pointer),
                tilt: (0, 0),
            }));
        }
        out.extend(brush.end());
        out
    }

    fn up(&mut self, id: i32) -> Drawn {
        if !self.is_writing(id) {
            return Drawn::default();
        }
        self.end_stroke()
    }

    /// The page goes away, a call comes in: the line under the tip ends here and stands.
    pub fn end_stroke(&mut self) -> Drawn {
        let mut drawn = Drawn::default();
        if let Some(active) = self.active.take() {
            drawn.outlines = active.brush.end();
            if !active.stroke.points.is_empty() {
                self.trace.events.push(Event::Stroke(active.stroke));
            }
        }
        drawn
    }

    /// Takes the last stroke back; whether there was one.
    pub fn undo(&mut self, at: f64) -> bool {
        self.take_back(at, Event::Undo)
    }

    /// Takes everything back; whether there was anything. A sheet that is full is another one after
    /// that, and what was on it is no part of the trace: nothing else could be written any more.
    pub fn clear(&mut self, at: f64) -> bool {
        self.end_stroke();
        // Whoever begins anew may do so with another hand.
        (self.saw_pen, self.palms) = (false, 0);
        if !self.is_full_at(at) {
            return self.take_back(at, Event::Clear);
        }
        let had_ink = !self.trace.ink().is_empty();
        self.begin_anew();
        had_ink
    }

    fn take_back(&mut self, at: f64, event: fn(u32) -> Event) -> bool {
        self.end_stroke();
        let is_worth = !self.trace.ink().is_empty() && self.trace.events.len() < MOST_EVENTS;
        if is_worth {
            let at = self.time(at);
            self.trace.events.push(event(at));
        }
        is_worth
    }

    /// Whether the trace takes no more strokes.
    #[must_use]
    pub fn is_full(&self) -> bool {
        // Room for what takes the last strokes back is kept.
        self.points >= MOST_POINTS
            || self.trace.events.len() + 2 > MOST_EVENTS
            || self.trace.until() >= LONGEST_TIME
    }

    fn is_full_at(&self, at: f64) -> bool {
        let tenths = self.zero.map_or(0.0, |zero| (at - zero) * 10.0);
        self.is_full() || tenths >= f64::from(LONGEST_TIME)
    }

    fn begin_anew(&mut self) {
        self.trace = Trace::new(self.trace.sheet);
        (self.points, self.zero) = (0, None);
    }

    fn add(&mut self, pointer: Pointer) -> Vec<Outline> {
        if self.points >= MOST_POINTS {
            return Vec::new();
        }
        let at = self.time(pointer.at);
        let sheet = self.trace.sheet;
        let Some(active) = &mut self.active else {
            return Vec::new();
        };
        let point = Point {
            x: hundredths(pointer.place.0, sheet.width),
            y: hundredths(pointer.place.1, sheet.height),
            at,
            pressure: pressure(&pointer),
            tilt: (lean(pointer.tilt.0), lean(pointer.tilt.1)),
        };
        if active.stroke.points.last() == Some(&point) {
            return Vec::new();
        }
        active.stroke.points.push(point);
        self.points += 1;
        active.brush.point(point)
    }

    /// The engine's time as time of the trace; never before what was.
    fn time(&mut self, at: f64) -> u32 {
        let under_the_tip = self
            .active
            .as_ref()
            .and_then(|active| active.stroke.points.last());
        let last = under_the_tip.map_or(self.trace.until(), |point| point.at);
        if !at.is_finite() {
            return last;
        }
        let zero = *self.zero.get_or_insert(at - f64::from(last) / 10.0);
        let tenths = ((at - zero) * 10.0).round();
        (tenths.clamp(0.0, f64::from(LONGEST_TIME)) as u32).max(last)
    }
}

fn hundredths(place: f64, side: i32) -> i32 {
    (place * 100.0).round().clamp(0.0, f64::from(side)) as i32
}

/// Only a pen's pressure is one: what engines tell of fingers and mice is a constant.
fn pressure(pointer: &Pointer) -> u16 {
    if pointer.tool != Tool::Pen || !pointer.pressure.is_finite() {
        return 0;
    }
    (pointer.pressure.clamp(0.0, 1.0) * f64::from(FULL_PRESSURE)).round() as u16
}

fn lean(degrees: f64) -> i8 {
    if degrees.is_finite() {
        degrees.round().clamp(-90.0, 90.0) as i8
    } else {
        0
    }
}
