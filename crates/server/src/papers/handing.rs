//! What another device of the person is told before anybody reads and writes there.

use anjian_api::bytes::Sha256Digest;
use anjian_api::document::command::SignDocument;
use anjian_api::document::{Method, SignedBy};
use anjian_api::ids::Seq;

use super::{PaperError, Papers};
use crate::ledger::Member;

impl Papers {
    /// Whether a signature under the newest version could begin now.
    ///
    /// # Errors
    /// Why not: not asked, taken back, not filled in, no papers are made here.
    pub async fn may_sign(&self, member: &Member, document: Seq) -> Result<(), PaperError> {
        self.fonts()?;
        let record = self.record(member, document).await?;
        let current = record.current().ok_or(PaperError::not_found())?;
        let try_out = SignDocument {
            document,
            version: record.version(),
            shown: current.file.sha256,
            signer: self.inner.accounts.profile(member.person()).await?.name,
            capacity: None,
            method: Method::Typed,
            manifest: Sha256Digest::default(),
            signed_by: SignedBy::Server,
            key: None,
            handed_over: true,
        };
        self.require_may(member, try_out).await
    }
}
