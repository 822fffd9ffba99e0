//! The secret in a cookie, and what the server keeps of it.

use sha2::{Digest, Sha256};

/// 256 random bits. Known to the browser; the server keeps the hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

/// SHA-256 of a token.
pub type TokenHash = [u8; 32];

impl Token {
    /// A fresh one.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// Reads the value of a cookie.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        anjian_api::bytes::Leaf::from_hex(text).map(|bytes| Self(bytes.0))
    }

    /// The value of the cookie.
    #[must_use]
    pub fn text(&self) -> String {
        anjian_api::bytes::Leaf(self.0).to_hex()
    }

    /// What the server keeps.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        Sha256::digest(self.0).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_its_cookie() {
        let token = Token::random().unwrap();
        assert!(Token::read(&token.text()).unwrap() == token);
        assert_eq!(token.text().len(), 64);
    }

    #[test]
    fn anything_else_is_no_token() {
        for bad in ["", "00", "zz", &"g".repeat(64)] {
            assert!(Token::read(bad).is_none());
        }
    }
}
