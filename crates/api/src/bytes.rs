//! Fixed byte strings, written as lower-case hexadecimal on the wire.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! hex_bytes {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// Lower-case hexadecimal.
            #[must_use]
            pub fn to_hex(&self) -> String {
                to_hex(&self.0)
            }

            /// Reads lower- or upper-case hexadecimal of exactly the right length.
            #[must_use]
            pub fn from_hex(text: &str) -> Option<Self> {
                let mut bytes = [0u8; $len];
                from_hex(text, &mut bytes).then_some(Self(bytes))
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self([0; $len])
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(&self.to_hex())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.to_hex())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                Self::from_hex(&text).ok_or_else(|| D::Error::custom("not hexadecimal bytes"))
            }
        }
    };
}

hex_bytes! {
    /// The hash of an entry's record, by the case's suite (SHA-256 or SM3).
    Leaf, 32
}
hex_bytes! {
    /// The random salt of one entry (128 bit, derived from the case key).
    Salt, 16
}
hex_bytes! {
    /// SHA-256 (FIPS 180-4) of the bytes of a file.
    Sha256Digest, 32
}
hex_bytes! {
    /// SM3 (GB/T 32905) of the bytes of a file.
    Sm3Digest, 32
}
hex_bytes! {
    /// An Ed25519 signature (RFC 8032).
    Signature, 64
}
hex_bytes! {
    /// An Ed25519 public key (RFC 8032).
    VerifyKey, 32
}
hex_bytes! {
    /// Random bytes of the server's for one signature.
    Nonce, 32
}
hex_bytes! {
    /// The number under which a case appears in proofs (128 random bits, never the 案号).
    CaseLogId, 16
}

fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| {
            [
                DIGITS[usize::from(byte >> 4)],
                DIGITS[usize::from(byte & 15)],
            ]
        })
        .map(char::from)
        .collect()
}

fn from_hex(text: &str, out: &mut [u8]) -> bool {
    let digits = text.as_bytes();
    if digits.len() != out.len() * 2 {
        return false;
    }
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        let (Some(high), Some(low)) = (
            char::from(pair[0]).to_digit(16),
            char::from(pair[1]).to_digit(16),
        ) else {
            return false;
        };
        *byte = u8::try_from(high * 16 + low).unwrap_or_default();
    }
    true
}

/// The suite of algorithms a case is proven with.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Suite {
    /// SHA-256 (FIPS 180-4).
    #[default]
    Std,
    /// SM3 (GB/T 32905).
    Gm,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_the_wire() {
        let salt = Salt(*b"0123456789abcdef");
        let text = serde_json::to_string(&salt).unwrap();
        assert_eq!(text, "\"30313233343536373839616263646566\"");
        assert_eq!(serde_json::from_str::<Salt>(&text).unwrap(), salt);
    }

    #[test]
    fn anything_but_exact_hexadecimal_is_refused() {
        for bad in ["\"\"", "\"zz\"", "\"30\"", "12"] {
            assert!(serde_json::from_str::<Salt>(bad).is_err(), "{bad}");
        }
    }
}
