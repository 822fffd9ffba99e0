//! The canonical bytes of a trace: one trace has one encoding, and nothing else decodes to it.
//!
//! `AJINK`, version 1, then varints (LEB128, shortest form; signed values zigzag):
//! width, height, ratio; the number of events; for each its kind. A stroke tells its points, then
//! for each the step from the point before it (x, y, time; pressure and tilt where the stroke has
//! them). An undo and a clear tell the time since what was before.

use crate::trace::{
    Event, FULL_PRESSURE, LONGEST_SIDE, LONGEST_TIME, MOST_EVENTS, MOST_POINTS, Point, Sheet,
    Stroke, Tool, Trace,
};
use thiserror::Error;

const MAGIC: &[u8] = b"AJINK\x01";
const UNDO: u64 = 0;
const CLEAR: u64 = 1;
const STROKE: u64 = 2;
const PRESSURE: u64 = 16;
const TILT: u64 = 32;
/// The lean of a pen that lies flat, in degrees.
const FLAT: i8 = 90;

/// Why bytes are no trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadTrace {
    /// It does not begin as a trace of a version known here.
    #[error("not a trace of a known version")]
    Unknown,
    /// It ends too early or too late, or says something in a longer form than needed.
    #[error("not in canonical form")]
    Form,
    /// More points, events, time or paper than a signature has.
    #[error("too large")]
    TooLarge,
    /// A point beside the sheet.
    #[error("a point outside the sheet")]
    Outside,
    /// A pressure or a lean that cannot be, or a sheet without surface.
    #[error("an impossible value")]
    Impossible,
}

impl Trace {
    /// The canonical bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        signed(&mut out, self.sheet.width.into());
        signed(&mut out, self.sheet.height.into());
        unsigned(&mut out, self.sheet.ratio.into());
        unsigned(&mut out, self.events.len() as u64);
        let mut last = Point::default();
        for event in &self.events {
            match event {
                Event::Undo(at) => put_time(&mut out, UNDO, &mut last, *at),
                Event::Clear(at) => put_time(&mut out, CLEAR, &mut last, *at),
                Event::Stroke(stroke) => put_stroke(&mut out, stroke, &mut last),
            }
        }
        out
    }

    /// Reads canonical bytes.
    ///
    /// # Errors
    /// Whatever is not the one encoding of a possible trace.
    pub fn read(bytes: &[u8]) -> Result<Self, BadTrace> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(BadTrace::Unknown)?;
        let mut reader = Reader { rest };
        let sheet = Sheet {
            width: reader.side()?,
            height: reader.side()?,
            ratio: reader.small()?,
        };
        let count = reader.count(MOST_EVENTS)?;
        let mut trace = Self::new(sheet);
        let (mut last, mut left) = (Point::default(), MOST_POINTS);
        for _ in 0..count {
            let event = match reader.unsigned()? {
                UNDO => Event::Undo(reader.time(&mut last)?),
                CLEAR => Event::Clear(reader.time(&mut last)?),
                kind => Event::Stroke(reader.stroke(kind, sheet, &mut last, &mut left)?),
            };
            trace.events.push(event);
        }
        if !reader.rest.is_empty() {
            return Err(BadTrace::Form);
        }
        Ok(trace)
    }
}

fn put_time(out: &mut Vec<u8>, kind: u64, last: &mut Point, at: u32) {
    unsigned(out, kind);
    unsigned(out, at.saturating_sub(last.at).into());
    last.at = last.at.max(at);
}

fn put_stroke(out: &mut Vec<u8>, stroke: &Stroke, last: &mut Point) {
    let pressed = stroke.points.iter().any(|point| point.pressure != 0);
    let tilted = stroke.points.iter().any(|point| point.tilt != (0, 0));
    let flags = if pressed { PRESSURE } else { 0 } + if tilted { TILT } else { 0 };
    let tool = match stroke.tool {
        Tool::Touch => 0,
        Tool::Pen => 1,
        Tool::Mouse => 2,
    };
    unsigned(out, STROKE + tool + flags);
    unsigned(out, stroke.points.len() as u64);
    (last.pressure, last.tilt) = (0, (0, 0));
    for point in &stroke.points {
        signed(out, i64::from(point.x) - i64::from(last.x));
        signed(out, i64::from(point.y) - i64::from(last.y));
        unsigned(out, point.at.saturating_sub(last.at).into());
        if pressed {
            signed(out, i64::from(point.pressure) - i64::from(last.pressure));
        }
        if tilted {
            signed(out, i64::from(point.tilt.0) - i64::from(last.tilt.0));
            signed(out, i64::from(point.tilt.1) - i64::from(last.tilt.1));
        }
        *last = *point;
    }
}

fn unsigned(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn signed(out: &mut Vec<u8>, value: i64) {
    unsigned(out, ((value << 1) ^ (value >> 63)) as u64);
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    /// A varint in its shortest form; nothing here needs more than five bytes.
    fn unsigned(&mut self) -> Result<u64, BadTrace> {
        let mut value = 0_u64;
        for place in 0..5 {
            let (byte, rest) = self.rest.split_first().ok_or(BadTrace::Form)?;
            self.rest = rest;
            value |= u64::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                let is_shortest = *byte != 0 || place == 0;
                return if is_shortest {
                    Ok(value)
                } else {
                    Err(BadTrace::Form)
                };
            }
        }
        Err(BadTrace::Form)
    }

    fn signed(&mut self) -> Result<i64, BadTrace> {
        let value = self.unsigned()? as i64;
        Ok((value >> 1) ^ -(value & 1))
    }

    fn count(&mut self, most: usize) -> Result<usize, BadTrace> {
        let count = usize::try_from(self.unsigned()?).map_err(|_| BadTrace::TooLarge)?;
        if count <= most {
            Ok(count)
        } else {
            Err(BadTrace::TooLarge)
        }
    }

    fn small(&mut self) -> Result<u16, BadTrace> {
        u16::try_from(self.unsigned()?).map_err(|_| BadTrace::TooLarge)
    }

    fn side(&mut self) -> Result<i32, BadTrace> {
        match i32::try_from(self.signed()?) {
            Ok(side) if side > LONGEST_SIDE => Err(BadTrace::TooLarge),
            Ok(side) if side > 0 => Ok(side),
            _ => Err(BadTrace::Impossible),
        }
    }

    fn time(&mut self, last: &mut Point) -> Result<u32, BadTrace> {
        let at = u64::from(last.at) + self.unsigned()?;
        match u32::try_from(at) {
            Ok(at) if at <= LONGEST_TIME => {
                last.at = at;
                Ok(at)
            }
            _ => Err(BadTrace::TooLarge),
        }
    }

    fn stroke(
        &mut self,
        kind: u64,
        sheet: Sheet,
        last: &mut Point,
        left: &mut usize,
    ) -> Result<Stroke, BadTrace> {
        let (pressed, tilted) = (kind & PRESSURE != 0, kind & TILT != 0);
        let tool = match kind & !(PRESSURE | TILT) {
            STROKE => Tool::Touch,
            3 => Tool::Pen,
            4 => Tool::Mouse,
            _ => return Err(BadTrace::Form),
        };
        let count = self.count(*left)?;
        if count == 0 {
            return Err(BadTrace::Form);
        }
        *left -= count;
        (last.pressure, last.tilt) = (0, (0, 0));
        let mut points = Vec::with_capacity(count);
        for _ in 0..count {
            last.x = self.within(last.x, sheet.width)?;
            last.y = self.within(last.y, sheet.height)?;
            self.time(last)?;
            if pressed {
                last.pressure = self.pressure(last.pressure)?;
            }
            if tilted {
                last.tilt = (self.lean(last.tilt.0)?, self.lean(last.tilt.1)?);
            }
            points.push(*last);
        }
        // A flag for what no point has would be a second encoding of the same stroke.
        if pressed != points.iter().any(|point| point.pressure != 0)
            || tilted != points.iter().any(|point| point.tilt != (0, 0))
        {
            return Err(BadTrace::Form);
        }
        Ok(Stroke { tool, points })
    }

    fn within(&mut self, last: i32, side: i32) -> Result<i32, BadTrace> {
        match i32::try_from(i64::from(last) + self.signed()?) {
            Ok(place) if (0..=side).contains(&place) => Ok(place),
            _ => Err(BadTrace::Outside),
        }
    }

    fn pressure(&mut self, last: u16) -> Result<u16, BadTrace> {
        match u16::try_from(i64::from(last) + self.signed()?) {
            Ok(pressure) if pressure <= FULL_PRESSURE => Ok(pressure),
            _ => Err(BadTrace::Impossible),
        }
    }

    fn lean(&mut self, last: i8) -> Result<i8, BadTrace> {
        match i8::try_from(i64::from(last) + self.signed()?) {
            Ok(lean) if (-FLAT..=FLAT).contains(&lean) => Ok(lean),
            _ => Err(BadTrace::Impossible),
        }
    }
}
