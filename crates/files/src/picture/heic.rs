//! HEIC (ISO 23008-12) without decoding: its size, and its camera words blanked in place.

use std::io::Cursor;

use super::{PictureError, words};
use crate::boxes::{atoms, named};
use crate::read::{Source, find};

/// An EXIF that says nothing (TIFF 6.0, little endian, no tags).
const NOTHING: &[u8; 14] = b"II*\0\x08\0\0\0\0\0\0\0\0\0";

/// Width and height as it is seen: the largest picture in it, turned if pictures in it are turned.
pub(super) fn pixels(bytes: &[u8]) -> Result<Option<(u32, u32)>, PictureError> {
    let mut source = Source::new(Cursor::new(bytes))?;
    let length = source.length();
    let top = atoms(&mut source, 0, length)?;
    let Some(meta) = named(&top, b"meta") else {
        return Ok(None);
    };
    // A version and flags come first.
    let inner = atoms(&mut source, meta.body + 4, meta.end)?;
    let Some(properties) = named(&inner, b"iprp") else {
        return Ok(None);
    };
    let properties = atoms(&mut source, properties.body, properties.end)?;
    let Some(list) = named(&properties, b"ipco") else {
        return Ok(None);
    };
    let mut largest = None;
    let mut turned = false;
    for property in atoms(&mut source, list.body, list.end)? {
        source.go(property.body)?;
        match &property.name {
            b"ispe" => {
                source.skip(4)?;
                let size = (source.u32()?, source.u32()?);
                let area = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
                if largest.is_none_or(|other| area(size) > area(other)) {
                    largest = Some(size);
                }
            }
            b"irot" => turned |= source.byte()? & 1 == 1,
            _ => {}
        }
    }
    Ok(largest.map(|(width, height)| match turned {
        true => (height, width),
        false => (width, height),
    }))
}

/// A copy of the same length whose EXIF and XMP say nothing.
pub(super) fn blank(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    if bytes.get(4..8) != Some(b"ftyp") {
        return Err(PictureError::Broken);
    }
    let mut copy = bytes.to_vec();
    if let Some(exif) = words::parse(bytes) {
        let written = exif.buf();
        // Words that lie in pieces are not found; then there is no such copy.
        let start = find(bytes, written).ok_or(PictureError::NoDecoder)?;
        let place = &mut copy[start..start + written.len()];
        place.fill(0);
        if let Some(head) = place.get_mut(..NOTHING.len()) {
            head.copy_from_slice(NOTHING);
        }
    }
    for (open, close) in [
        (&b"<x:xmpmeta"[..], &b"</x:xmpmeta>"[..]),
        (b"<rdf:RDF", b"</rdf:RDF>"),
    ] {
        // Each byte is looked at once: a file may hold millions of them.
        let mut from = 0;
        while let Some(found) = find(&copy[from..], open) {
            let start = from + found;
            let rest = &copy[start..];
            let length = find(rest, close).map_or(rest.len(), |end| end + close.len());
            if length == rest.len() && !rest.ends_with(close) {
                return Err(PictureError::NoDecoder);
            }
            copy[start..start + length].fill(b' ');
            from = start + length;
        }
    }
    if words::read(&copy).capture.is_some() {
        return Err(PictureError::NoDecoder);
    }
    Ok(copy)
}
