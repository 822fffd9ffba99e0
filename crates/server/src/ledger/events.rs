//! What the ledger tells whoever listens, after it is on disk and never before.

use std::sync::Arc;

use anjian_api::bytes::Leaf;
use anjian_api::case::Position;
use anjian_api::entry::{Open, Shown, WireEntry};
use anjian_api::ids::{CaseId, PersonId, SeatId, Seq};
use anjian_domain::CaseState;

use super::visibility::Guard;

/// Something that is durable now.
#[derive(Debug)]
pub enum CaseEvent {
    /// Entries were appended to a case.
    Appended(Appended),
    /// A person read further.
    Position {
        /// Who.
        person: PersonId,
        /// In which case.
        case: CaseId,
        /// How far.
        position: Position,
    },
    /// A person arranged the list of cases.
    Arranged {
        /// Who.
        person: PersonId,
    },
}

/// Entries that were appended to a case by one command.
#[derive(Debug)]
pub struct Appended {
    /// The case.
    pub case: CaseId,
    /// Everybody who has a seat now.
    pub seats: Vec<(PersonId, SeatId)>,
    /// Those who got their seat with these entries: their list of cases changed.
    pub joined: Vec<(PersonId, SeatId)>,
    /// Those whose seat ended with these entries: nothing more may reach them.
    pub left: Vec<(PersonId, SeatId)>,
    /// The entries, without gaps.
    pub entries: Vec<AppendedEntry>,
}

/// One appended entry. What a seat may see of it is only to be had by `wire_for`.
#[derive(Debug)]
pub struct AppendedEntry {
    pub(super) seq: Seq,
    pub(super) leaf: Leaf,
    pub(super) open: Open,
    pub(super) guard: Guard,
    /// The seats of the case when the entry was appended.
    pub(super) roster: Arc<CaseState>,
}

impl AppendedEntry {
    /// Its number.
    #[must_use]
    pub const fn seq(&self) -> Seq {
        self.seq
    }

    /// The entry as this seat may see it.
    #[must_use]
    pub fn wire_for(&self, seat: SeatId) -> WireEntry {
        let shown = if self.guard.admits(&self.roster, seat) {
            Shown::Open(self.open.clone())
        } else {
            Shown::Sealed
        };
        WireEntry {
            seq: self.seq,
            leaf: self.leaf,
            shown,
        }
    }
}
