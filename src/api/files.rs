//! Where the bytes of files are.

use anjian_api::file::{FileId, FileVariant};
use anjian_api::ids::CaseId;

/// The address of a file in one of its forms, for `src` and `href`.
#[must_use]
pub fn file_url(case: CaseId, file: FileId, variant: FileVariant) -> String {
    let variant = match variant {
        FileVariant::Original => "original",
        FileVariant::Thumb => "thumb",
        FileVariant::View => "view",
        FileVariant::Play => "play",
        FileVariant::Pdf => "pdf",
    };
    format!("/api/cases/{case}/files/{file}/{variant}")
}

/// The address of a page of a PDF (from 1) as a picture made by the server.
#[must_use]
pub fn page_url(case: CaseId, file: FileId, page: u32) -> String {
    format!("/api/cases/{case}/files/{file}/pages/{page}")
}
