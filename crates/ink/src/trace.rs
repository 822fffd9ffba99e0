//! What was written, as it came.

use sha2::{Digest as _, Sha256};
use sm3::Sm3;

/// Points a trace may hold at most, all strokes together.
pub const MOST_POINTS: usize = 20_000;
/// Strokes, undos and clears a trace may hold at most.
pub const MOST_EVENTS: usize = 2_000;
/// The longest side of a sheet, in 1/100 px.
pub const LONGEST_SIDE: i32 = 1_000_000;
/// The longest time from first point to last, in 1/10 ms: one hour.
pub const LONGEST_TIME: u32 = 36_000_000;
/// Full pressure.
pub const FULL_PRESSURE: u16 = 1_024;

/// A signature with everything that led to it: what was undone stays in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// What it is written on.
    pub sheet: Sheet,
    /// In the order in which they happened.
    pub events: Vec<Event>,
}

/// The paper: fixed from the first point on, however the screen turns; screens only scale it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet {
    /// Width in 1/100 CSS px of the screen it began on.
    pub width: i32,
    /// Height in 1/100 CSS px.
    pub height: i32,
    /// Device pixels in a CSS px, in percent.
    pub ratio: u16,
}

/// Something that happened on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A line from the pen's coming down to its going up.
    Stroke(Stroke),
    /// The last visible stroke was taken back, at this time in 1/10 ms.
    Undo(u32),
    /// Everything was taken back, at this time in 1/10 ms.
    Clear(u32),
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stroke {
    /// What drew it.
    pub tool: Tool,
    /// At least one.
    pub points: Vec<Point>,
}

/// What draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// A finger.
    Touch,
    /// A pen.
    Pen,
    /// A mouse, or what acts as one.
    Mouse,
}

/// Where the tip was, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Point {
    /// From the sheet's left, in 1/100 px.
    pub x: i32,
    /// From the sheet's top, in 1/100 px.
    pub y: i32,
    /// Since the first point of the trace, in 1/10 ms.
    pub at: u32,
    /// 0 to [`FULL_PRESSURE`]; 0 where the device tells none.
    pub pressure: u16,
    /// Lean of the pen in degrees along x and y, -90 to 90; 0 where the device tells none.
    pub tilt: (i8, i8),
}

/// Both hashes of the canonical bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digests {
    /// FIPS 180-4.
    pub sha256: [u8; 32],
    /// GB/T 32905.
    pub sm3: [u8; 32],
}

impl Event {
    /// When it began and ended, in 1/10 ms.
    #[must_use]
    pub fn time(&self) -> (u32, u32) {
        match self {
            Self::Undo(at) | Self::Clear(at) => (*at, *at),
            Self::Stroke(stroke) => {
                let first = stroke.points.first().map_or(0, |point| point.at);
                (first, stroke.points.last().map_or(first, |point| point.at))
            }
        }
    }
}

impl Trace {
    /// A sheet on which nothing stands.
    #[must_use]
    pub fn new(sheet: Sheet) -> Self {
        let events = Vec::new();
        Self { sheet, events }
    }

    /// The strokes that stand after all undos and clears.
    #[must_use]
    pub fn ink(&self) -> Vec<&Stroke> {
        let mut standing = Vec::new();
        for event in &self.events {
            match event {
                Event::Stroke(stroke) => standing.push(stroke),
                Event::Undo(_) => {
                    standing.pop();
                }
                Event::Clear(_) => standing.clear(),
            }
        }
        standing
    }

    /// Points of all strokes, those taken back too.
    #[must_use]
    pub fn points(&self) -> usize {
        let count = |event: &Event| match event {
            Event::Stroke(stroke) => stroke.points.len(),
            Event::Undo(_) | Event::Clear(_) => 0,
        };
        self.events.iter().map(count).sum()
    }

    /// When the last thing happened, in 1/10 ms.
    #[must_use]
    pub fn until(&self) -> u32 {
        self.events.last().map_or(0, |event| event.time().1)
    }

    /// Hashes of the canonical bytes: what a signature is bound to.
    #[must_use]
    pub fn digests(&self) -> Digests {
        let bytes = self.bytes();
        Digests {
            sha256: Sha256::digest(&bytes).into(),
            sm3: Sm3::digest(&bytes).into(),
        }
    }

    /// SHA-256 of the movement that stands, from its first point: wherever it lies on whatever
    /// sheet, whatever was taken back before it, it is the same.
    #[must_use]
    pub fn movement(&self) -> [u8; 32] {
        let ink = self.ink();
        let first = ink.iter().find_map(|stroke| stroke.points.first());
        let first = first.copied().unwrap_or_default();
        let mut hash = Sha256::new_with_prefix(b"anjian movement 1");
        for stroke in ink {
            hash.update((stroke.points.len() as u64).to_be_bytes());
            for point in &stroke.points {
                // Places are at most LONGEST_SIDE apart, and no time is before the first.
                hash.update((point.x - first.x).to_be_bytes());
                hash.update((point.y - first.y).to_be_bytes());
                hash.update(point.at.saturating_sub(first.at).to_be_bytes());
            }
        }
        hash.finalize().into()
    }
}
