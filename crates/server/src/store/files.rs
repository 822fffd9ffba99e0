//! What is kept of uploads and files beside their bytes.

use anjian_api::file::FileId;
use anjian_api::ids::{CaseId, Moment, PersonId, Seq};
use async_trait::async_trait;

use super::StoreError;

/// An upload that is not complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadRow {
    /// The case.
    pub case: CaseId,
    /// The file it will be.
    pub file: FileId,
    /// Who uploads.
    pub person: PersonId,
    /// A keyed hash of the announcement.
    pub body: [u8; 32],
    /// How many bytes it will have.
    pub size: u64,
    /// When it is thrown away.
    pub expires: Moment,
    /// The announcement, sealed under the key of the case.
    pub sealed: Vec<u8>,
}

/// A file of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// The case.
    pub case: CaseId,
    /// The file.
    pub file: FileId,
    /// Who uploaded it.
    pub person: PersonId,
    /// The name of its bytes.
    pub object: [u8; 32],
    /// How many bytes.
    pub size: u64,
    /// The receipt, sealed under the key of the case.
    pub sealed: Vec<u8>,
}

/// What a case and a person hold already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileUse {
    /// Open uploads of the person, in all cases.
    pub uploads: u64,
    /// Bytes of the case: each object once, and what is announced.
    pub bytes: u64,
}

/// Reading what is kept of files.
#[async_trait]
pub trait FileStore {
    /// An open upload.
    async fn upload(&self, case: CaseId, file: FileId) -> Result<Option<UploadRow>, StoreError>;
    /// Every open upload.
    async fn uploads(&self) -> Result<Vec<UploadRow>, StoreError>;
    /// A file.
    async fn file(&self, case: CaseId, file: FileId) -> Result<Option<FileRow>, StoreError>;
    /// Whether a file of the case has this object.
    async fn has_object(&self, case: CaseId, object: [u8; 32]) -> Result<bool, StoreError>;
    /// Cases whose exchange ends by itself up to this moment, and the exchange.
    async fn due(&self, now: Moment) -> Result<Vec<(CaseId, Seq)>, StoreError>;
    /// Who read an exhibit, oldest first, sealed, with their numbers.
    async fn accesses(&self, case: CaseId, exhibit: Seq)
    -> Result<Vec<(u64, Vec<u8>)>, StoreError>;
}

/// Changing what is kept of files.
#[async_trait]
pub trait FileTx {
    /// An open upload.
    async fn upload(&mut self, case: CaseId, file: FileId)
    -> Result<Option<UploadRow>, StoreError>;
    /// A file.
    async fn file(&mut self, case: CaseId, file: FileId) -> Result<Option<FileRow>, StoreError>;
    /// What a case and a person hold already.
    async fn file_use(&mut self, case: CaseId, person: PersonId) -> Result<FileUse, StoreError>;
    /// Opens an upload.
    async fn add_upload(&mut self, row: &UploadRow) -> Result<(), StoreError>;
    /// An upload goes on: it is thrown away later.
    async fn prolong_upload(
        &mut self,
        case: CaseId,
        file: FileId,
        expires: Moment,
    ) -> Result<(), StoreError>;
    /// Forgets an upload, unless it goes on after `expired`. True when it was forgotten.
    async fn remove_upload(
        &mut self,
        case: CaseId,
        file: FileId,
        expired: Option<Moment>,
    ) -> Result<bool, StoreError>;
    /// Keeps a file, and forgets its upload.
    async fn add_file(&mut self, row: &FileRow) -> Result<(), StoreError>;
    /// When an exchange of a case ends by itself, or that none does.
    async fn put_due(&mut self, case: CaseId, due: Option<(Moment, Seq)>)
    -> Result<(), StoreError>;
    /// The number of the next line in the access log of an exhibit, from 1.
    async fn next_access(&mut self, case: CaseId, exhibit: Seq) -> Result<u64, StoreError>;
    /// Keeps a line of an access log.
    async fn add_access(
        &mut self,
        case: CaseId,
        exhibit: Seq,
        number: u64,
        sealed: &[u8],
    ) -> Result<(), StoreError>;
}
