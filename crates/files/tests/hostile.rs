//! Every hostile file gets the answer that was decided for it, and nothing ever panics.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::io::Cursor;
use std::sync::Arc;

use anjian_files::samples::{self, Camera, hostile};
use anjian_files::{FileKind, Rejected, name, pdf, picture, sniff, text};
use proptest::prelude::*;

fn kind(bytes: &[u8], name: &str) -> Result<FileKind, Rejected> {
    sniff::kind(Cursor::new(bytes), name, None)
}

#[test]
fn every_hostile_file_gets_its_answer() {
    let mut wrong = String::new();
    let files = hostile();
    assert!(files.len() > 40);
    for file in files {
        let answer = sniff::kind(Cursor::new(&file.bytes), file.name, file.declared);
        if answer != file.answer {
            wrong.push_str(&format!(
                "\n{}: {answer:?}, not {:?}",
                file.what, file.answer
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// One good file of every kind that is accepted.
fn good() -> Vec<(FileKind, &'static str, Vec<u8>)> {
    let camera = Camera::default();
    let office = |part: &str, content: &str| {
        let types =
            format!("<Types><Override PartName=\"{part}\" ContentType=\"{content}\"/></Types>");
        samples::zip(&[
            ("[Content_Types].xml", types.as_bytes()),
            (&part[1..], b"<x/>"),
        ])
    };
    vec![
        (FileKind::Pdf, "a.pdf", samples::pdf(2)),
        (FileKind::Jpeg, "a.JPG", samples::photo(64, 48, &camera)),
        (FileKind::Png, "a.png", samples::png(64, 48, Some(&camera))),
        (FileKind::Heic, "a.heic", samples::heic(4032, 3024, &camera)),
        (FileKind::Mp3, "a.mp3", samples::mp3(5)),
        (FileKind::M4a, "a.m4a", samples::m4a()),
        (FileKind::Wav, "a.wav", samples::wav(1)),
        (FileKind::Mp4, "a.mp4", samples::mp4()),
        (FileKind::Webm, "a.webm", samples::webm(true)),
        (FileKind::WebmAudio, "voice.webm", samples::webm(false)),
        (FileKind::WebmAudio, "voice.ogg", samples::ogg()),
        (FileKind::Docx, "a.docx", samples::docx("虚构")),
        (
            FileKind::Xlsx,
            "a.xlsx",
            office("/xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
        ),
        (
            FileKind::Pptx,
            "a.pptx",
            office(
                "/ppt/presentation.xml",
                "presentationml.presentation.main+xml",
            ),
        ),
        (
            FileKind::Ofd,
            "a.ofd",
            samples::zip(&[("OFD.xml", b"<ofd:OFD/>")]),
        ),
        (
            FileKind::Txt,
            "a.txt",
            "借条（虚构）\r\n".as_bytes().to_vec(),
        ),
    ]
}

#[test]
fn every_accepted_kind_is_told_by_its_bytes() {
    for (expected, name, bytes) in good() {
        assert_eq!(kind(&bytes, name), Ok(expected), "{name}");
        let declared = Some(expected.media_type());
        let answer = sniff::kind(Cursor::new(&bytes), name, declared);
        assert_eq!(answer, Ok(expected), "{name}");
        let other = if expected == FileKind::Pdf {
            "a.png"
        } else {
            "a.pdf"
        };
        assert_eq!(
            kind(&bytes, other),
            Err(Rejected::NameMismatch { found: expected }),
            "{name} as {other}"
        );
    }
    for expected in FileKind::ALL {
        assert!(
            good().iter().any(|(kind, ..)| *kind == expected),
            "{expected:?}"
        );
    }
}

#[test]
fn phones_may_put_a_second_picture_or_a_short_film_behind_a_photo() {
    let photo = samples::photo(64, 48, &Camera::default());
    let gain = samples::jpeg(16, 16);
    let film = samples::mp4();
    let behind: [&[&[u8]]; 6] = [
        &[&gain],
        &[&[0; 100], &gain],
        &[&gain, &[0; 2000], &film],
        &[&gain, &film],
        &[&film, b"v2_f16_c     0000:0000 LIVE_123"],
        &[b"\0\0\x01invented table SEFHxSEFT"],
    ];
    for (which, parts) in behind.into_iter().enumerate() {
        let whole = [&photo[..], &parts.concat()].concat();
        assert_eq!(kind(&whole, "a.jpg"), Ok(FileKind::Jpeg), "{which}");
    }
}

#[test]
fn a_truncated_file_is_an_error() {
    let photo = samples::photo(640, 480, &Camera::default());
    let drawing = samples::png(320, 240, Some(&Camera::default()));
    for part in 0..20 {
        let short = &photo[..photo.len() * part / 20];
        let expected = if part == 0 {
            Rejected::Empty
        } else {
            Rejected::Broken
        };
        assert_eq!(kind(short, "a.jpg"), Err(expected), "{part}/20");
        assert!(picture::probe(short).is_err(), "{part}/20");
        assert!(picture::derive(short, 320).is_err(), "{part}/20");
        assert!(
            picture::without_metadata(short, FileKind::Jpeg).is_err(),
            "{part}/20"
        );
        let short = &drawing[..drawing.len() * part / 20];
        assert_eq!(kind(short, "a.png"), Err(expected), "{part}/20");
        assert!(picture::derive(short, 320).is_err(), "{part}/20");
    }
}

#[test]
fn a_truncated_sound_or_document_is_an_error() {
    for (kind_of, name, bytes) in good() {
        if matches!(
            kind_of,
            FileKind::Txt | FileKind::Webm | FileKind::WebmAudio
        ) {
            // Text is text anywhere; a browser's recording has no end.
            continue;
        }
        if kind_of == FileKind::Mp3 {
            // So has a run of frames.
            continue;
        }
        let cut = bytes.len() - bytes.len() / 4;
        assert_eq!(kind(&bytes[..cut], name), Err(Rejected::Broken), "{name}");
    }
}

/// Everything that looks at bytes, on these.
fn try_everything(bytes: &[u8], name: &str) {
    let answer = kind(bytes, name);
    let _ = picture::probe(bytes);
    let _ = picture::derive(bytes, 64);
    for kind in [FileKind::Jpeg, FileKind::Png, FileKind::Heic] {
        if let Ok(copy) = picture::without_metadata(bytes, kind) {
            assert!(copy.len() <= bytes.len() + 64);
        }
    }
    let _ = text::to_utf8(bytes);
    if answer == Ok(FileKind::Pdf) {
        let bytes = Arc::new(bytes.to_vec());
        let _ = pdf::probe(Arc::clone(&bytes));
        let _ = pdf::page_jpeg(bytes, 0, 64, &pdf::Fonts::default());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_mutation_panics(
        which in 0_usize..16,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
        twice in any::<bool>(),
    ) {
        let (_, name, mut bytes) = good().swap_remove(which);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if twice {
            bytes.extend(bytes.clone());
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        try_everything(&bytes, name);
    }

    #[test]
    fn no_noise_panics(
        begin in prop::sample::select(vec![
            &b""[..], b"%PDF-1.7\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04",
            b"\0\0\0\x18ftypheic", b"\0\0\0\x18ftypisom", b"\x1a\x45\xdf\xa3", b"OggS\0\x02",
            b"ID3\x04\0\0", b"RIFF\0\0\0\0WAVE", b"\xff\xfb\x90\x00",
        ]),
        noise in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        try_everything(&[begin, &noise].concat(), "a");
    }
}

#[test]
fn hostile_names_are_made_harmless() {
    let cleaned: Vec<String> = hostile()
        .iter()
        .map(|file| name::clean(file.name))
        .collect();
    for name in &cleaned {
        assert!(
            !name.contains(['/', '\\', '\u{202e}']) && !name.contains("%2f"),
            "{name}"
        );
    }
    assert!(cleaned.contains(&"_CON.pdf".to_owned()));
}
