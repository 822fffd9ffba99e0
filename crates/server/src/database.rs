//! Opens the small SQLite databases that stand beside the ledger's.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqlitePool};

/// Opens a database, makes it when there is none, and takes the migrations that it has not taken yet.
/// Each is taken whole or not at all, with its number in `user_version`: whoever is killed between two
/// goes on with the second.
///
/// # Errors
/// When the file cannot be used.
pub async fn open(
    file: &Path,
    connections: u32,
    migrations: &[&'static str],
) -> Result<SqlitePool, sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("secure_delete", "ON")
        .pragma("trusted_schema", "OFF");
    // Nobody else may have read the schema before it is whole: a statement prepared by an older one
    // has fewer columns than its rows.
    let mut alone = options.connect().await?;
    let taken: i64 = sqlx::query_scalar("PRAGMA user_version")
        .fetch_one(&mut alone)
        .await?;
    let taken = usize::try_from(taken).unwrap_or(migrations.len());
    for (at, step) in migrations.iter().enumerate().skip(taken) {
        let mut whole = alone.begin().await?;
        sqlx::raw_sql(*step).execute(&mut *whole).await?;
        // A pragma takes no bound values; this one is part of the transaction.
        let number = sqlx::AssertSqlSafe(format!("PRAGMA user_version = {}", at + 1));
        sqlx::raw_sql(number).execute(&mut *whole).await?;
        whole.commit().await?;
    }
    alone.close().await?;
    SqlitePoolOptions::new()
        .max_connections(connections)
        .connect_with(options)
        .await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use sqlx::Row;

    use super::*;

    const FIRST: &str = "CREATE TABLE one (a INTEGER)";
    const SECOND: &str = "ALTER TABLE one ADD COLUMN b INTEGER";

    async fn version(pool: &SqlitePool) -> i64 {
        let version = sqlx::query_scalar("PRAGMA user_version");
        version.fetch_one(pool).await.unwrap()
    }

    #[tokio::test]
    async fn no_connection_knows_a_schema_that_was_not_whole() {
        for _ in 0..50 {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("small.db");
            let pool = open(&file, 2, &[FIRST, SECOND]).await.unwrap();
            sqlx::raw_sql("INSERT INTO one VALUES (1, 2)")
                .execute(&pool)
                .await
                .unwrap();
            let (mut first, mut second) =
                (pool.acquire().await.unwrap(), pool.acquire().await.unwrap());
            for connection in [&mut first, &mut second] {
                let row = sqlx::query("SELECT * FROM one")
                    .fetch_one(&mut **connection)
                    .await
                    .unwrap();
                assert_eq!(row.len(), 2);
            }
        }
    }

    #[tokio::test]
    async fn a_migration_is_taken_whole_and_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("small.db");
        // The second step comes to an end in its middle, as a killed server leaves it.
        let broken = [
            FIRST,
            "ALTER TABLE one ADD COLUMN b INTEGER; SELECT nothing",
        ];
        assert!(open(&file, 1, &broken).await.is_err());
        for _ in 0..2 {
            let pool = open(&file, 1, &[FIRST, SECOND]).await.unwrap();
            assert_eq!(version(&pool).await, 2);
            sqlx::raw_sql("SELECT a, b FROM one")
                .execute(&pool)
                .await
                .unwrap();
            pool.close().await;
        }
    }
}
