//! The rules of a new password, told before it is typed (NIST SP 800-63B §3.1.1: length, and nothing
//! that everybody tries first; no rules of composition).

/// Fewest characters.
pub const SHORTEST: usize = 8;
/// Most characters.
pub const LONGEST: usize = 64;

/// Why a new password cannot be taken, as far as the device can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordFault {
    /// Nothing was typed.
    Missing,
    /// Too few characters.
    TooShort,
    /// Too many characters.
    TooLong,
    /// It is the one in use.
    SameAsBefore,
    /// All one character, or a run such as 12345678.
    OneRun,
}

/// Judges a new password. Which ones are too common only the server knows.
///
/// # Errors
/// The first fault found.
pub fn check_new(current: &str, new: &str) -> Result<(), PasswordFault> {
    let characters = new.chars().count();
    if new.is_empty() {
        Err(PasswordFault::Missing)
    } else if characters < SHORTEST {
        Err(PasswordFault::TooShort)
    } else if characters > LONGEST {
        Err(PasswordFault::TooLong)
    } else if new == current {
        Err(PasswordFault::SameAsBefore)
    } else if is_one_run(new) {
        Err(PasswordFault::OneRun)
    } else {
        Ok(())
    }
}

fn is_one_run(text: &str) -> bool {
    let codes: Vec<i64> = text
        .to_lowercase()
        .chars()
        .map(|c| i64::from(u32::from(c)))
        .collect();
    let mut steps = codes.windows(2).map(|pair| pair[1] - pair[0]);
    let Some(first) = steps.next() else {
        return true;
    };
    (-1..=1).contains(&first) && steps.all(|step| step == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_has_its_own_name() {
        for (new, fault) in [
            ("", PasswordFault::Missing),
            ("短", PasswordFault::TooShort),
            ("old password", PasswordFault::SameAsBefore),
            ("12345678", PasswordFault::OneRun),
            ("aaaaaaaa", PasswordFault::OneRun),
        ] {
            assert_eq!(check_new("old password", new), Err(fault), "{new}");
        }
        assert_eq!(check_new("", &"长".repeat(65)), Err(PasswordFault::TooLong));
    }

    #[test]
    fn a_sentence_in_any_script_is_taken() {
        for new in ["correct horse", "今天去法院开庭吧", "x7Kp-29mQ"] {
            assert_eq!(check_new("old password", new), Ok(()), "{new}");
        }
    }
}
