//! What a password may be. No rules of composition (NIST SP 800-63B §3.1.1): length and a list of
//! what everybody tries first.

use crate::accounts::phone::Phone;

const SHORTEST: usize = 8;
const LONGEST: usize = 64;

/// The passwords that everybody tries first. Compared in lower case.
const COMMON: &[&str] = &[
    "12345678",
    "123456789",
    "1234567890",
    "87654321",
    "11111111",
    "00000000",
    "88888888",
    "66666666",
    "99999999",
    "12341234",
    "11223344",
    "12344321",
    "123123123",
    "147258369",
    "password",
    "password1",
    "passw0rd",
    "p@ssw0rd",
    "qwertyuiop",
    "qwerty123",
    "1q2w3e4r",
    "1qaz2wsx",
    "qazwsxedc",
    "asdfghjkl",
    "zxcvbnm123",
    "abc12345",
    "abcd1234",
    "a1234567",
    "a12345678",
    "aa123456",
    "aa123456789",
    "abc123456",
    "woaini1314",
    "woaini520",
    "5201314",
    "52013145201314",
    "iloveyou",
    "1314520520",
    "admin123",
    "admin888",
    "administrator",
    "welcome1",
    "wang1234",
    "zhang123",
    "li123456",
    "q1w2e3r4",
    "qq123456",
    "taobao123",
    "fayuan123",
    "susong123",
    "anjian123",
    "letmein1",
    "sunshine",
    "football",
    "baseball",
];

/// Whether a new password may be taken.
#[must_use]
pub fn is_acceptable(new: &str, phone: &Phone) -> bool {
    let characters = new.chars().count();
    if !(SHORTEST..=LONGEST).contains(&characters) || new.chars().any(char::is_control) {
        return false;
    }
    let lower = new.to_lowercase();
    let tail = &phone.digits()[3..];
    let is_counting = lower.contains("123456") && characters < 12;
    let is_common = COMMON.contains(&lower.as_str()) || is_counting || is_one_run(&lower);
    !is_common && !lower.contains(tail)
}

/// All one character, or each one more (or less) than the one before: aaaaaaaa, abcdefgh, 98765432.
fn is_one_run(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    let mut steps = codes.windows(2).map(|pair| pair[1] - pair[0]);
    let Some(first) = steps.next() else {
        return true;
    };
    (-1..=1).contains(&first) && steps.all(|step| step == first)
}

/// A first password: 12 characters that nobody confuses when reading them aloud, 59 bit.
///
/// # Errors
/// When the system gives no randomness.
pub fn first_password() -> Result<String, getrandom::Error> {
    // 31 signs; bytes of 248 and more are thrown away, so that each is equally likely.
    const SIGNS: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let mut out = String::with_capacity(12);
    while out.len() < 12 {
        let mut bytes = [0u8; 16];
        getrandom::fill(&mut bytes)?;
        for byte in bytes {
            if byte < 248 && out.len() < 12 {
                out.push(char::from(SIGNS[usize::from(byte) % 31]));
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone() -> Phone {
        Phone::read("13812345678").unwrap()
    }

    #[test]
    fn the_passwords_everybody_tries_first_are_refused() {
        for bad in [
            "123456",
            "12345678",
            "Password1",
            "aaaaaaaa",
            "abcdefgh",
            "98765432",
            "a123456b",
            "short7!",
            "13812345678",
            "my12345678",
            "tab\there1",
        ] {
            assert!(!is_acceptable(bad, &phone()), "{bad}");
        }
        assert!(!is_acceptable(&"长".repeat(65), &phone()));
    }

    #[test]
    fn a_sentence_in_any_script_is_taken() {
        for good in [
            "correct horse",
            "今天去法院开庭吧",
            "x7Kp-29mQ",
            "长长短短长长短短",
        ] {
            assert!(is_acceptable(good, &phone()), "{good}");
        }
    }

    #[test]
    fn first_passwords_are_random_and_readable() {
        let (one, two) = (first_password().unwrap(), first_password().unwrap());
        assert_ne!(one, two);
        assert_eq!(one.len(), 12);
        assert!(!one.contains(['0', 'o', '1', 'l', 'i', 'O', 'I']));
        assert!(is_acceptable(&one, &phone()));
    }
}
