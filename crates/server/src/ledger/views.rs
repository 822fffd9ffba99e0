//! What each seat knows of its case: folded from what it may see, kept in memory and, from time to
//! time, in the store. A view is never cut out of the whole case by leaving things away.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anjian_api::ids::{CaseId, SeatId, Seq};
use anjian_domain::CaseState;

use super::cases::{PAGE, read_whole, roster};
use super::folding::Folded;
use super::lru::Lru;
use super::stored::Stored;
use super::{ReadError, Shared, snapshotter};
use crate::keys::CaseKey;
use crate::store::CaseRow;

/// Views kept in memory.
const VIEWS: usize = 8192;
/// Rosters kept in memory.
const ROSTERS: usize = 8192;
/// A snapshot of a view is kept every so many entries.
const SNAPSHOT_EVERY: u64 = 500;

/// What a reader of a case needs at hand.
#[derive(Clone)]
pub(super) struct Room {
    pub(super) row: CaseRow,
    pub(super) key: Arc<CaseKey>,
    pub(super) roster: Arc<CaseState>,
}

#[derive(Default)]
struct Slot {
    folded: Option<Folded>,
    /// Where the stored snapshot stands.
    kept: Seq,
}

type Slots = Lru<(CaseId, SeatId), Arc<tokio::sync::Mutex<Slot>>>;

pub(super) struct Views {
    slots: Mutex<Slots>,
    rosters: Mutex<Lru<CaseId, (CaseRow, Arc<CaseState>)>>,
}

impl Default for Views {
    fn default() -> Self {
        Self {
            slots: Mutex::new(Lru::new(VIEWS)),
            rosters: Mutex::new(Lru::new(ROSTERS)),
        }
    }
}

impl Views {
    /// Hears that the seats of a case changed.
    pub(super) fn put_roster(&self, row: CaseRow, roster: Arc<CaseState>) {
        lock(&self.rosters).insert(row.case, (row, roster));
    }

    /// What is needed to read a case for a seat.
    pub(super) async fn room(
        &self,
        shared: &Shared,
        case: CaseId,
        seat: SeatId,
    ) -> Result<Room, ReadError> {
        let key = shared.keys.case(case).await?;
        let known = lock(&self.rosters).get(&case).cloned();
        // A seat given this moment may be in the index before its roster is shared.
        if let Some((row, roster)) = known
            && roster.seats.contains_key(&seat)
        {
            return Ok(Room { row, key, roster });
        }
        let row = shared.store.case(case).await?.ok_or(ReadError::NotFound)?;
        let roster = roster(&read_whole(shared, &key, case).await?.state);
        self.put_roster(row, Arc::clone(&roster));
        Ok(Room { row, key, roster })
    }

    /// Shows the view of a seat at the head of its case.
    pub(super) async fn with<T>(
        &self,
        shared: &Shared,
        room: &Room,
        seat: SeatId,
        look: impl FnOnce(&Folded) -> T,
    ) -> Result<T, ReadError> {
        let case = room.row.case;
        let slot = self.slot(case, seat);
        let mut slot = slot.lock().await;
        let mut folded = match slot.folded.take() {
            Some(folded) => folded,
            None => {
                let folded = read(shared, room, seat).await?;
                slot.kept = folded.state.head;
                folded
            }
        };
        catch_up(shared, room, seat, &mut folded).await?;
        if folded.state.head.0 >= slot.kept.0 + SNAPSHOT_EVERY {
            snapshotter::keep_view(shared, room, seat, &folded).await?;
            slot.kept = folded.state.head;
        }
        let answer = look(&folded);
        slot.folded = Some(folded);
        Ok(answer)
    }

    fn slot(&self, case: CaseId, seat: SeatId) -> Arc<tokio::sync::Mutex<Slot>> {
        let mut slots = lock(&self.slots);
        if let Some(slot) = slots.get(&(case, seat)) {
            return Arc::clone(slot);
        }
        let slot = Arc::default();
        slots.insert((case, seat), Arc::clone(&slot));
        slot
    }
}

async fn read(shared: &Shared, room: &Room, seat: SeatId) -> Result<Folded, ReadError> {
    let snapshot = shared.store.snapshot(room.row.case, seat).await?;
    Ok(match snapshot {
        Some(snapshot) => Folded::unseal(&room.key, seat, &snapshot)?.unwrap_or_default(),
        None => Folded::default(),
    })
}

async fn catch_up(
    shared: &Shared,
    room: &Room,
    seat: SeatId,
    folded: &mut Folded,
) -> Result<(), ReadError> {
    loop {
        let rows = shared
            .store
            .entries(room.row.case, folded.state.head, PAGE)
            .await?;
        for row in &rows {
            let entry = Stored::unseal(&room.key, row)?;
            let visible = entry.guard.admits(&room.roster, seat);
            folded.fold(&entry, seat, visible);
        }
        if rows.len() < PAGE as usize {
            return Ok(());
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
