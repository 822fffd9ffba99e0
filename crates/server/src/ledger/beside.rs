//! What people keep beside a case: positions, drafts, marks. None of it is an entry.

use std::sync::Arc;

use anjian_api::case::{CaseMarks, Position};
use anjian_api::ids::{CaseId, SeatId, Seq};
use async_trait::async_trait;
use tokio::sync::oneshot;

use super::{CaseEvent, Ledger, Member, ReadError};
use crate::keys::KeyError;
use crate::seal::Purpose;
use crate::store::{CourtRow, Job, StoreError, Tx};

pub(super) async fn set_position(
    ledger: &Ledger,
    member: &Member,
    position: Position,
) -> Result<Position, ReadError> {
    let head = ledger.shared.store.head(member.case()).await?;
    let kept = change(ledger, member, Change::Position(position.read.min(head))).await?;
    let position = Position { read: kept };
    let (person, case) = (member.person(), member.case());
    publish(
        ledger,
        CaseEvent::Position {
            person,
            case,
            position,
        },
    );
    Ok(position)
}

pub(super) async fn set_draft(
    ledger: &Ledger,
    member: &Member,
    text: String,
) -> Result<(), ReadError> {
    let sealed = if text.is_empty() {
        None
    } else {
        let key = ledger.shared.keys.case(member.case()).await?;
        let sealed = key.seal_seat(Purpose::Draft, member.seat(), text.as_bytes());
        Some(sealed.map_err(KeyError::from)?)
    };
    change(ledger, member, Change::Draft(sealed)).await?;
    Ok(())
}

pub(super) async fn set_marks(
    ledger: &Ledger,
    member: &Member,
    marks: CaseMarks,
) -> Result<(), ReadError> {
    change(ledger, member, Change::Marks(marks)).await?;
    publish(
        ledger,
        CaseEvent::Arranged {
            person: member.person(),
        },
    );
    Ok(())
}

pub(super) async fn put_court(ledger: &Ledger, court: CourtRow) -> Result<(), ReadError> {
    run(
        ledger,
        CaseId(uuid::Uuid::nil()),
        SeatId::REGISTRY,
        Change::Court(court),
    )
    .await?;
    Ok(())
}

/// Tells whoever listens; nobody listening is no error.
pub(super) fn publish(ledger: &Ledger, event: CaseEvent) {
    let _ = ledger.shared.events.send(Arc::new(event));
}

/// Queues a job for the writer.
pub(super) async fn queue(ledger: &Ledger, job: Box<dyn Job>) -> Result<(), StoreError> {
    ledger.shared.store.write(job).await
}

async fn change(ledger: &Ledger, member: &Member, change: Change) -> Result<Seq, ReadError> {
    if !ledger.shared.disk.has_room() {
        return Err(ReadError::StorageFull);
    }
    run(ledger, member.case(), member.seat(), change).await
}

async fn run(
    ledger: &Ledger,
    case: CaseId,
    seat: SeatId,
    change: Change,
) -> Result<Seq, ReadError> {
    let (answer, done) = oneshot::channel();
    queue(
        ledger,
        Box::new(Beside {
            case,
            seat,
            change,
            kept: Seq::START,
            answer,
        }),
    )
    .await?;
    Ok(done.await.map_err(|_| ReadError::Unavailable)??)
}

enum Change {
    Position(Seq),
    Draft(Option<Vec<u8>>),
    Marks(CaseMarks),
    Court(CourtRow),
}

struct Beside {
    case: CaseId,
    seat: SeatId,
    change: Change,
    kept: Seq,
    answer: oneshot::Sender<Result<Seq, StoreError>>,
}

#[async_trait]
impl Job for Beside {
    async fn run(&mut self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        match &self.change {
            Change::Position(read) => {
                self.kept = tx.put_position(self.case, self.seat, *read).await?;
                Ok(())
            }
            Change::Draft(sealed) => tx.put_draft(self.case, self.seat, sealed.as_deref()).await,
            Change::Marks(marks) => tx.put_marks(self.case, self.seat, *marks).await,
            Change::Court(court) => tx.put_court(court).await,
        }
    }

    fn settled(self: Box<Self>, outcome: Result<(), StoreError>) {
        let _ = self.answer.send(outcome.map(|()| self.kept));
    }
}
