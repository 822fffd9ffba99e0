//! What verifies a signature: manifest, signature, key, in the forms that every program reads.

use anjian_api::bytes::Sha256Digest;
use anjian_api::document::SignedBy;
use anjian_api::document::signing::SignatureProof;
use anjian_api::ids::Seq;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use p256::ecdsa::{Signature, VerifyingKey};
use sha2::{Digest as _, Sha256};

use super::kept::Done;
use super::{PaperError, Papers};
use crate::ledger::Member;

/// What stands before the 65 bytes of an uncompressed point: `id-ecPublicKey`, `secp256r1`
/// (RFC 5480 §2.1.1).
const P256: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];
/// What stands before the 32 bytes of an Ed25519 key: `id-Ed25519` (RFC 8410 §4).
const ED25519: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

impl Papers {
    /// What verifies a signature, for everybody who sees the document.
    ///
    /// # Errors
    /// No such document for this seat, or no such signature on it.
    pub async fn proof(
        &self,
        member: &Member,
        document: Seq,
        entry: Seq,
    ) -> Result<SignatureProof, PaperError> {
        self.record(member, document).await?;
        let all = self.held_under(member.case(), document).await?;
        let mut all = all.iter().filter_map(|held| held.done.as_ref());
        let done = all.find(|done| done.seq == entry);
        let done = done.ok_or(PaperError::not_found())?;
        Ok(SignatureProof {
            signed_by: done.sign.signed_by,
            manifest: done.manifest.clone(),
            signature: STANDARD.encode(signature(done)?),
            key: STANDARD.encode(self.key(done.key.as_deref())?),
        })
    }

    /// A public key as a SubjectPublicKeyInfo: the device's, or where there is none the server's.
    fn key(&self, device: Option<&str>) -> Result<Vec<u8>, PaperError> {
        let Some(device) = device else {
            let key = self.inner.ledger.keys().receipts_key();
            return Ok([&ED25519[..], &key.0].concat());
        };
        let point = STANDARD.decode(device).map_err(|_| unreadable())?;
        let key = VerifyingKey::from_sec1_bytes(&point).map_err(|_| unreadable())?;
        Ok([&P256[..], key.to_sec1_point(false).as_bytes()].concat())
    }

    /// The hash by which that key is known.
    pub(super) fn key_digest(&self, device: Option<&str>) -> Result<Sha256Digest, PaperError> {
        Ok(Sha256Digest(Sha256::digest(self.key(device)?).into()))
    }
}

fn signature(done: &Done) -> Result<Vec<u8>, PaperError> {
    let bytes = STANDARD.decode(&done.signature);
    let bytes = bytes.map_err(|_| unreadable())?;
    match done.sign.signed_by {
        SignedBy::Server => Ok(bytes),
        SignedBy::Device => {
            let signature = Signature::from_slice(&bytes).map_err(|_| unreadable())?;
            Ok(signature.to_der().as_bytes().to_vec())
        }
    }
}

fn unreadable() -> PaperError {
    PaperError::internal("a kept signature cannot be read")
}
