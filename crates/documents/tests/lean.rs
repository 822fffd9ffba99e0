//! Papers weigh little: fonts have no hints, small objects lie together. Nothing that is seen changes.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

use anjian_documents::packed::packed;
use anjian_documents::unhinted::unhinted;
use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// Where `cargo xtask` put them; by hand the same folder is found.
fn font(name: &str) -> Vec<u8> {
    let told = std::env::var_os("ANJIAN_FONTS").map(PathBuf::from);
    let usual = || {
        std::env::home_dir()
            .unwrap()
            .join(".cache/anjian/tools/fonts-0.1.1")
    };
    std::fs::read(told.unwrap_or_else(usual).join(Path::new(name))).unwrap()
}

#[derive(Default, PartialEq, Debug)]
struct Drawn(Vec<(char, [f32; 6])>);

impl OutlineBuilder for Drawn {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.push(('m', [x, y, 0.0, 0.0, 0.0, 0.0]));
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.push(('l', [x, y, 0.0, 0.0, 0.0, 0.0]));
    }
    fn quad_to(&mut self, a: f32, b: f32, x: f32, y: f32) {
        self.0.push(('q', [a, b, x, y, 0.0, 0.0]));
    }
    fn curve_to(&mut self, a: f32, b: f32, c: f32, d: f32, x: f32, y: f32) {
        self.0.push(('c', [a, b, c, d, x, y]));
    }
    fn close(&mut self) {
        self.0.push(('z', [0.0; 6]));
    }
}

fn drawn(face: &Face<'_>, glyph: u16) -> (Option<ttf_parser::Rect>, Drawn) {
    let mut drawn = Drawn::default();
    let bounds = face.outline_glyph(GlyphId(glyph), &mut drawn);
    (bounds, drawn)
}

#[test]
fn without_hints_every_glyph_is_drawn_as_before() {
    for name in ["NotoSerifSC-Regular.otf", "NotoSansSC-Regular.otf"] {
        let hinted = font(name);
        let plain = unhinted(hinted.clone());
        assert_ne!(plain, hinted, "{name} has hints to leave out");
        let (before, after) = (
            Face::parse(&hinted, 0).unwrap(),
            Face::parse(&plain, 0).unwrap(),
        );
        assert!(before.number_of_glyphs() > 30_000);
        assert_eq!(before.number_of_glyphs(), after.number_of_glyphs());
        for glyph in 0..before.number_of_glyphs() {
            assert_eq!(
                drawn(&before, glyph),
                drawn(&after, glyph),
                "{name}, {glyph}"
            );
        }
        for character in ['案', '间', '〇', 'A', '㐀'] {
            assert_eq!(before.glyph_index(character), after.glyph_index(character));
        }
    }
}

#[test]
fn what_is_no_font_of_that_kind_stays_as_it_is() {
    let whole = font("NotoSansSC-Regular.otf");
    for bytes in [
        Vec::new(),
        b"OTTO".to_vec(),
        b"\0\x01\0\0 TrueType".to_vec(),
        whole[..30_000].to_vec(),
    ] {
        assert_eq!(unhinted(bytes.clone()), bytes);
    }
}

#[test]
fn a_font_that_was_cut_off_or_spoilt_breaks_nothing() {
    let mut font = font("NotoSansSC-Regular.otf");
    // In the middle of the glyphs and in the lists before them.
    for at in [
        21_432_usize,
        21_434,
        29_250,
        30_000,
        69_020,
        70_000,
        900_000,
    ] {
        for byte in &mut font[at..at + 7] {
            *byte ^= 0xff;
        }
        let _ = unhinted(font.clone());
    }
}

const PLAIN: &[&[u8]] = &[
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Count 0/Kids[]>>",
    b"<</Length 9>>\nstream\nendobj 1 \nendstream",
    b"(ends with endstream)",
];

fn pdf(bodies: &[&[u8]]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n%\xff\xff\xff\xff\n\n".to_vec();
    let mut places = Vec::new();
    for (index, body) in bodies.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", index + 1).bytes());
        out.extend_from_slice(body);
        out.extend_from_slice(b"\nendobj\n\n");
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f\r\n", bodies.len() + 1).bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n\r\n").bytes());
    }
    let size = bodies.len() + 1;
    out.extend(format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF").bytes());
    out
}

fn has(bytes: &[u8], words: &str) -> bool {
    bytes
        .windows(words.len())
        .any(|part| part == words.as_bytes())
}

#[test]
fn small_objects_lie_together_and_streams_stay_as_they_are() {
    let whole = pdf(PLAIN);
    let lean = packed(whole.clone());
    assert!(has(&lean, "/Type/ObjStm/N 3/"));
    assert!(has(
        &lean,
        "3 0 obj\n<</Length 9>>\nstream\nendobj 1 \nendstream\nendobj"
    ));
    assert!(has(&lean, "/Size 7/Root 1 0 R"));
    assert!(!has(&lean, "/Catalog") && !has(&lean, "\nxref"));
    // What is packed already, cut off or no PDF stays as it is.
    assert_eq!(packed(lean.clone()), lean);
    for at in [0, 5, 200, whole.len() - 8] {
        assert_eq!(packed(whole[..at].to_vec()), &whole[..at]);
    }
}
