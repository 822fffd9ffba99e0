//! The raw limit: SQLite alone, the same two rows a message, one commit for each group.

use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use super::{BenchError, cpu, quantile};
use crate::dice::Dice;

/// How long.
const TIME: Duration = Duration::from_secs(3);
/// A sealed entry of the bench's message, as it stands in the store.
const SEALED_BYTES: usize = 323;

/// What SQLite alone does.
pub(super) struct Limit {
    pub(super) per_s: f64,
    pub(super) per_core_s: f64,
    pub(super) p99_ms: f64,
    pub(super) cores: f64,
}

/// Writes groups of `rows` messages for a while.
pub(super) fn measure(file: &Path, rows: usize) -> Result<Limit, BenchError> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(groups(file, rows))
}

async fn groups(file: &Path, rows: usize) -> Result<Limit, BenchError> {
    let mut connection = open(file).await?;
    let mut dice = Dice::new(1);
    let cases: Vec<Vec<u8>> = (0..rows.div_ceil(4))
        .map(|_| bytes(&mut dice, 16))
        .collect();
    let people: Vec<Vec<u8>> = (0..4).map(|_| bytes(&mut dice, 16)).collect();
    let sealed = bytes(&mut dice, SEALED_BYTES);
    let (mut seq, mut count, mut commits_ms) = (0_i64, 0.0, Vec::new());
    let (started, cpu_before) = (Instant::now(), cpu::seconds_of(std::process::id())?);
    while started.elapsed() < TIME {
        let group = Instant::now();
        let mut tx = connection.begin().await?;
        for row in 0..rows {
            seq += 1;
            let (case, person) = (&cases[row / 4], &people[row % 4]);
            sqlx::query("INSERT INTO entries (case_id, seq, leaf, sealed) VALUES (?, ?, ?, ?)")
                .bind(case)
                .bind(seq)
                .bind(&sealed[..32])
                .bind(&sealed)
                .execute(&mut *tx)
                .await?;
            sqlx::query(
                "INSERT INTO commands (case_id, person, id, body, first, last)
                 VALUES (?, ?, ?, ?, ?, ?)",
            )
            .bind(case)
            .bind(person)
            .bind(bytes(&mut dice, 16))
            .bind(&sealed[..32])
            .bind(seq)
            .bind(seq)
            .execute(&mut *tx)
            .await?;
            count += 1.0;
        }
        tx.commit().await?;
        commits_ms.push(group.elapsed().as_secs_f64() * 1_000.0);
    }
    let seconds = started.elapsed().as_secs_f64();
    let cpu_s = cpu::seconds_of(std::process::id())? - cpu_before;
    connection.close().await?;
    commits_ms.sort_unstable_by(f64::total_cmp);
    Ok(Limit {
        per_s: count / seconds,
        per_core_s: count / cpu_s.max(0.01),
        p99_ms: quantile(&commits_ms, 0.99),
        cores: cpu_s / seconds,
    })
}

/// The server's settings and tables, as far as a message touches them.
async fn open(file: &Path) -> Result<SqliteConnection, BenchError> {
    let mut connection = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .pragma("journal_mode", "WAL")
        .pragma("synchronous", "FULL")
        .pragma("secure_delete", "ON")
        .connect()
        .await?;
    for table in [
        "CREATE TABLE entries (case_id BLOB NOT NULL, seq INTEGER NOT NULL, leaf BLOB NOT NULL,
         sealed BLOB NOT NULL, PRIMARY KEY (case_id, seq)) STRICT, WITHOUT ROWID",
        "CREATE TABLE commands (case_id BLOB NOT NULL, person BLOB NOT NULL, id BLOB NOT NULL,
         body BLOB NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
         PRIMARY KEY (case_id, person, id)) STRICT, WITHOUT ROWID",
    ] {
        sqlx::query(table).execute(&mut connection).await?;
    }
    Ok(connection)
}

fn bytes(dice: &mut Dice, count: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(count + 8);
    while bytes.len() < count {
        bytes.extend_from_slice(&dice.roll().to_le_bytes());
    }
    bytes.truncate(count);
    bytes
}
