//! Announcing a file, asking where its upload stands, giving it up.

use std::sync::Arc;

use anjian_api::bytes::Sha256Digest;
use anjian_api::file::{Announce, FileId, UploadStatus};
use sha2::{Digest as _, Sha256};

use super::{Announced, FileError, Files, draft_name, job, known, open_receipt, status};
use crate::keys::CaseKey;
use crate::ledger::Member;
use crate::seal::Purpose;
use crate::store::UploadRow;

/// What became of an announcement.
enum Told {
    /// It stands, now or since before.
    Open(UploadRow),
    /// The same id was announced otherwise.
    Conflict,
    CaseFull,
    TooManyUploads,
    /// Another tab was faster.
    Complete,
}

impl Files {
    /// Announces a file. Repeating it is safe.
    ///
    /// # Errors
    /// Why nothing may come up.
    pub async fn announce(
        &self,
        member: &Member,
        file: FileId,
        announce: Announce,
    ) -> Result<UploadStatus, FileError> {
        let (case, person) = (member.case(), member.person());
        let now = self.inner.clock.now();
        let limits = self.inner.limits;
        let mine = self
            .inner
            .ledger
            .may_upload(member, announce.sha256)
            .await?;
        let mine = mine.map_err(FileError::Refused)?;
        let key = self.key(case).await?;
        let body = key.blob_name(
            b"announce",
            &[
                file.0.as_bytes(),
                &Sha256::digest(serde_json::to_vec(&announce)?),
            ],
        )?;
        if let Some(row) = self.inner.ledger.store().file(case, file).await? {
            let receipt = open_receipt(&key, &row)?;
            let same = row.person == person
                && receipt.facts.size == announce.size
                && announce
                    .sha256
                    .is_none_or(|sha256| sha256 == receipt.facts.sha256);
            return match same {
                true => Ok(known(file, receipt, now)),
                false => Err(FileError::Conflict),
            };
        }
        if announce.size == 0 {
            return Err(FileError::Rejected(anjian_files::Rejected::Empty));
        }
        if announce.size > limits.file {
            return Err(FileError::TooLarge(limits.file));
        }
        if let Some(mine) = mine
            && let Some(row) = self.inner.ledger.store().file(case, mine).await?
        {
            return Ok(known(file, open_receipt(&key, &row)?, now));
        }
        self.require_room()?;
        let words = Announced {
            name: announce.name,
            declared: announce.declared,
        };
        let row = UploadRow {
            case,
            file,
            person,
            body,
            size: announce.size,
            expires: now.plus_ms(limits.patience_ms),
            sealed: key.seal_beside(
                Purpose::File,
                file.0.as_bytes(),
                &serde_json::to_vec(&words)?,
            )?,
        };
        let told = job::run(&self.inner.ledger, move |tx| {
            Box::pin(async move {
                if let Some(mut there) = tx.upload(case, file).await? {
                    if there.person != person || there.body != body {
                        return Ok(Told::Conflict);
                    }
                    if there.expires <= now {
                        // Too late, but before it was swept: it goes on.
                        there.expires = row.expires;
                        tx.prolong_upload(case, file, row.expires).await?;
                    }
                    return Ok(Told::Open(there));
                }
                if tx.file(case, file).await?.is_some() {
                    return Ok(Told::Complete);
                }
                let held = tx.file_use(case, person).await?;
                if held.uploads >= limits.uploads {
                    return Ok(Told::TooManyUploads);
                }
                if held.bytes.saturating_add(row.size) > limits.case {
                    return Ok(Told::CaseFull);
                }
                tx.add_upload(&row).await?;
                Ok(Told::Open(row))
            })
        })
        .await?;
        let row = match told {
            Told::Open(row) => row,
            Told::Conflict => return Err(FileError::Conflict),
            Told::CaseFull => return Err(FileError::CaseFull(limits.case)),
            Told::TooManyUploads => return Err(FileError::TooManyUploads(limits.uploads)),
            Told::Complete => {
                let stands = Err(FileError::Conflict);
                return self.unless_complete(member, file, stands).await;
            }
        };
        let stands = self.held(member, &key, &row).await;
        let stands = stands.map(|held| status(&row, &held));
        self.unless_complete(member, file, stands).await
    }

    /// Which blocks of an open upload are there. Begins its draft where there is none: not beside
    /// the completion of the same upload, which would leave a second draft behind.
    pub(super) async fn held(
        &self,
        member: &Member,
        key: &Arc<CaseKey>,
        row: &UploadRow,
    ) -> Result<Vec<bool>, FileError> {
        let (draft, size) = (draft_name(key, row.file)?, row.size);
        let keys = Arc::clone(key);
        if let Some(held) = self.blocking(move |vault| vault.held(&keys, draft)).await? {
            return Ok(held);
        }
        let _settling = self.inner.settling.lock().await;
        self.own_upload(member, row.file).await?;
        let keys = Arc::clone(key);
        self.blocking(move |vault| vault.begin(&keys, draft, size))
            .await
    }

    /// Where an upload stands. Where the bytes of this digest are a file of this seat already, that
    /// one is told, and the upload is thrown away.
    ///
    /// # Errors
    /// No such upload of this person.
    pub async fn upload_status(
        &self,
        member: &Member,
        file: FileId,
        sha256: Option<Sha256Digest>,
    ) -> Result<UploadStatus, FileError> {
        let stands = self.open_status(member, file, sha256).await;
        self.unless_complete(member, file, stands).await
    }

    async fn open_status(
        &self,
        member: &Member,
        file: FileId,
        sha256: Option<Sha256Digest>,
    ) -> Result<UploadStatus, FileError> {
        let key = self.key(member.case()).await?;
        let row = self.own_upload(member, file).await?;
        if sha256.is_some()
            && let Ok(Some(mine)) = self.inner.ledger.may_upload(member, sha256).await?
            && let Some(there) = self.inner.ledger.store().file(row.case, mine).await?
        {
            let receipt = open_receipt(&key, &there)?;
            if receipt.facts.size == row.size {
                self.throw_away(&row, None).await?;
                return Ok(known(file, receipt, self.inner.clock.now()));
            }
        }
        let held = self.held(member, &key, &row).await?;
        Ok(status(&row, &held))
    }

    /// What failed because another tab completed the file meanwhile is told as complete.
    pub(super) async fn unless_complete(
        &self,
        member: &Member,
        file: FileId,
        status: Result<UploadStatus, FileError>,
    ) -> Result<UploadStatus, FileError> {
        let Err(error) = status else { return status };
        let row = self.own_file(member, file).await?.ok_or(error)?;
        let receipt = open_receipt(&*self.key(member.case()).await?, &row)?;
        Ok(known(file, receipt, self.inner.clock.now()))
    }

    /// Gives an upload up. One that is complete stays.
    ///
    /// # Errors
    /// The store.
    pub async fn cancel_upload(&self, member: &Member, file: FileId) -> Result<(), FileError> {
        match self.own_upload(member, file).await {
            Err(FileError::NotFound) => Ok(()),
            Err(error) => Err(error),
            Ok(row) => self.throw_away(&row, None).await,
        }
    }

    /// Throws an upload away: first what is known of it, then its bytes.
    pub(super) async fn throw_away(
        &self,
        row: &UploadRow,
        expired: Option<anjian_api::ids::Moment>,
    ) -> Result<(), FileError> {
        let (case, file) = (row.case, row.file);
        let _settling = self.inner.settling.lock().await;
        let gone = job::run(&self.inner.ledger, move |tx| {
            Box::pin(async move { tx.remove_upload(case, file, expired).await })
        })
        .await?;
        if !gone {
            return Ok(());
        }
        let key = self.key(case).await?;
        let draft = draft_name(&key, file)?;
        let keys = key.clone();
        let published = self
            .blocking(move |vault| {
                let published = vault.published(&keys, draft)?;
                vault.discard(draft)?;
                Ok(published)
            })
            .await?;
        // It was complete but for its entry: the object belongs to nobody, unless to another file.
        if let Some(object) = published
            && !self.inner.ledger.store().has_object(case, object.0).await?
        {
            self.blocking(move |vault| vault.remove(object)).await?;
        }
        Ok(())
    }

    /// The person's own open upload; an expired one is none.
    pub(super) async fn own_upload(
        &self,
        member: &Member,
        file: FileId,
    ) -> Result<UploadRow, FileError> {
        let row = self
            .inner
            .ledger
            .store()
            .upload(member.case(), file)
            .await?;
        let now = self.inner.clock.now();
        row.filter(|row| row.person == member.person() && row.expires > now)
            .ok_or(FileError::NotFound)
    }

    /// The person's own complete file.
    pub(super) async fn own_file(
        &self,
        member: &Member,
        file: FileId,
    ) -> Result<Option<crate::store::FileRow>, FileError> {
        let row = self.inner.ledger.store().file(member.case(), file).await?;
        Ok(row.filter(|row| row.person == member.person()))
    }
}
