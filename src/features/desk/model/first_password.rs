//! The first password as it is read aloud.

/// In groups of four, so that nobody loses the place.
#[must_use]
pub fn grouped(password: &str) -> Vec<String> {
    let signs: Vec<char> = password.chars().collect();
    signs
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_signs_are_three_groups() {
        assert_eq!(grouped("abcd2345wxyz"), ["abcd", "2345", "wxyz"]);
        assert_eq!(grouped("abcde"), ["abcd", "e"]);
    }
}
