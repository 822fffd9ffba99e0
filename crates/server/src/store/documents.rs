//! What is kept of documents beside the case.

use anjian_api::ids::{CaseId, CeremonyId, Moment};
use async_trait::async_trait;

use super::StoreError;

/// What something is that is kept beside a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// The words of a paper, by the file that they became.
    Paper = 1,
    /// A signature in the making, or made, by document and ceremony.
    Ceremony = 2,
    /// A trace of ink, by document and ceremony.
    Trace = 3,
    /// A reading of a trace.
    Reading = 4,
    /// A signature whose signed PDF is still to be made, by document and ceremony.
    Unsealed = 5,
}

/// Something that is kept beside a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRow {
    /// The case.
    pub case: CaseId,
    /// What it is.
    pub kind: Kept,
    /// By which it is found.
    pub id: Vec<u8>,
    /// When it is thrown away.
    pub expires: Option<Moment>,
    /// Sealed under the key of the case.
    pub sealed: Vec<u8>,
}

/// Reading what is kept of documents.
#[async_trait]
pub trait DocumentStore {
    /// One thing.
    async fn kept(
        &self,
        case: CaseId,
        kind: Kept,
        id: &[u8],
    ) -> Result<Option<Vec<u8>>, StoreError>;
    /// Everything whose id begins so, with its id, in the order of the ids.
    async fn kept_under(
        &self,
        case: CaseId,
        kind: Kept,
        prefix: &[u8],
    ) -> Result<Vec<(Vec<u8>, Vec<u8>)>, StoreError>;
    /// Everything that is to be thrown away just then, with its case, whatever it is.
    async fn kept_until(&self, expires: Moment) -> Result<Vec<(CaseId, Vec<u8>)>, StoreError>;
    /// The signature that a trace was used for.
    async fn used_ink(&self, ink: [u8; 32]) -> Result<Option<CeremonyId>, StoreError>;
}

/// Changing what is kept of documents.
#[async_trait]
pub trait DocumentTx {
    /// Keeps something, instead of what had its id.
    async fn keep(&mut self, row: &KeptRow) -> Result<(), StoreError>;
    /// Uses a trace for a signature. False when it was used for another.
    async fn use_ink(&mut self, ink: [u8; 32], ceremony: CeremonyId) -> Result<bool, StoreError>;
    /// The signature that a trace was used for did not come about.
    async fn free_ink(&mut self, ink: [u8; 32], ceremony: CeremonyId) -> Result<(), StoreError>;
    /// Throws away what has the id of this.
    async fn unkeep(&mut self, row: &KeptRow) -> Result<(), StoreError>;
    /// Throws away what expired.
    async fn drop_kept(&mut self, now: Moment) -> Result<(), StoreError>;
}
