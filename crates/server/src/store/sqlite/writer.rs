//! One task writes. It takes what waits, does each job in a savepoint, commits once for all, and
//! only then tells each job that it is settled.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;

use super::tx::SqliteTx;
use crate::store::{Job, StoreError};

/// Jobs in one group at most.
const GROUP_JOBS: usize = 256;
/// A group takes in what arrives for this long at most.
const GROUP_TIME: Duration = Duration::from_millis(5);
/// Jobs that wait at most; whoever comes then waits before queueing.
const QUEUE: usize = 1024;

/// A job of this store: one behind the trait, or a closure of what lies beside the cases.
#[async_trait]
trait Work: Send {
    async fn run(&mut self, tx: &mut SqliteTx<'_>) -> Result<(), StoreError>;
    fn settled(self: Box<Self>, outcome: Result<(), StoreError>);
}

enum Message {
    Work(Box<dyn Work>),
    Stop,
}

pub(super) struct Writer {
    queue: mpsc::Sender<Message>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn start(connection: SqliteConnection) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let task = tokio::spawn(serve(connection, waiting));
        Self {
            queue,
            task: Mutex::new(Some(task)),
        }
    }

    pub(super) async fn queue(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        self.send(Box::new(Behind(job))).await
    }

    pub(super) async fn run<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, sqlx::Error>>
            + Send
            + 'static,
    {
        let (answer, done) = oneshot::channel();
        self.send(Box::new(Closure {
            work: Some(work),
            made: None,
            answer,
        }))
        .await?;
        done.await.map_err(|_| StoreError::Stopped)?
    }

    /// Settles what is queued, then ends.
    pub(super) async fn stop(&self) {
        if let Some(task) = self.task.lock().await.take() {
            let _ = self.queue.send(Message::Stop).await;
            let _ = task.await;
        }
    }

    async fn send(&self, work: Box<dyn Work>) -> Result<(), StoreError> {
        self.queue
            .send(Message::Work(work))
            .await
            .map_err(|_| StoreError::Stopped)
    }
}

async fn serve(mut connection: SqliteConnection, mut waiting: mpsc::Receiver<Message>) {
    while let Some(Message::Work(first)) = waiting.recv().await {
        if !group(&mut connection, first, &mut waiting).await {
            break;
        }
    }
    waiting.close();
    while let Ok(message) = waiting.try_recv() {
        if let Message::Work(work) = message {
            work.settled(Err(StoreError::Stopped));
        }
    }
    // The files are left without a journal to recover.
    let _ = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .fetch_all(&mut connection)
        .await;
    let _ = connection.close().await;
}

/// Does one group. False when the writer was asked to stop.
async fn group(
    connection: &mut SqliteConnection,
    first: Box<dyn Work>,
    waiting: &mut mpsc::Receiver<Message>,
) -> bool {
    let started = Instant::now();
    if let Err(error) = sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut *connection)
        .await
    {
        first.settled(Err(error.into()));
        return true;
    }
    let mut done = Vec::new();
    let mut failed = None;
    let mut go_on = true;
    let mut next = Some(first);
    while let Some(mut work) = next.take() {
        match one(connection, work.as_mut()).await {
            Ok(outcome) => done.push((work, outcome)),
            // The transaction itself is gone: nothing of the group was kept.
            Err(error) => {
                done.push((work, Err(error.clone())));
                failed = Some(error);
                break;
            }
        }
        if done.len() < GROUP_JOBS && started.elapsed() < GROUP_TIME {
            match waiting.try_recv() {
                Ok(Message::Work(work)) => next = Some(work),
                Ok(Message::Stop) => go_on = false,
                Err(_) => {}
            }
        }
    }
    if failed.is_none()
        && let Err(error) = sqlx::query("COMMIT").execute(&mut *connection).await
    {
        failed = Some(error.into());
    }
    if failed.is_some() {
        // SQLite may have rolled back by itself; then this fails, and nothing is open either way.
        let _ = sqlx::query("ROLLBACK").execute(&mut *connection).await;
    }
    for (work, outcome) in done {
        work.settled(failed.clone().map_or(outcome, Err));
    }
    go_on
}

/// Does one job. The inner result is the job's own; the outer one is the group's.
async fn one(
    connection: &mut SqliteConnection,
    work: &mut dyn Work,
) -> Result<Result<(), StoreError>, StoreError> {
    let mut tx = SqliteTx::new(connection);
    let outcome = AssertUnwindSafe(work.run(&mut tx)).catch_unwind().await;
    match outcome {
        Ok(Ok(())) => tx.keep().await.map(Ok),
        // After these SQLite may have ended the whole transaction (lang_transaction.html §2.3).
        Ok(Err(error @ (StoreError::Full | StoreError::Busy | StoreError::Damaged(_)))) => {
            Err(error)
        }
        Ok(Err(error)) => tx.undo().await.map(|()| Err(error)),
        Err(_) => tx
            .undo()
            .await
            .map(|()| Err(StoreError::Engine("a job ended without an end".into()))),
    }
}

/// A job behind the store's trait.
struct Behind(Box<dyn Job>);

#[async_trait]
impl Work for Behind {
    async fn run(&mut self, tx: &mut SqliteTx<'_>) -> Result<(), StoreError> {
        self.0.run(tx).await
    }

    fn settled(self: Box<Self>, outcome: Result<(), StoreError>) {
        self.0.settled(outcome);
    }
}

/// A closure over the connection, for accounts and sessions.
struct Closure<T, F> {
    work: Option<F>,
    made: Option<T>,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

#[async_trait]
impl<T, F> Work for Closure<T, F>
where
    T: Send + 'static,
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, sqlx::Error>>
        + Send
        + 'static,
{
    async fn run(&mut self, tx: &mut SqliteTx<'_>) -> Result<(), StoreError> {
        if let Some(work) = self.work.take() {
            self.made = Some(work(tx.change().await?).await?);
        }
        Ok(())
    }

    fn settled(self: Box<Self>, outcome: Result<(), StoreError>) {
        let made = self.made;
        let answer = outcome.and_then(|()| made.ok_or(StoreError::Stopped));
        let _ = self.answer.send(answer);
    }
}
