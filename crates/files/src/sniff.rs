//! What the bytes of a file are: by what they hold, never by what they are called.
//!
//! | file | answer |
//! | --- | --- |
//! | no bytes | `Empty` |
//! | SVG, HTML, GIF, programs, plain archives, old Office, anything not listed | `KindNotAllowed` |
//! | another ending or media type than the bytes | `NameMismatch` |
//! | a PDF or other file with a ZIP behind it, a PDF with HTML in front or behind | `Polyglot` |
//! | other bytes after the end of a JPEG, PNG, PDF or archive | `TrailingData` |
//! | macros, ActiveX or programs in an office file | `ActiveContent` |
//! | more pixels, entries, bytes or ratio than the [`crate::limits`] | `TooManyPixels`, `ArchiveTooLarge` |
//! | an archive in an archive | `NestedArchive` |
//! | an archive with paths out of itself, double names, links, encryption | `ArchiveUnsafe` |
//! | ends early, says what cannot be | `Broken` |
//! | the EICAR test string | `TestVirus` |
//!
//! Phones put something after the end of a JPEG: a second picture (MPF, gain maps), a short video
//! (motion pictures), a table of their own. Those forms are known and accepted; see `tail`.

mod archive;
mod media;
mod names;
mod tail;

use std::io::{self, BufReader, Read, Seek};

use anjian_api::file::FileKind;

use crate::picture::{check_pixels, jpeg, png};
use crate::read::{Source, Stop, find};
use crate::{name, text};

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// It has no bytes.
    #[error("the file is empty")]
    Empty,
    /// It is nothing that is accepted.
    #[error("this kind of file is not accepted")]
    KindNotAllowed,
    /// Its name or its media type says something else.
    #[error("the name does not fit what the file is")]
    NameMismatch {
        /// What it is.
        found: FileKind,
    },
    /// It is two things at once.
    #[error("the file is two kinds at once")]
    Polyglot,
    /// Macros, ActiveX or a program in it.
    #[error("the file holds programs")]
    ActiveContent,
    /// Something follows its end.
    #[error("something follows the end of the file")]
    TrailingData,
    /// More pixels than [`crate::limits::PIXELS`].
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// More entries, bytes or ratio than the limits.
    #[error("the archive is too large inside")]
    ArchiveTooLarge,
    /// An archive in an archive.
    #[error("an archive lies in the archive")]
    NestedArchive,
    /// Paths that leave it, names twice, links, encryption.
    #[error("the archive is unsafe to open")]
    ArchiveUnsafe,
    /// It ends early or says what cannot be.
    #[error("the file is broken")]
    Broken,
    /// The EICAR test string, which stands for a virus.
    #[error("the file is the test virus")]
    TestVirus,
    /// It could not be read from disk: not its fault.
    #[error("the file could not be read: {0}")]
    Io(io::ErrorKind),
}

impl Rejected {
    /// A word for it that stays the same.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::KindNotAllowed => "kind_not_allowed",
            Self::NameMismatch { .. } => "name_mismatch",
            Self::Polyglot => "polyglot",
            Self::ActiveContent => "active_content",
            Self::TrailingData => "trailing_data",
            Self::TooManyPixels => "too_many_pixels",
            Self::ArchiveTooLarge => "archive_too_large",
            Self::NestedArchive => "nested_archive",
            Self::ArchiveUnsafe => "archive_unsafe",
            Self::Broken => "broken",
            Self::TestVirus => "test_virus",
            Self::Io(_) => "io",
        }
    }
}

impl From<Stop> for Rejected {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Broken => Self::Broken,
            Stop::Io(kind) => Self::Io(kind),
        }
    }
}

/// The EICAR test file begins so.
pub(crate) const EICAR: &[u8] =
    br"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

/// Bytes at the beginning that kinds are told by, and that HTML is looked for in.
const HEAD: u64 = 1024;

/// What the file is, where it is accepted under this name and declared media type. Reads small
/// pieces; only office files are read through. The name is cleaned here.
///
/// # Errors
/// See [`Rejected`].
pub fn kind<R: Read + Seek>(
    reader: R,
    name: &str,
    declared: Option<&str>,
) -> Result<FileKind, Rejected> {
    let work = || {
        let found = by_bytes(reader)?;
        let ending = name::ending(&name::clean(name));
        if names::fits(found, ending.as_deref(), declared) {
            Ok(found)
        } else {
            Err(Rejected::NameMismatch { found })
        }
    };
    crate::guard::caught(work).unwrap_or(Err(Rejected::Broken))
}

fn by_bytes<R: Read + Seek>(reader: R) -> Result<FileKind, Rejected> {
    let mut source = Source::new(BufReader::with_capacity(64 * 1024, reader))?;
    let head = source.piece(0, HEAD)?;
    source.go(0)?;
    if head.is_empty() {
        return Err(Rejected::Empty);
    }
    if head.starts_with(EICAR) {
        return Err(Rejected::TestVirus);
    }
    let begins = |with: &[u8]| head.starts_with(with);
    let inside = |at: usize, word: &[u8]| head.get(at..at + word.len()) == Some(word);
    if begins(b"PK\x03\x04") {
        return archive::kind(source);
    }
    let found = if begins(b"%PDF-") {
        tail::no_archive(&mut source)?;
        tail::pdf(&mut source, &head)?;
        FileKind::Pdf
    } else if begins(&[0xff, 0xd8, 0xff]) {
        let shape = jpeg::walk(&mut source, |_| {})?;
        check_pixels(shape.pixels).map_err(|_| Rejected::TooManyPixels)?;
        tail::jpeg(&mut source, shape.end)?;
        FileKind::Jpeg
    } else if begins(&png::SIGNATURE) {
        let shape = png::walk(&mut source, |_| {})?;
        check_pixels(shape.pixels).map_err(|_| Rejected::TooManyPixels)?;
        tail::nothing(&mut source, shape.end)?;
        FileKind::Png
    } else if inside(4, b"ftyp") {
        media::boxes(&mut source)?
    } else if begins(b"RIFF") && inside(8, b"WAVE") {
        media::wav(&mut source)?
    } else if begins(&[0x1a, 0x45, 0xdf, 0xa3]) {
        media::matroska(&mut source)?
    } else if begins(b"OggS") {
        media::ogg(&mut source)?
    } else if begins(b"ID3") || media::is_frame(&head) {
        media::mp3(&mut source)?
    } else {
        return plain(source, &head);
    };
    tail::no_archive(&mut source)?;
    Ok(found)
}

/// What begins like nothing known is text, if it is text and no page for a browser.
fn plain<R: Read + Seek>(source: Source<BufReader<R>>, head: &[u8]) -> Result<FileKind, Rejected> {
    if is_markup(head) {
        return Err(Rejected::KindNotAllowed);
    }
    match text::is_text(source.into_inner()) {
        Ok(true) => Ok(FileKind::Txt),
        Ok(false) => Err(Rejected::KindNotAllowed),
        Err(error) => Err(Rejected::Io(error.kind())),
    }
}

/// Whether it begins as HTML, SVG or other XML does, or as a script for a shell.
fn is_markup(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let text = text.trim_ascii_start();
    let begins = |with: &str| {
        text.get(..with.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(with.as_bytes()))
    };
    let marks = ["<!", "<?", "#!", "{\\rtf", "%!PS"];
    marks.into_iter().any(begins)
        || (text.first() == Some(&b'<') && text.get(1).is_some_and(u8::is_ascii_alphabetic))
        || has_html(text)
}

/// Whether words stand there that make a browser take it for HTML.
fn has_html(bytes: &[u8]) -> bool {
    let lower = bytes.to_ascii_lowercase();
    [
        "<html",
        "<!doctype html",
        "<script",
        "<svg",
        "<iframe",
        "<body",
    ]
    .iter()
    .any(|word| find(&lower, word.as_bytes()).is_some())
}
