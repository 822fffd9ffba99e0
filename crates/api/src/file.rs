//! Files of a case: what is told about them, and how their bytes come up.
//!
//! A file comes up in blocks of [`BLOCK`] bytes; a part is any run of whole blocks. When all are
//! there the server recomputes both digests from its disk, looks what the bytes are, and appends
//! an entry that only the uploader and the file's later readers can see the words of. From then
//! on the file can be shown in a message or as an exhibit.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::bytes::{Sha256Digest, Signature, Sm3Digest};
use crate::ids::{Moment, Seq};

/// Bytes of one block of an upload. A part begins at a block and ends at one, or at the end of the
/// file.
pub const BLOCK: u64 = 64 * 1024;
/// Bytes of the longest part.
pub const MAX_PART: u64 = 4 * 1024 * 1024;
/// Bytes of the largest file, where a court has not said otherwise.
pub const MAX_FILE: u64 = 50 * 1024 * 1024;

/// One file in one case; made by the client when it announces the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct FileId(pub Uuid);

impl std::fmt::Display for FileId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

impl std::str::FromStr for FileId {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self)
    }
}

/// What the bytes of a file are, found by looking at them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// PDF (ISO 32000)
    Pdf,
    /// JPEG
    Jpeg,
    /// PNG
    Png,
    /// HEIC (ISO 23008-12)
    Heic,
    /// MP3
    Mp3,
    /// M4A: MPEG-4 with sound only
    M4a,
    /// WAV
    Wav,
    /// MP4 with a picture
    Mp4,
    /// WebM with a picture
    Webm,
    /// WebM with sound only, or Ogg: what browsers record
    WebmAudio,
    /// Word (OOXML)
    Docx,
    /// Excel (OOXML)
    Xlsx,
    /// PowerPoint (OOXML)
    Pptx,
    /// Plain text, UTF-8 or GB 18030
    Txt,
    /// OFD (GB/T 33190), kept for download
    Ofd,
}

/// What people do with a kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileForm {
    /// Looked at.
    Picture,
    /// Read page by page.
    Pages,
    /// Listened to.
    Audio,
    /// Watched.
    Video,
    /// Read as text.
    Text,
    /// Only downloaded.
    Download,
}

impl FileKind {
    /// Every kind that is accepted.
    pub const ALL: [FileKind; 15] = [
        FileKind::Pdf,
        FileKind::Jpeg,
        FileKind::Png,
        FileKind::Heic,
        FileKind::Mp3,
        FileKind::M4a,
        FileKind::Wav,
        FileKind::Mp4,
        FileKind::Webm,
        FileKind::WebmAudio,
        FileKind::Docx,
        FileKind::Xlsx,
        FileKind::Pptx,
        FileKind::Txt,
        FileKind::Ofd,
    ];

    /// What people do with it. Office files are read as the pages the server made of them.
    #[must_use]
    pub const fn form(self) -> FileForm {
        match self {
            FileKind::Pdf | FileKind::Docx | FileKind::Xlsx | FileKind::Pptx => FileForm::Pages,
            FileKind::Jpeg | FileKind::Png | FileKind::Heic => FileForm::Picture,
            FileKind::Mp3 | FileKind::M4a | FileKind::Wav | FileKind::WebmAudio => FileForm::Audio,
            FileKind::Mp4 | FileKind::Webm => FileForm::Video,
            FileKind::Txt => FileForm::Text,
            FileKind::Ofd => FileForm::Download,
        }
    }

    /// The media type its bytes are played or shown as (IANA).
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            FileKind::Pdf => "application/pdf",
            FileKind::Jpeg => "image/jpeg",
            FileKind::Png => "image/png",
            FileKind::Heic => "image/heic",
            FileKind::Mp3 => "audio/mpeg",
            FileKind::M4a => "audio/mp4",
            FileKind::Wav => "audio/wav",
            FileKind::Mp4 => "video/mp4",
            FileKind::Webm => "video/webm",
            FileKind::WebmAudio => "audio/webm",
            FileKind::Docx => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            FileKind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileKind::Pptx => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
            FileKind::Txt => "text/plain; charset=utf-8",
            FileKind::Ofd => "application/ofd",
        }
    }
}

/// Everything told about a file to those who may see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FileFacts {
    /// The file.
    pub id: FileId,
    /// Its name as the uploader gave it, cleaned: NFC, no control or bidirectional characters, at
    /// most 120 bytes.
    pub name: String,
    /// What its bytes are.
    pub kind: FileKind,
    /// How many bytes.
    pub size: u64,
    /// SHA-256 of the bytes, recomputed by the server.
    pub sha256: Sha256Digest,
    /// SM3 of the bytes, recomputed by the server.
    pub sm3: Sm3Digest,
    /// Pages of a PDF, when it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// Width and height of a picture as it is seen, px.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixels: Option<(u32, u32)>,
    /// The PDF asks for a password before it shows anything.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub locked: bool,
    /// Where and when it was taken, by its own words; told to others only if the uploader agrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capture: Option<Capture>,
}

/// What a camera wrote into a picture (EXIF).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Capture {
    /// When, as written: `2026-11-22T09:30:00`, with the offset where there was one. The camera's
    /// clock, nobody's proof.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<String>,
    /// Degrees north, WGS 84.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Degrees east, WGS 84.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lng: Option<f64>,
    /// Maker and model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
}

/// Announces a file: `PUT /api/cases/{case}/uploads/{file}`. Repeating it is safe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Announce {
    /// The name on the uploader's device.
    pub name: String,
    /// How many bytes.
    pub size: u64,
    /// What the browser says it is (a media type), compared with what it turns out to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared: Option<String>,
    /// SHA-256, where the client knows it already: a file that the uploader may read in this case
    /// need not come up again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Sha256Digest>,
}

/// Where an upload stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UploadStatus {
    /// The file.
    pub file: FileId,
    /// How many bytes it will have.
    pub size: u64,
    /// One bit per block, the first block in the highest bit of the first byte; hexadecimal.
    pub held: String,
    /// When the parts are thrown away if nothing more comes.
    pub expires: Moment,
    /// The file that these bytes are already, in this case: nothing has to come up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<FileReceipt>,
}

/// Says that all parts are there: `POST /api/cases/{case}/uploads/{file}/complete`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CompleteUpload {
    /// SHA-256 by the uploader's device.
    pub sha256: Sha256Digest,
    /// SM3 by the uploader's device.
    pub sm3: Sm3Digest,
}

/// 存证回执: the server's word that it has exactly these bytes since this time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileReceipt {
    /// What the server found.
    pub facts: FileFacts,
    /// The entry that says so in the ledger of the case.
    pub entry: Seq,
    /// When.
    pub at: Moment,
    /// Ed25519 (RFC 8032) by the deployment over [`FileReceipt::signed_bytes`].
    pub signature: Signature,
}

impl FileReceipt {
    /// What the signature is over: lines of UTF-8, ended by `\n` — `anjian file receipt v1`, the
    /// file, its size, SHA-256, SM3, the number of the entry, the time in milliseconds.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        let facts = &self.facts;
        format!(
            "anjian file receipt v1\n{}\n{}\n{}\n{}\n{}\n{}\n",
            facts.id,
            facts.size,
            facts.sha256.to_hex(),
            facts.sm3.to_hex(),
            self.entry,
            self.at.0,
        )
        .into_bytes()
    }
}

/// One form in which the bytes of a file are given:
/// `GET /api/cases/{case}/files/{file}/{variant}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FileVariant {
    /// The bytes as they came up, as a download. Without the words of the camera where the
    /// uploader kept those back.
    Original,
    /// JPEG, longest side 320 px; of a PDF its first page.
    Thumb,
    /// JPEG, longest side 1600 px.
    View,
    /// Sound and moving pictures, for the browser's own player; text as UTF-8.
    Play,
    /// PDF: the file itself, or what was made of an office file.
    Pdf,
}

/// Somebody read an exhibit: a line of its access log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Access {
    /// Which seat.
    pub seat: crate::ids::SeatId,
    /// When.
    pub at: Moment,
    /// In which form.
    pub variant: FileVariant,
    /// Which file of the exhibit.
    pub file: FileId,
}
