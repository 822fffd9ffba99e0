//! Giving the bytes of a file, in one of its forms, to a seat that may read it.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use anjian_api::file::{FileFacts, FileId};
use bytes::Bytes;
use futures_util::stream::{self, Stream};

use super::derive::{Made, Source, source};
use super::{FileError, Files, object_name};
use crate::blobs::BlobName;
use crate::blobs::vault::Reader;
use crate::ledger::Member;

/// Bytes that are handed on at a time.
const PIECE: usize = 256 * 1024;

/// A form in which the bytes of a file are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As they came up, for keeping.
    Original,
    /// A small picture.
    Thumb,
    /// A picture to look at.
    View,
    /// A page as a picture, from 1.
    Page(u32),
    /// Sound, moving pictures, text.
    Play,
    /// Pages as PDF.
    Pdf,
}

/// What is given.
pub struct Given {
    /// What the reader's view says about the file.
    pub facts: FileFacts,
    /// The media type of these bytes.
    pub media_type: &'static str,
    /// The same for the same bytes, and for no others.
    pub tag: String,
    /// The words of the camera were kept back.
    pub is_bare: bool,
    /// Bytes of the whole.
    pub size: u64,
    reader: Arc<Mutex<Reader>>,
}

impl Files {
    /// A form of a file, for a seat whose own view knows the file.
    ///
    /// # Errors
    /// No such file for this seat, no such form of it.
    pub async fn give(
        &self,
        member: &Member,
        file: FileId,
        form: Form,
    ) -> Result<Given, FileError> {
        let readable = self.inner.ledger.readable_file(member, file).await?;
        let readable = readable.ok_or(FileError::NotFound)?;
        let facts = readable.facts;
        let key = self.key(member.case()).await?;
        // Whether anything was kept back, only the receipt knows.
        let told = readable.whole || !self.keeps_something_back(member, file).await?;
        let from = source(&facts, form, told)?;
        let object = match from {
            Source::Original => object_name(&key, &facts)?,
            Source::Made(made) => self.make(&key, &facts, made).await?,
        };
        let tag = match from {
            Source::Original => facts.sha256.to_hex(),
            Source::Made(_) => object.to_hex(),
        };
        let reader = self.open_object(&key, object).await?;
        Ok(Given {
            media_type: media_type(&facts, form),
            tag,
            is_bare: from == Source::Made(Made::Bare),
            size: reader.size(),
            reader: Arc::new(Mutex::new(reader)),
            facts,
        })
    }

    async fn open_object(
        &self,
        key: &Arc<crate::keys::CaseKey>,
        object: BlobName,
    ) -> Result<Reader, FileError> {
        let key = Arc::clone(key);
        match self.blocking(move |vault| vault.reader(&key, object)).await {
            // The ledger knows it: that it is not there is our fault.
            Err(FileError::NotFound) => Err(FileError::Internal(
                "the bytes of a file are missing".into(),
            )),
            other => other,
        }
    }

    async fn keeps_something_back(&self, member: &Member, file: FileId) -> Result<bool, FileError> {
        let Some(row) = self.inner.ledger.store().file(member.case(), file).await? else {
            return Ok(true);
        };
        let key = self.key(member.case()).await?;
        Ok(super::open_receipt(&key, &row)?.facts.capture.is_some())
    }
}

impl Given {
    /// The bytes of a range, piece by piece, as they are read.
    pub fn pieces(
        self,
        range: Range<u64>,
    ) -> impl Stream<Item = Result<Bytes, FileError>> + Send + 'static {
        stream::try_unfold((self.reader, range), |(reader, range)| async move {
            if range.is_empty() {
                return Ok(None);
            }
            let reading = Arc::clone(&reader);
            let (start, end) = (range.start, range.end);
            let piece = tokio::task::spawn_blocking(move || {
                let mut reader = reading.lock().unwrap_or_else(PoisonError::into_inner);
                let piece = reader.piece(start)?;
                let left = usize::try_from(end - start).unwrap_or(usize::MAX);
                Ok::<_, FileError>(Bytes::copy_from_slice(
                    &piece[..piece.len().min(left).min(PIECE)],
                ))
            })
            .await
            .map_err(|error| FileError::Internal(error.to_string()))??;
            if piece.is_empty() {
                return Err(FileError::Internal("a file ended early".into()));
            }
            let next = start + piece.len() as u64..end;
            Ok(Some((piece, (reader, next))))
        })
    }
}

fn media_type(facts: &FileFacts, form: Form) -> &'static str {
    match form {
        Form::Original => "application/octet-stream",
        Form::Thumb | Form::View | Form::Page(_) => "image/jpeg",
        Form::Play => facts.kind.media_type(),
        Form::Pdf => "application/pdf",
    }
}
