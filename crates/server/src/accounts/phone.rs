//! Mobile numbers of mainland China, as people type them.

/// A number in its one form: eleven digits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

impl Phone {
    /// Reads a number; `+86`, `86`, spaces and dashes are tolerated.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let digits: String = text
            .trim()
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '\u{a0}' | '\u{3000}'))
            .collect();
        let digits = match digits.strip_prefix("+86").or(digits.strip_prefix("0086")) {
            Some(rest) => rest,
            None if digits.len() == 13 => digits.strip_prefix("86")?,
            None => &digits,
        };
        let bytes = digits.as_bytes();
        let good = bytes.len() == 11
            && bytes.iter().all(u8::is_ascii_digit)
            && bytes[0] == b'1'
            && (b'3'..=b'9').contains(&bytes[1]);
        good.then(|| Self(digits.to_owned()))
    }

    /// The eleven digits. Not for logs.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// As it may be shown: 138****5678.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("{}****{}", &self.0[..3], &self.0[7..])
    }
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Phone(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_people_type_a_number_are_one_number() {
        for text in [
            "13812345678",
            "+86 138 1234 5678",
            "+86-138-1234-5678",
            "8613812345678",
            "0086 13812345678",
            " 138\u{3000}1234\u{a0}5678 ",
        ] {
            assert_eq!(Phone::read(text).unwrap().digits(), "13812345678", "{text}");
        }
    }

    #[test]
    fn what_is_no_mobile_number_is_none() {
        for text in [
            "",
            "12812345678",
            "1381234567",
            "138123456789",
            "１３８１２３４５６７８",
            "+8513812345678",
        ] {
            assert!(Phone::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn shown_and_debugged_it_gives_nothing_away() {
        let phone = Phone::read("13812345678").unwrap();
        assert_eq!(phone.masked(), "138****5678");
        assert!(!format!("{phone:?}").contains("138"));
    }
}
