//! Files that the server makes itself: papers, and documents with their signatures.

use std::sync::Arc;

use anjian_api::bytes::{Sha256Digest, Sm3Digest};
use anjian_api::file::{FileFacts, FileId, FileKind};
use anjian_api::ids::{CaseId, Moment, PersonId, Seq};
use sha2::{Digest as _, Sha256};
use sm3::Sm3;

use super::complete::whole;
use super::derive::pdf_error;
use super::{FileError, Files, job, object_name, object_of};
use crate::ledger::{Member, REGISTRY};
use crate::seal::Purpose;
use crate::store::FileRow;

/// What is told about a PDF that was made here.
pub(crate) fn pdf_facts(id: FileId, name: String, pages: u32, bytes: &[u8]) -> FileFacts {
    FileFacts {
        id,
        name,
        kind: FileKind::Pdf,
        size: bytes.len() as u64,
        sha256: Sha256Digest(Sha256::digest(bytes).into()),
        sm3: Sm3Digest(Sm3::digest(bytes).into()),
        pages: Some(pages),
        pixels: None,
        locked: false,
        capture: None,
    }
}

impl Files {
    /// Runs a piece of writing of the next group.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, FileError>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(
                &'t mut dyn crate::store::Tx,
            ) -> futures_util::future::BoxFuture<
                't,
                Result<T, crate::store::StoreError>,
            > + Send
            + 'static,
    {
        job::run(&self.inner.ledger, work).await
    }

    /// Keeps a PDF that was made here. Nobody knows it until an entry shows it.
    ///
    /// # Errors
    /// The store.
    pub(crate) async fn keep_pdf(
        &self,
        case: CaseId,
        id: FileId,
        name: String,
        pages: u32,
        bytes: Vec<u8>,
    ) -> Result<FileFacts, FileError> {
        self.require_room()?;
        let key = self.key(case).await?;
        let facts = pdf_facts(id, name, pages, &bytes);
        let object = object_of(&key, &facts.sha256)?;
        let _settling = self.inner.settling.lock().await;
        self.blocking(move |vault| match vault.has(object)? {
            true => Ok(()),
            false => vault.store(&key, object, &bytes),
        })
        .await?;
        Ok(facts)
    }

    /// Enters a PDF that was made for a seat as that seat's own. Repeating it is safe.
    ///
    /// # Errors
    /// The store, or the rules.
    pub(crate) async fn receive_made(
        &self,
        member: &Member,
        found: FileFacts,
        at: Option<Moment>,
    ) -> Result<FileFacts, FileError> {
        let received = self.inner.ledger.receive_file(member, found, at).await?;
        let (facts, entry, at) = received;
        self.keep_receipt(member.case(), member.person(), facts.clone(), entry, at)
            .await?;
        Ok(facts)
    }

    /// Signs and keeps the receipt of a PDF that the registry showed.
    ///
    /// # Errors
    /// The store.
    pub(crate) async fn receive_by_registry(
        &self,
        case: CaseId,
        facts: FileFacts,
        entry: Seq,
        at: Moment,
    ) -> Result<(), FileError> {
        self.keep_receipt(case, REGISTRY, facts, entry, at).await
    }

    async fn keep_receipt(
        &self,
        case: CaseId,
        person: PersonId,
        facts: FileFacts,
        entry: Seq,
        at: Moment,
    ) -> Result<(), FileError> {
        let ledger = &self.inner.ledger;
        if ledger.store().file(case, facts.id).await?.is_some() {
            return Ok(());
        }
        let key = self.key(case).await?;
        let (id, size) = (facts.id, facts.size);
        let object = object_name(&key, &facts)?;
        let receipt = serde_json::to_vec(&self.signed(facts, entry, at))?;
        let row = FileRow {
            case,
            file: id,
            person,
            object: object.0,
            size,
            sealed: key.seal_beside(Purpose::File, id.0.as_bytes(), &receipt)?,
        };
        self.write(move |tx| Box::pin(async move { tx.add_file(&row).await }))
            .await
    }

    /// The bytes of a file, when they are still those that its facts name.
    ///
    /// # Errors
    /// `Digest` when they are others, or do not open any more.
    pub(crate) async fn unaltered(
        &self,
        case: CaseId,
        facts: &FileFacts,
    ) -> Result<Vec<u8>, FileError> {
        let key = self.key(case).await?;
        let object = object_name(&key, facts)?;
        let expected = facts.sha256;
        let read = self
            .blocking(move |vault| {
                let bytes = vault.reader(&key, object).map(whole)?;
                Ok(bytes.map(|bytes| (Sha256Digest(Sha256::digest(&bytes).into()), bytes)))
            })
            .await;
        match read {
            Ok(Ok((sha256, bytes))) if sha256 == expected => Ok(bytes),
            Err(FileError::StorageFull | FileError::Unavailable) => Err(FileError::Unavailable),
            // Another file, a torn one or none: nothing that may be signed.
            _ => Err(FileError::Digest),
        }
    }

    /// Whether something lies over the pages of a PDF that whoever takes them over would lose.
    ///
    /// # Errors
    /// `Digest` as with [`Files::unaltered`]; a PDF that cannot be read.
    pub(crate) async fn has_loose_parts(
        &self,
        case: CaseId,
        facts: &FileFacts,
    ) -> Result<bool, FileError> {
        let bytes = Arc::new(self.unaltered(case, facts).await?);
        let worker = self.inner.tools.worker.clone();
        let found = self.blocking(move |_| Ok(worker.has_loose_parts(bytes)));
        found.await?.map_err(pdf_error)
    }
}
