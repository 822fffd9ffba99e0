//! Where reading stopped, and how much came since.

use anjian_api::entry::WireEntry;
use anjian_api::ids::{SeatId, Seq};
use anjian_domain::listing::counts_as_unread;

/// Whether an entry is news for its reader.
#[must_use]
pub fn is_news(entry: &WireEntry, you: SeatId) -> bool {
    entry
        .header()
        .is_some_and(|header| header.author != you && counts_as_unread(&header.kind))
}

/// The first news after what was read, and how many there are.
#[must_use]
pub fn first_news<'a>(
    entries: impl Iterator<Item = &'a WireEntry>,
    you: SeatId,
    read: Seq,
) -> Option<(Seq, u32)> {
    let mut first = None;
    let mut count = 0;
    for entry in entries.filter(|entry| entry.seq > read && is_news(entry, you)) {
        first = first.or(Some(entry.seq));
        count += 1;
    }
    first.map(|first| (first, count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::case_space::model::samples::{recalled, said, sealed};

    #[test]
    fn own_words_and_what_is_not_seen_are_no_news() {
        let entries = [
            said(1, 1, "一"),
            said(2, 2, "二"),
            sealed(3),
            said(4, 1, "四"),
        ];
        let found = first_news(entries.iter(), SeatId(1), Seq::START);
        assert_eq!(found, Some((Seq(2), 1)));
    }

    #[test]
    fn the_line_stands_before_the_first_news_after_what_was_read() {
        let entries = [
            said(1, 2, "一"),
            recalled(2, 2, 1),
            said(3, 2, "三"),
            said(4, 2, "四"),
        ];
        assert_eq!(
            first_news(entries.iter(), SeatId(1), Seq(1)),
            Some((Seq(3), 2))
        );
        assert_eq!(first_news(entries.iter(), SeatId(1), Seq(4)), None);
    }
}
