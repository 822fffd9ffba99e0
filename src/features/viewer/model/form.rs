//! In which form a file is shown.

use anjian_api::file::{FileFacts, FileKind};

/// How a file is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Pages: a PDF, or what the server makes of an office file.
    Pdf,
    /// A picture.
    Picture,
    /// Sound.
    Sound,
    /// Moving pictures.
    Film,
    /// Plain text.
    Text,
    /// Not here: it can only be taken away as a file.
    Download,
}

/// The form of a file.
#[must_use]
pub const fn form(kind: FileKind) -> Form {
    match kind {
        FileKind::Pdf | FileKind::Docx | FileKind::Xlsx | FileKind::Pptx => Form::Pdf,
        FileKind::Jpeg | FileKind::Png | FileKind::Heic => Form::Picture,
        FileKind::Mp3 | FileKind::M4a | FileKind::Wav | FileKind::WebmAudio => Form::Sound,
        FileKind::Mp4 | FileKind::Webm => Form::Film,
        FileKind::Txt => Form::Text,
        FileKind::Ofd => Form::Download,
    }
}

/// The server makes a PDF of it, where it can.
#[must_use]
pub const fn is_office(kind: FileKind) -> bool {
    matches!(kind, FileKind::Docx | FileKind::Xlsx | FileKind::Pptx)
}

/// The browser counts other pages than the server: what it would show is not what was submitted.
#[must_use]
pub fn is_miscounted(facts: &FileFacts, pages: u32) -> bool {
    facts.pages.is_some_and(|told| told != pages)
}
