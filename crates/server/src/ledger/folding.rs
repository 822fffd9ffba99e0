//! Folding stored entries into what one reader may know, and keeping the result sealed.

use std::collections::VecDeque;

use anjian_api::act::Understood;
use anjian_api::ids::{Moment, SeatId, Seq};
use anjian_domain::listing::{counts_as_unread, makes_a_line};
use anjian_domain::{CaseState, Event, What, evolve};
use serde::{Deserialize, Serialize};

use super::stored::Stored;
use crate::keys::{CaseKey, KeyError};
use crate::seal::{Purpose, SealError};
use crate::store::SnapshotRow;

/// The reader of the whole case: the court's own state, that commands are judged against.
pub(super) const WHOLE: SeatId = SeatId::REGISTRY;

/// Unread entries are counted up to here; 100 stands for more.
pub(super) const UNREAD_CAP: usize = 100;

/// A case as one reader knows it, with what the list of cases wants to know quickly.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Folded {
    /// The case.
    pub(super) state: CaseState,
    /// When the newest entry was taken, seen or not. Never leaves the ledger.
    at: Moment,
    /// The newest visible entry that makes a line of talk.
    pub(super) line: Option<Seq>,
    /// The newest visible entries by others that count as unread.
    counted: VecDeque<Seq>,
}

impl Folded {
    /// Folds one entry for a reader who may, or may not, see it.
    pub(super) fn fold(&mut self, entry: &Stored, reader: SeatId, visible: bool) {
        let (seq, leaf) = (entry.seq, entry.leaf);
        let header = &entry.open.header;
        self.at = self.at.max(header.at);
        if !visible {
            evolve(
                &mut self.state,
                &Event {
                    seq,
                    leaf,
                    what: What::Sealed,
                },
            );
            return;
        }
        match Understood::read(&entry.open.payload) {
            Understood::Known(payload) => {
                let (at, author) = (header.at, header.author);
                let what = What::Known {
                    at,
                    author,
                    payload: &payload,
                };
                evolve(&mut self.state, &Event { seq, leaf, what });
            }
            Understood::Unknown => {
                evolve(
                    &mut self.state,
                    &Event {
                        seq,
                        leaf,
                        what: What::Unknown,
                    },
                );
            }
        }
        if makes_a_line(&header.kind) {
            self.line = Some(seq);
        }
        if header.author != reader && counts_as_unread(&header.kind) {
            if self.counted.len() == UNREAD_CAP {
                self.counted.pop_front();
            }
            self.counted.push_back(seq);
        }
    }

    /// The time of the next entry: never before the newest one, whatever the clock says.
    pub(super) fn next_moment(&self, now: Moment) -> Moment {
        self.at.max(now)
    }

    /// Entries by others after this one, up to the cap.
    pub(super) fn unread_after(&self, read: Seq) -> u32 {
        let unread = self.counted.iter().filter(|seq| **seq > read).count();
        u32::try_from(unread).unwrap_or(u32::MAX)
    }

    /// Seals the fold for the store.
    pub(super) fn seal(&self, key: &CaseKey, reader: SeatId) -> Result<SnapshotRow, SealError> {
        let bytes = serde_json::to_vec(self).map_err(|_| SealError)?;
        let sealed = key.seal_seat(Purpose::Snapshot, reader, &bytes)?;
        Ok(SnapshotRow {
            seq: self.state.head,
            sealed,
        })
    }

    /// Opens what the store kept. A snapshot in a form that this version cannot read is as good as
    /// none: the case is folded again.
    pub(super) fn unseal(
        key: &CaseKey,
        reader: SeatId,
        row: &SnapshotRow,
    ) -> Result<Option<Self>, KeyError> {
        let bytes = key.open_seat(Purpose::Snapshot, reader, &row.sealed)?;
        Ok(serde_json::from_slice(&bytes).ok())
    }
}
