//! Randomness of the browser's own generator.

use uuid::Uuid;

/// Fills the buffer from `crypto.getRandomValues`.
pub fn fill(buffer: &mut [u8]) {
    #[cfg(target_arch = "wasm32")]
    {
        let filled = super::browser::window()
            .and_then(|window| window.crypto().ok())
            .is_some_and(|crypto| crypto.get_random_values_with_u8_array(buffer).is_ok());
        if !filled {
            // Only reached in engines without WebCrypto; ids stay unique enough to be told apart.
            for byte in buffer.iter_mut() {
                *byte = (js_sys::Math::random() * 256.0) as u8;
            }
        }
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        // Host tests only: unique, not secret.
        use std::hash::{BuildHasher, RandomState};
        for (index, byte) in buffer.iter_mut().enumerate() {
            *byte = RandomState::new().hash_one(index) as u8;
        }
    }
}

/// A random UUID, version 4 (RFC 9562 §5.4).
pub fn uuid_v4() -> Uuid {
    let mut bytes = [0; 16];
    fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// A random number for jitter and seeds.
pub fn number() -> u64 {
    let mut bytes = [0; 8];
    fill(&mut bytes);
    u64::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::uuid_v4;

    #[test]
    fn two_ids_differ_and_are_of_version_four() {
        let (one, other) = (uuid_v4(), uuid_v4());
        assert_ne!(one, other);
        assert_eq!(one.get_version_num(), 4);
    }
}
