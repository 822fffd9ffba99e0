//! What is signed, as the device builds it; the server builds the same and compares.

use anjian_api::bytes::{Sha256Digest, Sm3Digest};
use anjian_api::document::signing::Ceremony;
use anjian_ink::trace::Trace;
use anjian_proof::Manifest;

/// What the person says of themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signer {
    /// The name of who signs.
    pub name: String,
    /// In which capacity; empty for oneself.
    pub capacity: String,
    /// Who helped and saw it; empty when nobody had to.
    pub witness: String,
}

impl Signer {
    /// The witness, when there is one.
    #[must_use]
    pub fn witness(&self) -> Option<&str> {
        (!self.witness.is_empty()).then_some(self.witness.as_str())
    }
}

/// The canonical bytes of the manifest and their SHA-256.
#[must_use]
pub fn manifest(
    ceremony: &Ceremony,
    signer: &Signer,
    trace: Option<&Trace>,
    fingerprint: Option<&Sha256Digest>,
) -> (Vec<u8>, Sha256Digest) {
    let ink = trace.map(|trace| {
        let digests = trace.digests();
        (Sha256Digest(digests.sha256), Sm3Digest(digests.sm3))
    });
    let manifest = Manifest {
        case_log: ceremony.case_log,
        document: ceremony.document,
        brought_by: ceremony.brought_by,
        version: ceremony.version,
        pdf_sha256: ceremony.shown,
        pdf_sm3: ceremony.pdf_sm3,
        ink,
        seat: ceremony.seat,
        signer: &signer.name,
        capacity: &signer.capacity,
        method: ceremony.by.name(),
        checks: &ceremony.checks(signer.witness(), fingerprint),
        nonce: ceremony.nonce.0,
        at: ceremony.at,
    };
    (manifest.bytes(), manifest.digest())
}

/// Base64 (RFC 4648 §4), as device signatures travel.
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let digit = DIGITS.get((bits >> (18 - 6 * at) & 63) as usize);
            let is_there = at <= group.len();
            out.push(
                digit
                    .filter(|_| is_there)
                    .map_or('=', |digit| char::from(*digit)),
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
