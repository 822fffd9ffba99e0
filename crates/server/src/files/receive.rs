//! Parts of an upload.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anjian_api::bytes::Sha256Digest;
use anjian_api::file::{FileId, UploadStatus};
use anjian_api::ids::PersonId;
use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::sync::oneshot;

use super::{FileError, Files, draft_name, job, status};
use crate::ledger::Member;

/// The parts of a person that are coming up, oldest first.
pub(super) type Coming = Arc<Mutex<HashMap<PersonId, VecDeque<(u64, oneshot::Sender<()>)>>>>;

/// One part that is coming up, until it is dropped.
pub struct Part {
    coming: Coming,
    person: PersonId,
    number: u64,
    /// How long it may take.
    pub patience: Duration,
    /// Resolves when so many newer ones came that this one is given up.
    pub overtaken: oneshot::Receiver<()>,
}

impl Drop for Part {
    fn drop(&mut self) {
        let mut coming = self.coming.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(parts) = coming.get_mut(&self.person) {
            parts.retain(|(number, _)| *number != self.number);
            if parts.is_empty() {
                coming.remove(&self.person);
            }
        }
    }
}

/// Tells parts apart.
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// An upload that goes on is prolonged at most so often, milliseconds.
const PROLONG_EVERY: i64 = 600_000;

impl Files {
    /// Makes room for a part that begins to come up. Of too many at once the oldest is let go: most
    /// likely it was left behind by a device that changed its network.
    ///
    /// # Errors
    /// No such upload of this person.
    pub async fn expect_part(&self, member: &Member, file: FileId) -> Result<Part, FileError> {
        // Whoever has no upload here sends nothing into our memory.
        self.upload_status(member, file, None).await?;
        let (coming, person) = (Arc::clone(&self.inner.coming), member.person());
        let limits = self.inner.limits;
        let (let_go, overtaken) = oneshot::channel();
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        {
            let mut coming = coming.lock().unwrap_or_else(PoisonError::into_inner);
            let parts = coming.entry(person).or_default();
            while parts.len() >= limits.parts {
                // Dropping the sender tells it.
                parts.pop_front();
            }
            parts.push_back((number, let_go));
        }
        Ok(Part {
            coming,
            person,
            number,
            patience: limits.part_patience,
            overtaken,
        })
    }

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
        self.held(member, &key, &row).await?;
        let held = self
            .blocking(move |vault| {
                if Sha256::digest(&part).as_slice() != sha256.0 {
                    return Ok(Err(FileError::Digest));
                }
                vault.put(&key, draft, first, &part)?;
                Ok(vault.held(&key, draft)?.ok_or(FileError::NotFound))
            })
            .await??;
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
