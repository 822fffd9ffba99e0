//! HEIC as JPEG, by libheif's own program where it is installed.
//!
//! Pictures of iPhones are HEVC inside. No decoder for it in Rust is both complete and free to use
//! here, so libheif (LGPL) does it in a process of its own, as LibreOffice does for documents. Where
//! it is not installed the original is kept and given all the same; only pictures of it are not made.

use std::fs;
use std::path::{Path, PathBuf};

use crate::limits;
use crate::outside::{self, Allowed, ConvertError};

/// Where the program is on this machine: `heif-dec` since libheif 1.19, `heif-convert` before.
#[must_use]
pub fn find() -> Option<PathBuf> {
    outside::find(&["heif-dec", "heif-convert"], &[])
}

/// The picture as JPEG, turned as it is to be seen. `folder` must exist and belong to this conversion
/// alone; the caller removes it. An orientation that the camera wrote beside is carried along and
/// means nothing any more: a HEIC says itself how it is turned.
///
/// # Errors
/// See [`ConvertError`].
pub fn to_jpeg(bytes: &[u8], folder: &Path, program: &Path) -> Result<Vec<u8>, ConvertError> {
    let folder = folder.canonicalize()?;
    let given = folder.join("file.heic");
    fs::write(&given, bytes)?;
    let made = folder.join("made.jpg");
    let words = ["-q", "92"].map(Into::into).into_iter();
    let allowed = Allowed {
        time: limits::HEIC_TIME,
        memory: limits::WORKER_MEMORY,
        output: limits::DECODED_BYTES,
    };
    let words = words.chain([given.into_os_string(), made.clone().into_os_string()]);
    outside::run(program, words, &folder, &allowed)?;
    // Of several pictures in one file the first is the one that is seen.
    let first = [made, folder.join("made-1.jpg")];
    match first.iter().find(|made| made.is_file()) {
        Some(made) => Ok(fs::read(made)?),
        None => Err(ConvertError::Failed),
    }
}
