//! Sealing: XChaCha20-Poly1305 under a subkey of its own for every object.
//!
//! A sealed object is `1 ‖ nonce (24) ‖ ciphertext ‖ tag (16)`. The subkey is HKDF-SHA-256 (RFC
//! 5869) of the parent key with purpose and number of the object; owner, purpose and number are
//! also authenticated, so that no object can stand in for another.

use anjian_api::bytes::Salt;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const NONCE: usize = 24;

/// What a sealed object is for. Each has subkeys of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// An entry; numbered by its place in the case.
    Entry,
    /// A snapshot; numbered by its seat.
    Snapshot,
    /// A draft; numbered by its seat.
    Draft,
    /// The key of a case or of the deployment under the root key.
    Wrap,
    /// Something personal of an account.
    Personal,
    /// What is kept of an upload or a file beside its bytes; numbered by its id.
    File,
    /// A line of an access log; numbered by its own number.
    Access,
    /// What is kept of a document beside the case: its words, signatures in the making, traces.
    Document,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Purpose::Entry => b"aj/v1/seal/entry",
            Purpose::Snapshot => b"aj/v1/seal/snapshot",
            Purpose::Draft => b"aj/v1/seal/draft",
            Purpose::Wrap => b"aj/v1/seal/wrap",
            Purpose::Personal => b"aj/v1/seal/personal",
            Purpose::File => b"aj/v1/seal/file",
            Purpose::Access => b"aj/v1/seal/access",
            Purpose::Document => b"aj/v1/seal/document",
        }
    }
}

/// The bytes could not be sealed or opened: another key, another object, or damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sealed bytes do not open")]
pub struct SealError;

/// A 256-bit key that subkeys come from. It is overwritten when dropped and never printed.
pub struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// A new random key.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn random() -> Result<Self, SealError> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| SealError)?;
        Ok(Self(bytes))
    }

    /// A key from its bytes.
    ///
    /// # Errors
    /// When they are not 32.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        let mut key = Zeroizing::new([0; 32]);
        if bytes.len() != key.len() {
            return Err(SealError);
        }
        key.copy_from_slice(bytes);
        Ok(Self(key))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// Seals an object of an owner.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn seal(
        &self,
        owner: &[u8; 16],
        purpose: Purpose,
        number: u64,
        plain: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0u8; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| SealError)?;
        let aad = authenticated(owner, purpose, number);
        let payload = Payload {
            msg: plain,
            aad: &aad,
        };
        let sealed = self
            .cipher(purpose, owner, number)?
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| SealError)?;
        let mut bytes = Vec::with_capacity(1 + NONCE + sealed.len());
        bytes.push(VERSION);
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&sealed);
        Ok(bytes)
    }

    /// Opens what `seal` sealed for the same owner, purpose and number.
    ///
    /// # Errors
    /// When key or object are others, or the bytes are damaged.
    pub fn open(
        &self,
        owner: &[u8; 16],
        purpose: Purpose,
        number: u64,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (version, rest) = sealed.split_first().ok_or(SealError)?;
        let (nonce, body) = rest.split_first_chunk::<NONCE>().ok_or(SealError)?;
        if *version != VERSION {
            return Err(SealError);
        }
        let aad = authenticated(owner, purpose, number);
        let payload = Payload {
            msg: body,
            aad: &aad,
        };
        self.cipher(purpose, owner, number)?
            .decrypt(&XNonce::from(*nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| SealError)
    }

    /// The salt of one entry: as random as the key, and gone with it.
    ///
    /// # Errors
    /// Never in practice; the key has the right length.
    pub fn salt(&self, owner: &[u8; 16], seq: u64) -> Result<Salt, SealError> {
        let mut salt = Salt::default();
        self.expand(&[b"aj/v1/salt", owner, &seq.to_be_bytes()], &mut salt.0)?;
        Ok(salt)
    }

    /// A keyed hash, for finding something again without keeping it readable.
    ///
    /// # Errors
    /// Never in practice; the key has the right length.
    pub fn index(&self, domain: &[u8], parts: &[&[u8]]) -> Result<[u8; 32], SealError> {
        let mut key = Zeroizing::new([0; 32]);
        self.expand(&[b"aj/v1/index", domain], key.as_mut_slice())?;
        let mut mac =
            <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_slice()).map_err(|_| SealError)?;
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        Ok(mac.finalize().into_bytes().into())
    }

    /// The cipher of one blob of an owner.
    ///
    /// # Errors
    /// Never in practice; the key has the right length.
    pub(crate) fn blob_cipher(
        &self,
        owner: &[u8; 16],
        object: &[u8; 16],
    ) -> Result<XChaCha20Poly1305, SealError> {
        let mut key = Zeroizing::new([0; 32]);
        self.expand(&[b"aj/v1/seal/blob", owner, object], key.as_mut_slice())?;
        XChaCha20Poly1305::new_from_slice(key.as_slice()).map_err(|_| SealError)
    }

    fn cipher(
        &self,
        purpose: Purpose,
        owner: &[u8; 16],
        number: u64,
    ) -> Result<XChaCha20Poly1305, SealError> {
        let mut key = Zeroizing::new([0; 32]);
        self.expand(
            &[purpose.label(), owner, &number.to_be_bytes()],
            key.as_mut_slice(),
        )?;
        XChaCha20Poly1305::new_from_slice(key.as_slice()).map_err(|_| SealError)
    }

    fn expand(&self, info: &[&[u8]], out: &mut [u8]) -> Result<(), SealError> {
        let hkdf = Hkdf::<Sha256>::from_prk(self.0.as_slice()).map_err(|_| SealError)?;
        hkdf.expand_multi_info(info, out).map_err(|_| SealError)
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Key(…)")
    }
}

fn authenticated(owner: &[u8; 16], purpose: Purpose, number: u64) -> Vec<u8> {
    [owner.as_slice(), purpose.label(), &number.to_be_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWNER: [u8; 16] = *b"one case, one id";

    #[test]
    fn what_was_sealed_opens_with_the_same_key_for_the_same_object_only() {
        let key = Key::random().unwrap();
        let sealed = key.seal(&OWNER, Purpose::Entry, 7, b"words").unwrap();
        assert_eq!(
            key.open(&OWNER, Purpose::Entry, 7, &sealed)
                .unwrap()
                .as_slice(),
            b"words"
        );
        assert!(key.open(&OWNER, Purpose::Entry, 8, &sealed).is_err());
        assert!(key.open(&OWNER, Purpose::Draft, 7, &sealed).is_err());
        assert!(
            key.open(b"another case, id", Purpose::Entry, 7, &sealed)
                .is_err()
        );
        assert!(
            Key::random()
                .unwrap()
                .open(&OWNER, Purpose::Entry, 7, &sealed)
                .is_err()
        );
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_found() {
        let key = Key::random().unwrap();
        let sealed = key.seal(&OWNER, Purpose::Snapshot, 1, b"a state").unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut damaged = sealed.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(
                key.open(&OWNER, Purpose::Snapshot, 1, &damaged).is_err(),
                "bit {bit}"
            );
        }
        for cut in 0..sealed.len() {
            assert!(
                key.open(&OWNER, Purpose::Snapshot, 1, &sealed[..cut])
                    .is_err(),
                "cut {cut}"
            );
        }
    }

    #[test]
    fn sealing_the_same_twice_gives_other_bytes() {
        let key = Key::random().unwrap();
        let one = key.seal(&OWNER, Purpose::Draft, 1, b"same").unwrap();
        let two = key.seal(&OWNER, Purpose::Draft, 1, b"same").unwrap();
        assert_ne!(one, two);
    }

    #[test]
    fn salts_and_indexes_are_stable_and_differ_by_object_and_key() {
        let key = Key::from_bytes(&[7; 32]).unwrap();
        assert_eq!(key.salt(&OWNER, 1).unwrap(), key.salt(&OWNER, 1).unwrap());
        assert_ne!(key.salt(&OWNER, 1).unwrap(), key.salt(&OWNER, 2).unwrap());
        let other = Key::from_bytes(&[8; 32]).unwrap();
        assert_ne!(key.salt(&OWNER, 1).unwrap(), other.salt(&OWNER, 1).unwrap());
        let index = |key: &Key, parts: &[&[u8]]| key.index(b"phone", parts).unwrap();
        assert_eq!(index(&key, &[b"138"]), index(&key, &[b"138"]));
        assert_ne!(index(&key, &[b"138"]), index(&other, &[b"138"]));
        assert_ne!(index(&key, &[b"13", b"8"]), index(&key, &[b"1", b"38"]));
    }
}
