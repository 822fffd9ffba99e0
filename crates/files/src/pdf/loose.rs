//! What a PDF shows over its pages and that is no part of them.

use std::sync::Arc;

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, Name};

use super::{PdfError, open};
use crate::guard::within;
use crate::limits;

/// Whether notes, stamps, seals or fields of a form lie over the pages. Whoever takes the pages over
/// loses them, though every reader shows them. A link shows nothing by itself.
///
/// # Errors
/// See [`PdfError`].
pub fn has_loose_parts(bytes: Arc<Vec<u8>>) -> Result<bool, PdfError> {
    within(limits::PDF_TIME, move || {
        let pdf = open(bytes)?;
        Ok(has_fields(&pdf) || has_annotations(&pdf))
    })?
}

fn has_fields(pdf: &Pdf) -> bool {
    let catalog: Option<Dict> = pdf.xref().get(pdf.xref().root_id());
    let form = catalog.and_then(|catalog| catalog.get::<Dict>("AcroForm"));
    form.is_some_and(|form| {
        let fields = form.get::<Array>("Fields");
        let has_some = fields.is_some_and(|fields| fields.iter::<Dict>().next().is_some());
        has_some || form.contains_key("XFA")
    })
}

fn has_annotations(pdf: &Pdf) -> bool {
    pdf.pages().iter().any(|page| {
        let Some(all) = page.raw().get::<Array>("Annots") else {
            return false;
        };
        all.iter::<Dict>().any(|one| {
            let kind = one.get::<Name>("Subtype");
            kind.is_none_or(|kind| &*kind != b"Link")
        })
    })
}
