//! How much of anything one file may cost.
//!
//! | what | limit |
//! | --- | --- |
//! | bytes of a file | the court's, [`anjian_api::file::MAX_FILE`] by default; checked by the server |
//! | pixels of a picture | [`PIXELS`], read from its header before anything is allocated |
//! | bytes of a decoded picture | [`DECODED_BYTES`] |
//! | entries of an archive | [`ARCHIVE_ENTRIES`] |
//! | bytes of an archive, inflated | [`ARCHIVE_BYTES`], counted while inflating |
//! | inflated to packed | [`ARCHIVE_RATIO`], once more than [`ARCHIVE_RATIO_FROM`] came out |
//! | reading a PDF, drawing a page | [`PDF_TIME`] on a thread of its own with [`STACK`] |
//! | reading or drawing a picture | [`PICTURE_TIME`], in the process of [`crate::worker`] |
//! | HEIC by libheif | [`HEIC_TIME`], then it is killed; [`WORKER_MEMORY`] |
//! | pages being drawn that overran | [`ABANDONED`]; more work is refused until one ends |
//! | memory of the process that reads a PDF or a picture | [`WORKER_MEMORY`], see [`crate::worker`] |
//! | LibreOffice | [`OFFICE_TIME`], then it is killed; [`OFFICE_MEMORY`], [`OFFICE_OUTPUT`] |

use std::time::Duration;

/// Pixels of a picture: 64 Mi, so that a 64 MP camera fits.
pub const PIXELS: u64 = 64 * 1024 * 1024;
/// Bytes of a decoded picture: three bytes a pixel, and room.
pub const DECODED_BYTES: u64 = 256 * 1024 * 1024;
/// Entries of an archive.
pub const ARCHIVE_ENTRIES: usize = 10_000;
/// Bytes of all entries together, inflated.
pub const ARCHIVE_BYTES: u64 = 512 * 1024 * 1024;
/// How many bytes may come out of one.
pub const ARCHIVE_RATIO: u64 = 100;
/// Below this many bytes the ratio says nothing: a small form of blanks packs well.
pub const ARCHIVE_RATIO_FROM: u64 = 1024 * 1024;
/// Bytes of a text that are looked through or converted at once.
pub const TEXT_BYTES: usize = 64 * 1024;
/// Bytes of camera words (EXIF) that are written into a copy; JPEG holds no more in one segment.
pub const EXIF_BYTES: usize = 65_533;
/// Longest side of a picture that is made, px.
pub const LONGEST: u32 = 4096;
/// Reading a PDF, or drawing one of its pages.
pub const PDF_TIME: Duration = Duration::from_secs(20);
/// Reading what a camera wrote, or drawing a picture smaller.
pub const PICTURE_TIME: Duration = Duration::from_secs(20);
/// Decoding a HEIC.
pub const HEIC_TIME: Duration = Duration::from_secs(20);
/// Stack of the thread that reads a PDF: deep nesting must not end the process.
pub const STACK: usize = 64 * 1024 * 1024;
/// How many threads may still be busy with pages that nobody waits for any more.
pub const ABANDONED: usize = 2;
/// Address space of the process that reads a PDF or a picture, bytes: it holds the file, a font and
/// what is drawn.
pub const WORKER_MEMORY: u64 = 1024 * 1024 * 1024;
/// Converting one office document.
pub const OFFICE_TIME: Duration = Duration::from_secs(60);
/// Address space of LibreOffice, bytes.
pub const OFFICE_MEMORY: u64 = 4 * 1024 * 1024 * 1024;
/// Largest file LibreOffice may write, bytes.
pub const OFFICE_OUTPUT: u64 = 256 * 1024 * 1024;
