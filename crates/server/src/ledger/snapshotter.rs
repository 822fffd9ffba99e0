//! Keeps snapshots, so that opening a case never folds more than a few hundred entries.

use std::sync::Arc;

use anjian_api::ids::{CaseId, SeatId};
use async_trait::async_trait;

use super::cases::{Cases, seats};
use super::folding::{Folded, WHOLE};
use super::views::Room;
use super::{Ledger, ReadError, Shared, beside};
use crate::keys::KeyError;
use crate::store::{Job, SnapshotRow, StoreError, Tx};

/// Keeps the view of a seat. It is only a shortcut: that it could not be kept is nobody's error.
pub(super) async fn keep_view(
    shared: &Shared,
    room: &Room,
    seat: SeatId,
    folded: &Folded,
) -> Result<(), ReadError> {
    let snapshot = folded.seal(&room.key, seat).map_err(KeyError::from)?;
    let _ = shared
        .store
        .write(Box::new(KeepView {
            case: room.row.case,
            seat,
            snapshot,
        }))
        .await;
    Ok(())
}

/// Brings the views of all seats of a case to its head, so that the next to open it finds them.
pub(super) async fn refresh(ledger: Ledger, case: CaseId) {
    let shared = &ledger.shared;
    let Ok(members) = shared.store.seats_in(case).await else {
        return;
    };
    for member in members {
        let Ok(room) = shared.views.room(shared, case, member.seat).await else {
            return;
        };
        let known = seats(&room.roster)
            .iter()
            .any(|(_, seat)| *seat == member.seat);
        if known
            && shared
                .views
                .with(shared, &room, member.seat, |_| ())
                .await
                .is_err()
        {
            return;
        }
    }
}

/// Keeps a snapshot of every case in memory that has none at its head.
pub(super) async fn keep_all(ledger: &Ledger) {
    let (answer, done) = tokio::sync::oneshot::channel();
    let job = KeepAll {
        cases: Arc::clone(&ledger.shared.cases),
        answer,
    };
    if beside::queue(ledger, Box::new(job)).await.is_ok() {
        let _ = done.await;
    }
}

struct KeepView {
    case: CaseId,
    seat: SeatId,
    snapshot: SnapshotRow,
}

#[async_trait]
impl Job for KeepView {
    async fn run(&mut self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        tx.put_snapshot(self.case, self.seat, &self.snapshot).await
    }

    fn settled(self: Box<Self>, _outcome: Result<(), StoreError>) {}
}

struct KeepAll {
    cases: Arc<Cases>,
    answer: tokio::sync::oneshot::Sender<()>,
}

#[async_trait]
impl Job for KeepAll {
    async fn run(&mut self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        for mut whole in self.cases.drain() {
            if let Some(snapshot) = whole.snapshot()? {
                tx.put_snapshot(whole.row.case, WHOLE, &snapshot).await?;
            }
        }
        Ok(())
    }

    fn settled(self: Box<Self>, _outcome: Result<(), StoreError>) {
        let _ = self.answer.send(());
    }
}
