//! Which endings and media types fit which kind.

use anjian_api::file::FileKind;

/// Whether both fit; what is missing or says nothing fits everything.
pub(super) fn fits(kind: FileKind, ending: Option<&str>, declared: Option<&str>) -> bool {
    ending.is_none_or(|ending| endings(kind).contains(&ending)) && fits_declared(kind, declared)
}

fn endings(kind: FileKind) -> &'static [&'static str] {
    match kind {
        FileKind::Pdf => &["pdf"],
        FileKind::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
        FileKind::Png => &["png"],
        FileKind::Heic => &["heic", "heif", "hif"],
        FileKind::Mp3 => &["mp3"],
        FileKind::M4a => &["m4a", "mp4"],
        FileKind::Wav => &["wav", "wave"],
        FileKind::Mp4 => &["mp4", "m4v", "mov"],
        FileKind::Webm => &["webm"],
        FileKind::WebmAudio => &["webm", "weba", "ogg", "oga", "opus"],
        FileKind::Docx => &["docx"],
        FileKind::Xlsx => &["xlsx"],
        FileKind::Pptx => &["pptx"],
        FileKind::Txt => &["txt", "text", "log", "md", "csv"],
        FileKind::Ofd => &["ofd"],
    }
}

/// What browsers and phones call a kind.
fn fits_declared(kind: FileKind, declared: Option<&str>) -> bool {
    let declared = declared.unwrap_or_default().to_ascii_lowercase();
    let plain = declared.split(';').next().unwrap_or_default().trim();
    let unsaid = matches!(
        plain,
        "" | "application/octet-stream" | "binary/octet-stream"
    );
    unsaid || plain == bare(kind.media_type()) || others(kind).contains(&plain)
}

fn bare(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default()
}

fn others(kind: FileKind) -> &'static [&'static str] {
    const ZIP: &[&str] = &["application/zip", "application/x-zip-compressed"];
    match kind {
        FileKind::Pdf => &["application/x-pdf"],
        FileKind::Jpeg => &["image/jpg", "image/pjpeg"],
        FileKind::Png => &["image/x-png"],
        FileKind::Heic => &["image/heif", "image/heic-sequence", "image/heif-sequence"],
        FileKind::Mp3 => &["audio/mp3", "audio/x-mp3", "audio/x-mpeg"],
        FileKind::M4a => &["audio/m4a", "audio/x-m4a", "audio/aac", "video/mp4"],
        FileKind::Wav => &[
            "audio/x-wav",
            "audio/wave",
            "audio/vnd.wave",
            "audio/x-pn-wav",
        ],
        FileKind::Mp4 => &["video/quicktime", "video/x-m4v"],
        FileKind::Webm => &[],
        FileKind::WebmAudio => &[
            "video/webm",
            "audio/ogg",
            "audio/opus",
            "audio/x-opus+ogg",
            "application/ogg",
            "video/ogg",
        ],
        FileKind::Docx | FileKind::Xlsx | FileKind::Pptx => ZIP,
        FileKind::Txt => &["text/markdown", "text/csv", "text/x-log", "application/csv"],
        FileKind::Ofd => &[
            "application/x-ofd",
            "application/zip",
            "application/x-zip-compressed",
        ],
    }
}

#[cfg(test)]
mod tests {
    use anjian_api::file::FileKind;

    use super::fits;

    #[test]
    fn every_kind_fits_its_own_words() {
        for kind in FileKind::ALL {
            for ending in super::endings(kind) {
                assert!(
                    fits(kind, Some(ending), Some(kind.media_type())),
                    "{kind:?}"
                );
            }
        }
    }

    #[test]
    fn what_is_not_said_fits() {
        assert!(fits(FileKind::Pdf, None, None));
        assert!(fits(FileKind::Pdf, None, Some("")));
        assert!(fits(
            FileKind::Pdf,
            Some("pdf"),
            Some("application/octet-stream")
        ));
        assert!(fits(
            FileKind::WebmAudio,
            None,
            Some("audio/webm;codecs=opus")
        ));
    }

    #[test]
    fn another_word_does_not_fit() {
        assert!(!fits(FileKind::Pdf, Some("jpg"), None));
        assert!(!fits(FileKind::Pdf, Some("pdf"), Some("image/png")));
        assert!(!fits(FileKind::Txt, Some("txt"), Some("text/html")));
        assert!(!fits(FileKind::Txt, Some("html"), None));
    }
}
