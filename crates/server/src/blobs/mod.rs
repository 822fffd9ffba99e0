//! Where the bytes of files are kept: the trait, and nothing of folders or keys.
//!
//! A blob store keeps sealed bytes and never sees a key; `sealed` says how they are sealed. Bytes
//! come into a draft in any order; a finished draft is published as an object, which never changes.
//! `conformance` holds the tests that every implementation passes. Everything here blocks.

#[cfg(test)]
pub mod conformance;
pub mod folder;
mod sealed;
#[cfg(test)]
mod tests;
pub mod vault;

/// The name of a draft or an object: a keyed hash, which says nothing about what it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlobName(pub [u8; 32]);

impl BlobName {
    /// Lower-case hexadecimal.
    #[must_use]
    pub fn to_hex(self) -> String {
        anjian_api::bytes::Sha256Digest(self.0).to_hex()
    }

    /// Reads what `to_hex` wrote.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        anjian_api::bytes::Sha256Digest::from_hex(text).map(|digest| Self(digest.0))
    }
}

/// Why a blob could not be read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BlobError {
    /// There is no such draft or object.
    #[error("there is no such blob")]
    Missing,
    /// No space is left.
    #[error("no space is left for blobs")]
    Full,
    /// The engine failed otherwise.
    #[error("the blob store failed: {0}")]
    Engine(std::io::ErrorKind),
}

/// Drafts that are written in any order, and objects that never change.
pub trait Blobs: Send + Sync + 'static {
    /// Begins a draft with these first bytes, durable when it returns. False when there is one.
    ///
    /// # Errors
    /// No space.
    fn begin(&self, draft: BlobName, head: &[u8]) -> Result<bool, BlobError>;

    /// Writes into a draft, durable when it returns.
    ///
    /// # Errors
    /// No such draft, no space.
    fn write(&self, draft: BlobName, at: u64, bytes: &[u8]) -> Result<(), BlobError>;

    /// Reads from a draft; fewer bytes at its end.
    ///
    /// # Errors
    /// No such draft.
    fn read_draft(&self, draft: BlobName, at: u64, length: usize) -> Result<Vec<u8>, BlobError>;

    /// Makes what a draft holds an object, durable when it returns. An object that is there stays;
    /// the draft stays until it is discarded.
    ///
    /// # Errors
    /// No such draft, no space.
    fn publish(&self, draft: BlobName, object: BlobName) -> Result<(), BlobError>;

    /// Throws a draft away. One that is not there is no error.
    ///
    /// # Errors
    /// The engine.
    fn discard(&self, draft: BlobName) -> Result<(), BlobError>;

    /// Every draft.
    ///
    /// # Errors
    /// The engine.
    fn drafts(&self) -> Result<Vec<BlobName>, BlobError>;

    /// Whether an object is there.
    ///
    /// # Errors
    /// The engine.
    fn has(&self, object: BlobName) -> Result<bool, BlobError>;

    /// Reads from an object; fewer bytes at its end.
    ///
    /// # Errors
    /// No such object.
    fn read(&self, object: BlobName, at: u64, length: usize) -> Result<Vec<u8>, BlobError>;

    /// Removes an object. One that is not there is no error.
    ///
    /// # Errors
    /// The engine.
    fn remove(&self, object: BlobName) -> Result<(), BlobError>;
}
