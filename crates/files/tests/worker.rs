//! PDFs in a process of their own: the same answers, and a limit of memory.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::sync::Arc;

use anjian_files::pdf::{PdfError, PdfFacts};
use anjian_files::samples::{encrypted_pdf, pdf, pdf_bomb, pdf_with_annotation, pdf_without_font};
use anjian_files::worker::Worker;

fn there() -> Worker {
    Worker::of(env!("CARGO_BIN_EXE_anjian-file-worker").into(), &[])
}

#[test]
fn it_answers_as_if_it_were_here() {
    let here = Worker::here(&[]);
    let broken = b"%PDF-1.7\ninvented\n%%EOF".to_vec();
    let stamped = pdf_with_annotation("Stamp");
    for bytes in [
        pdf(3),
        encrypted_pdf(),
        pdf_without_font(true),
        stamped,
        broken,
    ] {
        let bytes = Arc::new(bytes);
        assert_eq!(
            there().has_loose_parts(Arc::clone(&bytes)),
            here.has_loose_parts(Arc::clone(&bytes))
        );
        assert_eq!(
            there().probe(Arc::clone(&bytes)),
            here.probe(Arc::clone(&bytes))
        );
        for page in [0, 2, 3] {
            assert_eq!(
                there().page_jpeg(Arc::clone(&bytes), page, 320),
                here.page_jpeg(Arc::clone(&bytes), page, 320),
                "page {page}"
            );
        }
    }
}

#[test]
fn a_stream_that_unpacks_to_gigabytes_ends_there() {
    let bomb = Arc::new(pdf_bomb(1200));
    assert!(bomb.len() < 10_000, "{}", bomb.len());
    let facts = PdfFacts {
        pages: Some(1),
        locked: false,
    };
    assert_eq!(there().probe(Arc::clone(&bomb)), Ok(facts));
    assert_eq!(there().page_jpeg(bomb, 0, 320), Err(PdfError::Broken));
}

#[test]
fn a_program_that_is_not_there_is_an_error() {
    let nowhere = Worker::of("/nonexistent/worker".into(), &[]);
    assert_eq!(nowhere.probe(Arc::new(pdf(1))), Err(PdfError::Broken));
}
