//! PDFs: pages counted and drawn, locked ones told, broken ones survived.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::sync::Arc;

use anjian_files::pdf::{Fonts, PdfError, PdfFacts, page_jpeg, probe};
use anjian_files::samples::{encrypted_pdf, pdf, pdf_without_font};
use image::RgbImage;

fn draw(bytes: Vec<u8>, page: u32, longest: u32, fonts: &Fonts) -> Result<RgbImage, PdfError> {
    page_jpeg(Arc::new(bytes), page, longest, fonts)
        .map(|drawn| image::load_from_memory(&drawn).unwrap().into_rgb8())
}

fn dark(picture: &RgbImage) -> usize {
    picture
        .pixels()
        .filter(|pixel| pixel.0.iter().all(|part| *part < 100))
        .count()
}

#[test]
fn pages_are_counted() {
    let facts = probe(Arc::new(pdf(10))).unwrap();
    assert_eq!(
        facts,
        PdfFacts {
            pages: Some(10),
            locked: false
        }
    );
}

#[test]
fn a_page_is_drawn_on_white_with_its_words() {
    let drawn = draw(pdf(2), 1, 1600, &Fonts::default()).unwrap();
    assert_eq!(drawn.dimensions(), (1131, 1600));
    assert!(drawn.get_pixel(5, 5).0.iter().all(|part| *part > 250));
    assert!(dark(&drawn) > 2000, "{}", dark(&drawn));
    // The red bar at the foot of the page.
    let [red, green, _] = drawn.get_pixel(250, 1460).0;
    assert!(red > 180 && green < 60);
    let small = draw(pdf(2), 0, 320, &Fonts::default()).unwrap();
    assert_eq!(small.dimensions(), (226, 320));
}

#[test]
fn a_page_that_is_not_there_is_told() {
    assert_eq!(
        draw(pdf(2), 2, 320, &Fonts::default()),
        Err(PdfError::NoSuchPage)
    );
}

#[test]
fn a_locked_pdf_is_told_and_not_drawn() {
    let facts = probe(Arc::new(encrypted_pdf())).unwrap();
    assert_eq!(
        facts,
        PdfFacts {
            pages: None,
            locked: true
        }
    );
    assert_eq!(
        draw(encrypted_pdf(), 0, 320, &Fonts::default()),
        Err(PdfError::Locked)
    );
}

#[test]
fn chinese_that_the_pdf_does_not_carry_is_drawn_with_a_font_of_the_machine() {
    let fonts = Fonts::from_dirs(&[]);
    for gbk in [false, true] {
        let without = draw(pdf_without_font(gbk), 0, 1600, &Fonts::default()).unwrap();
        let with = draw(pdf_without_font(gbk), 0, 1600, &fonts).unwrap();
        if fonts.has_chinese() {
            assert!(
                dark(&with) > dark(&without) + 2000,
                "gbk {gbk}: {}",
                dark(&with)
            );
        } else {
            assert_eq!(dark(&with), dark(&without));
        }
    }
}

#[test]
fn a_broken_pdf_is_an_error() {
    let whole = pdf(3);
    for part in 0..20 {
        let short = whole[..whole.len() * part / 20].to_vec();
        // Part of it may still be read; what matters is that it ends.
        let _ = probe(Arc::new(short.clone()));
        let _ = draw(short, 0, 64, &Fonts::default());
    }
    let nothing = b"%PDF-1.7\ninvented\n%%EOF".to_vec();
    assert_eq!(probe(Arc::new(nothing)), Err(PdfError::Broken));
}

/// A page whose content is this.
fn with_content(content: &[u8]) -> Vec<u8> {
    let head = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n\
        << /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R \
        /MediaBox [0 0 100 100] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>\nendobj\n";
    let form = b"5 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 100 100] /Resources << \
        /XObject << /X 5 0 R >> >> /Length 4 >>\nstream\n/X Do\nendstream\nendobj\n";
    let stream = format!("4 0 obj\n<< /Length {} >>\nstream\n", content.len());
    let end = b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R /Size 6 >>\n%%EOF\n";
    [head, &form[..], stream.as_bytes(), content, end].concat()
}

#[test]
fn deep_nesting_and_circles_end() {
    let plain = probe(Arc::new(with_content(b"0 0 9 9 re f"))).unwrap();
    assert_eq!(plain.pages, Some(1));
    let deep = |open: &[u8], times: usize| open.repeat(times);
    let cases = [
        with_content(b"/X Do"),
        with_content(&deep(b"[", 1_000_000)),
        with_content(&deep(b"<<", 1_000_000)),
        with_content(&deep(b"<</A[", 300_000)),
        with_content(&deep(b"q ", 1_000_000)),
        with_content(&deep(b"/X BMC ", 300_000)),
        [
            b"%PDF-1.7\n1 0 obj\n",
            &deep(b"[", 1_000_000)[..],
            b"\n%%EOF",
        ]
        .concat(),
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages \
          /Kids [2 0 R 2 0 R] /Count 2 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF"
            .to_vec(),
    ];
    for bytes in cases {
        let _ = probe(Arc::new(bytes.clone()));
        let _ = draw(bytes, 0, 100, &Fonts::default());
    }
}

#[test]
fn pages_of_impossible_size_are_survived() {
    for size in [
        "0 0 0 0",
        "0 0 1 9999999",
        "0 0 1e30 1e30",
        "-5 -5 -9 -9",
        "0 0 nan 5",
    ] {
        let bytes = String::from_utf8(with_content(b"0 0 9 9 re f")).unwrap();
        let bytes = bytes.replace("0 0 100 100", size).into_bytes();
        if let Ok(drawn) = draw(bytes, 0, 320, &Fonts::default()) {
            assert!(drawn.width().max(drawn.height()) <= 321, "{size}");
        }
    }
}
