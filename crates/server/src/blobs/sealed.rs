//! The form of a sealed blob: blocks of fixed size, each sealed for its place.
//!
//! `id (16) ‖ size (8) ‖ closing (24 + 32 + 16) ‖ slots`. A slot is `nonce (24) ‖ block ‖ tag (16)`;
//! all blocks but the last have [`BLOCK`] bytes, so that a slot can be written and read without the
//! others. The cipher is XChaCha20-Poly1305 under a subkey of the case key for this blob;
//! authenticated are its id, the number of the block, how many there are, and the size. What was
//! cut off, moved or brought in from another blob therefore does not open. The closing holds the
//! name under which the whole was published, so that no object stands in for another.

use anjian_api::file::BLOCK;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use super::BlobName;
use crate::keys::CaseKey;
use crate::seal::SealError;

const NONCE: usize = 24;
const TAG: usize = 16;
const ID: usize = 16;
/// Bytes of id and size.
const FRONT: usize = ID + 8;
/// Bytes before the first slot.
pub(super) const HEAD: usize = FRONT + NONCE + 32 + TAG;
/// Bytes of a whole slot.
pub(super) const SLOT: u64 = NONCE as u64 + BLOCK + TAG as u64;
/// The number that the closing is sealed for; no block has it.
const CLOSING: u64 = u64::MAX;

/// One blob that can be sealed and opened.
pub(super) struct Sealer {
    id: [u8; ID],
    size: u64,
    cipher: XChaCha20Poly1305,
}

impl Sealer {
    /// A new blob of this size.
    pub(super) fn new(key: &CaseKey, size: u64) -> Result<Self, SealError> {
        let mut id = [0; ID];
        getrandom::fill(&mut id).map_err(|_| SealError)?;
        Ok(Self {
            id,
            size,
            cipher: key.blob_cipher(&id)?,
        })
    }

    /// The blob that begins with this head.
    pub(super) fn read(key: &CaseKey, head: &[u8]) -> Result<Self, SealError> {
        let (id, rest) = head.split_first_chunk::<ID>().ok_or(SealError)?;
        let (size, _) = rest.split_first_chunk::<8>().ok_or(SealError)?;
        Ok(Self {
            id: *id,
            size: u64::from_be_bytes(*size),
            cipher: key.blob_cipher(id)?,
        })
    }

    /// The head of a draft: nothing is closed yet.
    pub(super) fn head(&self) -> Vec<u8> {
        let mut head = Vec::with_capacity(HEAD);
        head.extend_from_slice(&self.id);
        head.extend_from_slice(&self.size.to_be_bytes());
        head.resize(HEAD, 0);
        head
    }

    /// Where the closing stands, and its bytes.
    pub(super) fn closing(&self, name: BlobName) -> Result<(u64, Vec<u8>), SealError> {
        Ok((FRONT as u64, self.seal(CLOSING, &name.0)?))
    }

    /// The name in the closing of a head.
    pub(super) fn closed_as(&self, head: &[u8]) -> Result<BlobName, SealError> {
        let plain = self.open(CLOSING, head.get(FRONT..HEAD).ok_or(SealError)?)?;
        let name = plain.try_into().map_err(|_| SealError)?;
        Ok(BlobName(name))
    }

    pub(super) const fn size(&self) -> u64 {
        self.size
    }

    pub(super) const fn count(&self) -> u64 {
        self.size.div_ceil(BLOCK)
    }

    /// Bytes of a block.
    pub(super) fn length(&self, index: u64) -> usize {
        let left = self.size.saturating_sub(index.saturating_mul(BLOCK));
        usize::try_from(left.min(BLOCK)).unwrap_or_default()
    }

    /// Where a slot begins.
    pub(super) const fn place(index: u64) -> u64 {
        HEAD as u64 + index * SLOT
    }

    /// A block as it stands in its slot.
    pub(super) fn seal(&self, index: u64, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| SealError)?;
        let payload = Payload {
            msg: plain,
            aad: &self.aad(index),
        };
        let sealed = self
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| SealError)?;
        let mut slot = Vec::with_capacity(NONCE + sealed.len());
        slot.extend_from_slice(&nonce);
        slot.extend_from_slice(&sealed);
        Ok(slot)
    }

    /// The block in a slot.
    pub(super) fn open(&self, index: u64, slot: &[u8]) -> Result<Vec<u8>, SealError> {
        let (nonce, body) = slot.split_first_chunk::<NONCE>().ok_or(SealError)?;
        let payload = Payload {
            msg: body,
            aad: &self.aad(index),
        };
        let plain = self
            .cipher
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| SealError)?;
        if index != CLOSING && plain.len() != self.length(index) {
            return Err(SealError);
        }
        Ok(plain)
    }

    fn aad(&self, index: u64) -> Vec<u8> {
        let (count, size) = (self.count().to_be_bytes(), self.size.to_be_bytes());
        [self.id.as_slice(), &index.to_be_bytes(), &count, &size].concat()
    }
}

/// The slots of a run that was read at once, first to last.
pub(super) fn slots(run: &[u8]) -> impl Iterator<Item = &[u8]> {
    run.chunks(usize::try_from(SLOT).unwrap_or(usize::MAX))
}
