//! The embedded store: SQLite in WAL mode, read-only connections for reading, one writer.

mod documents;
mod files;
mod migrations;
mod pragmas;
mod queries;
mod tx;
mod writer;

use std::path::PathBuf;
use std::sync::Arc;

use anjian_api::ids::{CaseId, CourtId, PersonId, SeatId, Seq};
use async_trait::async_trait;
use futures_util::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnection, SqlitePool, SqlitePoolOptions};
use sqlx::{ConnectOptions, Sqlite};

use super::{CaseRow, CourtRow, DeskRow, EntryRow, Job, MemberRow, SnapshotRow, Store, StoreError};
use writer::Writer;

/// Connections for reading; two cores are kept busy by fewer, a slow reader blocks nobody.
const READERS: u32 = 6;

/// Where the database lies.
#[derive(Debug, Clone)]
pub struct DbConfig {
    /// The file.
    pub file: PathBuf,
    /// The largest number of pages it may have; for tests of a full disk.
    pub max_pages: Option<u32>,
}

/// The database. Cloning gives another handle to the same one.
#[derive(Clone)]
pub struct Db {
    readers: SqlitePool,
    writer: Arc<Writer>,
}

impl Db {
    /// Opens the database, or creates it; checks its settings and its soundness.
    ///
    /// # Errors
    /// When it cannot be used as it has to be.
    pub async fn open(config: &DbConfig) -> Result<Self, StoreError> {
        let mut connection = pragmas::writing(&config.file).connect().await?;
        pragmas::assert_settings(&mut connection).await?;
        migrations::run(&mut connection).await?;
        pragmas::check_soundness(&mut connection).await?;
        if let Some(pages) = config.max_pages {
            pragmas::limit_pages(&mut connection, pages).await?;
        }
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .after_connect(|connection, _| {
                Box::pin(async move {
                    pragmas::assert_settings(connection)
                        .await
                        .map_err(|error| sqlx::Error::Configuration(Box::new(error)))
                })
            })
            .connect_with(pragmas::reading(&config.file))
            .await?;
        Ok(Self {
            readers,
            writer: Arc::new(Writer::start(connection)),
        })
    }

    /// Read-only connections.
    #[must_use]
    pub fn read(&self) -> &SqlitePool {
        &self.readers
    }

    /// Does a piece of writing in the writer's next group, whole or not at all; answers after it
    /// is on disk.
    ///
    /// # Errors
    /// When it was undone.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, sqlx::Error>>
            + Send
            + 'static,
    {
        self.writer.run(work).await
    }

    /// Changes the limit of the database's size; for tests of a full disk.
    ///
    /// # Errors
    /// When the writer was stopped.
    pub async fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        self.write(move |connection| {
            Box::pin(async move {
                pragmas::limit_pages(connection, pages)
                    .await
                    .map_err(|error| sqlx::Error::Configuration(Box::new(error)))
            })
        })
        .await
    }

    async fn reader(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        Ok(self.readers.acquire().await?)
    }
}

#[async_trait]
impl Store for Db {
    async fn court(&self, court: CourtId) -> Result<Option<CourtRow>, StoreError> {
        queries::court(&mut *self.reader().await?, court).await
    }

    async fn case(&self, case: CaseId) -> Result<Option<CaseRow>, StoreError> {
        queries::case(&mut *self.reader().await?, case).await
    }

    async fn head(&self, case: CaseId) -> Result<Seq, StoreError> {
        queries::head(&mut *self.reader().await?, case).await
    }

    async fn entries(
        &self,
        case: CaseId,
        after: Seq,
        limit: u32,
    ) -> Result<Vec<EntryRow>, StoreError> {
        queries::entries(&mut *self.reader().await?, case, after, limit).await
    }

    async fn snapshot(
        &self,
        case: CaseId,
        seat: SeatId,
    ) -> Result<Option<SnapshotRow>, StoreError> {
        queries::snapshot(&mut *self.reader().await?, case, seat).await
    }

    async fn seats_of(&self, person: PersonId) -> Result<Vec<MemberRow>, StoreError> {
        queries::seats_of(&mut *self.reader().await?, person).await
    }

    async fn seats_in(&self, case: CaseId) -> Result<Vec<MemberRow>, StoreError> {
        queries::seats_in(&mut *self.reader().await?, case).await
    }

    async fn desk(&self, case: CaseId, seat: SeatId) -> Result<DeskRow, StoreError> {
        queries::desk(&mut *self.reader().await?, case, seat).await
    }

    async fn write(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        self.writer.queue(job).await
    }

    async fn stop(&self) {
        self.writer.stop().await;
        self.readers.close().await;
    }
}

/// SQLite's primary result codes (<https://www.sqlite.org/rescode.html>).
const SQLITE_BUSY: u32 = 5;
const SQLITE_LOCKED: u32 = 6;
const SQLITE_CORRUPT: u32 = 11;
const SQLITE_FULL: u32 = 13;
const SQLITE_NOTADB: u32 = 26;

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => return StoreError::Stopped,
            sqlx::Error::PoolTimedOut => return StoreError::Busy,
            sqlx::Error::Io(io) if io.kind() == std::io::ErrorKind::StorageFull => {
                return StoreError::Full;
            }
            _ => {}
        }
        let code = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .and_then(|code| code.parse::<u32>().ok());
        match code.map(|code| code & 0xff) {
            Some(SQLITE_FULL) => StoreError::Full,
            Some(SQLITE_BUSY | SQLITE_LOCKED) => StoreError::Busy,
            Some(SQLITE_CORRUPT | SQLITE_NOTADB) => StoreError::Damaged(error.to_string()),
            _ => StoreError::Engine(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use sqlx::Row;

    use super::*;

    async fn fresh() -> (tempfile::TempDir, Db) {
        let folder = tempfile::tempdir().unwrap();
        let config = DbConfig {
            file: folder.path().join("court.db"),
            max_pages: None,
        };
        let db = Db::open(&config).await.unwrap();
        (folder, db)
    }

    crate::store::conformance::conformance!(fresh);

    #[tokio::test]
    async fn readers_cannot_write() {
        let (_folder, db) = fresh().await;
        let written = sqlx::query("DELETE FROM courts").execute(db.read()).await;
        assert!(written.is_err());
    }

    #[tokio::test]
    async fn a_closure_that_fails_keeps_nothing() {
        let (_folder, db) = fresh().await;
        let outcome: Result<(), _> = db
            .write(|connection| {
                Box::pin(async move {
                    sqlx::query("INSERT INTO courts (id, name, code) VALUES (1, 'a', 'b')")
                        .execute(connection)
                        .await?;
                    Err(sqlx::Error::RowNotFound)
                })
            })
            .await;
        assert!(outcome.is_err());
        let row = sqlx::query("SELECT count(*) FROM courts")
            .fetch_one(db.read())
            .await
            .unwrap();
        assert_eq!(row.get::<i64, _>(0), 0);
    }

    #[tokio::test]
    async fn a_job_that_panics_does_not_end_the_writer() {
        let (_folder, db) = fresh().await;
        let outcome: Result<(), _> = db
            .write(|_| Box::pin(async { panic!("a fault in a job") }))
            .await;
        assert!(matches!(outcome, Err(StoreError::Engine(_))));
        let answer = db.write(|_| Box::pin(async { Ok(7) })).await;
        assert_eq!(answer, Ok(7));
    }
}
