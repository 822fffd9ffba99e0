//! All lines that are held, kept up by the stretch of entries that came.

use std::collections::VecDeque;
use std::sync::Arc;

use anjian_api::ids::{Moment, Seq};

use super::row::{Given, Row, read};
use super::span::begins_span;

/// The lines of a stretch of entries without gaps. Only what came is read: 100,000 lines cost
/// nothing when one is added.
#[derive(Debug, Default, Clone)]
pub struct Rows {
    rows: VecDeque<Arc<Row>>,
    first: Option<Seq>,
    last: Seq,
}

/// What became of the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Nothing.
    None,
    /// All lines are others.
    Replaced,
    /// Lines were added.
    Grown {
        /// Before the first one.
        front: usize,
        /// After the last one.
        back: usize,
    },
}

impl Rows {
    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// A line by its place.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&Arc<Row>> {
        self.rows.get(index)
    }

    /// Lines by their places; what lies beyond the end is left out.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> Vec<Arc<Row>> {
        let end = end.min(self.rows.len());
        self.rows.range(start.min(end)..end).cloned().collect()
    }

    /// The place of the line of an entry, or of the next one after it.
    #[must_use]
    pub fn place(&self, seq: Seq) -> Option<usize> {
        let index = self.rows.partition_point(|row| row.seq < seq);
        (index < self.rows.len()).then_some(index)
    }

    /// The same, or the last line where none comes after: an entry without a line of its own has
    /// neighbours. None only where there are no lines at all.
    #[must_use]
    pub fn near(&self, seq: Seq) -> Option<&Arc<Row>> {
        let index = self.place(seq).or(self.rows.len().checked_sub(1))?;
        self.rows.get(index)
    }

    /// The line of exactly this entry.
    #[must_use]
    pub fn of(&self, seq: Seq) -> Option<&Arc<Row>> {
        self.place(seq)
            .and_then(|index| self.rows.get(index))
            .filter(|row| row.seq == seq)
    }

    /// The last entry that is held, with or without a line.
    #[must_use]
    pub const fn last(&self) -> Seq {
        self.last
    }

    /// Takes over a stretch of `len` entries without gaps that begins with `begin`; it adjoins what
    /// is held, or replaces it. Only what is not held yet is asked for.
    pub fn take<'a>(
        &mut self,
        begin: Option<Seq>,
        len: usize,
        get: impl Fn(usize) -> Option<Given<'a>>,
    ) -> Change {
        let Some(begin) = begin.filter(|_| len > 0) else {
            let was_empty = self.first.is_none();
            *self = Self::default();
            return if was_empty {
                Change::None
            } else {
                Change::Replaced
            };
        };
        let end = Seq(begin.0 + len as u64);
        let adjoins = self
            .first
            .is_some_and(|first| begin <= self.last.next() && end >= first);
        if !adjoins {
            *self = Self {
                first: Some(begin),
                last: Seq(begin.0 - 1),
                ..Self::default()
            };
        }
        let older = self.first.map_or(0, |first| place(begin, first));
        let newer = place(begin, self.last.next());
        let front = self.prepend(begin, (0..older).filter_map(&get));
        let back = (newer..len)
            .filter_map(&get)
            .filter(|given| self.push(*given))
            .count();
        match (adjoins, front, back) {
            (false, ..) => Change::Replaced,
            (true, 0, 0) => Change::None,
            (true, front, back) => Change::Grown { front, back },
        }
    }

    fn push(&mut self, given: Given<'_>) -> bool {
        self.last = given.0.seq;
        let Some(mut row) = read(given) else {
            return false;
        };
        row.has_time = begins_span(self.last_time(), row.at);
        self.rows.push_back(Arc::new(row));
        true
    }

    fn prepend<'a>(&mut self, begin: Seq, older: impl Iterator<Item = Given<'a>>) -> usize {
        let mut front = Self::default();
        for given in older {
            front.push(given);
        }
        if let Some(after) = self.rows.front_mut() {
            let has_time = begins_span(front.last_time(), after.at);
            if after.has_time != has_time {
                Arc::make_mut(after).has_time = has_time;
            }
        }
        let added = front.rows.len();
        for row in front.rows.into_iter().rev() {
            self.rows.push_front(row);
        }
        self.first = self.first.map(|first| first.min(begin));
        added
    }

    fn last_time(&self) -> Option<Moment> {
        self.rows.back().map(|row| row.at)
    }
}

/// How many entries stand before `seq` in a stretch that begins with `begin`.
fn place(begin: Seq, seq: Seq) -> usize {
    usize::try_from(seq.0.saturating_sub(begin.0)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use anjian_api::act::Understood;
    use anjian_api::entry::WireEntry;

    use super::*;
    use crate::features::case_space::model::samples::{NOON, recalled, said, said_at, sealed};

    fn take(rows: &mut Rows, entries: &[WireEntry]) -> Change {
        let read: Vec<Option<Understood>> = entries.iter().map(WireEntry::understood).collect();
        rows.take(
            entries.first().map(|entry| entry.seq),
            entries.len(),
            |index| Some((&entries[index], read[index].as_ref())),
        )
    }

    fn seqs(rows: &Rows) -> Vec<u64> {
        rows.rows.iter().map(|row| row.seq.0).collect()
    }

    fn times(rows: &Rows) -> Vec<bool> {
        rows.rows.iter().map(|row| row.has_time).collect()
    }

    #[test]
    fn only_what_is_new_is_added() {
        let entries = [said(1, 1, "一"), said(2, 2, "二"), said(3, 1, "三")];
        let mut rows = Rows::default();
        assert_eq!(take(&mut rows, &entries[1..2]), Change::Replaced);
        assert_eq!(
            take(&mut rows, &entries),
            Change::Grown { front: 1, back: 1 }
        );
        assert_eq!(take(&mut rows, &entries), Change::None);
        assert_eq!(seqs(&rows), [1, 2, 3]);
    }

    #[test]
    fn a_stretch_that_does_not_adjoin_replaces_everything() {
        let mut rows = Rows::default();
        take(&mut rows, &[said(1, 1, "一")]);
        assert_eq!(take(&mut rows, &[said(9, 1, "九")]), Change::Replaced);
        assert_eq!(seqs(&rows), [9]);
        assert_eq!(take(&mut rows, &[]), Change::Replaced);
        assert_eq!(rows.len(), 0);
    }

    #[test]
    fn what_the_reader_may_not_see_has_no_line_however_it_comes() {
        let entries = [
            said(1, 1, "一"),
            sealed(2),
            sealed(3),
            sealed(4),
            said(5, 1, "五"),
            sealed(6),
        ];
        let mut rows = Rows::default();
        assert_eq!(take(&mut rows, &entries[2..3]), Change::Replaced);
        assert_eq!(
            take(&mut rows, &entries[2..]),
            Change::Grown { front: 0, back: 1 }
        );
        assert_eq!(take(&mut rows, &entries[1..]), Change::None);
        assert_eq!(
            take(&mut rows, &entries),
            Change::Grown { front: 1, back: 0 }
        );
        assert_eq!(seqs(&rows), [1, 5]);
        assert_eq!(rows.last(), Seq(6));
        assert_eq!(rows.of(Seq(3)), None);
        let near = |seq| rows.near(Seq(seq)).map(|row| row.seq.0);
        assert_eq!((near(3), near(6)), (Some(5), Some(5)));
    }

    #[test]
    fn the_time_stands_by_what_the_reader_sees_and_not_by_what_lies_between() {
        const MINUTE: i64 = 60_000;
        let entries = [
            said_at(1, NOON),
            sealed(2),
            said_at(3, NOON.plus_ms(MINUTE)),
            sealed(4),
            said_at(5, NOON.plus_ms(10 * MINUTE)),
        ];
        let mut rows = Rows::default();
        take(&mut rows, &entries[1..]);
        assert_eq!(times(&rows), [true, true]);
        take(&mut rows, &entries);
        assert_eq!(times(&rows), [true, false, true]);
    }

    #[test]
    fn older_lines_take_the_time_away_from_the_line_they_precede() {
        let entries = [said(1, 1, "一"), said(2, 1, "二")];
        let mut rows = Rows::default();
        take(&mut rows, &entries[1..]);
        assert!(rows.rows[0].has_time);
        take(&mut rows, &entries);
        assert_eq!(times(&rows), [true, false]);
    }

    #[test]
    fn an_entry_without_a_line_leads_to_the_next_one() {
        let entries = [said(1, 1, "一"), recalled(2, 1, 1), said(3, 1, "三")];
        let mut rows = Rows::default();
        take(&mut rows, &entries);
        assert_eq!(seqs(&rows), [1, 3]);
        assert_eq!(rows.place(Seq(2)), Some(1));
        assert_eq!(rows.of(Seq(2)), None);
        assert_eq!(rows.last(), Seq(3));
    }
}
