//! Files of a demonstration's story: they lie where uploads and readings would have put them, at the
//! time of the story. Repeating any of it changes nothing.

use std::borrow::Cow;

use anjian_api::bytes::{Sha256Digest, Sm3Digest};
use anjian_api::file::{Access, FileFacts, FileId};
use anjian_api::ids::{Moment, Seq};
use sha2::{Digest as _, Sha256};
use sm3::Sm3;

use super::complete::facts;
use super::{Announced, FileError, Files, Form, object_name, object_of};
use crate::blobs::vault::Digests;
use crate::ledger::Member;

impl Files {
    /// Keeps the bytes of a file, and looks what they are as for any upload.
    ///
    /// # Errors
    /// A file that the court does not take, or the store.
    pub(crate) async fn plant(
        &self,
        member: &Member,
        file: FileId,
        name: &str,
        bytes: Cow<'static, [u8]>,
    ) -> Result<FileFacts, FileError> {
        let key = self.key(member.case()).await?;
        let digests = Digests {
            sha256: Sha256Digest(Sha256::digest(&bytes).into()),
            sm3: Sm3Digest(Sm3::digest(&bytes).into()),
        };
        let object = object_of(&key, &digests.sha256)?;
        let words = Announced {
            name: name.to_owned(),
            declared: None,
        };
        let worker = self.inner.tools.worker.clone();
        self.blocking(move |vault| {
            if !vault.has(object)? {
                vault.store(&key, object, &bytes)?;
            }
            let open = || vault.reader(&key, object);
            Ok(facts(&open, file, digests, &words, &worker))
        })
        .await?
    }

    /// Signs and keeps the receipt of a file whose entry stands in the case.
    ///
    /// # Errors
    /// The store.
    pub(crate) async fn plant_receipt(
        &self,
        member: &Member,
        facts: FileFacts,
        entry: Seq,
        at: Moment,
    ) -> Result<(), FileError> {
        if self.own_file(member, facts.id).await?.is_some() {
            return Ok(());
        }
        let key = self.key(member.case()).await?;
        let object = object_name(&key, &facts)?;
        let receipt = self.signed(facts, entry, at);
        self.keep(member, &key, object, &receipt).await
    }

    /// Notes that somebody of another side looked at a file of an exhibit. `reader` may read the
    /// exhibit's access log, `member` is who looked.
    ///
    /// # Errors
    /// The store.
    pub(crate) async fn plant_access(
        &self,
        member: &Member,
        reader: &Member,
        exhibit: Seq,
        file: FileId,
        at: Moment,
    ) -> Result<(), FileError> {
        let is_same = |one: &Access| (one.seat, one.file, one.at) == (member.seat(), file, at);
        if self.accesses(reader, exhibit).await?.iter().any(is_same) {
            return Ok(());
        }
        self.note(member, exhibit, file, Form::View, at).await
    }
}
