//! Hashes files in a web worker: SHA-256 (FIPS 180-4) and SM3 (GB/T 32905).
//!
//! A module of its own, so that a device fetches it when the first file is picked and the app's
//! own wasm stays out of the worker. The worker is boot/hash-worker.js.

use sha2::{Digest, Sha256};
use sm3::Sm3;
use wasm_bindgen::prelude::wasm_bindgen;

/// Both digests of a file, while its bytes come in order.
#[wasm_bindgen]
#[derive(Default)]
pub struct Whole {
    sha256: Sha256,
    sm3: Sm3,
}

#[wasm_bindgen]
impl Whole {
    /// Of nothing yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.sm3.update(bytes);
    }

    /// 64 bytes: SHA-256, then SM3.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        let mut digests = self.sha256.finalize().to_vec();
        digests.extend_from_slice(&self.sm3.finalize());
        digests
    }
}

/// SHA-256 of a part.
#[wasm_bindgen]
#[must_use]
pub fn part(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    const SHA256_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    const SM3_ABC: &str = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";

    #[test]
    fn both_digests_are_those_of_their_standards_however_the_bytes_come() {
        for cut in 0..=3 {
            let mut whole = Whole::new();
            whole.update(&b"abc"[..cut]);
            whole.update(&b"abc"[cut..]);
            assert_eq!(hex(&whole.finish()), format!("{SHA256_ABC}{SM3_ABC}"));
        }
    }

    #[test]
    fn a_part_has_the_digest_of_its_bytes() {
        assert_eq!(hex(&part(b"abc")), SHA256_ABC);
    }
}
