//! The entries of a case that this device holds: one run without gaps, each checked when it came.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use anjian_api::act::{Payload, Understood};
use anjian_api::bytes::Leaf;
use anjian_api::case::ProofTerms;
use anjian_api::entry::WireEntry;
use anjian_api::ids::{Moment, SeatId, Seq};
use anjian_proof::check_run;

/// What this device itself found out about an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// Its leaf was recomputed from what is shown, and fits its neighbours.
    Verified,
    /// It is for others: only its place in the chain was checked.
    Sealed,
    /// What is shown is not what its leaf commits to.
    Broken,
}

/// One held entry.
#[derive(Clone, Debug)]
pub struct Held {
    /// As it came.
    pub entry: WireEntry,
    /// What it says, read once; none when it is sealed or withheld.
    pub what: Option<Understood>,
    /// What this device found out about it.
    pub check: Check,
}

impl Held {
    fn new(entry: WireEntry, check: Check) -> Arc<Self> {
        let what = entry.understood();
        Arc::new(Self { entry, what, check })
    }

    /// What happened, when it can be read and is of a kind that this version knows.
    #[must_use]
    pub const fn payload(&self) -> Option<&Payload> {
        match &self.what {
            Some(Understood::Known(payload)) => Some(payload),
            _ => None,
        }
    }

    /// Its number.
    #[must_use]
    pub const fn seq(&self) -> Seq {
        self.entry.seq
    }

    /// When; none for a sealed one.
    #[must_use]
    pub fn at(&self) -> Option<Moment> {
        self.entry.header().map(|header| header.at)
    }

    /// Who; none for a sealed one.
    #[must_use]
    pub fn author(&self) -> Option<SeatId> {
        self.entry.header().map(|header| header.author)
    }
}

/// A run of entries. Appending and prepending are cheap, also with 100,000 of them.
#[derive(Debug, Default)]
pub struct Timeline {
    held: VecDeque<Arc<Held>>,
}

impl Timeline {
    /// How many entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// None.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// The oldest number held.
    #[must_use]
    pub fn first_seq(&self) -> Option<Seq> {
        self.held.front().map(|held| held.seq())
    }

    /// The newest number held.
    #[must_use]
    pub fn last_seq(&self) -> Option<Seq> {
        self.held.back().map(|held| held.seq())
    }

    /// The entry at a place, the oldest held being 0.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&Arc<Held>> {
        self.held.get(index)
    }

    /// The entry of a number.
    #[must_use]
    pub fn by_seq(&self, seq: Seq) -> Option<&Arc<Held>> {
        self.get(self.index_of(seq)?)
    }

    /// The place of a number.
    #[must_use]
    pub fn index_of(&self, seq: Seq) -> Option<usize> {
        let index = usize::try_from(seq.0.checked_sub(self.first_seq()?.0)?).ok()?;
        (index < self.held.len()).then_some(index)
    }

    /// A stretch of places; what lies outside is left out.
    pub fn iter(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = &Arc<Held>> {
        let end = range.end.min(self.held.len());
        self.held.range(range.start.min(end)..end)
    }

    /// The first entry of the case is held.
    #[must_use]
    pub fn reached_start(&self) -> bool {
        self.first_seq().is_none_or(|seq| seq == Seq::START.next())
    }

    /// Takes entries that follow the newest held; those already held are passed over. False when
    /// they do not follow.
    pub(super) fn append(&mut self, terms: Option<&ProofTerms>, entries: Vec<WireEntry>) -> bool {
        let last = self.last_seq();
        let new: Vec<WireEntry> = entries
            .into_iter()
            .filter(|entry| Some(entry.seq) > last)
            .collect();
        let Some(first) = new.first() else {
            return true;
        };
        if last.is_some_and(|last| last.next() != first.seq) || !without_gaps(&new) {
            return false;
        }
        let before = self.held.back().map(|held| held.entry.leaf);
        let checks = verify(terms, before, &new);
        self.held.extend(
            new.into_iter()
                .zip(checks)
                .map(|(entry, check)| Held::new(entry, check)),
        );
        true
    }

    /// Takes a page of older entries. False when it does not end right before the oldest held.
    pub(super) fn prepend(&mut self, terms: Option<&ProofTerms>, entries: Vec<WireEntry>) -> bool {
        let Some(first) = self.held.front() else {
            return self.append(terms, entries);
        };
        let before_first = first.seq();
        let older: Vec<WireEntry> = entries
            .into_iter()
            .filter(|entry| entry.seq < before_first)
            .collect();
        let Some(last) = older.last() else {
            return true;
        };
        if last.seq.next() != before_first || !without_gaps(&older) {
            return false;
        }
        let link = first
            .entry
            .header()
            .is_none_or(|header| header.prev == last.leaf);
        if !link {
            let broken = Arc::new(Held {
                check: Check::Broken,
                ..Held::clone(first)
            });
            if let Some(front) = self.held.front_mut() {
                *front = broken;
            }
        }
        let checks = verify(terms, None, &older);
        for (entry, check) in older.into_iter().zip(checks).rev() {
            self.held.push_front(Held::new(entry, check));
        }
        true
    }

    /// Forgets everything and takes these instead.
    pub(super) fn replace(&mut self, terms: Option<&ProofTerms>, entries: Vec<WireEntry>) {
        self.held.clear();
        self.append(terms, entries);
    }

    pub(super) fn clear(&mut self) {
        self.held.clear();
    }
}

fn without_gaps(entries: &[WireEntry]) -> bool {
    entries.windows(2).all(|pair| match pair {
        [one, two] => one.seq.next() == two.seq,
        _ => true,
    })
}

/// What each entry is found to be. Without terms nothing can be recomputed, and nothing is claimed.
fn verify(terms: Option<&ProofTerms>, before: Option<Leaf>, entries: &[WireEntry]) -> Vec<Check> {
    let found = |entry: &WireEntry| match entry.header() {
        Some(_) if terms.is_some() => Check::Verified,
        _ => Check::Sealed,
    };
    let mut checks: Vec<Check> = entries.iter().map(found).collect();
    let Some(terms) = terms else { return checks };
    let (mut start, mut before) = (0, before);
    while let Some(rest) = entries.get(start..)
        && let Err(broken) = check_run(terms, before, rest)
        && let Some(index) = rest.iter().position(|entry| entry.seq == broken.seq)
        && let (Some(check), Some(entry)) = (checks.get_mut(start + index), rest.get(index))
    {
        *check = Check::Broken;
        // What follows is judged by the leaf as given: one bad entry does not spoil its neighbours.
        before = Some(entry.leaf);
        start += index + 1;
    }
    checks
}

#[cfg(test)]
mod tests {
    use anjian_api::bytes::{CaseLogId, Suite};
    use anjian_api::entry::Shown;
    use anjian_api::ids::CourtId;

    use super::*;

    const TERMS: ProofTerms = ProofTerms {
        suite: Suite::Std,
        court: CourtId(1),
        case_log: CaseLogId([7; 16]),
    };

    fn sealed(seq: u64) -> WireEntry {
        WireEntry {
            seq: Seq(seq),
            leaf: Leaf([seq as u8; 32]),
            shown: Shown::Sealed,
        }
    }

    fn run(range: Range<u64>) -> Vec<WireEntry> {
        range.map(sealed).collect()
    }

    #[test]
    fn pages_join_at_both_ends_and_repeats_change_nothing() {
        let mut timeline = Timeline::default();
        assert!(timeline.append(Some(&TERMS), run(50..60)));
        assert!(timeline.append(Some(&TERMS), run(55..70)));
        assert!(timeline.prepend(Some(&TERMS), run(1..51)));
        assert_eq!(timeline.len(), 69);
        assert!(timeline.reached_start());
        assert_eq!(timeline.index_of(Seq(69)), Some(68));
        assert_eq!(timeline.index_of(Seq(70)), None);
        assert_eq!(timeline.iter(60..1_000).count(), 9);
    }

    #[test]
    fn a_gap_is_never_papered_over() {
        let mut timeline = Timeline::default();
        assert!(timeline.append(Some(&TERMS), run(50..60)));
        assert!(!timeline.append(Some(&TERMS), run(62..64)));
        assert!(!timeline.prepend(Some(&TERMS), run(1..40)));
        assert_eq!(
            (timeline.first_seq(), timeline.last_seq()),
            (Some(Seq(50)), Some(Seq(59)))
        );
    }
}
