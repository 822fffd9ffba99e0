//! How SQLite has to be set. What is set is asked for again: a pragma that is misspelt or not
//! built in does nothing and says nothing.

use std::path::Path;

use sqlx::Row;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};

use crate::store::StoreError;

/// Name, value to set, question, answer to expect.
const SETTINGS: [(&str, &str, &str, &str); 10] = [
    ("journal_mode", "WAL", "PRAGMA journal_mode", "wal"),
    // FULL: a commit that was answered survives a power cut.
    ("synchronous", "FULL", "PRAGMA synchronous", "2"),
    ("foreign_keys", "ON", "PRAGMA foreign_keys", "1"),
    ("busy_timeout", "5000", "PRAGMA busy_timeout", "5000"),
    // What is deleted is overwritten.
    ("secure_delete", "ON", "PRAGMA secure_delete", "1"),
    ("trusted_schema", "OFF", "PRAGMA trusted_schema", "0"),
    ("cell_size_check", "ON", "PRAGMA cell_size_check", "1"),
    // An error of the disk is an error code, not a signal.
    ("mmap_size", "0", "PRAGMA mmap_size", "0"),
    (
        "wal_autocheckpoint",
        "1000",
        "PRAGMA wal_autocheckpoint",
        "1000",
    ),
    (
        "journal_size_limit",
        "67108864",
        "PRAGMA journal_size_limit",
        "67108864",
    ),
];

/// Options of the writer's connection.
pub(super) fn writing(file: &Path) -> SqliteConnectOptions {
    with_settings(
        SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true),
    )
}

/// Options of a reader's connection.
pub(super) fn reading(file: &Path) -> SqliteConnectOptions {
    with_settings(SqliteConnectOptions::new().filename(file).read_only(true))
        .pragma("query_only", "ON")
}

fn with_settings(options: SqliteConnectOptions) -> SqliteConnectOptions {
    SETTINGS
        .iter()
        .fold(options, |options, (name, value, _, _)| {
            options.pragma(*name, *value)
        })
}

/// Asks for every setting.
pub(super) async fn assert_settings(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    for (name, _, question, expected) in SETTINGS {
        let answer = ask(connection, question).await?;
        if answer != expected {
            return Err(StoreError::Engine(format!(
                "{name} is {answer}, not {expected}"
            )));
        }
    }
    Ok(())
}

/// A database that is damaged is not served.
pub(super) async fn check_soundness(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let answer = ask(connection, "PRAGMA quick_check(1)").await?;
    if answer == "ok" {
        Ok(())
    } else {
        Err(StoreError::Damaged(answer))
    }
}

/// The database may not grow beyond this many pages. SQL text is built here alone, from a number.
pub(super) async fn limit_pages(
    connection: &mut SqliteConnection,
    pages: u32,
) -> Result<(), StoreError> {
    let limit = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
    sqlx::query(limit).fetch_all(connection).await?;
    Ok(())
}

/// The answer to a pragma, as text whichever type it has.
async fn ask(
    connection: &mut SqliteConnection,
    question: &'static str,
) -> Result<String, StoreError> {
    let Some(row) = sqlx::query(question).fetch_optional(connection).await? else {
        return Ok(String::new());
    };
    match row.try_get::<String, _>(0) {
        Ok(text) => Ok(text),
        Err(_) => Ok(row.try_get::<i64, _>(0)?.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use sqlx::ConnectOptions;

    use super::*;

    #[tokio::test]
    async fn a_setting_that_did_not_take_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("court.db");
        let mut connection = writing(&file).connect().await.unwrap();
        assert_eq!(assert_settings(&mut connection).await, Ok(()));
        sqlx::query("PRAGMA synchronous = NORMAL")
            .execute(&mut connection)
            .await
            .unwrap();
        assert!(assert_settings(&mut connection).await.is_err());
    }

    #[tokio::test]
    async fn a_file_that_is_no_database_is_not_served() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("court.db");
        std::fs::write(&file, vec![7; 8192]).unwrap();
        let opened = async {
            let mut connection = writing(&file).connect().await?;
            check_soundness(&mut connection).await
        };
        assert!(matches!(opened.await, Err(StoreError::Damaged(_))));
    }
}
