//! Parts of an upload.

use anjian_api::bytes::Sha256Digest;
use anjian_api::file::{FileId, UploadStatus};
use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use super::{FileError, Files, draft_name, job, status};
use crate::ledger::Member;

/// An upload that goes on is prolonged at most so often, milliseconds.
const PROLONG_EVERY: i64 = 600_000;

impl Files {
    /// Keeps a part: a run of whole blocks from block `first` on. Repeating it is safe; it is on
    /// disk when this returns.
    ///
    /// # Errors
    /// Why it was not kept.
    pub async fn receive_part(
        &self,
        member: &Member,
        file: FileId,
        first: u64,
        sha256: Sha256Digest,
        part: Bytes,
    ) -> Result<UploadStatus, FileError> {
        let kept = self.keep_part(member, file, first, sha256, part).await;
        self.unless_complete(member, file, kept).await
    }

    async fn keep_part(
        &self,
        member: &Member,
        file: FileId,
        first: u64,
        sha256: Sha256Digest,
        part: Bytes,
    ) -> Result<UploadStatus, FileError> {
        let mut row = self.own_upload(member, file).await?;
        self.require_room()?;
        let key = self.key(member.case()).await?;
        let draft = draft_name(&key, file)?;
        let size = row.size;
        let held = self
            .blocking(move |vault| {
                if Sha256::digest(&part).as_slice() != sha256.0 {
                    return Ok(None);
                }
                vault.begin(&key, draft, size)?;
                vault.put(&key, draft, first, &part)?;
                vault.begin(&key, draft, size).map(Some)
            })
            .await?
            .ok_or(FileError::Digest)?;
        let expires = self
            .inner
            .clock
            .now()
            .plus_ms(self.inner.limits.patience_ms);
        if expires.ms_since(row.expires) > PROLONG_EVERY {
            row.expires = expires;
            let case = row.case;
            job::run(&self.inner.ledger, move |tx| {
                Box::pin(async move { tx.prolong_upload(case, file, expires).await })
            })
            .await?;
        }
        Ok(status(&row, &held))
    }
}
