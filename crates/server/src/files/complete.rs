//! Completing an upload: digests from the disk, what the bytes are, the entry, the receipt.

use std::io::Read as _;
use std::sync::Arc;
use std::time::Duration;

use anjian_api::bytes::Signature;
use anjian_api::file::{CompleteUpload, FileFacts, FileForm, FileId, FileKind, FileReceipt};
use anjian_api::ids::{Moment, Seq};
use anjian_files::pdf::PdfError;
use anjian_files::picture::PictureError;
use anjian_files::worker::Worker;
use anjian_files::{Rejected, name, sniff};
use tokio::sync::OwnedSemaphorePermit;

use super::{
    Announced, FileError, Files, draft_name, job, object_name, open_announced, open_receipt,
};
use crate::blobs::BlobName;
use crate::blobs::vault::{Digests, Reader, VaultError};
use crate::keys::CaseKey;
use crate::ledger::Member;
use crate::seal::Purpose;
use crate::store::{FileRow, UploadRow};

/// How long a file waits until it is looked at.
const QUEUE: Duration = Duration::from_secs(20);

/// What looking at a draft found.
pub(super) type Looked = Result<FileFacts, FileError>;

impl Files {
    /// Completes an upload. Repeating it is safe and gives the same receipt.
    ///
    /// # Errors
    /// Parts missing, other digests, or a file that the court does not take; only the last throws
    /// the upload away.
    pub async fn complete_upload(
        &self,
        member: &Member,
        file: FileId,
        asked: CompleteUpload,
    ) -> Result<FileReceipt, FileError> {
        let done = self.complete_once(member, file, &asked).await;
        let Err(error) = done else { return done };
        // Another tab may have been faster: what is not there any more is complete.
        let row = self.own_file(member, file).await?.ok_or(error)?;
        let key = self.key(member.case()).await?;
        same(open_receipt(&key, &row)?, &asked)
    }

    async fn complete_once(
        &self,
        member: &Member,
        file: FileId,
        asked: &CompleteUpload,
    ) -> Result<FileReceipt, FileError> {
        let key = self.key(member.case()).await?;
        if let Some(row) = self.own_file(member, file).await? {
            return same(open_receipt(&key, &row)?, asked);
        }
        let row = self.own_upload(member, file).await?;
        self.require_room()?;
        let words = open_announced(&key, &row)?;
        let facts = match self.look(&key, &row, words, asked.clone()).await {
            Err(FileError::Rejected(Rejected::Io(kind))) => {
                return Err(FileError::Internal(format!("looking at a file: {kind}")));
            }
            Err(FileError::Rejected(reason)) => {
                self.throw_away(&row, None).await?;
                return Err(FileError::Rejected(reason));
            }
            looked => looked?,
        };
        let _settling = self.inner.settling.lock().await;
        if let Some(row) = self.own_file(member, file).await? {
            return same(open_receipt(&key, &row)?, asked);
        }
        // It may have been cancelled meanwhile.
        self.own_upload(member, file).await?;
        let (draft, object) = (draft_name(&key, file)?, object_name(&key, &facts)?);
        let sealing = Arc::clone(&key);
        self.blocking(move |vault| vault.publish(&sealing, draft, object))
            .await?;
        let receipt = self.enter(member, facts).await?;
        self.keep(member, &key, object, &receipt).await?;
        self.blocking(move |vault| vault.discard(draft)).await?;
        Ok(receipt)
    }

    /// A place among those that look at files.
    pub(super) async fn place(&self) -> Result<OwnedSemaphorePermit, FileError> {
        let waiting = Arc::clone(&self.inner.looks).acquire_owned();
        tokio::time::timeout(QUEUE, waiting)
            .await
            .map_err(|_| FileError::Busy)?
            .map_err(|_| FileError::Unavailable)
    }

    async fn look(
        &self,
        key: &Arc<CaseKey>,
        row: &UploadRow,
        words: Announced,
        asked: CompleteUpload,
    ) -> Looked {
        let place = self.place().await?;
        let (key, draft) = (Arc::clone(key), draft_name(key, row.file)?);
        let (file, size) = (row.file, row.size);
        let worker = self.inner.tools.worker.clone();
        self.blocking(move |vault| {
            let _place = place;
            if vault.begin(&key, draft, size)?.contains(&false) {
                return Err(VaultError::Incomplete);
            }
            let digests = vault.digests(&key, draft)?;
            if (digests.sha256, digests.sm3) != (asked.sha256, asked.sm3) {
                return Ok(Err(FileError::Digest));
            }
            let open = || vault.draft_reader(&key, draft);
            Ok(facts(&open, file, digests, &words, &worker))
        })
        .await?
    }

    /// Makes the entry, and signs that it is there.
    async fn enter(&self, member: &Member, found: FileFacts) -> Result<FileReceipt, FileError> {
        let (facts, entry, at) = self.inner.ledger.receive_file(member, found, None).await?;
        Ok(self.signed(facts, entry, at))
    }

    pub(super) fn signed(&self, facts: FileFacts, entry: Seq, at: Moment) -> FileReceipt {
        let mut receipt = FileReceipt {
            facts,
            entry,
            at,
            signature: Signature::default(),
        };
        let keys = self.inner.ledger.keys();
        receipt.signature = keys.sign_receipt(&receipt.signed_bytes());
        receipt
    }

    pub(super) async fn keep(
        &self,
        member: &Member,
        key: &CaseKey,
        object: BlobName,
        receipt: &FileReceipt,
    ) -> Result<(), FileError> {
        let id = receipt.facts.id;
        let row = FileRow {
            case: member.case(),
            file: id,
            person: member.person(),
            object: object.0,
            size: receipt.facts.size,
            sealed: key.seal_beside(
                Purpose::File,
                id.0.as_bytes(),
                &serde_json::to_vec(receipt)?,
            )?,
        };
        job::run(&self.inner.ledger, move |tx| {
            Box::pin(async move { tx.add_file(&row).await })
        })
        .await
    }
}

/// The receipt again, for the same bytes.
fn same(receipt: FileReceipt, asked: &CompleteUpload) -> Result<FileReceipt, FileError> {
    if (receipt.facts.sha256, receipt.facts.sm3) == (asked.sha256, asked.sm3) {
        Ok(receipt)
    } else {
        Err(FileError::Conflict)
    }
}

/// Looks at the bytes. Blocks.
pub(super) fn facts(
    open: &dyn Fn() -> Result<Reader, VaultError>,
    id: FileId,
    digests: Digests,
    words: &Announced,
    worker: &Worker,
) -> Looked {
    let declared = words.declared.as_deref();
    let kind = sniff::kind(open()?, &words.name, declared).map_err(FileError::Rejected)?;
    let mut facts = FileFacts {
        id,
        name: name::clean(&words.name),
        kind,
        size: open()?.size(),
        sha256: digests.sha256,
        sm3: digests.sm3,
        pages: None,
        pixels: None,
        locked: false,
        capture: None,
    };
    if kind.form() == FileForm::Picture {
        match worker.picture_facts(Arc::new(whole(open()?)?)) {
            Ok(found) => {
                facts.pixels = found.pixels;
                facts.capture = found.capture;
            }
            Err(PictureError::TooManyPixels) => {
                return Err(FileError::Rejected(Rejected::TooManyPixels));
            }
            Err(PictureError::Busy) => return Err(FileError::Busy),
            // A HEIC of a newer phone may say more than is understood here.
            Err(_) if kind == FileKind::Heic => {}
            Err(_) => return Err(FileError::Rejected(Rejected::Broken)),
        }
    }
    if kind == FileKind::Pdf {
        match worker.probe(Arc::new(whole(open()?)?)) {
            Ok(found) => {
                facts.pages = found.pages;
                facts.locked = found.locked;
            }
            Err(PdfError::Busy) => return Err(FileError::Busy),
            // Readers forgive more than this one; the bytes are kept as they are.
            Err(_) => {}
        }
    }
    Ok(facts)
}

/// All bytes of a file: at most what one may have.
pub(super) fn whole(mut reader: Reader) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::with_capacity(usize::try_from(reader.size()).unwrap_or_default());
    reader
        .read_to_end(&mut bytes)
        .map_err(|error| FileError::Internal(format!("reading a file: {}", error.kind())))?;
    Ok(bytes)
}
