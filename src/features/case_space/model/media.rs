//! Files in figures: names that fit, how many go together.

/// Files of one message.
pub const MOST_FILES: usize = 9;

/// A name in two parts, of which the first may be cut in its middle by the layout: the end, which
/// holds what tells files apart, is always seen.
#[must_use]
pub fn in_two(name: &str) -> (&str, &str) {
    const END: usize = 9;
    let cut = name
        .char_indices()
        .rev()
        .nth(END - 1)
        .map_or(0, |(at, _)| at);
    name.split_at(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_name_is_always_seen() {
        assert_eq!(
            in_two("银行流水2025年3月至8月(盖章).pdf"),
            ("银行流水2025年3月至8", "月(盖章).pdf")
        );
        assert_eq!(in_two("a.pdf"), ("", "a.pdf"));
    }
}
