//! Plain text: UTF-8, or GB 18030 as older programs write it.

use std::io::{self, Read};

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8};

use crate::limits;

/// The text as UTF-8, without a byte order mark. None where the bytes are neither UTF-8 nor
/// GB 18030, or hold control characters that no text has.
#[must_use]
pub fn to_utf8(bytes: &[u8]) -> Option<String> {
    [UTF_8, GB18030].into_iter().find_map(|encoding| {
        let (text, faulty) = encoding.decode_with_bom_removal(bytes);
        (!faulty && text.chars().all(belongs)).then(|| text.into_owned())
    })
}

/// Whether all of it is text, read piece by piece.
///
/// # Errors
/// The reader's.
pub fn is_text(mut reader: impl Read) -> io::Result<bool> {
    let mut candidates = vec![Candidate::new(UTF_8), Candidate::new(GB18030)];
    let mut piece = vec![0; limits::TEXT_BYTES];
    loop {
        let read = match reader.read(&mut piece) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        candidates.retain_mut(|candidate| candidate.feed(&piece[..read], read == 0));
        if candidates.is_empty() || read == 0 {
            return Ok(!candidates.is_empty());
        }
    }
}

/// One encoding the bytes may still be in.
struct Candidate {
    decoder: encoding_rs::Decoder,
    decoded: Vec<u8>,
}

impl Candidate {
    fn new(encoding: &'static Encoding) -> Self {
        Self {
            decoder: encoding.new_decoder_with_bom_removal(),
            decoded: vec![0; 3 * limits::TEXT_BYTES],
        }
    }

    /// Whether the bytes so far are text in this encoding.
    fn feed(&mut self, mut bytes: &[u8], last: bool) -> bool {
        loop {
            let (result, read, written) =
                self.decoder
                    .decode_to_utf8_without_replacement(bytes, &mut self.decoded, last);
            let plain = std::str::from_utf8(&self.decoded[..written])
                .is_ok_and(|text| text.chars().all(belongs));
            match result {
                _ if !plain => return false,
                DecoderResult::InputEmpty => return true,
                DecoderResult::OutputFull => bytes = &bytes[read..],
                DecoderResult::Malformed(..) => return false,
            }
        }
    }
}

/// Tabs, lines and pages, and everything that can be seen.
fn belongs(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{c}') || !character.is_control()
}

#[cfg(test)]
mod tests {
    use super::{is_text, to_utf8};

    const WORDS: &str = "借款人：张三（虚构）\r\n金额：50000 元\t〇";

    #[test]
    fn both_encodings_give_the_same_text() {
        let (old, _, _) = encoding_rs::GB18030.encode(WORDS);
        assert_ne!(&*old, WORDS.as_bytes());
        for bytes in [WORDS.as_bytes(), &old] {
            assert_eq!(to_utf8(bytes).as_deref(), Some(WORDS));
            assert!(is_text(bytes).unwrap());
        }
        let marked = [b"\xef\xbb\xbf", WORDS.as_bytes()].concat();
        assert_eq!(to_utf8(&marked).as_deref(), Some(WORDS));
        assert!(is_text(&marked[..]).unwrap());
    }

    #[test]
    fn what_is_no_text_is_told() {
        for bytes in [&b"a\0b"[..], b"\x1b[2J", b"\xff\xff\xff", b"ends in a \xc4"] {
            assert_eq!(to_utf8(bytes), None, "{bytes:?}");
            assert!(!is_text(bytes).unwrap(), "{bytes:?}");
        }
    }

    #[test]
    fn a_character_may_lie_across_two_pieces() {
        let long = "证".repeat(100_000);
        let (old, _, _) = encoding_rs::GB18030.encode(&long);
        assert!(is_text(long.as_bytes()).unwrap());
        assert!(is_text(&*old).unwrap());
        assert!(!is_text(&old[..old.len() - 1]).unwrap());
    }
}
