//! Mobile numbers as people type them. The server has the last word.

/// Why a typed number cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneFault {
    /// Nothing was typed.
    Missing,
    /// It is no mobile number of mainland China.
    NotMobile,
}

/// The eleven digits of a typed number; `+86`, spaces and dashes are tolerated.
///
/// # Errors
/// What is wrong with it.
pub fn read(typed: &str) -> Result<String, PhoneFault> {
    let bare: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '(' | ')' | '（' | '）'))
        .map(narrow)
        .collect();
    if bare.is_empty() {
        return Err(PhoneFault::Missing);
    }
    let digits = match bare
        .strip_prefix("+86")
        .or_else(|| bare.strip_prefix("0086"))
    {
        Some(rest) => rest,
        None if bare.len() == 13 => bare.strip_prefix("86").unwrap_or(&bare),
        None => &bare,
    };
    let bytes = digits.as_bytes();
    let mobile = bytes.len() == 11
        && bytes.iter().all(u8::is_ascii_digit)
        && bytes[0] == b'1'
        && matches!(bytes[1], b'3'..=b'9');
    if mobile {
        Ok(digits.to_owned())
    } else {
        Err(PhoneFault::NotMobile)
    }
}

/// Chinese keyboards may write digits at full width.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | '＋' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_people_type_a_number_are_one_number() {
        for typed in [
            "13812345678",
            "+86 138-1234-5678",
            "86 13812345678",
            "１３８１２３４５６７８",
        ] {
            assert_eq!(read(typed).as_deref(), Ok("13812345678"), "{typed}");
        }
    }

    #[test]
    fn nothing_and_something_else_are_told_apart() {
        assert_eq!(read(" \u{3000}"), Err(PhoneFault::Missing));
        for typed in [
            "1381234567",
            "12812345678",
            "周敏",
            "051381234567",
            "8613812345",
        ] {
            assert_eq!(read(typed), Err(PhoneFault::NotMobile), "{typed}");
        }
    }
}
