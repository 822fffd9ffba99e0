//! What lies sealed beside the case.

use std::collections::BTreeMap;

use anjian_api::bytes::Sha256Digest;
use anjian_api::command::Command;
use anjian_api::document::command::{DocumentCommand, SignDocument};
use anjian_api::document::signing::{Ceremony, Signed};
use anjian_api::document::{Ink, Method};
use anjian_api::file::FileId;
use anjian_api::ids::{CaseId, CeremonyId, DeviceId, HandoffId, Moment, PersonId, Seq};
use anjian_documents::paper::Paper;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{PaperError, Papers};
use crate::seal::Purpose;
use crate::store::{Kept, KeptRow};

/// A version that was made here.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct KeptPaper {
    /// What people filled in.
    pub facts: BTreeMap<String, String>,
    /// The gaps that are still to be filled.
    pub to_fill: Vec<String>,
    /// Its words; none of older ones that somebody brought.
    pub paper: Option<Paper>,
    /// SHA-256 of its words.
    pub words: Sha256Digest,
    /// Its PDF.
    pub file: FileId,
}

/// A signature in the making, or made.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Held {
    /// As its signer sees it.
    pub ceremony: Ceremony,
    /// Who signs.
    pub person: PersonId,
    /// On which device it began.
    pub device: DeviceId,
    /// The phone took over from another device.
    pub handoff: Option<HandoffId>,
    /// The code that was sent last.
    pub code: Option<Code>,
    /// How many were sent.
    pub codes: u32,
    /// What is about to be entered, or was.
    #[serde(default)]
    pub intended: Option<Intended>,
    /// How it ended.
    pub done: Option<Done>,
}

/// A code that was sent.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Code {
    /// The digits.
    pub digits: String,
    /// Until when it holds.
    pub expires: Moment,
    /// How often another was tried.
    pub tries: u32,
}

/// A signature that is about to be entered.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Intended {
    /// A hash of what was asked for.
    pub asked: [u8; 32],
    /// What goes to the ledger.
    pub sign: SignDocument,
    /// The canonical bytes of the manifest, base64.
    pub manifest: String,
    /// The signature over them, base64.
    pub signature: String,
    /// The public key of the device, base64; the server's is published.
    pub key: Option<String>,
}

impl Intended {
    /// What goes to the ledger.
    pub(super) fn command(&self) -> Command {
        Command::Document(DocumentCommand::SignDocument(Box::new(self.sign.clone())))
    }

    /// What was drawn.
    pub(super) fn ink(&self) -> Option<Ink> {
        match &self.sign.method {
            Method::Drawn { ink } => Some(*ink),
            Method::Assisted { ink, .. } => *ink,
            Method::Typed | Method::Fingerprint { .. } => None,
        }
    }
}

impl Held {
    /// It is neither in the record nor on its way there.
    pub(super) fn is_open(&self) -> bool {
        self.done.is_none() && self.intended.is_none()
    }

    /// What was intended is in the record.
    pub(super) fn enter(&mut self, seq: Seq, at: Moment) {
        let Some(intended) = self.intended.take() else {
            return;
        };
        self.done = Some(Done {
            asked: intended.asked,
            sign: intended.sign,
            manifest: intended.manifest,
            signature: intended.signature,
            key: intended.key,
            seq,
            at,
        });
        self.code = None;
        let sealed = None;
        self.ceremony.signed = Some(Signed { seq, sealed });
    }
}

/// How a signature ended.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Done {
    /// A hash of what was asked for.
    pub asked: [u8; 32],
    /// What went to the ledger.
    pub sign: SignDocument,
    /// The canonical bytes of the manifest, base64.
    pub manifest: String,
    /// The signature over them, base64.
    pub signature: String,
    /// The public key of the device, base64; the server's is published.
    pub key: Option<String>,
    /// The entry.
    pub seq: Seq,
    /// When.
    pub at: Moment,
}

/// What is found by document and ceremony.
pub(super) fn of(document: Seq, ceremony: CeremonyId) -> Vec<u8> {
    let mut id = document.0.to_be_bytes().to_vec();
    id.extend_from_slice(ceremony.0.as_bytes());
    id
}

impl Papers {
    pub(super) async fn keep(
        &self,
        case: CaseId,
        kind: Kept,
        id: Vec<u8>,
        expires: Option<Moment>,
        plain: &[u8],
    ) -> Result<(), PaperError> {
        let key = self.inner.ledger.keys().case(case).await?;
        let row = KeptRow {
            case,
            kind,
            sealed: key.seal_beside(Purpose::Document, &named(kind, &id), plain)?,
            id,
            expires,
        };
        let done = self
            .inner
            .files
            .write(move |tx| Box::pin(async move { tx.keep(&row).await }));
        Ok(done.await?)
    }

    pub(super) async fn kept_bytes(
        &self,
        case: CaseId,
        kind: Kept,
        id: &[u8],
    ) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, PaperError> {
        let Some(sealed) = self.inner.ledger.store().kept(case, kind, id).await? else {
            return Ok(None);
        };
        let key = self.inner.ledger.keys().case(case).await?;
        let plain = key.open_beside(Purpose::Document, &named(kind, id), &sealed)?;
        Ok(Some(plain))
    }

    pub(super) async fn kept<T: DeserializeOwned>(
        &self,
        case: CaseId,
        kind: Kept,
        id: &[u8],
    ) -> Result<Option<T>, PaperError> {
        let plain = self.kept_bytes(case, kind, id).await?;
        let read = plain.map(|plain| serde_json::from_slice(&plain));
        Ok(read.transpose()?)
    }

    pub(super) async fn kept_paper(
        &self,
        case: CaseId,
        file: FileId,
    ) -> Result<Option<KeptPaper>, PaperError> {
        self.kept(case, Kept::Paper, file.0.as_bytes()).await
    }

    pub(super) async fn keep_paper(
        &self,
        case: CaseId,
        file: FileId,
        paper: &KeptPaper,
    ) -> Result<(), PaperError> {
        let plain = serde_json::to_vec(paper)?;
        let id = file.0.as_bytes().to_vec();
        self.keep(case, Kept::Paper, id, None, &plain).await
    }

    pub(super) async fn keep_held(&self, case: CaseId, held: &Held) -> Result<(), PaperError> {
        let ceremony = &held.ceremony;
        let id = of(ceremony.document, ceremony.id);
        // What was not finished is thrown away a while after its signer was told so.
        let expires = held
            .is_open()
            .then(|| ceremony.expires.plus_ms(24 * 3_600_000));
        let plain = serde_json::to_vec(held)?;
        self.keep(case, Kept::Ceremony, id, expires, &plain).await
    }

    /// Everything that was begun on a document.
    pub(super) async fn held_under(
        &self,
        case: CaseId,
        document: Seq,
    ) -> Result<Vec<Held>, PaperError> {
        let store = self.inner.ledger.store();
        let prefix = document.0.to_be_bytes();
        let rows = store.kept_under(case, Kept::Ceremony, &prefix).await?;
        let key = self.inner.ledger.keys().case(case).await?;
        let mut all = Vec::new();
        for (id, sealed) in rows {
            let plain = key.open_beside(Purpose::Document, &named(Kept::Ceremony, &id), &sealed)?;
            all.push(serde_json::from_slice(&plain)?);
        }
        Ok(all)
    }

    /// Everything that was signed on a version, in the order of the entries.
    pub(super) async fn signed_on(
        &self,
        case: CaseId,
        document: Seq,
        version: u32,
    ) -> Result<Vec<Held>, PaperError> {
        let mut signed = Vec::new();
        for mut held in self.held_under(case, document).await? {
            // One that was entered when the server died is not left out.
            self.settle(case, &mut held).await?;
            if held.ceremony.version == version && held.done.is_some() {
                signed.push(held);
            }
        }
        signed.sort_by_key(|held| held.done.as_ref().map(|done| done.seq));
        Ok(signed)
    }
}

pub(super) fn named(kind: Kept, id: &[u8]) -> Vec<u8> {
    let mut named = vec![kind as u8];
    named.extend_from_slice(id);
    named
}
