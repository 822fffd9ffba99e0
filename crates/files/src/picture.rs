//! Pictures: how large they are, what the camera wrote into them, smaller copies of them.

mod draw;
mod heic;
pub(crate) mod jpeg;
pub(crate) mod png;
mod strip;
mod words;

use anjian_api::file::{Capture, FileKind};

use crate::guard::{Ended, caught};
use crate::limits;
use crate::read::Stop;

pub(crate) use draw::encode;

/// What is known of a picture without drawing it.
#[derive(Debug, Clone, PartialEq)]
pub struct PictureFacts {
    /// Width and height as it is seen, after the orientation the camera wrote; of a HEIC only where
    /// its container says so.
    pub pixels: Option<(u32, u32)>,
    /// Where and when it was taken, by its own words.
    pub capture: Option<Capture>,
}

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// HEIC: nothing here decodes HEVC. [`crate::heif`] may be there for it, the browser may know how,
    /// or the file is only downloaded.
    #[error("there is no decoder for this kind of picture")]
    NoDecoder,
    /// More than [`limits::PIXELS`], or than [`limits::DECODED_BYTES`] when decoded.
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// The bytes end too early or say what cannot be.
    #[error("the picture is broken")]
    Broken,
    /// It took longer than [`limits::PICTURE_TIME`].
    #[error("the picture took too long")]
    TooSlow,
    /// Too much slow work is still going on; try later.
    #[error("too many slow pictures are being drawn")]
    Busy,
}

impl From<Ended> for PictureError {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Panicked => Self::Broken,
            Ended::TooSlow => Self::TooSlow,
            Ended::Busy => Self::Busy,
        }
    }
}

impl From<Stop> for PictureError {
    fn from(_: Stop) -> Self {
        Self::Broken
    }
}

/// Reads size and capture of a JPEG, PNG or HEIC; decodes nothing.
///
/// # Errors
/// See [`PictureError`].
pub fn probe(bytes: &[u8]) -> Result<PictureFacts, PictureError> {
    guarded(|| {
        let kind = kind(bytes)?;
        let coded = match kind {
            FileKind::Jpeg => Some(jpeg::segments(bytes)?.1.pixels),
            FileKind::Png => Some(png::chunks(bytes)?.1.pixels),
            _ => heic::pixels(bytes)?,
        };
        if let Some(pixels) = coded {
            check_pixels(pixels)?;
        }
        let words = words::read(bytes);
        let turned = kind != FileKind::Heic && words.orientation >= 5;
        Ok(PictureFacts {
            pixels: coded.map(|(width, height)| match turned {
                true => (height, width),
                false => (width, height),
            }),
            capture: words.capture,
        })
    })
}

/// A JPEG of the picture with its longest side at most `longest` px, turned as it is to be seen,
/// on white, without any word of the camera. A smaller picture is not made larger.
///
/// # Errors
/// See [`PictureError`].
pub fn derive(bytes: &[u8], longest: u32) -> Result<Vec<u8>, PictureError> {
    let made = derive_each(bytes, &[longest])?;
    made.into_iter().next().ok_or(PictureError::Broken)
}

/// As [`derive`], and whatever the camera wrote about its orientation is ignored: for pictures that
/// were turned already.
///
/// # Errors
/// See [`PictureError`].
pub fn derive_upright(bytes: &[u8], longest: u32) -> Result<Vec<u8>, PictureError> {
    let made = guarded(|| draw::derive(bytes, drawable(bytes)?, 1, &[longest]))?;
    made.into_iter().next().ok_or(PictureError::Broken)
}

/// As [`derive`], several sizes at the price of decoding once, in the order asked for.
///
/// # Errors
/// See [`PictureError`].
pub fn derive_each(bytes: &[u8], longest: &[u32]) -> Result<Vec<Vec<u8>>, PictureError> {
    guarded(|| {
        let kind = drawable(bytes)?;
        draw::derive(bytes, kind, words::read(bytes).orientation, longest)
    })
}

/// The same picture without the words of the camera: JPEG and PNG without EXIF, XMP, IPTC,
/// comments, previews and whatever follows the end, HEIC with EXIF and XMP blanked in place. What is
/// seen does not change by one pixel: the coded data, the colour profile and the orientation stay
/// (as an EXIF of that one tag, where it turns anything).
///
/// # Errors
/// `NoDecoder` for anything but a picture, `Broken` where the bytes are not of that kind.
pub fn without_metadata(bytes: &[u8], kind: FileKind) -> Result<Vec<u8>, PictureError> {
    guarded(|| match kind {
        FileKind::Jpeg => strip::jpeg(bytes),
        FileKind::Png => strip::png(bytes),
        FileKind::Heic => heic::blank(bytes),
        _ => Err(PictureError::NoDecoder),
    })
}

/// Refuses more pixels than the limit.
pub(crate) fn check_pixels((width, height): (u32, u32)) -> Result<(), PictureError> {
    if u64::from(width) * u64::from(height) > limits::PIXELS {
        return Err(PictureError::TooManyPixels);
    }
    Ok(())
}

/// Its kind, when it can be drawn and is not too large.
fn drawable(bytes: &[u8]) -> Result<FileKind, PictureError> {
    let kind = kind(bytes)?;
    check_pixels(match kind {
        FileKind::Jpeg => jpeg::segments(bytes)?.1.pixels,
        FileKind::Png => png::chunks(bytes)?.1.pixels,
        _ => return Err(PictureError::NoDecoder),
    })?;
    Ok(kind)
}

fn kind(bytes: &[u8]) -> Result<FileKind, PictureError> {
    if bytes.starts_with(&[0xff, 0xd8]) {
        Ok(FileKind::Jpeg)
    } else if bytes.starts_with(&png::SIGNATURE) {
        Ok(FileKind::Png)
    } else if bytes.get(4..8) == Some(b"ftyp") {
        Ok(FileKind::Heic)
    } else {
        Err(PictureError::Broken)
    }
}

fn guarded<T>(work: impl FnOnce() -> Result<T, PictureError>) -> Result<T, PictureError> {
    caught(work).unwrap_or(Err(PictureError::Broken))
}
