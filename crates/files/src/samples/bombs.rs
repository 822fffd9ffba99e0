//! Small files that ask for much: memory, time, or both. Each has the answer it gets, and none of
//! them may cost a server more than its limits.

use std::io::Write as _;

use anjian_api::file::FileKind;
use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::documents::{docx_with, types};
use super::pictures::segment;
use super::{Camera, heic, pdf_bomb, zip};
use crate::Rejected;
use crate::picture::PictureError;
use crate::picture::png::{SIGNATURE, chunk};

/// One bomb.
#[derive(Debug, Clone)]
pub struct Bomb {
    /// What it does.
    pub what: &'static str,
    /// The name it comes under.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it is taken.
    pub taken: Result<FileKind, Rejected>,
    /// When it is taken and is a picture: whether a small picture is made of it.
    pub drawn: Result<(), PictureError>,
}

const MIB: usize = 1024 * 1024;

/// All of them.
#[must_use]
pub fn bombs() -> Vec<Bomb> {
    let mut bombs = pictures();
    bombs.extend(documents());
    bombs.extend(sounds());
    bombs
}

fn refused(what: &'static str, name: &'static str, bytes: Vec<u8>, why: Rejected) -> Bomb {
    Bomb {
        what,
        name,
        bytes,
        taken: Err(why),
        drawn: Err(PictureError::NoDecoder),
    }
}

fn picture(
    what: &'static str,
    name: &'static str,
    bytes: Vec<u8>,
    drawn: Result<(), PictureError>,
) -> Bomb {
    let kind = match name {
        "a.png" => FileKind::Png,
        "a.jpg" => FileKind::Jpeg,
        _ => FileKind::Heic,
    };
    Bomb {
        what,
        name,
        bytes,
        taken: Ok(kind),
        drawn,
    }
}

/// So many zeros, packed.
fn packed(zeros: usize) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    let piece = vec![0; MIB];
    let mut left = zeros;
    while left > 0 {
        let now = left.min(MIB);
        let written = packer.write_all(&piece[..now]);
        debug_assert!(written.is_ok());
        left -= now;
    }
    packer.finish().unwrap_or_default()
}

/// A PNG of zeros, with other chunks before its data.
fn png_of_zeros(side: u32, depth: u8, colour: u8, data: &[u8], before: &[Vec<u8>]) -> Vec<u8> {
    let sides = [side.to_be_bytes(), side.to_be_bytes()].concat();
    let head = [&sides[..], &[depth, colour, 0, 0, 0]].concat();
    [
        SIGNATURE.to_vec(),
        chunk(*b"IHDR", &head),
        before.concat(),
        chunk(*b"IDAT", data),
        chunk(*b"IEND", &[]),
    ]
    .concat()
}

fn pictures() -> Vec<Bomb> {
    let side: usize = 8_000;
    let profile = [&b"invented\0\0"[..], &packed(512 * MIB)].concat();
    let words = [&b"Comment\0\0"[..], &packed(512 * MIB)].concat();
    let small = packed(64 * (64 * 3 + 1));
    let sizes = [&0xffff_0000_u32.to_be_bytes()[..]; 2].concat();
    let xmp = b"<x:xmpmeta></x:xmpmeta>".repeat(40_000);
    vec![
        picture(
            "PNG of 64 MP of nothing in 200 KB",
            "a.png",
            png_of_zeros(8_000, 8, 2, &packed(side * (side * 3 + 1)), &[]),
            Ok(()),
        ),
        picture(
            "PNG of 64 MP with 16 bits a channel: 512 MB",
            "a.png",
            png_of_zeros(8_000, 16, 6, &packed(MIB), &[]),
            Err(PictureError::TooManyPixels),
        ),
        picture(
            "PNG with far more data than pixels",
            "a.png",
            png_of_zeros(64, 8, 2, &packed(1024 * MIB), &[]),
            Ok(()),
        ),
        picture(
            "PNG with a colour profile of 512 MiB",
            "a.png",
            png_of_zeros(64, 8, 2, &small, &[chunk(*b"iCCP", &profile)]),
            Ok(()),
        ),
        picture(
            "PNG with a packed comment of 512 MiB",
            "a.png",
            png_of_zeros(64, 8, 2, &small, &[chunk(*b"zTXt", &words)]),
            Ok(()),
        ),
        picture(
            "JPEG that is gone over 5,000 times",
            "a.jpg",
            progressive(8_000, 5_000),
            Err(PictureError::Broken),
        ),
        picture(
            "JPEG of 64 MP that is gone over 100 times",
            "a.jpg",
            progressive(8_000, 99),
            Ok(()),
        ),
        refused(
            "HEIC of 4 gigapixels",
            "a.heic",
            {
                let good = heic(4032, 3024, &Camera::default());
                let known = [4032_u32.to_be_bytes(), 3024_u32.to_be_bytes()].concat();
                swapped(good, &known, &sizes)
            },
            Rejected::TooManyPixels,
        ),
        picture(
            "HEIC with 40,000 sets of words",
            "a.heic",
            {
                let mut bytes = heic(64, 48, &Camera::default());
                bytes.extend(((xmp.len() + 8) as u32).to_be_bytes());
                bytes.extend(b"free");
                bytes.extend(xmp);
                bytes
            },
            Err(PictureError::NoDecoder),
        ),
    ]
}

fn swapped(mut bytes: Vec<u8>, known: &[u8], other: &[u8]) -> Vec<u8> {
    if let Some(at) = crate::read::find(&bytes, known) {
        bytes[at..at + known.len()].copy_from_slice(&other[..known.len()]);
    }
    bytes
}

/// A grey progressive JPEG of one colour: a few bytes for each time all blocks are gone over.
fn progressive(side: u16, scans: usize) -> Vec<u8> {
    let side = side.to_be_bytes();
    let frame = [&[8][..], &side, &side, &[1, 1, 0x11, 0]].concat();
    // Codes of one bit: for DC "no change"; for AC "the next 2^14 and more blocks are over".
    let table = |class: u8, symbol: u8| {
        let mut table = vec![class, 1];
        table.resize(17, 0);
        table.push(symbol);
        segment(0xc4, &table)
    };
    let blocks = 1_000_usize * 1_000;
    let quantizer = [&[0][..], &[1; 64]].concat();
    // One bit a block: all zero.
    let first = vec![0; blocks.div_ceil(8)];
    // One bit of code and 14 of length, all ones but the code: 32,767 blocks a time.
    let mut bits = String::new();
    for _ in 0..blocks.div_ceil(32_767) {
        bits.push_str("011111111111111");
    }
    let bits: Vec<u8> = bits
        .as_bytes()
        .chunks(8)
        .map(|eight| {
            eight
                .iter()
                .enumerate()
                .fold(0, |byte, (at, bit)| byte | (bit - b'0') << (7 - at))
        })
        .flat_map(|byte: u8| {
            if byte == 0xff {
                vec![0xff, 0]
            } else {
                vec![byte]
            }
        })
        .collect();
    let again = [segment(0xda, &[1, 1, 0, 1, 63, 0]), bits].concat();
    [
        &[0xff, 0xd8][..],
        &segment(0xdb, &quantizer),
        &segment(0xc2, &frame),
        &table(0x00, 0x00),
        &table(0x10, 0xe0),
        &segment(0xda, &[1, 1, 0, 0, 0, 0]),
        &first,
        &again.repeat(scans),
        &[0xff, 0xd9],
    ]
    .concat()
}

fn documents() -> Vec<Bomb> {
    let zeros = vec![0; 16 * MIB];
    let office = |part: &str, content: &str| {
        let types = types(part, content);
        zip(&[
            ("[Content_Types].xml", types.as_bytes()),
            ("media/a.bmp", &zeros),
        ])
    };
    let too_large = Rejected::ArchiveTooLarge;
    let mut pdf = refused(
        "PDF of 5 KB that unpacks to gigabytes",
        "a.pdf",
        pdf_bomb(1_200),
        too_large,
    );
    // It is kept: only its pages are never drawn, see `tests/worker.rs`.
    pdf.taken = Ok(FileKind::Pdf);
    vec![
        pdf,
        refused(
            "DOCX with a ratio of 1000 : 1",
            "a.docx",
            docx_with("invented", &[("word/media/a.bmp", &zeros)]),
            too_large,
        ),
        refused(
            "XLSX with a ratio of 1000 : 1",
            "a.xlsx",
            office("/xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
            too_large,
        ),
        refused(
            "PPTX with a ratio of 1000 : 1",
            "a.pptx",
            office(
                "/ppt/presentation.xml",
                "presentationml.presentation.main+xml",
            ),
            too_large,
        ),
        refused(
            "OFD with a ratio of 1000 : 1",
            "a.ofd",
            zip(&[("OFD.xml", b"<ofd:OFD/>"), ("Doc_0/a.bmp", &zeros)]),
            too_large,
        ),
        refused(
            "DOCX whose entries share their bytes",
            "a.docx",
            overlapping(&docx_with(
                "invented",
                &[("word/media/a.bmp", &zeros[..MIB / 2])],
            )),
            too_large,
        ),
    ]
}

/// The last entry listed a thousand times, under other names.
fn overlapping(good: &[u8]) -> Vec<u8> {
    let Some(end) = crate::read::find_last(good, b"PK\x05\x06") else {
        return Vec::new();
    };
    let Some(last) = crate::read::find_last(&good[..end], b"PK\x01\x02") else {
        return Vec::new();
    };
    let entry = &good[last..end];
    let mut bytes = good[..end].to_vec();
    for number in 0..1_000_u16 {
        let mut twin = entry.to_vec();
        let length = twin.len();
        // The name is the end of the entry: `word/media/a.bmp`.
        twin[length - 3..].copy_from_slice(format!("{number:03}").as_bytes());
        bytes.extend(twin);
    }
    let directory = crate::read::find(good, b"PK\x01\x02").unwrap_or_default();
    let mut tail = good[end..].to_vec();
    let count = u16::from_le_bytes([tail[10], tail[11]]) + 1_000;
    tail[8..10].copy_from_slice(&count.to_le_bytes());
    tail[10..12].copy_from_slice(&count.to_le_bytes());
    let size = (bytes.len() - directory) as u32;
    tail[12..16].copy_from_slice(&size.to_le_bytes());
    bytes.extend(tail);
    bytes
}

/// Nothing is unpacked of these: they can only claim to be large.
fn sounds() -> Vec<Bomb> {
    let broken = Rejected::Broken;
    let mut wav = super::wav(1);
    wav[40..44].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut tag = super::mp3(4);
    let id3 = [&b"ID3\x04\0\0\x7f\x7f\x7f\x7f"[..], &tag].concat();
    tag.clear();
    let large_box = |mut bytes: Vec<u8>| {
        // The last box claims to go on for 16 EiB.
        bytes.extend(1_u32.to_be_bytes());
        bytes.extend(b"mdat");
        bytes.extend(u64::MAX.to_be_bytes());
        bytes
    };
    let mut wav = refused("WAV that claims 4 GiB", "a.wav", wav, broken);
    // As recorders write it that do not know yet how long it will be.
    wav.taken = Ok(FileKind::Wav);
    vec![
        wav,
        refused("MP3 with words of 256 MiB", "a.mp3", id3, broken),
        refused(
            "MP4 with a box of 16 EiB",
            "a.mp4",
            large_box(super::mp4()),
            broken,
        ),
        refused(
            "M4A with a box of 16 EiB",
            "a.m4a",
            large_box(super::m4a()),
            broken,
        ),
    ]
}
