//! One hash function, whichever the suite names.

use anjian_api::bytes::{Leaf, Suite};
use sha2::{Digest, Sha256};
use sm3::Sm3;

/// A running hash of one suite.
pub(crate) enum Hash {
    Std(Sha256),
    Gm(Sm3),
}

impl Hash {
    pub(crate) fn new(suite: Suite) -> Self {
        match suite {
            Suite::Std => Hash::Std(Sha256::new()),
            Suite::Gm => Hash::Gm(Sm3::new()),
        }
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match self {
            Hash::Std(hash) => hash.update(bytes),
            Hash::Gm(hash) => hash.update(bytes),
        }
    }

    /// Hashes a field with its length before it, so that no two lists of fields look alike.
    pub(crate) fn field(&mut self, bytes: &[u8]) {
        self.update(&(bytes.len() as u64).to_be_bytes());
        self.update(bytes);
    }

    pub(crate) fn finish(self) -> Leaf {
        match self {
            Hash::Std(hash) => Leaf(hash.finalize().into()),
            Hash::Gm(hash) => Leaf(hash.finalize().into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(suite: Suite, bytes: &[u8]) -> String {
        let mut hash = Hash::new(suite);
        hash.update(bytes);
        hash.finish().to_hex()
    }

    #[test]
    fn sm3_gives_the_example_of_its_standard() {
        // GB/T 32905-2016, annex A.1.
        assert_eq!(
            hash(Suite::Gm, b"abc"),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
    }

    #[test]
    fn sha_256_gives_the_example_of_its_standard() {
        // FIPS 180-4, example of a one-block message.
        assert_eq!(
            hash(Suite::Std, b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
