//! Files that are not what they say, each with the answer it gets.

use anjian_api::file::FileKind;

use super::documents::{docx_with, types};
use super::pictures::segment;
use super::{Camera, docx, jpeg, pdf, photo, png, zip};
use crate::Rejected;
use crate::picture::png::{SIGNATURE, chunk};
use crate::sniff::EICAR;

/// One hostile file.
#[derive(Debug, Clone)]
pub struct Hostile {
    /// What is wrong with it.
    pub what: &'static str,
    /// The name it comes under.
    pub name: &'static str,
    /// The media type it is declared as.
    pub declared: Option<&'static str>,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it gets.
    pub answer: Result<FileKind, Rejected>,
}

const HTML: &[u8] = b"<html><script>alert('invented')</script></html>";

/// All of them.
#[must_use]
pub fn hostile() -> Vec<Hostile> {
    let mut files = polyglots();
    files.extend(archives());
    files.extend(others());
    files
}

fn file(
    what: &'static str,
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    answer: Result<FileKind, Rejected>,
) -> Hostile {
    Hostile {
        what,
        name,
        declared: None,
        bytes: bytes.into(),
        answer,
    }
}

fn refused(
    what: &'static str,
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    why: Rejected,
) -> Hostile {
    file(what, name, bytes, Err(why))
}

fn polyglots() -> Vec<Hostile> {
    use Rejected::{KindNotAllowed, Polyglot, TrailingData};
    let document = pdf(1);
    let archive = zip(&[("META-INF/MANIFEST.MF", b"Main-Class: Invented")]);
    let picture = jpeg(32, 32);
    let drawing = png(32, 32, None);
    let both = |first: &[u8], then: &[u8]| [first, then].concat();
    let front = [b"%PDF-1.7\n", HTML, &document[9..]].concat();
    vec![
        refused(
            "PDF with a ZIP behind",
            "a.pdf",
            both(&document, &archive),
            Polyglot,
        ),
        refused(
            "PDF with a ZIP behind that ends like a PDF",
            "a.pdf",
            [&document, &archive[..], b"\n%%EOF\n"].concat(),
            Polyglot,
        ),
        refused(
            "PDF with HTML behind",
            "a.pdf",
            both(&document, HTML),
            Polyglot,
        ),
        refused("PDF with HTML in front", "a.pdf", front, Polyglot),
        refused(
            "PDF not at the first byte",
            "a.pdf",
            both(b"MZ\0\0", &document),
            KindNotAllowed,
        ),
        refused(
            "PDF with bytes behind",
            "a.pdf",
            both(&document, b"\x01\x02"),
            TrailingData,
        ),
        refused(
            "GIFAR",
            "a.gif",
            both(b"GIF89a\x01\0\x01\0\0\0\0;", &archive),
            KindNotAllowed,
        ),
        refused(
            "PNG with an HTML tail",
            "a.png",
            both(&drawing, HTML),
            Polyglot,
        ),
        refused(
            "PNG with a ZIP behind",
            "a.png",
            both(&drawing, &archive),
            Polyglot,
        ),
        refused(
            "PNG with bytes behind",
            "a.png",
            both(&drawing, b"secret"),
            TrailingData,
        ),
        refused(
            "JPEG with a ZIP behind",
            "a.jpg",
            both(&picture, &archive),
            Polyglot,
        ),
        refused(
            "JPEG with HTML behind",
            "a.jpg",
            both(&picture, HTML),
            Polyglot,
        ),
        refused(
            "JPEG with a PDF behind",
            "a.jpg",
            both(&picture, &document),
            Polyglot,
        ),
        refused(
            "JPEG with bytes behind",
            "a.jpg",
            both(&picture, b"secret"),
            TrailingData,
        ),
        refused(
            "WAV with a ZIP behind",
            "a.wav",
            both(&super::wav(1), &archive),
            Polyglot,
        ),
        refused(
            "MP3 with a ZIP behind",
            "a.mp3",
            both(&super::mp3(4), &archive),
            Polyglot,
        ),
    ]
}

fn archives() -> Vec<Hostile> {
    use Rejected::{
        ActiveContent, ArchiveTooLarge, ArchiveUnsafe, Broken, KindNotAllowed, NestedArchive,
        TestVirus, TrailingData,
    };
    let with = |name: &str, bytes: &[u8]| docx_with("invented", &[(name, bytes)]);
    let plain = docx("invented");
    let bomb = vec![0; 16 * 1024 * 1024];
    let inner = zip(&[("0.bin", &bomb)]);
    let many: Vec<String> = (0..10_001)
        .map(|number| format!("word/{number}.xml"))
        .collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let macros = types("/word/document.xml", "x").replace(
        "vnd.openxmlformats-officedocument.x",
        "vnd.ms-word.document.macroEnabled.main+xml",
    );
    let mut double = docx_with(
        "x",
        &[("word/twina.xml", b"<a/>"), ("word/twinb.xml", b"<b/>")],
    );
    for at in 0..double.len() - 5 {
        if &double[at..at + 5] == b"twinb" {
            double[at + 4] = b'a';
        }
    }
    let behind = [&plain[..], b"secret"].concat();
    vec![
        refused(
            "ratio bomb in a document",
            "a.docx",
            with("word/media/a.bmp", &bomb),
            ArchiveTooLarge,
        ),
        refused(
            "archive in a document",
            "a.docx",
            with("word/a.bin", &inner),
            NestedArchive,
        ),
        refused(
            "archive by its name",
            "a.docx",
            with("word/lib 1.zip", b"x"),
            NestedArchive,
        ),
        refused(
            "too many entries",
            "a.docx",
            docx_with("x", &many),
            ArchiveTooLarge,
        ),
        refused(
            "path out of the archive",
            "a.docx",
            with("../../evil.xml", b"x"),
            ArchiveUnsafe,
        ),
        refused("a name twice", "a.docx", double, ArchiveUnsafe),
        refused(
            "macros",
            "a.docx",
            with("word/vbaProject.bin", b"x"),
            ActiveContent,
        ),
        refused(
            "macros by its content type",
            "a.docx",
            zip(&[("[Content_Types].xml", macros.as_bytes())]),
            ActiveContent,
        ),
        refused(
            "program in a document",
            "a.docx",
            with("word/a.bin", b"MZ\x90\0"),
            ActiveContent,
        ),
        refused(
            "EICAR in a document",
            "a.docx",
            with("word/a.txt", EICAR),
            TestVirus,
        ),
        refused("bytes behind a document", "a.docx", behind, TrailingData),
        refused(
            "document cut off",
            "a.docx",
            &plain[..plain.len() / 2],
            Broken,
        ),
        refused("bomb as an archive", "a.zip", inner, ArchiveTooLarge),
        refused(
            "plain archive",
            "a.zip",
            zip(&[("a.txt", b"x")]),
            KindNotAllowed,
        ),
        refused(
            "archive called a document",
            "a.docx",
            zip(&[("a.txt", b"x")]),
            KindNotAllowed,
        ),
    ]
}

fn others() -> Vec<Hostile> {
    use Rejected::{Empty, KindNotAllowed, NameMismatch, TestVirus, TooManyPixels};
    let found = FileKind::Pdf;
    let laughs = b"<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol1 \
        \"&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;\">]>\
        <svg xmlns=\"http://www.w3.org/2000/svg\"><text>&lol1;</text></svg>";
    let scripted = Camera {
        maker: "<script>alert('invented')</script>".into(),
        ..Camera::default()
    };
    let mut declared = refused(
        "another media type",
        "a.pdf",
        pdf(1),
        NameMismatch { found },
    );
    declared.declared = Some("image/png");
    let wide = [
        &[0xff, 0xd8][..],
        &segment(0xc0, &[8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0]),
        &segment(0xda, &[1, 1, 0, 0, 63, 0]),
        &[0, 0xff, 0xd9],
    ]
    .concat();
    vec![
        refused("no bytes", "a.pdf", [], Empty),
        refused("EICAR", "a.txt", EICAR, TestVirus),
        refused("billion laughs", "a.svg", &laughs[..], KindNotAllowed),
        refused(
            "billion laughs called PNG",
            "a.png",
            &laughs[..],
            KindNotAllowed,
        ),
        refused("HTML called text", "a.txt", HTML, KindNotAllowed),
        refused(
            "program called PDF",
            "a.pdf",
            &b"MZ\x90\0\x03\0\0\0"[..],
            KindNotAllowed,
        ),
        refused(
            "old office",
            "a.doc",
            &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"[..],
            KindNotAllowed,
        ),
        refused(
            "picture of 2.5 gigapixels",
            "a.png",
            enormous(),
            TooManyPixels,
        ),
        refused("JPEG of 4 gigapixels", "a.jpg", wide, TooManyPixels),
        refused("another ending", "a.exe", pdf(1), NameMismatch { found }),
        refused(
            "an ending turned around",
            "借条\u{202e}fdp.exe",
            pdf(1),
            NameMismatch { found },
        ),
        declared,
        file(
            "script in EXIF",
            "a.jpg",
            photo(64, 48, &scripted),
            Ok(FileKind::Jpeg),
        ),
        file(
            "path in its name",
            "..%2f..%2fa.pdf",
            pdf(1),
            Ok(FileKind::Pdf),
        ),
        file("device as its name", "CON.pdf", pdf(1), Ok(FileKind::Pdf)),
    ]
}

/// 50,000 × 50,000 pixels by its header, in 5 KB.
fn enormous() -> Vec<u8> {
    let side = 50_000_u32.to_be_bytes();
    let head = [&side[..], &side, &[8, 2, 0, 0, 0]].concat();
    let mut data = vec![0x78, 0x9c];
    data.resize(5000, 0);
    [
        SIGNATURE.to_vec(),
        chunk(*b"IHDR", &head),
        chunk(*b"IDAT", &data),
        chunk(*b"IEND", &[]),
    ]
    .concat()
}
