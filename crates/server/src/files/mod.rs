//! Files of cases: how their bytes come up, what they are, and in which forms they are given.
//!
//! A file is known to a case by its ledger; the store keeps the receipt, the vault the bytes.
//! Whoever asks comes as a `Member`, and reads what its own view of the case knows, nothing else.

mod access;
mod announce;
mod complete;
mod derive;
mod error;
mod job;
mod made;
mod plant;
mod reading;
mod receive;
mod sweep;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anjian_api::bytes::Sha256Digest;
use anjian_api::file::{BLOCK, FileFacts, FileId, FileReceipt, UploadStatus};
use anjian_api::ids::{CaseId, Moment};
use anjian_files::worker::Worker;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

pub use error::FileError;
pub(crate) use made::pdf_facts;
pub use reading::{Form, Given};

use crate::blobs::folder::Folder;
use crate::blobs::vault::{Vault, VaultError};
use crate::blobs::{BlobError, BlobName};
use crate::clock::Clock;
use crate::keys::CaseKey;
use crate::ledger::Ledger;
use crate::seal::Purpose;
use crate::store::{FileRow, UploadRow};

/// How much may come up.
#[derive(Debug, Clone, Copy)]
pub struct FileLimits {
    /// Bytes of the largest file.
    pub file: u64,
    /// Bytes of all files of a case.
    pub case: u64,
    /// Open uploads of a person.
    pub uploads: u64,
    /// An upload into which nothing came for so long is thrown away, milliseconds.
    pub patience_ms: i64,
    /// A part that takes longer is not waited for.
    pub part_patience: Duration,
    /// Parts of one person under way at once: each lies in memory until it is whole.
    pub parts: usize,
}

impl Default for FileLimits {
    fn default() -> Self {
        Self {
            file: anjian_api::file::MAX_FILE,
            case: 20 * 1024 * 1024 * 1024,
            uploads: 20,
            patience_ms: 24 * 3_600_000,
            part_patience: crate::config::PART_PATIENCE,
            // Two of an upload, in two tabs, on two devices, and some that were left behind.
            parts: 16,
        }
    }
}

/// Files that are looked at, or drawn, at the same time: two cores.
const LOOKS: usize = 2;

/// All files of the deployment. Cloning gives another handle to the same ones.
#[derive(Clone)]
pub struct Files {
    inner: Arc<Inner>,
}

struct Inner {
    ledger: Ledger,
    clock: Arc<dyn Clock>,
    vault: Vault,
    limits: FileLimits,
    looks: Arc<Semaphore>,
    /// Held while bytes become a file, or stop being one: what two uploads share is not removed
    /// by one while the other takes it.
    settling: tokio::sync::Mutex<()>,
    /// Readings of exhibits that were noted lately.
    seen: std::sync::Mutex<access::Seen>,
    /// Parts that are coming up, by person.
    coming: receive::Coming,
    tools: Tools,
    /// Where a file lies while another program converts it.
    scratch: PathBuf,
}

/// The programs that read files, apart from this process.
#[derive(Clone)]
pub struct Tools {
    /// Reads PDFs and pictures.
    pub worker: Worker,
    /// LibreOffice, where it is installed.
    pub office: Option<PathBuf>,
    /// The HEIC decoder of libheif, where it is installed.
    pub heif: Option<PathBuf>,
}

/// What is kept of an announcement, sealed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Announced {
    name: String,
    declared: Option<String>,
}

impl Files {
    /// Opens the files in a data folder and begins to sweep what expired.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub async fn open(
        data: PathBuf,
        ledger: Ledger,
        clock: Arc<dyn Clock>,
        limits: FileLimits,
        tools: Tools,
    ) -> Result<Self, BlobError> {
        let scratch = data.join("scratch");
        let opening = scratch.clone();
        let folder = tokio::task::spawn_blocking(move || {
            // What a crash left of a conversion.
            let _ = std::fs::remove_dir_all(&opening);
            Folder::open(&data)
        })
        .await
        .map_err(|_| BlobError::Engine(std::io::ErrorKind::Other))??;
        let files = Self {
            inner: Arc::new(Inner {
                ledger,
                clock,
                vault: Vault::new(Arc::new(folder)),
                limits,
                looks: Arc::new(Semaphore::new(LOOKS)),
                settling: tokio::sync::Mutex::new(()),
                seen: std::sync::Mutex::default(),
                coming: receive::Coming::default(),
                tools,
                scratch,
            }),
        };
        sweep::start(&files);
        Ok(files)
    }

    /// Throws away what expired, now. For the sweep, and for tests of it.
    pub async fn sweep(&self) {
        sweep::once(self).await;
    }

    /// Runs something that blocks, with the vault.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Vault) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, FileError> {
        let vault = self.inner.vault.clone();
        let done = tokio::task::spawn_blocking(move || work(&vault)).await;
        Ok(done.map_err(|error| FileError::Internal(error.to_string()))??)
    }

    async fn key(&self, case: CaseId) -> Result<Arc<CaseKey>, FileError> {
        Ok(self.inner.ledger.keys().case(case).await?)
    }

    fn require_room(&self) -> Result<(), FileError> {
        if self.inner.ledger.has_room() {
            Ok(())
        } else {
            Err(FileError::StorageFull)
        }
    }
}

/// The draft of an upload.
fn draft_name(key: &CaseKey, file: FileId) -> Result<BlobName, FileError> {
    Ok(BlobName(key.blob_name(b"draft", &[file.0.as_bytes()])?))
}

/// The bytes of a file: by what they are, so that the same are kept once in a case.
fn object_name(key: &CaseKey, facts: &FileFacts) -> Result<BlobName, FileError> {
    object_of(key, &facts.sha256)
}

fn object_of(key: &CaseKey, sha256: &Sha256Digest) -> Result<BlobName, FileError> {
    Ok(BlobName(key.blob_name(b"object", &[&sha256.0])?))
}

fn open_announced(key: &CaseKey, row: &UploadRow) -> Result<Announced, FileError> {
    let plain = key.open_beside(Purpose::File, row.file.0.as_bytes(), &row.sealed)?;
    Ok(serde_json::from_slice(&plain)?)
}

fn open_receipt(key: &CaseKey, row: &FileRow) -> Result<FileReceipt, FileError> {
    let plain = key.open_beside(Purpose::File, row.file.0.as_bytes(), &row.sealed)?;
    Ok(serde_json::from_slice(&plain)?)
}

fn status(row: &UploadRow, held: &[bool]) -> UploadStatus {
    UploadStatus {
        file: row.file,
        size: row.size,
        held: bits(held),
        expires: row.expires,
        known: None,
    }
}

/// A file that is there already: nothing has to come up.
fn known(file: FileId, receipt: FileReceipt, now: Moment) -> UploadStatus {
    let size = receipt.facts.size;
    let count = usize::try_from(size.div_ceil(BLOCK)).unwrap_or_default();
    UploadStatus {
        file,
        size,
        held: bits(&vec![true; count]),
        expires: now,
        known: Some(receipt),
    }
}

/// One bit a block, the first in the highest bit of the first byte; hexadecimal.
fn bits(held: &[bool]) -> String {
    held.chunks(8)
        .map(|eight| {
            let byte = eight.iter().enumerate().fold(0_u8, |byte, (place, held)| {
                byte | u8::from(*held) << (7 - place)
            });
            format!("{byte:02x}")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::bits;

    #[test]
    fn the_first_block_is_the_highest_bit_of_the_first_byte() {
        assert_eq!(bits(&[]), "");
        assert_eq!(bits(&[true]), "80");
        assert_eq!(
            bits(&[false, true, true, false, false, false, false, false, true]),
            "6080"
        );
    }
}
