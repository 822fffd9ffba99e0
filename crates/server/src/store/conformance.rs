//! What every store has to do, as tests against the trait. An engine runs all of them.

use std::sync::{Arc, Mutex};

use anjian_api::bytes::{CaseLogId, Leaf, Suite};
use anjian_api::case::CaseMarks;
use anjian_api::ids::{CaseId, CommandId, CourtId, PersonId, SeatId, Seq};
use async_trait::async_trait;
use futures_util::future::BoxFuture;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::{
    Append, CaseRow, CommandRow, CourtRow, EntryRow, Job, MemberRow, RegisterStep, SnapshotRow,
    Store, StoreError, Tx,
};

pub(super) const CASE: CaseId = CaseId(Uuid::from_u128(1));
pub(super) const OTHER: CaseId = CaseId(Uuid::from_u128(2));
pub(super) const JUDGE: PersonId = PersonId(Uuid::from_u128(11));
pub(super) const PARTY: PersonId = PersonId(Uuid::from_u128(12));
const COURT: CourtId = CourtId(1);

/// Runs the suite on the stores that `$make` makes; it answers with what keeps the store alive and
/// the store.
macro_rules! conformance {
    ($make:path) => {
        crate::store::conformance::conformance! { $make;
            a_fresh_store_knows_nothing,
            an_append_is_kept_whole,
            pages_come_in_order_and_within_their_limit,
            a_second_entry_with_the_same_number_undoes_its_append,
            a_job_that_fails_leaves_its_neighbours_alone,
            a_job_sees_what_jobs_before_it_did,
            jobs_settle_in_order_and_after_their_commit,
            a_register_counts_by_court_type_and_year,
            seats_end_and_may_be_given_again,
            nobody_has_two_seats_in_a_case,
            a_newer_snapshot_replaces_an_older_one_and_not_the_other_way,
            a_position_never_goes_back,
            marks_and_drafts_are_kept_by_seat,
            a_stopped_store_takes_nothing,
        }
        crate::store::conformance::conformance! { $make;
            an_upload_is_kept_once_by_its_case,
            an_upload_that_goes_on_does_not_expire,
            a_file_takes_the_place_of_its_upload,
            the_same_bytes_count_once_and_uploads_count_by_person,
            what_is_due_is_found_by_its_time,
            an_access_log_is_numbered_by_exhibit,
        }
    };
    ($make:path; $($test:ident,)*) => {
        $(
            #[tokio::test]
            async fn $test() {
                let (_guard, store) = $make().await;
                crate::store::conformance::$test(std::sync::Arc::new(store)).await;
            }
        )*
    };
}
pub(crate) use conformance;

pub use super::conformance_files::*;

pub(super) type Shared = Arc<dyn Store>;
type Work = Box<dyn for<'t> FnOnce(&'t mut dyn Tx) -> BoxFuture<'t, Result<(), StoreError>> + Send>;

struct TestJob {
    work: Option<Work>,
    answer: oneshot::Sender<Result<(), StoreError>>,
    order: Option<(u32, Arc<Mutex<Vec<u32>>>)>,
}

#[async_trait]
impl Job for TestJob {
    async fn run(&mut self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        match self.work.take() {
            Some(work) => work(tx).await,
            None => Ok(()),
        }
    }

    fn settled(self: Box<Self>, outcome: Result<(), StoreError>) {
        if let Some((number, order)) = self.order {
            order.lock().unwrap().push(number);
        }
        let _ = self.answer.send(outcome);
    }
}

async fn queue(store: &Shared, work: Work) -> oneshot::Receiver<Result<(), StoreError>> {
    let (answer, done) = oneshot::channel();
    store
        .write(Box::new(TestJob {
            work: Some(work),
            answer,
            order: None,
        }))
        .await
        .unwrap();
    done
}

pub(super) async fn write<F>(store: &Shared, work: F) -> Result<(), StoreError>
where
    F: for<'t> FnOnce(&'t mut dyn Tx) -> BoxFuture<'t, Result<(), StoreError>> + Send + 'static,
{
    queue(store, Box::new(work)).await.await.unwrap()
}

fn court() -> CourtRow {
    CourtRow {
        id: COURT,
        name: "示范人民法院".into(),
        code: "苏0699".into(),
    }
}

fn entry(seq: u64) -> EntryRow {
    let byte = u8::try_from(seq % 251).unwrap();
    EntryRow {
        seq: Seq(seq),
        leaf: Leaf([byte; 32]),
        sealed: vec![byte; 40],
    }
}

fn opening(case: CaseId) -> Append {
    let row = CaseRow {
        case,
        court: COURT,
        case_log: CaseLogId(*case.0.as_bytes()),
        suite: Suite::Gm,
    };
    let step = RegisterStep {
        court: COURT,
        type_code: "民初".into(),
        year: 2026,
        taken: 1,
    };
    Append {
        opened: Some((row, step)),
        seated: vec![
            MemberRow {
                person: JUDGE,
                case,
                seat: SeatId(1),
            },
            MemberRow {
                person: PARTY,
                case,
                seat: SeatId(2),
            },
        ],
        ..append(case, 1..=3, 1)
    }
}

fn append(case: CaseId, seqs: std::ops::RangeInclusive<u64>, command: u128) -> Append {
    Append {
        case,
        opened: None,
        command: CommandRow {
            person: JUDGE,
            id: CommandId(Uuid::from_u128(command)),
            body: [5; 32],
            first: Seq(*seqs.start()),
            last: Seq(*seqs.end()),
        },
        entries: seqs.map(entry).collect(),
        seated: Vec::new(),
        ended: Vec::new(),
    }
}

pub(super) async fn open(store: &Shared, case: CaseId) {
    put(store, opening(case)).await.unwrap();
}

async fn put(store: &Shared, append: Append) -> Result<(), StoreError> {
    write(store, move |tx| {
        Box::pin(async move {
            tx.put_court(&court()).await?;
            tx.append(&append).await
        })
    })
    .await
}

pub async fn a_fresh_store_knows_nothing(store: Shared) {
    assert_eq!(store.court(COURT).await.unwrap(), None);
    assert_eq!(store.case(CASE).await.unwrap(), None);
    assert_eq!(store.head(CASE).await.unwrap(), Seq::START);
    assert!(
        store
            .entries(CASE, Seq::START, 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(store.snapshot(CASE, SeatId(0)).await.unwrap(), None);
    assert!(store.seats_of(JUDGE).await.unwrap().is_empty());
    assert_eq!(store.desk(CASE, SeatId(1)).await.unwrap().read, Seq::START);
}

pub async fn an_append_is_kept_whole(store: Shared) {
    open(&store, CASE).await;
    let row = store.case(CASE).await.unwrap().unwrap();
    assert_eq!((row.court, row.suite), (COURT, Suite::Gm));
    assert_eq!(row.case_log.0, *CASE.0.as_bytes());
    assert_eq!(store.court(COURT).await.unwrap(), Some(court()));
    assert_eq!(store.head(CASE).await.unwrap(), Seq(3));
    let entries = store.entries(CASE, Seq::START, 10).await.unwrap();
    assert_eq!(entries, [entry(1), entry(2), entry(3)]);
    assert_eq!(store.seats_in(CASE).await.unwrap().len(), 2);
    let seat = MemberRow {
        person: PARTY,
        case: CASE,
        seat: SeatId(2),
    };
    assert_eq!(store.seats_of(PARTY).await.unwrap(), [seat]);
}

pub async fn pages_come_in_order_and_within_their_limit(store: Shared) {
    open(&store, CASE).await;
    open_other_with_serial_two(&store).await;
    put(&store, append(CASE, 4..=300, 2)).await.unwrap();
    let page = store.entries(CASE, Seq(100), 50).await.unwrap();
    let seqs: Vec<u64> = page.iter().map(|entry| entry.seq.0).collect();
    assert_eq!(seqs, (101..=150).collect::<Vec<_>>());
    assert_eq!(store.entries(CASE, Seq(290), 50).await.unwrap().len(), 10);
    assert!(store.entries(CASE, Seq(300), 50).await.unwrap().is_empty());
    assert_eq!(store.head(OTHER).await.unwrap(), Seq(3));
}

async fn open_other_with_serial_two(store: &Shared) {
    let mut other = opening(OTHER);
    other.opened.as_mut().unwrap().1.taken = 2;
    put(store, other).await.unwrap();
}

pub async fn a_second_entry_with_the_same_number_undoes_its_append(store: Shared) {
    open(&store, CASE).await;
    let mut twice = append(CASE, 3..=4, 2);
    twice.entries.reverse();
    assert!(put(&store, twice).await.is_err());
    assert_eq!(store.head(CASE).await.unwrap(), Seq(3));
    assert_eq!(put(&store, append(CASE, 4..=4, 2)).await, Ok(()));
}

pub async fn a_job_that_fails_leaves_its_neighbours_alone(store: Shared) {
    open(&store, CASE).await;
    let mut waiting = Vec::new();
    for (number, seq) in [(2, 4), (3, 4), (4, 5)] {
        let append = append(CASE, seq..=seq, number);
        let work: Work = Box::new(move |tx| Box::pin(async move { tx.append(&append).await }));
        waiting.push(queue(&store, work).await);
    }
    let mut outcomes = Vec::new();
    for done in waiting {
        outcomes.push(done.await.unwrap().is_ok());
    }
    assert_eq!(outcomes, [true, false, true]);
    assert_eq!(store.head(CASE).await.unwrap(), Seq(5));
}

pub async fn a_job_sees_what_jobs_before_it_did(store: Shared) {
    let opened = opening(CASE);
    let first: Work = Box::new(move |tx| {
        Box::pin(async move {
            tx.put_court(&court()).await?;
            tx.append(&opened).await
        })
    });
    let second: Work = Box::new(|tx| {
        Box::pin(async move {
            assert_eq!(tx.court(COURT).await?, Some(court()));
            assert!(tx.case(CASE).await?.is_some());
            assert_eq!(tx.entries(CASE, Seq(1), 10).await?.len(), 2);
            let command = tx
                .command(CASE, JUDGE, CommandId(Uuid::from_u128(1)))
                .await?
                .unwrap();
            assert_eq!(
                (command.first, command.last, command.body),
                (Seq(1), Seq(3), [5; 32])
            );
            assert_eq!(
                tx.command(CASE, PARTY, CommandId(Uuid::from_u128(1)))
                    .await?,
                None
            );
            assert_eq!(
                tx.command(OTHER, JUDGE, CommandId(Uuid::from_u128(1)))
                    .await?,
                None
            );
            Ok(())
        })
    });
    let one = queue(&store, first).await;
    let two = queue(&store, second).await;
    assert_eq!(one.await.unwrap(), Ok(()));
    assert_eq!(two.await.unwrap(), Ok(()));
}

pub async fn jobs_settle_in_order_and_after_their_commit(store: Shared) {
    open(&store, CASE).await;
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut waiting = Vec::new();
    for number in 0..600u32 {
        let (answer, done) = oneshot::channel();
        let seq = u64::from(number) + 4;
        let append = append(CASE, seq..=seq, u128::from(number) + 100);
        let work: Work = Box::new(move |tx| Box::pin(async move { tx.append(&append).await }));
        let order = Some((number, Arc::clone(&order)));
        store
            .write(Box::new(TestJob {
                work: Some(work),
                answer,
                order,
            }))
            .await
            .unwrap();
        waiting.push((seq, done));
    }
    for (seq, done) in waiting {
        assert_eq!(done.await.unwrap(), Ok(()));
        assert!(
            store.head(CASE).await.unwrap() >= Seq(seq),
            "answered before it was kept"
        );
    }
    assert_eq!(*order.lock().unwrap(), (0..600).collect::<Vec<_>>());
}

pub async fn a_register_counts_by_court_type_and_year(store: Shared) {
    open(&store, CASE).await;
    write(&store, |tx| {
        Box::pin(async move {
            assert_eq!(tx.next_serial(COURT, "民初", 2026).await?, 2);
            assert_eq!(tx.next_serial(COURT, "民初", 2027).await?, 1);
            assert_eq!(tx.next_serial(COURT, "民终", 2026).await?, 1);
            assert_eq!(tx.next_serial(CourtId(2), "民初", 2026).await?, 1);
            Ok(())
        })
    })
    .await
    .unwrap();
}

pub async fn seats_end_and_may_be_given_again(store: Shared) {
    open(&store, CASE).await;
    let mut end = append(CASE, 4..=4, 2);
    end.ended = vec![SeatId(2)];
    put(&store, end).await.unwrap();
    assert!(store.seats_of(PARTY).await.unwrap().is_empty());
    assert_eq!(store.seats_in(CASE).await.unwrap().len(), 1);
    let mut again = append(CASE, 5..=5, 3);
    again.seated = vec![MemberRow {
        person: PARTY,
        case: CASE,
        seat: SeatId(3),
    }];
    put(&store, again).await.unwrap();
    assert_eq!(store.seats_of(PARTY).await.unwrap()[0].seat, SeatId(3));
}

pub async fn nobody_has_two_seats_in_a_case(store: Shared) {
    open(&store, CASE).await;
    let mut second = append(CASE, 4..=4, 2);
    second.seated = vec![MemberRow {
        person: PARTY,
        case: CASE,
        seat: SeatId(3),
    }];
    assert!(put(&store, second).await.is_err());
    assert_eq!(store.head(CASE).await.unwrap(), Seq(3));
}

pub async fn a_newer_snapshot_replaces_an_older_one_and_not_the_other_way(store: Shared) {
    open(&store, CASE).await;
    for (seq, byte) in [(2, 2), (3, 3), (1, 1)] {
        write(&store, move |tx| {
            Box::pin(async move {
                let snapshot = SnapshotRow {
                    seq: Seq(seq),
                    sealed: vec![byte; 9],
                };
                tx.put_snapshot(CASE, SeatId(1), &snapshot).await
            })
        })
        .await
        .unwrap();
    }
    let kept = SnapshotRow {
        seq: Seq(3),
        sealed: vec![3; 9],
    };
    assert_eq!(store.snapshot(CASE, SeatId(1)).await.unwrap(), Some(kept));
    assert_eq!(store.snapshot(CASE, SeatId(2)).await.unwrap(), None);
}

pub async fn a_position_never_goes_back(store: Shared) {
    open(&store, CASE).await;
    write(&store, |tx| {
        Box::pin(async move {
            assert_eq!(tx.put_position(CASE, SeatId(1), Seq(2)).await?, Seq(2));
            assert_eq!(tx.put_position(CASE, SeatId(1), Seq(1)).await?, Seq(2));
            assert_eq!(tx.put_position(CASE, SeatId(1), Seq(3)).await?, Seq(3));
            Ok(())
        })
    })
    .await
    .unwrap();
    assert_eq!(store.desk(CASE, SeatId(1)).await.unwrap().read, Seq(3));
    assert_eq!(store.desk(CASE, SeatId(2)).await.unwrap().read, Seq::START);
}

pub async fn marks_and_drafts_are_kept_by_seat(store: Shared) {
    open(&store, CASE).await;
    let marks = CaseMarks {
        pinned: true,
        muted: false,
    };
    write(&store, move |tx| {
        Box::pin(async move {
            tx.put_marks(CASE, SeatId(1), marks).await?;
            tx.put_draft(CASE, SeatId(1), Some(b"sealed")).await?;
            tx.put_position(CASE, SeatId(1), Seq(3)).await?;
            tx.put_draft(CASE, SeatId(2), Some(b"other")).await?;
            tx.put_draft(CASE, SeatId(2), None).await
        })
    })
    .await
    .unwrap();
    let desk = store.desk(CASE, SeatId(1)).await.unwrap();
    assert_eq!(
        (desk.read, desk.marks, desk.draft),
        (Seq(3), marks, Some(b"sealed".to_vec()))
    );
    assert_eq!(
        store.desk(CASE, SeatId(2)).await.unwrap(),
        super::DeskRow::default()
    );
}

pub async fn a_stopped_store_takes_nothing(store: Shared) {
    open(&store, CASE).await;
    store.stop().await;
    let (answer, done) = oneshot::channel();
    let job = TestJob {
        work: None,
        answer,
        order: None,
    };
    let queued = store.write(Box::new(job)).await;
    assert!(queued.is_err() || done.await.is_err());
}
