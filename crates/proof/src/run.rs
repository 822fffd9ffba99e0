//! Checking entries as a reader received them.

use anjian_api::bytes::Leaf;
use anjian_api::case::ProofTerms;
use anjian_api::entry::{Header, Shown, WireEntry};
use anjian_api::ids::Seq;

use crate::record::{Record, actor_commit, leaf, payload_commit};

/// The first entry of a run that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// Its number.
    pub seq: Seq,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "entry {} does not fit its leaf or its neighbour",
            self.seq
        )
    }
}

impl std::error::Error for Broken {}

/// The leaf, recomputed from what the reader may see; `None` for a sealed entry.
#[must_use]
pub fn leaf_of(terms: &ProofTerms, entry: &WireEntry) -> Option<Leaf> {
    let (header, commitment) = match &entry.shown {
        Shown::Open(open) => {
            let bytes = open.payload.get().as_bytes();
            let commitment = payload_commit(terms.suite, &open.header.salt, bytes);
            (&open.header, commitment)
        }
        Shown::Withheld(withheld) => (&withheld.header, withheld.payload_commit),
        Shown::Sealed => return None,
    };
    Some(leaf(&record(terms, entry.seq, header, commitment)))
}

/// Checks a contiguous run: numbers without gaps, every visible leaf recomputed, every link that
/// can be seen.
///
/// `before` is the leaf of the entry before the first one, when the reader knows it. Entry 1 has
/// nothing before it and says so with zeros.
///
/// # Errors
/// The number of the first entry that does not fit.
pub fn check_run(
    terms: &ProofTerms,
    before: Option<Leaf>,
    entries: &[WireEntry],
) -> Result<(), Broken> {
    let mut expected = entries.first().map_or(Seq::START, |entry| entry.seq);
    let mut previous = if expected == Seq::START.next() {
        Some(Leaf::default())
    } else {
        before
    };
    for entry in entries {
        let broken = Broken { seq: entry.seq };
        if entry.seq != expected || entry.seq == Seq::START {
            return Err(broken);
        }
        if leaf_of(terms, entry).is_some_and(|leaf| leaf != entry.leaf) {
            return Err(broken);
        }
        if let (Some(header), Some(previous)) = (entry.header(), previous)
            && header.prev != previous
        {
            return Err(broken);
        }
        previous = Some(entry.leaf);
        expected = entry.seq.next();
    }
    Ok(())
}

fn record<'a>(
    terms: &ProofTerms,
    seq: Seq,
    header: &'a Header,
    payload_commit: Leaf,
) -> Record<'a> {
    Record {
        suite: terms.suite,
        court: terms.court,
        case_log: terms.case_log,
        seq,
        kind: &header.kind,
        actor_commit: actor_commit(terms.suite, &header.salt, header.author),
        at: header.at,
        prev: header.prev,
        salt: header.salt,
        payload_commit,
    }
}
