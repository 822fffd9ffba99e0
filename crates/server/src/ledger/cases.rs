//! The whole cases that commands are judged against, in memory. Only jobs of the writer touch
//! them, one at a time; what was not committed is thrown away and read again.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anjian_api::ids::{CaseId, SeatId, Seq};
use anjian_domain::CaseState;

use super::folding::{Folded, WHOLE};
use super::lru::Lru;
use super::stored::Stored;
use super::{ReadError, Shared};
use crate::keys::{CaseKey, Keys};
use crate::store::{CaseRow, SnapshotRow, StoreError, Tx};

/// Cases kept in memory.
const CASES: usize = 2048;
/// Entries read at a time.
pub(super) const PAGE: u32 = 500;
/// A snapshot of the whole case is kept every so many entries.
const SNAPSHOT_EVERY: u64 = 200;

/// A whole case in memory.
pub(super) struct Whole {
    pub(super) row: CaseRow,
    pub(super) key: Arc<CaseKey>,
    pub(super) folded: Folded,
    /// The seats, shared with readers: a state with nothing but seats.
    pub(super) roster: Arc<CaseState>,
    /// Where the stored snapshot stands.
    kept: Seq,
}

impl Whole {
    pub(super) fn new(row: CaseRow, key: Arc<CaseKey>, folded: Folded, kept: Seq) -> Self {
        let roster = roster(&folded.state);
        Self {
            row,
            key,
            folded,
            roster,
            kept,
        }
    }

    /// Folds an entry that was just made.
    pub(super) fn fold(&mut self, entry: &Stored) {
        self.folded.fold(entry, WHOLE, true);
    }

    /// Shares the seats anew after some were given or ended.
    pub(super) fn share_roster(&mut self) {
        self.roster = roster(&self.folded.state);
    }

    /// A snapshot, when the stored one is too old.
    pub(super) fn due_snapshot(&mut self) -> Result<Option<SnapshotRow>, ReadError> {
        if self.folded.state.head.0 < self.kept.0 + SNAPSHOT_EVERY {
            return Ok(None);
        }
        self.snapshot()
    }

    /// A snapshot, when the stored one does not stand at the head.
    pub(super) fn snapshot(&mut self) -> Result<Option<SnapshotRow>, ReadError> {
        if self.folded.state.head == self.kept {
            return Ok(None);
        }
        let row = self
            .folded
            .seal(&self.key, WHOLE)
            .map_err(crate::keys::KeyError::from)?;
        self.kept = row.seq;
        Ok(Some(row))
    }
}

/// A state with the seats of a case and nothing else: what visibility is judged by.
pub(super) fn roster(state: &CaseState) -> Arc<CaseState> {
    Arc::new(CaseState {
        seats: state.seats.clone(),
        ..CaseState::default()
    })
}

/// The cases in memory.
pub(super) struct Cases(Mutex<Lru<CaseId, Whole>>);

impl Default for Cases {
    fn default() -> Self {
        Self(Mutex::new(Lru::new(CASES)))
    }
}

impl Cases {
    /// Takes a case out to work on it; reads it when it is not in memory. None when there is none.
    pub(super) async fn take(
        &self,
        keys: &Keys,
        tx: &mut dyn Tx,
        case: CaseId,
    ) -> Result<Option<Whole>, ReadError> {
        let taken = self.lock().remove(&case);
        match taken {
            Some(whole) => Ok(Some(whole)),
            None => load(keys, tx, case).await,
        }
    }

    /// Puts a case back. What had to go keeps a snapshot first.
    pub(super) async fn put(&self, tx: &mut dyn Tx, whole: Whole) -> Result<(), ReadError> {
        let going = self.lock().insert(whole.row.case, whole);
        for mut whole in going {
            if let Some(snapshot) = whole.snapshot()? {
                tx.put_snapshot(whole.row.case, WHOLE, &snapshot).await?;
            }
        }
        Ok(())
    }

    /// Forgets a case whose last change was undone.
    pub(super) fn forget(&self, case: CaseId) {
        self.lock().remove(&case);
    }

    /// Takes all cases out.
    pub(super) fn drain(&self) -> Vec<Whole> {
        self.lock().drain()
    }

    /// The case as it is in memory, if it is.
    #[cfg(test)]
    pub(super) fn peek(&self, case: CaseId) -> Option<Folded> {
        self.lock().get(&case).map(|whole| whole.folded.clone())
    }

    fn lock(&self) -> MutexGuard<'_, Lru<CaseId, Whole>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn load(keys: &Keys, tx: &mut dyn Tx, case: CaseId) -> Result<Option<Whole>, ReadError> {
    let Some(row) = tx.case(case).await? else {
        return Ok(None);
    };
    let key = keys.case(case).await?;
    let mut folded = match tx.snapshot(case, WHOLE).await? {
        Some(snapshot) => Folded::unseal(&key, WHOLE, &snapshot)?.unwrap_or_default(),
        None => Folded::default(),
    };
    let kept = folded.state.head;
    loop {
        let rows = tx.entries(case, folded.state.head, PAGE).await?;
        for row in &rows {
            folded.fold(&Stored::unseal(&key, row)?, WHOLE, true);
        }
        if rows.len() < PAGE as usize {
            return Ok(Some(Whole::new(row, key, folded, kept)));
        }
    }
}

/// A whole case for a reader: from the stored snapshot and what came after it.
pub(super) async fn read_whole(
    shared: &Shared,
    key: &CaseKey,
    case: CaseId,
) -> Result<Folded, ReadError> {
    let store = &shared.store;
    let mut folded = match store.snapshot(case, WHOLE).await? {
        Some(snapshot) => Folded::unseal(key, WHOLE, &snapshot)?.unwrap_or_default(),
        None => Folded::default(),
    };
    loop {
        let rows = store.entries(case, folded.state.head, PAGE).await?;
        for row in &rows {
            folded.fold(&Stored::unseal(key, row)?, WHOLE, true);
        }
        if rows.len() < PAGE as usize {
            return Ok(folded);
        }
    }
}

/// The seats that a roster says are taken now.
pub(super) fn seats(roster: &CaseState) -> Vec<(anjian_api::ids::PersonId, SeatId)> {
    roster
        .present()
        .map(|seat| (seat.person, seat.id))
        .collect()
}

impl From<ReadError> for StoreError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::StorageFull => StoreError::Full,
            ReadError::Unavailable => StoreError::Stopped,
            ReadError::NotFound => StoreError::Engine("a key is missing".into()),
            ReadError::Internal(what) => StoreError::Engine(what),
        }
    }
}
