//! ZIPs that are documents: OOXML (ISO/IEC 29500-2) and OFD (GB/T 33190).

use std::collections::BTreeSet;
use std::io::{self, BufRead, Read, Seek};

use anjian_api::file::FileKind;
use zip::{CompressionMethod, ZipArchive};

use super::{EICAR, Rejected};
use crate::limits;
use crate::read::Source;

/// Bytes of the list of content types that are looked at.
const TYPES: u64 = 4 * 1024 * 1024;
/// Bytes at the beginning of an entry that tell what it is.
const BEGIN: usize = 128;

/// Reads the whole archive, under limits.
pub(super) fn kind<R: BufRead + Seek>(mut source: Source<R>) -> Result<FileKind, Rejected> {
    let length = source.length();
    let announced = end_record(&mut source)?;
    let mut archive = ZipArchive::new(source.into_inner()).map_err(told)?;
    if archive.len() != announced {
        // Names twice: one reader takes the first, another the last.
        return Err(Rejected::ArchiveUnsafe);
    }
    let mut total = 0;
    let mut types = Vec::new();
    let mut is_ofd = false;
    let mut names = BTreeSet::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(told)?;
        let name = entry.name().map_err(told)?.into_owned();
        if entry.encrypted()
            || entry.is_symlink()
            || entry.enclosed_name().is_none()
            || name.contains(['\\', '\0'])
            || !names.insert(name.to_lowercase())
        {
            return Err(Rejected::ArchiveUnsafe);
        }
        let method = entry.compression();
        if !matches!(
            method,
            CompressionMethod::Stored | CompressionMethod::Deflated
        ) {
            return Err(Rejected::ArchiveUnsafe);
        }
        if is_active(&name) {
            return Err(Rejected::ActiveContent);
        }
        let keep = if name == "[Content_Types].xml" {
            TYPES
        } else {
            BEGIN as u64
        };
        let begin = inflate(&mut entry, keep, &mut total, length)?;
        content(&name, &begin)?;
        match name.as_str() {
            "[Content_Types].xml" => types = begin,
            "OFD.xml" => is_ofd = true,
            _ => {}
        }
    }
    by_types(&types, is_ofd)
}

/// How many entries it announces. The record must be the last bytes, right after the directory, so
/// that every reader sees the same archive.
fn end_record<R: BufRead + Seek>(source: &mut Source<R>) -> Result<usize, Rejected> {
    let at = source.length().checked_sub(22).ok_or(Rejected::Broken)?;
    let record = source.piece(at, 22)?;
    if !record.starts_with(b"PK\x05\x06") || record[20..] != [0, 0] {
        // Without a directory it is cut off; with one, something follows it.
        let from = source.length().saturating_sub(22 + 65_535);
        let tail = source.piece(from, 22 + 65_535)?;
        return Err(match crate::read::find_last(&tail, b"PK\x05\x06") {
            Some(_) => Rejected::TrailingData,
            None => Rejected::Broken,
        });
    }
    let u16_at = |at: usize| u16::from_le_bytes([record[at], record[at + 1]]);
    let u32_at = |at: usize| {
        u32::from_le_bytes([record[at], record[at + 1], record[at + 2], record[at + 3]])
    };
    let entries = usize::from(u16_at(10));
    let locator = source.piece(at.saturating_sub(20), 4)?;
    // ZIP64 is for what is far over the limits.
    if entries > limits::ARCHIVE_ENTRIES || locator == b"PK\x06\x07" {
        return Err(Rejected::ArchiveTooLarge);
    }
    let one_disk = u16_at(4) == 0 && u16_at(6) == 0 && u16_at(8) == u16_at(10);
    let directory_ends = u64::from(u32_at(16)) + u64::from(u32_at(12));
    if !one_disk || entries == 0 || directory_ends != at {
        return Err(Rejected::Broken);
    }
    Ok(entries)
}

/// Inflates one entry to nowhere and gives its beginning. What is counted is what really comes
/// out: the sizes that an archive announces are its own words.
fn inflate(
    entry: &mut impl Read,
    keep: u64,
    total: &mut u64,
    packed: u64,
) -> Result<Vec<u8>, Rejected> {
    let mut begin = Vec::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        let read = match entry.read(&mut piece) {
            Ok(0) => return Ok(begin),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            // A bad checksum comes as any of several kinds.
            Err(_) => return Err(Rejected::Broken),
        };
        let room = usize::try_from(keep)
            .unwrap_or(0)
            .saturating_sub(begin.len());
        begin.extend(&piece[..read.min(room)]);
        *total += read as u64;
        let ratio = *total > limits::ARCHIVE_RATIO_FROM && *total / packed > limits::ARCHIVE_RATIO;
        if *total > limits::ARCHIVE_BYTES || ratio {
            return Err(Rejected::ArchiveTooLarge);
        }
    }
}

/// Macros (VBA, Excel 4) and ActiveX by where they lie.
fn is_active(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("vbaproject.bin") || name.contains("/activex/") || name.contains("/macrosheets/")
}

/// Refuses archives, programs and the test virus in an entry.
fn content(name: &str, begin: &[u8]) -> Result<(), Rejected> {
    let name = name.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if begin.starts_with(EICAR) {
        return Err(Rejected::TestVirus);
    }
    if begin.starts_with(b"MZ") || begin.starts_with(b"\x7fELF") {
        return Err(Rejected::ActiveContent);
    }
    // A chart carries its numbers as a small workbook, which nobody here opens.
    let chart = name.contains("/embeddings/") && ends(&[".xlsx", ".docx", ".pptx"]);
    let zip = begin.starts_with(b"PK\x03\x04") && !chart;
    // Windows metafiles are packed so.
    let gzip = begin.starts_with(b"\x1f\x8b") && !ends(&[".emz", ".wmz"]);
    let others: [&[u8]; 4] = [b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ\0", b"BZh"];
    let named = ends(&[".zip", ".rar", ".7z", ".jar", ".tar", ".gz", ".xz", ".bz2"]);
    if zip || gzip || named || others.iter().any(|mark| begin.starts_with(mark)) {
        return Err(Rejected::NestedArchive);
    }
    Ok(())
}

/// Which document it is by its list of content types.
fn by_types(types: &[u8], is_ofd: bool) -> Result<FileKind, Rejected> {
    if types.is_empty() {
        return if is_ofd {
            Ok(FileKind::Ofd)
        } else {
            Err(Rejected::KindNotAllowed)
        };
    }
    let types = String::from_utf8_lossy(types);
    if types.to_ascii_lowercase().contains("macroenabled") {
        return Err(Rejected::ActiveContent);
    }
    [
        ("wordprocessingml.document.main+xml", FileKind::Docx),
        ("spreadsheetml.sheet.main+xml", FileKind::Xlsx),
        ("presentationml.presentation.main+xml", FileKind::Pptx),
    ]
    .into_iter()
    .find_map(|(part, kind)| types.contains(part).then_some(kind))
    .ok_or(Rejected::KindNotAllowed)
}

fn told(error: zip::result::ZipError) -> Rejected {
    match error {
        zip::result::ZipError::UnsupportedArchive(_) => Rejected::ArchiveUnsafe,
        _ => Rejected::Broken,
    }
}
