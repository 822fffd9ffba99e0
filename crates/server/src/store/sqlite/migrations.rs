//! The shape of the database, step by step. A step that was released is never changed.

use std::borrow::Cow;

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::SqliteConnection;

use crate::store::StoreError;

const STEPS: [(i64, &str, &str); 3] = [
    (
        1,
        "cases",
        include_str!("../../../migrations/0001_cases.sql"),
    ),
    (
        2,
        "files",
        include_str!("../../../migrations/0002_files.sql"),
    ),
    (
        3,
        "documents",
        include_str!("../../../migrations/0003_documents.sql"),
    ),
];

pub(super) async fn run(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let migrations = STEPS.map(|(version, name, sql)| {
        Migration::new(
            version,
            Cow::Borrowed(name),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    });
    // One process at a time opens the data folder; SQLite has no advisory locks to take.
    let migrator = Migrator {
        migrations: Cow::Owned(migrations.to_vec()),
        locking: false,
        ..Migrator::DEFAULT
    };
    migrator
        .run_direct(None, connection, false)
        .await
        .map_err(|error| StoreError::Engine(error.to_string()))
}
