//! Sound and moving pictures: which, and whether there is a picture.

use std::io::{BufRead, Seek};

use anjian_api::file::FileKind;

use super::Rejected;
use crate::boxes::{Atom, atoms, named};
use crate::read::{Source, Stop};

/// Elements side by side that are looked at before the list of tracks.
const ELEMENTS: usize = 10_000;

/// MP4, M4A, HEIC by brand (ISO/IEC 14496-12 4.3) and the handlers of the tracks.
pub(super) fn boxes<R: BufRead + Seek>(source: &mut Source<R>) -> Result<FileKind, Rejected> {
    let length = source.length();
    let top = atoms(source, 0, length)?;
    let Some(brands) = top.first().filter(|atom| &atom.name == b"ftyp") else {
        return Err(Rejected::Broken);
    };
    let size = brands.end - brands.body;
    if !(8..=4096).contains(&size) {
        return Err(Rejected::Broken);
    }
    let brands = source.piece(brands.body, size)?;
    let (major, rest) = brands.split_at(4);
    let is = |brand: &[u8], names: &[&[u8; 4]]| names.iter().any(|name| name[..] == *brand);
    let coded: &[&[u8; 4]] = &[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"];
    let pictured: &[&[u8; 4]] = &[b"mif1", b"msf1", b"mif2"];
    let compatible = |names| rest.chunks_exact(4).skip(1).any(|brand| is(brand, names));
    if is(major, coded) || (is(major, pictured) && compatible(coded)) {
        return match named(&top, b"meta") {
            Some(_) => Ok(FileKind::Heic),
            None => Err(Rejected::Broken),
        };
    }
    let films: &[&[u8; 4]] = &[
        b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso8", b"iso9", b"mp41", b"mp42",
        b"avc1", b"dash", b"M4V ", b"M4VH", b"M4VP", b"MSNV", b"XAVC", b"qt  ", b"hvc1", b"mmp4",
    ];
    let sounds: &[&[u8; 4]] = &[b"M4A ", b"M4B "];
    if !is(major, films) && !is(major, sounds) && !compatible(&[b"isom", b"mp41", b"mp42"]) {
        return Err(Rejected::KindNotAllowed);
    }
    match tracks(source, &top)? {
        (true, _) => Ok(FileKind::Mp4),
        (false, true) => Ok(FileKind::M4a),
        (false, false) => Err(Rejected::Broken),
    }
}

/// Whether there are pictures, whether there is sound.
fn tracks<R: BufRead + Seek>(
    source: &mut Source<R>,
    top: &[Atom],
) -> Result<(bool, bool), Rejected> {
    let film = named(top, b"moov").ok_or(Rejected::Broken)?;
    let mut found = (false, false);
    for track in atoms(source, film.body, film.end)? {
        if &track.name != b"trak" {
            continue;
        }
        let parts = atoms(source, track.body, track.end)?;
        let media = named(&parts, b"mdia").ok_or(Rejected::Broken)?;
        let parts = atoms(source, media.body, media.end)?;
        let handler = named(&parts, b"hdlr").ok_or(Rejected::Broken)?;
        source.go(handler.body + 8)?;
        match &source.array()? {
            b"vide" => found.0 = true,
            b"soun" => found.1 = true,
            _ => {}
        }
    }
    Ok(found)
}

/// RIFF WAVE with a format and data. A recorder that was cut off leaves the sizes open.
pub(super) fn wav<R: BufRead + Seek>(source: &mut Source<R>) -> Result<FileKind, Rejected> {
    source.go(12)?;
    let mut format = false;
    for _ in 0..ELEMENTS {
        let name: [u8; 4] = source.array()?;
        let size = u64::from(u32::from_le_bytes(source.array()?));
        match &name {
            b"fmt " if size >= 14 => format = true,
            b"data" if format => {
                let body = source.at();
                let open = size == 0 || size == u64::from(u32::MAX);
                let here = source.length() - body;
                return if (open && here > 0) || (!open && size <= here) {
                    Ok(FileKind::Wav)
                } else {
                    Err(Rejected::Broken)
                };
            }
            _ => {}
        }
        source.skip(size + size % 2)?;
    }
    Err(Rejected::Broken)
}

/// WebM (a Matroska with the type `webm`, RFC 9559) by the types of its tracks.
pub(super) fn matroska<R: BufRead + Seek>(source: &mut Source<R>) -> Result<FileKind, Rejected> {
    let length = source.length();
    let (_, head) = element(source, length)?;
    let mut webm = false;
    while source.at() < head {
        let (id, end) = element(source, head)?;
        if id == 0x4282 {
            let body = source.at();
            let size = end - body;
            webm = size <= 16 && source.piece(body, size)?.trim_ascii_end() == b"webm";
        }
        source.go(end)?;
    }
    if !webm {
        return Err(Rejected::KindNotAllowed);
    }
    let (segment, end) = element(source, length)?;
    if segment != 0x1853_8067 {
        return Err(Rejected::Broken);
    }
    for _ in 0..ELEMENTS {
        let (id, inner) = element(source, end)?;
        if id == 0x1654_ae6b {
            return match track_types(source, inner)? {
                (true, _) => Ok(FileKind::Webm),
                (false, true) => Ok(FileKind::WebmAudio),
                (false, false) => Err(Rejected::Broken),
            };
        }
        source.go(inner)?;
    }
    Err(Rejected::Broken)
}

/// Whether there are pictures, whether there is sound.
fn track_types<R: BufRead + Seek>(
    source: &mut Source<R>,
    end: u64,
) -> Result<(bool, bool), Rejected> {
    let mut found = (false, false);
    while source.at() < end {
        let (id, entry) = element(source, end)?;
        while id == 0xae && source.at() < entry {
            let (id, inner) = element(source, entry)?;
            if id == 0x83 && inner > source.at() {
                source.go(inner - 1)?;
                match source.byte()? {
                    1 => found.0 = true,
                    2 => found.1 = true,
                    _ => {}
                }
            }
            source.go(inner)?;
        }
        source.go(entry)?;
    }
    Ok(found)
}

/// The id of the next element (EBML, RFC 8794) and where it ends; one of unknown size ends with
/// what holds it.
fn element<R: BufRead + Seek>(source: &mut Source<R>, within: u64) -> Result<(u64, u64), Stop> {
    let (id, _) = number(source, 4)?;
    let (size, ones) = number(source, 8)?;
    let marker = 1 << (7 * u32::from(ones));
    let size = size ^ marker;
    let end = if size == marker - 1 {
        within
    } else {
        source.at().checked_add(size).ok_or(Stop::Broken)?
    };
    if end > within {
        return Err(Stop::Broken);
    }
    Ok((id, end))
}

/// A number with its length marker, and how many bytes it has.
fn number<R: BufRead + Seek>(source: &mut Source<R>, longest: u8) -> Result<(u64, u8), Stop> {
    let first = source.byte()?;
    let bytes = u8::try_from(first.leading_zeros()).map_err(|_| Stop::Broken)? + 1;
    if bytes > longest {
        return Err(Stop::Broken);
    }
    let mut value = u64::from(first);
    for _ in 1..bytes {
        value = value << 8 | u64::from(source.byte()?);
    }
    Ok((value, bytes))
}

/// Ogg with Opus or Vorbis (RFC 3533, RFC 7845): every stream is announced by a first page.
pub(super) fn ogg<R: BufRead + Seek>(source: &mut Source<R>) -> Result<FileKind, Rejected> {
    let mut streams = 0;
    source.go(0)?;
    while source.at() < source.length() {
        let head: [u8; 27] = source.array()?;
        if !head.starts_with(b"OggS\0") {
            return Err(Rejected::Broken);
        }
        if head[5] & 2 == 0 {
            break;
        }
        let at = source.at();
        let sizes = source.piece(at, head[26].into())?;
        let size = sizes.iter().map(|size| u64::from(*size)).sum();
        let body = source.at();
        let packet = source.piece(body, size)?;
        if !packet.starts_with(b"OpusHead") && !packet.starts_with(b"\x01vorbis") {
            return Err(Rejected::KindNotAllowed);
        }
        streams += 1;
    }
    if streams == 1 {
        Ok(FileKind::WebmAudio)
    } else {
        Err(Rejected::Broken)
    }
}

/// MP3 after its tags: two frames one after the other, or one that ends the file.
pub(super) fn mp3<R: BufRead + Seek>(source: &mut Source<R>) -> Result<FileKind, Rejected> {
    source.go(0)?;
    let mut at = 0;
    while source.piece(at, 3)? == b"ID3" {
        source.go(at + 5)?;
        let flags = source.byte()?;
        let size: [u8; 4] = source.array()?;
        if size.iter().any(|byte| *byte > 127) {
            return Err(Rejected::Broken);
        }
        let size = size
            .iter()
            .fold(0, |size, byte| size << 7 | u64::from(*byte));
        let foot = if flags & 0x10 == 0 { 0 } else { 10 };
        at += 10 + size + foot;
    }
    // Some writers fill up after the tags.
    let filled = source.piece(at, 4096)?;
    at += filled.iter().take_while(|byte| **byte == 0).count() as u64;
    for frames in 0..2 {
        let head = source.piece(at, 4)?;
        match frame(&head) {
            Some(size) => at += size,
            None if frames == 1 && head.is_empty() => {}
            None => return Err(Rejected::Broken),
        }
    }
    Ok(FileKind::Mp3)
}

/// Whether a frame of layer III stands here.
pub(super) fn is_frame(head: &[u8]) -> bool {
    frame(head).is_some()
}

/// Bytes of the frame that begins here (ISO/IEC 11172-3 2.4.1.3, 13818-3 for half rates).
fn frame(head: &[u8]) -> Option<u64> {
    const FULL: [u64; 14] = [
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
    ];
    const HALF: [u64; 14] = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    const RATES: [u64; 3] = [44_100, 48_000, 32_000];
    let &[sync, version, coding, _] = head.get(..4)? else {
        return None;
    };
    // Eleven bits of sync, layer III.
    if sync != 0xff || version & 0xe6 != 0xe2 {
        return None;
    }
    let rate = *RATES.get(usize::from(coding >> 2 & 3))?;
    let index = usize::from(coding >> 4).checked_sub(1)?;
    let padding = u64::from(coding >> 1 & 1);
    match version >> 3 & 3 {
        3 => Some(144_000 * FULL.get(index)? / rate + padding),
        2 => Some(72_000 * HALF.get(index)? / (rate / 2) + padding),
        0 => Some(72_000 * HALF.get(index)? / (rate / 4) + padding),
        _ => None,
    }
}
