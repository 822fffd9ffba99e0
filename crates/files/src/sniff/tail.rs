//! What may follow the end of a file, and what may not.

use std::io::{BufRead, Seek};

use super::{Rejected, has_html};
use crate::picture::jpeg as jpegs;
use crate::read::{Source, find, find_last};

/// The end record of a ZIP: 22 bytes and a comment of at most 64 KiB (APPNOTE 4.3.16).
const ARCHIVE_END: u64 = 22 + 65_535;
/// White space that writers leave after the end of a PDF.
const PDF_SPACE: u64 = 2048;
/// Bytes that a phone writes after the short video in a picture, to find it again.
const VIDEO_MARK: u64 = 256;

/// Refuses a file that an unpacker would open as well: an archive may have anything before it.
pub(super) fn no_archive<R: BufRead + Seek>(source: &mut Source<R>) -> Result<(), Rejected> {
    let length = source.length();
    let from = length.saturating_sub(ARCHIVE_END);
    let tail = source.piece(from, ARCHIVE_END)?;
    let mut rest = &tail[..];
    while let Some(at) = find_last(rest, b"PK\x05\x06") {
        let size = tail
            .get(at + 12..at + 16)
            .and_then(|size| size.try_into().ok());
        let size = size.map_or(u64::MAX, |size| u64::from(u32::from_le_bytes(size)));
        let end = from + at as u64;
        let empty = size == 0 && tail.len() == at + 22;
        if empty || (size > 0 && size <= end && source.piece(end - size, 4)? == b"PK\x01\x02") {
            return Err(Rejected::Polyglot);
        }
        rest = &rest[..at];
    }
    Ok(())
}

/// Nothing at all may follow.
pub(super) fn nothing<R: BufRead + Seek>(source: &mut Source<R>, end: u64) -> Result<(), Rejected> {
    if end == source.length() {
        return Ok(());
    }
    no_archive(source)?;
    Err(foreign(&source.piece(end, super::HEAD)?))
}

/// A PDF begins at its first byte and ends with its mark; no page for a browser before or after.
pub(super) fn pdf<R: BufRead + Seek>(source: &mut Source<R>, head: &[u8]) -> Result<(), Rejected> {
    if has_html(head) {
        return Err(Rejected::Polyglot);
    }
    let from = source.length().saturating_sub(ARCHIVE_END + PDF_SPACE);
    let tail = source.piece(from, ARCHIVE_END + PDF_SPACE)?;
    let end = find_last(&tail, b"%%EOF").ok_or(Rejected::Broken)?;
    let rest = &tail[end + 5..];
    if rest
        .iter()
        .all(|byte| matches!(byte, b'\0' | b'\t' | b'\n' | 0xc | b'\r' | b' ' | 0x1a))
    {
        return Ok(());
    }
    Err(foreign(rest))
}

/// After a JPEG: more JPEGs, a short video, or a table that a phone maker ends with its mark.
pub(super) fn jpeg<R: BufRead + Seek>(
    source: &mut Source<R>,
    mut end: u64,
) -> Result<(), Rejected> {
    let length = source.length();
    let mut pictures = 0;
    while end < length {
        let head = source.piece(end, super::HEAD)?;
        if head.starts_with(&[0xff, 0xd8, 0xff]) && pictures < 16 {
            source.go(end)?;
            end = jpegs::walk(source, |_| {})?.end;
            pictures += 1;
        } else if head.get(4..8) == Some(b"ftyp") {
            end = after_video(source, end)?;
        } else if head.starts_with(&[0]) {
            end += filling(&head);
        } else if is_makers(source, &head)? {
            end = length;
        } else {
            no_archive(source)?;
            return Err(foreign(&head));
        }
    }
    Ok(())
}

/// How many zeros stand here: writers fill up to a round number. The first three bytes of a video
/// are zeros of its own.
fn filling(head: &[u8]) -> u64 {
    let zeros = head.iter().take_while(|byte| **byte == 0).count();
    let video = zeros > 3 && head.get(zeros + 1..zeros + 5) == Some(b"ftyp");
    (zeros - if video { 3 } else { 0 }) as u64
}

/// The end of a video of whole boxes, with the few bytes a phone leaves after it.
fn after_video<R: BufRead + Seek>(source: &mut Source<R>, from: u64) -> Result<u64, Rejected> {
    let mut at = from;
    while at < source.length() {
        let head = source.piece(at, 16)?;
        let size = match head.get(..8) {
            Some([a, b, c, d, name @ ..]) if name.iter().all(|b| b.is_ascii_alphanumeric()) => {
                match u32::from_be_bytes([*a, *b, *c, *d]) {
                    1 => head
                        .get(8..)
                        .and_then(|size| size.try_into().ok())
                        .map(u64::from_be_bytes),
                    size => Some(size.into()),
                }
            }
            _ => None,
        };
        let next = size
            .filter(|size| *size >= 8)
            .and_then(|size| at.checked_add(size));
        match next.filter(|next| *next <= source.length()) {
            Some(next) => at = next,
            None => break,
        }
    }
    let left = source.length() - at;
    let mark = left <= VIDEO_MARK && at > from;
    Ok(if mark {
        source.length()
    } else {
        at.max(from + 1)
    })
}

/// Samsung ends its table with `SEFT`; vivo begins its own with its name.
fn is_makers<R: BufRead + Seek>(source: &mut Source<R>, head: &[u8]) -> Result<bool, Rejected> {
    if has_html(head) {
        return Ok(false);
    }
    let last = source.piece(source.length().saturating_sub(4), 4)?;
    Ok(last == b"SEFT" || head.starts_with(b"vivo{"))
}

/// What is told of bytes that do not belong to the file.
fn foreign(bytes: &[u8]) -> Rejected {
    let archive = [&b"PK\x03\x04"[..], b"Rar!", b"7z\xbc\xaf", b"%PDF-"];
    if has_html(bytes) || archive.iter().any(|mark| find(bytes, mark).is_some()) {
        Rejected::Polyglot
    } else {
        Rejected::TrailingData
    }
}
