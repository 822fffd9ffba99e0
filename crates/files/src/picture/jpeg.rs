//! The segments of a JPEG (ITU-T T.81 annex B), without decoding it.

use std::io::{BufRead, Cursor, Seek};

use crate::read::{Source, Stop};

/// One segment, from its `FF` on.
pub(crate) struct Segment {
    pub(crate) marker: u8,
    pub(crate) start: u64,
    /// Bytes with the marker; of a scan, with what was coded.
    pub(crate) length: u64,
}

/// What the walk found.
pub(crate) struct Shape {
    /// The first byte after the end marker.
    pub(crate) end: u64,
    /// Width and height as coded.
    pub(crate) pixels: (u32, u32),
}

pub(crate) const EXIF: u8 = 0xe1;
const START: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;

/// Goes through one JPEG from where the source stands to its end marker.
pub(crate) fn walk<R: BufRead + Seek>(
    source: &mut Source<R>,
    mut see: impl FnMut(&Segment),
) -> Result<Shape, Stop> {
    if source.array()? != [0xff, START] {
        return Err(Stop::Broken);
    }
    let mut pixels = None;
    let mut scans = 0;
    let mut marker = next_marker(source)?;
    loop {
        let start = source.at() - 2;
        let after = match marker {
            END => break,
            START | 0x00 | 0xff => return Err(Stop::Broken),
            0x01 | 0xd0..=0xd7 => next_marker(source)?,
            _ => {
                let length = u64::from(source.u16()?);
                let rest = length.checked_sub(2).ok_or(Stop::Broken)?;
                let body = source.at();
                if is_frame(marker) {
                    pixels = Some(frame(source, rest)?);
                }
                source.go(body + rest)?;
                if marker == SCAN {
                    scans += 1;
                    after_scan(source)?
                } else {
                    next_marker(source)?
                }
            }
        };
        see(&Segment {
            marker,
            start,
            length: source.at() - 2 - start,
        });
        marker = after;
    }
    match pixels {
        Some(pixels) if scans > 0 => Ok(Shape {
            end: source.at(),
            pixels,
        }),
        _ => Err(Stop::Broken),
    }
}

/// The segments of a JPEG in memory.
pub(crate) fn segments(bytes: &[u8]) -> Result<(Vec<Segment>, Shape), Stop> {
    let mut segments = Vec::new();
    let mut source = Source::new(Cursor::new(bytes))?;
    let shape = walk(&mut source, |segment| {
        segments.push(Segment { ..*segment });
    })?;
    Ok((segments, shape))
}

fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

fn frame<R: BufRead + Seek>(source: &mut Source<R>, rest: u64) -> Result<(u32, u32), Stop> {
    if rest < 6 {
        return Err(Stop::Broken);
    }
    let _bits = source.byte()?;
    let height = source.u16()?;
    let width = source.u16()?;
    if width == 0 || height == 0 {
        return Err(Stop::Broken);
    }
    Ok((width.into(), height.into()))
}

fn next_marker<R: BufRead + Seek>(source: &mut Source<R>) -> Result<u8, Stop> {
    if source.byte()? != 0xff {
        return Err(Stop::Broken);
    }
    filled(source)
}

/// The marker after `FF`, which may be repeated.
fn filled<R: BufRead + Seek>(source: &mut Source<R>) -> Result<u8, Stop> {
    loop {
        match source.byte()? {
            0xff => {}
            marker => return Ok(marker),
        }
    }
}

/// The marker that ends coded data: not a stuffed zero, not a restart.
fn after_scan<R: BufRead + Seek>(source: &mut Source<R>) -> Result<u8, Stop> {
    loop {
        source.past(0xff)?;
        match filled(source)? {
            0x00 | 0xd0..=0xd7 => {}
            marker => return Ok(marker),
        }
    }
}
