//! The record of one entry, its commitments, and its leaf.

use anjian_api::bytes::{CaseLogId, Leaf, Salt, Suite};
use anjian_api::ids::{CourtId, Moment, SeatId, Seq};

use crate::hash::Hash;

/// The prefix of a leaf, that tells it from an inner node of the log's tree (RFC 9162 §2.1.1).
const LEAF_PREFIX: [u8; 1] = [0x00];
const RECORD_DOMAIN: &[u8] = b"aj/v1/record";
const ACTOR_DOMAIN: &[u8] = b"aj/v1/actor";
const PAYLOAD_DOMAIN: &[u8] = b"aj/v1/payload";

/// What a leaf commits to. It says nothing that needs to stay secret once the salt is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    /// The algorithms.
    pub suite: Suite,
    /// The court.
    pub court: CourtId,
    /// The number of the case in proofs.
    pub case_log: CaseLogId,
    /// The number of the entry in its case.
    pub seq: Seq,
    /// The kind of the entry.
    pub kind: &'a str,
    /// The commitment to who did it.
    pub actor_commit: Leaf,
    /// When the server took it.
    pub at: Moment,
    /// The leaf of the entry before it; zeros before the first.
    pub prev: Leaf,
    /// The salt of both commitments.
    pub salt: Salt,
    /// The commitment to the payload.
    pub payload_commit: Leaf,
}

/// The commitment to the seat that acted.
#[must_use]
pub fn actor_commit(suite: Suite, salt: &Salt, seat: SeatId) -> Leaf {
    commit(suite, ACTOR_DOMAIN, salt, &seat.0.to_be_bytes())
}

/// The commitment to the exact bytes of a payload.
#[must_use]
pub fn payload_commit(suite: Suite, salt: &Salt, payload: &[u8]) -> Leaf {
    commit(suite, PAYLOAD_DOMAIN, salt, payload)
}

/// The leaf of a record: `H(0x00 ‖ record)`.
#[must_use]
pub fn leaf(record: &Record<'_>) -> Leaf {
    let mut hash = Hash::new(record.suite);
    hash.update(&LEAF_PREFIX);
    hash.field(RECORD_DOMAIN);
    hash.field(&[suite_number(record.suite)]);
    hash.field(&record.court.0.to_be_bytes());
    hash.field(&record.case_log.0);
    hash.field(&record.seq.0.to_be_bytes());
    hash.field(record.kind.as_bytes());
    hash.field(&record.actor_commit.0);
    hash.field(&record.at.0.to_be_bytes());
    hash.field(&record.prev.0);
    hash.field(&record.salt.0);
    hash.field(&record.payload_commit.0);
    hash.finish()
}

/// `H(domain ‖ salt ‖ len ‖ bytes)`. Domain and salt have fixed lengths, so nothing can slide.
fn commit(suite: Suite, domain: &[u8], salt: &Salt, bytes: &[u8]) -> Leaf {
    let mut hash = Hash::new(suite);
    hash.update(domain);
    hash.update(&salt.0);
    hash.field(bytes);
    hash.finish()
}

/// The suite as it stands in the record; numbers are never given twice.
const fn suite_number(suite: Suite) -> u8 {
    match suite {
        Suite::Std => 1,
        Suite::Gm => 2,
    }
}
