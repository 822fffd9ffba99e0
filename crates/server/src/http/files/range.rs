//! Which bytes are asked for (RFC 9110, 14).

use std::ops::Range;

/// What a `Range` header asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// Everything: no header, or one that is not understood, or several ranges.
    All,
    /// These bytes.
    Part(Range<u64>),
    /// Bytes that are not there.
    Nothing,
}

/// Reads a `Range` header for something of this size.
pub(super) fn asked(header: Option<&str>, size: u64) -> Asked {
    let Some(spec) = header.and_then(|header| header.trim().strip_prefix("bytes=")) else {
        return Asked::All;
    };
    let Some((first, last)) = spec.split_once('-') else {
        return Asked::All;
    };
    let number = |text: &str| {
        let digits = text.trim();
        (digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty())
            .then(|| digits.parse::<u64>().unwrap_or(u64::MAX))
    };
    let range = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(size),
        (Some(first), None) if last.trim().is_empty() => first..size,
        (None, Some(count)) if first.trim().is_empty() && count > 0 => {
            size.saturating_sub(count)..size
        }
        (None, Some(0)) if first.trim().is_empty() => return Asked::Nothing,
        _ => return Asked::All,
    };
    if range.start < range.end {
        Asked::Part(range)
    } else {
        Asked::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_as_the_standard_says() {
        let part = |header, range| assert_eq!(asked(Some(header), 100), Asked::Part(range));
        part("bytes=0-0", 0..1);
        part("bytes=10-19", 10..20);
        part("bytes=90-", 90..100);
        part("bytes=-10", 90..100);
        part("bytes=-1000", 0..100);
        part("bytes=50-1000", 50..100);
    }

    #[test]
    fn bytes_that_are_not_there_are_refused() {
        for header in ["bytes=100-", "bytes=100-200", "bytes=-0"] {
            assert_eq!(asked(Some(header), 100), Asked::Nothing, "{header}");
        }
    }

    #[test]
    fn what_is_not_understood_asks_for_everything() {
        for header in [
            "bytes=a-b",
            "lines=1-2",
            "bytes=5-1",
            "bytes=1-2,4-5",
            "bytes=",
            "bytes=-",
        ] {
            assert_eq!(asked(Some(header), 100), Asked::All, "{header}");
        }
        assert_eq!(asked(None, 100), Asked::All);
    }
}
