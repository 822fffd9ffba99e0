//! What lies over the pages of a PDF.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;

use anjian_files::pdf::{PdfError, has_loose_parts};
use anjian_files::samples::{encrypted_pdf, pdf, pdf_with_annotation};

#[test]
fn notes_stamps_seals_and_fields_are_found_and_links_are_none() {
    let is_loose = |bytes: Vec<u8>| has_loose_parts(Arc::new(bytes));
    for kind in ["Stamp", "FreeText", "Ink", "Widget", "Highlight"] {
        assert_eq!(is_loose(pdf_with_annotation(kind)), Ok(true), "{kind}");
    }
    assert_eq!(is_loose(pdf_with_annotation("Link")), Ok(false));
    assert_eq!(is_loose(pdf(3)), Ok(false));
    assert_eq!(is_loose(encrypted_pdf()), Err(PdfError::Locked));
    assert_eq!(is_loose(b"none".to_vec()), Err(PdfError::Broken));
}
