//! The chunks of a PNG (ISO/IEC 15948), without decoding it.

use std::io::{BufRead, Cursor, Seek};

use crate::read::{Source, Stop};

pub(crate) const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// One chunk, from its length on.
pub(crate) struct Chunk {
    pub(crate) name: [u8; 4],
    pub(crate) start: u64,
    /// Bytes with length, name and checksum.
    pub(crate) length: u64,
}

/// What the walk found.
pub(crate) struct Shape {
    /// The first byte after the last chunk.
    pub(crate) end: u64,
    /// Width and height.
    pub(crate) pixels: (u32, u32),
}

/// Goes through one PNG to the end of `IEND`.
pub(crate) fn walk<R: BufRead + Seek>(
    source: &mut Source<R>,
    mut see: impl FnMut(&Chunk),
) -> Result<Shape, Stop> {
    if source.array()? != SIGNATURE {
        return Err(Stop::Broken);
    }
    let mut pixels = None;
    let mut data = false;
    loop {
        let start = source.at();
        let length = source.u32()?;
        let name: [u8; 4] = source.array()?;
        if length > i32::MAX as u32 || !name.iter().all(u8::is_ascii_alphabetic) {
            return Err(Stop::Broken);
        }
        let body = source.at();
        match (&name, pixels) {
            (b"IHDR", None) if length == 13 => {
                let width = source.u32()?;
                let height = source.u32()?;
                if width == 0 || height == 0 {
                    return Err(Stop::Broken);
                }
                pixels = Some((width, height));
            }
            (b"IHDR", _) | (_, None) => return Err(Stop::Broken),
            (b"IDAT", _) => data = true,
            _ => {}
        }
        source.go(body + u64::from(length) + 4)?;
        see(&Chunk {
            name,
            start,
            length: source.at() - start,
        });
        if &name == b"IEND" {
            break;
        }
    }
    match pixels {
        Some(pixels) if data => Ok(Shape {
            end: source.at(),
            pixels,
        }),
        _ => Err(Stop::Broken),
    }
}

/// The chunks of a PNG in memory.
pub(crate) fn chunks(bytes: &[u8]) -> Result<(Vec<Chunk>, Shape), Stop> {
    let mut chunks = Vec::new();
    let mut source = Source::new(Cursor::new(bytes))?;
    let shape = walk(&mut source, |chunk| chunks.push(Chunk { ..*chunk }))?;
    Ok((chunks, shape))
}

/// A chunk with its checksum.
pub(crate) fn chunk(name: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = (data.len() as u32).to_be_bytes().to_vec();
    chunk.extend(name);
    chunk.extend(data);
    let checksum = crc32(&chunk[4..]);
    chunk.extend(checksum.to_be_bytes());
    chunk
}

/// CRC-32 of ISO 3309, bit by bit: only ever over a few bytes.
fn crc32(bytes: &[u8]) -> u32 {
    let mut rest = u32::MAX;
    for byte in bytes {
        rest ^= u32::from(*byte);
        for _ in 0..8 {
            rest = (rest >> 1) ^ (0xedb8_8320 * (rest & 1));
        }
    }
    !rest
}
