//! Forms of a file that the server makes: made when first asked for, sealed beside the original.

use std::path::Path;
use std::sync::Arc;

use anjian_api::file::{FileFacts, FileForm, FileKind};
use anjian_api::ids::CaseId;
use anjian_files::outside::ConvertError;
use anjian_files::pdf::PdfError;
use anjian_files::picture::PictureError;
use anjian_files::{heif, office, text};

use super::complete::whole;
use super::{FileError, Files, Form, object_name};
use crate::blobs::BlobName;
use crate::blobs::vault::{Vault, VaultError};
use crate::keys::CaseKey;

/// Longest side of a small picture, px.
const THUMB: u32 = 320;
/// Longest side of a picture or page to look at, px.
const VIEW: u32 = 1600;

/// What is made of an original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    /// A JPEG of a picture, or of a page from 0, with its longest side so many px.
    Picture { page: u32, longest: u32 },
    /// The picture without the words of the camera.
    Bare,
    /// Text as UTF-8.
    Text,
    /// The pages of an office file.
    Pdf,
}

/// What has to be read for a form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The bytes as they came up.
    Original,
    /// What is made of them.
    Made(Made),
}

impl Made {
    fn label(self) -> String {
        match self {
            Made::Picture { page, longest } => format!("picture-{page}-{longest}"),
            Made::Bare => "bare".to_owned(),
            Made::Text => "text".to_owned(),
            Made::Pdf => "pdf".to_owned(),
        }
    }
}

/// Where a form comes from. `whole` says that the reader may see the words of the camera.
pub(super) fn source(facts: &FileFacts, form: Form, whole: bool) -> Result<Source, FileError> {
    let of_form = facts.kind.form();
    let can_be_bare = of_form == FileForm::Picture;
    Ok(match form {
        Form::Original if whole || !can_be_bare => Source::Original,
        Form::Original => Source::Made(Made::Bare),
        Form::Thumb => Source::Made(drawn(facts, 0, THUMB)?),
        Form::View => Source::Made(drawn(facts, 0, VIEW)?),
        Form::Page(0) => return Err(FileError::NotFound),
        Form::Page(number) if of_form == FileForm::Pages => {
            if facts.pages.is_some_and(|pages| number > pages) {
                return Err(FileError::NotFound);
            }
            Source::Made(drawn(facts, number - 1, VIEW)?)
        }
        Form::Play if matches!(of_form, FileForm::Audio | FileForm::Video) => Source::Original,
        Form::Play if of_form == FileForm::Text => Source::Made(Made::Text),
        Form::Pdf if facts.kind == FileKind::Pdf => Source::Original,
        Form::Pdf if of_form == FileForm::Pages => Source::Made(Made::Pdf),
        _ => return Err(FileError::NoPreview),
    })
}

fn drawn(facts: &FileFacts, page: u32, longest: u32) -> Result<Made, FileError> {
    if facts.locked {
        return Err(FileError::NeedsPassword);
    }
    match facts.kind {
        FileKind::Jpeg | FileKind::Png | FileKind::Heic => {}
        kind if kind.form() == FileForm::Pages => {}
        _ => return Err(FileError::NoPreview),
    }
    Ok(Made::Picture { page, longest })
}

/// The name of what is made of a file. It depends on the bytes: the same file twice is drawn once.
pub(super) fn made_name(
    key: &CaseKey,
    facts: &FileFacts,
    made: Made,
) -> Result<BlobName, FileError> {
    let parts = [facts.sha256.0.as_slice(), made.label().as_bytes()].map(<[u8]>::to_vec);
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    Ok(BlobName(key.blob_name(b"made", &parts)?))
}

impl Files {
    /// A JPEG of a picture with its longest side so many px, without the words of the camera.
    ///
    /// # Errors
    /// `NoPreview` when nothing here can draw it.
    pub(crate) async fn picture(
        &self,
        case: CaseId,
        facts: &FileFacts,
        longest: u32,
    ) -> Result<Vec<u8>, FileError> {
        let key = self.key(case).await?;
        let name = self.make(&key, facts, drawn(facts, 0, longest)?).await?;
        self.blocking(move |vault| vault.reader(&key, name).map(whole))
            .await?
    }

    /// Makes it, unless it is there.
    pub(super) async fn make(
        &self,
        key: &Arc<CaseKey>,
        facts: &FileFacts,
        made: Made,
    ) -> Result<BlobName, FileError> {
        let name = made_name(key, facts, made)?;
        if self.blocking(move |vault| vault.has(name)).await? {
            return Ok(name);
        }
        let from = match made {
            // Pages of an office file are drawn from the PDF that was made of it.
            Made::Picture { .. } if is_office(facts.kind) => {
                Box::pin(self.make(key, facts, Made::Pdf)).await?
            }
            _ => object_name(key, facts)?,
        };
        self.require_room()?;
        let place = self.place().await?;
        let maker = self.clone();
        let (key, facts) = (Arc::clone(key), facts.clone());
        self.blocking(move |vault| {
            let _place = place;
            if vault.has(name)? {
                return Ok(Ok(()));
            }
            let bytes = match maker.made_of(vault, &key, &facts, from, made) {
                Ok(bytes) => bytes,
                Err(error) => return Ok(Err(error)),
            };
            vault.store(&key, name, &bytes).map(Ok)
        })
        .await??;
        Ok(name)
    }

    /// Does the work. Blocks.
    fn made_of(
        &self,
        vault: &Vault,
        key: &CaseKey,
        facts: &FileFacts,
        from: BlobName,
        made: Made,
    ) -> Result<Vec<u8>, FileError> {
        let bytes = whole(vault.reader(key, from).map_err(|error| match error {
            VaultError::Blob(_) => FileError::Internal("the bytes of a file are missing".into()),
            other => other.into(),
        })?)?;
        let worker = &self.inner.tools.worker;
        match made {
            Made::Picture { page, longest } if facts.kind.form() == FileForm::Pages => {
                let drawn = worker.page_jpeg(Arc::new(bytes), page, longest);
                drawn.map_err(pdf_error)
            }
            Made::Picture { longest, .. } if facts.kind == FileKind::Heic => {
                // Turned by its decoder already.
                let drawn = worker.picture(Arc::new(self.heic(&bytes)?), longest, true);
                drawn.map_err(picture_error)
            }
            Made::Picture { longest, .. } => {
                let drawn = worker.picture(Arc::new(bytes), longest, false);
                drawn.map_err(picture_error)
            }
            Made::Bare => {
                let copy = worker.bare(Arc::new(bytes), facts.kind);
                copy.map_err(picture_error)
            }
            Made::Text => text::to_utf8(&bytes)
                .map(String::into_bytes)
                .ok_or(FileError::NoPreview),
            Made::Pdf => self.office(facts.kind, &bytes),
        }
    }

    /// An office file as PDF.
    fn office(&self, kind: FileKind, bytes: &[u8]) -> Result<Vec<u8>, FileError> {
        let program = self.inner.tools.office.as_ref();
        let program = program.ok_or(FileError::ConverterMissing)?;
        self.apart(|folder| {
            let ending = match kind {
                FileKind::Xlsx => "xlsx",
                FileKind::Pptx => "pptx",
                _ => "docx",
            };
            let given = folder.join(format!("file.{ending}"));
            std::fs::write(&given, bytes)?;
            Ok(std::fs::read(office::to_pdf(&given, folder, program)?)?)
        })
    }

    /// A HEIC as JPEG.
    fn heic(&self, bytes: &[u8]) -> Result<Vec<u8>, FileError> {
        let program = self.inner.tools.heif.as_ref();
        let program = program.ok_or(FileError::NoPreview)?;
        self.apart(|folder| heif::to_jpeg(bytes, folder, program))
    }

    /// Does it in a folder of its own, in which the file lies in the open meanwhile.
    fn apart(
        &self,
        work: impl FnOnce(&Path) -> Result<Vec<u8>, ConvertError>,
    ) -> Result<Vec<u8>, FileError> {
        let folder = self.inner.scratch.join(uuid::Uuid::new_v4().to_string());
        let mut builder = std::fs::DirBuilder::new();
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        let made = builder.recursive(true).create(&folder);
        let done = made
            .map_err(ConvertError::from)
            .and_then(|()| work(&folder));
        let _ = std::fs::remove_dir_all(&folder);
        done.map_err(|error| match error {
            ConvertError::TooSlow | ConvertError::Failed => FileError::NoPreview,
            ConvertError::Io(kind) => FileError::Internal(format!("converting: {kind}")),
        })
    }
}

const fn is_office(kind: FileKind) -> bool {
    matches!(kind, FileKind::Docx | FileKind::Xlsx | FileKind::Pptx)
}

pub(super) const fn pdf_error(error: PdfError) -> FileError {
    match error {
        PdfError::Locked => FileError::NeedsPassword,
        PdfError::NoSuchPage => FileError::NotFound,
        PdfError::Busy => FileError::Busy,
        PdfError::TooSlow | PdfError::Broken => FileError::NoPreview,
    }
}

const fn picture_error(error: PictureError) -> FileError {
    match error {
        PictureError::Busy => FileError::Busy,
        _ => FileError::NoPreview,
    }
}
