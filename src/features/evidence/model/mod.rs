//! What the pages of evidence show, as plain functions over the case.

pub mod cut;
pub mod draft;
pub mod edges;
pub mod grid;
pub mod opinion;
mod state;

use anjian_api::evidence::Exhibit;
use anjian_api::file::FileForm;

pub use state::{Chip, Filter, chips, fits};

/// Pages of an exhibit: those of its documents, and one of each picture; none where that is not
/// known of a file, or it has no pages.
#[must_use]
pub fn pages(exhibit: &Exhibit) -> Option<u32> {
    exhibit
        .files
        .iter()
        .map(|file| match file.kind.form() {
            FileForm::Picture => Some(1),
            _ => file.pages,
        })
        .sum()
}
