//! The feedback database: SQL and nothing else. What people wrote comes and goes sealed.

use std::path::Path;

use anjian_api::feedback::{
    FeedbackId, FeedbackSought, FeedbackStage, FeedbackStatus, NewFeedback,
};
use anjian_api::ids::{CaseId, CourtId, Moment, PersonId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqlitePool};
use uuid::Uuid;

use crate::accounts::records::RecordError;
use crate::database;

/// The steps of the schema; `PRAGMA user_version` counts how many were taken.
const MIGRATIONS: [&str; 3] = [
    include_str!("../../migrations/feedback/0001_feedback.sql"),
    include_str!("../../migrations/feedback/0002_at_the_end.sql"),
    include_str!("../../migrations/feedback/0003_page.sql"),
];

/// The feedback database.
#[derive(Clone)]
pub struct Records {
    pool: SqlitePool,
}

/// One feedback as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackRecord {
    /// Its number.
    pub id: FeedbackId,
    /// Who gave it.
    pub person: PersonId,
    /// The court it belongs to; none: the deployment.
    pub court: Option<CourtId>,
    /// The case it was given from.
    pub case: Option<CaseId>,
    /// When it came.
    pub at: Moment,
    /// What the court does with it.
    pub status: FeedbackStatus,
    /// What was given.
    pub given_sealed: Vec<u8>,
    /// What the court answered.
    pub answer_sealed: Option<Vec<u8>>,
    /// Whether the answer helped.
    pub helped: Option<bool>,
    /// Attachments that have come.
    pub attached: Vec<u8>,
}

/// One attachment as stored.
pub struct AttachmentRecord {
    /// Its kind, as on the wire.
    pub kind: String,
    /// Its bytes.
    pub sealed: Vec<u8>,
}

/// The court asked for feedback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    /// When.
    pub at: Moment,
    /// The case was closed by then.
    pub at_the_end: bool,
}

/// Which feedback of a court is meant.
#[derive(Debug, Clone, Copy)]
pub struct OfCourt {
    /// The court.
    pub court: CourtId,
    /// Also what belongs to the deployment.
    pub and_nobodys: bool,
}

const ALL: &str =
    "SELECT f.*, (SELECT group_concat(n) FROM feedback_attachments a WHERE a.id = f.id)
    AS attached FROM feedback f ";

impl Records {
    /// Opens the database, and makes it when there is none.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub async fn open(file: &Path) -> Result<Self, RecordError> {
        let pool = database::open(file, 2, &MIGRATIONS).await?;
        Ok(Self { pool })
    }

    /// Closes the database; what is written stays written.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Stores a new feedback with its stars. False when the number is taken, or when its giver gave
    /// `most` already since `since`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert(
        &self,
        record: &FeedbackRecord,
        given: &NewFeedback,
        most: i64,
        since: Moment,
    ) -> Result<bool, RecordError> {
        let mut tx = self.pool.begin().await?;
        // One statement: of many at once no more than that pass.
        let done = sqlx::query(
            "INSERT INTO feedback (id, person, court, case_id, at, status, given_sealed, page)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE
             (SELECT count(*) FROM feedback WHERE person = ?2 AND at > ?9) < ?10
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(bytes(record.id.0))
        .bind(bytes(record.person.0))
        .bind(record.court.map(|court| i64::from(court.0)))
        .bind(record.case.map(|case| bytes(case.0)))
        .bind(record.at.0)
        .bind(word(&record.status)?)
        .bind(record.given_sealed.as_slice())
        .bind(word(&given.page)?)
        .bind(since.0)
        .bind(most)
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        for one in &given.stars {
            sqlx::query("INSERT INTO feedback_stars (id, stage, stars) VALUES (?, ?, ?)")
                .bind(bytes(record.id.0))
                .bind(word(&one.stage)?)
                .bind(i64::from(one.stars))
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// One feedback.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn one(&self, id: FeedbackId) -> Result<Option<FeedbackRecord>, RecordError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{ALL} WHERE f.id = ?")))
            .bind(bytes(id.0))
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(record).transpose()
    }

    /// What a person gave, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_person(
        &self,
        person: PersonId,
        limit: u32,
    ) -> Result<Vec<FeedbackRecord>, RecordError> {
        let sql = format!("{ALL} WHERE f.person = ? ORDER BY f.at DESC, f.id LIMIT ?");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(bytes(person.0))
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(record).collect()
    }

    /// What a court was told, as far as it is sought: first what an answer did not help, then the
    /// newest.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_court(
        &self,
        of: OfCourt,
        sought: &FeedbackSought,
        limit: u32,
    ) -> Result<Vec<FeedbackRecord>, RecordError> {
        let sql = format!(
            "{ALL} WHERE (f.court = ?1 OR (?2 AND f.court IS NULL))
             AND (?3 IS NULL OR f.status = ?3) AND (?4 IS NULL OR f.page = ?4)
             AND (?5 IS NULL OR EXISTS
                 (SELECT 1 FROM feedback_stars s WHERE s.id = f.id AND s.stage = ?5))
             AND (?6 IS NULL OR (f.status = 'not_helped', f.at, f.id) <
                 (SELECT status = 'not_helped', at, id FROM feedback WHERE id = ?6))
             ORDER BY f.status = 'not_helped' DESC, f.at DESC, f.id DESC LIMIT ?7"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(i64::from(of.court.0))
            .bind(of.and_nobodys)
            .bind(sought.status.as_ref().map(word).transpose()?)
            .bind(sought.page.as_ref().map(word).transpose()?)
            .bind(sought.stage.as_ref().map(word).transpose()?)
            .bind(sought.after.map(|id| bytes(id.0)))
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(record).collect()
    }

    /// The stars that a court was given since then, with when.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stars_since(
        &self,
        of: OfCourt,
        since: Moment,
    ) -> Result<Vec<(Moment, FeedbackStage, u8)>, RecordError> {
        let rows = sqlx::query(
            "SELECT f.at, s.stage, s.stars FROM feedback_stars s JOIN feedback f ON f.id = s.id
             WHERE (f.court = ? OR (? AND f.court IS NULL)) AND f.at >= ?",
        )
        .bind(i64::from(of.court.0))
        .bind(of.and_nobodys)
        .bind(since.0)
        .fetch_all(&self.pool)
        .await?;
        let one = |row: &SqliteRow| {
            let stars: i64 = row.try_get("stars")?;
            Ok((
                Moment(row.try_get("at")?),
                read_word(row, "stage")?,
                u8::try_from(stars).unwrap_or(5),
            ))
        };
        rows.iter().map(one).collect()
    }

    /// The court's status and answer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_handled(
        &self,
        id: FeedbackId,
        status: FeedbackStatus,
        answer_sealed: Option<&[u8]>,
    ) -> Result<(), RecordError> {
        // A new answer asks anew whether it helped.
        sqlx::query(
            "UPDATE feedback SET status = ?1, answer_sealed = coalesce(?2, answer_sealed),
             helped = CASE WHEN ?2 IS NULL THEN helped END WHERE id = ?3",
        )
        .bind(word(&status)?)
        .bind(answer_sealed)
        .bind(bytes(id.0))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Whether the answer helped. What it did not help is open again; said twice, once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_helped(&self, id: FeedbackId, helped: bool) -> Result<(), RecordError> {
        sqlx::query(
            "UPDATE feedback SET helped = ?1, status = CASE
                 WHEN ?1 AND status = 'not_helped' THEN 'done'
                 WHEN NOT ?1 AND helped IS NOT 0 THEN 'not_helped'
                 ELSE status END
             WHERE id = ?2",
        )
        .bind(helped)
        .bind(bytes(id.0))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Stores an attachment; one that is there stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attach(
        &self,
        id: FeedbackId,
        n: u8,
        attachment: &AttachmentRecord,
    ) -> Result<(), RecordError> {
        sqlx::query(
            "INSERT INTO feedback_attachments (id, n, kind, sealed) VALUES (?, ?, ?, ?)
             ON CONFLICT (id, n) DO NOTHING",
        )
        .bind(bytes(id.0))
        .bind(i64::from(n))
        .bind(attachment.kind.as_str())
        .bind(attachment.sealed.as_slice())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// An attachment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attachment(
        &self,
        id: FeedbackId,
        n: u8,
    ) -> Result<Option<AttachmentRecord>, RecordError> {
        let row =
            sqlx::query("SELECT kind, sealed FROM feedback_attachments WHERE id = ? AND n = ?")
                .bind(bytes(id.0))
                .bind(i64::from(n))
                .fetch_optional(&self.pool)
                .await?;
        let read = |row: SqliteRow| {
            Ok(AttachmentRecord {
                kind: row.try_get("kind")?,
                sealed: row.try_get("sealed")?,
            })
        };
        row.map(read).transpose()
    }

    /// The court asks the people of a case; asking again counts from now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ask(&self, case: CaseId, asking: Asking) -> Result<(), RecordError> {
        sqlx::query(
            "INSERT OR REPLACE INTO feedback_asked (case_id, at, at_the_end) VALUES (?, ?, ?)",
        )
        .bind(bytes(case.0))
        .bind(asking.at.0)
        .bind(asking.at_the_end)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// When the court asked last in this case.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn asked(&self, case: CaseId) -> Result<Option<Asking>, RecordError> {
        let row = sqlx::query("SELECT at, at_the_end FROM feedback_asked WHERE case_id = ?")
            .bind(bytes(case.0))
            .fetch_optional(&self.pool)
            .await?;
        let read = |row: SqliteRow| {
            Ok(Asking {
                at: Moment(row.try_get("at")?),
                at_the_end: row.try_get("at_the_end")?,
            })
        };
        row.map(read).transpose()
    }

    /// How many people gave some in this case since then; of one person: 0 or 1.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn givers_since(
        &self,
        case: CaseId,
        since: Moment,
        only: Option<PersonId>,
    ) -> Result<u32, RecordError> {
        let count: i64 = sqlx::query_scalar(
            "SELECT count(DISTINCT person) FROM feedback
             WHERE case_id = ?1 AND at >= ?2 AND (?3 IS NULL OR person = ?3)",
        )
        .bind(bytes(case.0))
        .bind(since.0)
        .bind(only.map(|person| bytes(person.0)))
        .fetch_one(&self.pool)
        .await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }
}

fn record(row: &SqliteRow) -> Result<FeedbackRecord, RecordError> {
    let court: Option<i64> = row.try_get("court")?;
    let case: Option<Vec<u8>> = row.try_get("case_id")?;
    let attached: Option<String> = row.try_get("attached")?;
    let mut attached: Vec<u8> = attached
        .iter()
        .flat_map(|list| list.split(','))
        .filter_map(|n| n.parse().ok())
        .collect();
    attached.sort_unstable();
    Ok(FeedbackRecord {
        id: FeedbackId(uuid(row.try_get("id")?)?),
        person: PersonId(uuid(row.try_get("person")?)?),
        court: court
            .and_then(|court| u32::try_from(court).ok())
            .map(CourtId),
        case: case.map(uuid).transpose()?.map(CaseId),
        at: Moment(row.try_get("at")?),
        status: read_word(row, "status")?,
        given_sealed: row.try_get("given_sealed")?,
        answer_sealed: row.try_get("answer_sealed")?,
        helped: row.try_get("helped")?,
        attached,
    })
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn uuid(bytes: Vec<u8>) -> Result<Uuid, RecordError> {
    Uuid::from_slice(&bytes).map_err(failed)
}

/// A name of a list, as on the wire.
fn word(value: &impl Serialize) -> Result<String, RecordError> {
    match serde_json::to_value(value).map_err(failed)? {
        serde_json::Value::String(word) => Ok(word),
        other => Err(failed(other)),
    }
}

fn read_word<T: DeserializeOwned>(row: &SqliteRow, column: &str) -> Result<T, RecordError> {
    let word: String = row.try_get(column)?;
    serde_json::from_value(serde_json::Value::String(word)).map_err(failed)
}

fn failed(cause: impl std::fmt::Display) -> RecordError {
    RecordError::Failed(cause.to_string())
}
