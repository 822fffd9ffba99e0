//! Announcing a file, asking where its upload stands, giving it up.

use anjian_api::file::{Announce, FileId, UploadStatus};
use sha2::{Digest as _, Sha256};

use super::{Announced, FileError, Files, draft_name, job, known, open_receipt, status};
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
                if let Some(there) = tx.upload(case, file).await? {
                    let same = there.person == person && there.body == body;
                    return Ok(if same {
                        Told::Open(there)
                    } else {
                        Told::Conflict
                    });
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
        };
        let draft = draft_name(&key, file)?;
        let held = self
            .blocking(move |vault| vault.begin(&key, draft, row.size).map(|held| (row, held)))
            .await?;
        Ok(status(&held.0, &held.1))
    }

    /// Where an upload stands.
    ///
    /// # Errors
    /// No such upload of this person.
    pub async fn upload_status(
        &self,
        member: &Member,
        file: FileId,
    ) -> Result<UploadStatus, FileError> {
        let stands = self.open_status(member, file).await;
        self.unless_complete(member, file, stands).await
    }

    async fn open_status(&self, member: &Member, file: FileId) -> Result<UploadStatus, FileError> {
        let key = self.key(member.case()).await?;
        let row = self.own_upload(member, file).await?;
        let draft = draft_name(&key, file)?;
        let held = self
            .blocking(move |vault| vault.begin(&key, draft, row.size).map(|held| (row, held)))
            .await?;
        Ok(status(&held.0, &held.1))
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
