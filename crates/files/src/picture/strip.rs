//! Copies of pictures without the words of the camera, byte by byte the same picture.

use super::{PictureError, jpeg, png, words};

/// EXIF that says one thing: how the picture is turned (TIFF 6.0, little endian, one tag).
fn orientation_only(orientation: u8) -> [u8; 26] {
    let mut exif = *b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0";
    exif[18] = orientation;
    exif
}

pub(super) fn jpeg(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let (segments, shape) = jpeg::segments(bytes)?;
    let mut copy = Vec::with_capacity(bytes.len());
    copy.extend([0xff, 0xd8]);
    let orientation = words::read(bytes).orientation;
    if orientation != 1 {
        let exif = orientation_only(orientation);
        copy.extend([0xff, jpeg::EXIF, 0, 2 + 6 + exif.len() as u8]);
        copy.extend(b"Exif\0\0");
        copy.extend(exif);
    }
    for segment in &segments {
        let part = slice(bytes, segment.start, segment.length)?;
        if keeps(segment.marker, part) {
            copy.extend(part);
        }
    }
    copy.extend([0xff, 0xd9]);
    debug_assert!(shape.end <= bytes.len() as u64);
    Ok(copy)
}

/// What decoding needs: tables, frames, scans, how colours are meant.
fn keeps(marker: u8, segment: &[u8]) -> bool {
    let holds = |name: &[u8]| segment.get(4..).is_some_and(|body| body.starts_with(name));
    match marker {
        // JFIF without a preview; a preview may show what was cut off.
        0xe0 => holds(b"JFIF\0") && segment.len() == 18,
        0xe2 => holds(b"ICC_PROFILE\0"),
        // How the colours of a CMYK or RGB file are coded.
        0xee => holds(b"Adobe"),
        0xe1 | 0xe3..=0xed | 0xef | 0xfe => false,
        _ => true,
    }
}

pub(super) fn png(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let (chunks, _) = png::chunks(bytes)?;
    let mut copy = Vec::with_capacity(bytes.len());
    copy.extend(png::SIGNATURE);
    let orientation = words::read(bytes).orientation;
    for chunk in &chunks {
        if !belongs(chunk.name) {
            continue;
        }
        copy.extend(slice(bytes, chunk.start, chunk.length)?);
        if &chunk.name == b"IHDR" && orientation != 1 {
            copy.extend(png::chunk(*b"eXIf", &orientation_only(orientation)));
        }
    }
    Ok(copy)
}

/// Chunks that say how the picture looks, moving ones included; an unknown one may say anything.
fn belongs(name: [u8; 4]) -> bool {
    matches!(
        &name,
        b"IHDR"
            | b"PLTE"
            | b"IDAT"
            | b"IEND"
            | b"tRNS"
            | b"cHRM"
            | b"gAMA"
            | b"iCCP"
            | b"sBIT"
            | b"sRGB"
            | b"cICP"
            | b"mDCV"
            | b"cLLI"
            | b"bKGD"
            | b"pHYs"
            | b"acTL"
            | b"fcTL"
            | b"fdAT"
    )
}

fn slice(bytes: &[u8], start: u64, length: u64) -> Result<&[u8], PictureError> {
    let start = usize::try_from(start).map_err(|_| PictureError::Broken)?;
    let length = usize::try_from(length).map_err(|_| PictureError::Broken)?;
    bytes.get(start..start + length).ok_or(PictureError::Broken)
}
