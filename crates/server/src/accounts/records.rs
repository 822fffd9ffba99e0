//! The accounts database: SQL and nothing else.

use std::path::Path;

use anjian_api::account::Staff;
use anjian_api::ids::{CourtId, DeviceId, Moment, PersonId};
use anjian_api::role::Role;
use sqlx::{Row, SqlitePool};
use uuid::Uuid;

use crate::database;

/// The steps of the schema; `PRAGMA user_version` counts how many were taken.
const MIGRATIONS: [&str; 1] = [include_str!("../../migrations/accounts/0001_accounts.sql")];

/// The accounts database.
#[derive(Clone)]
pub struct Records {
    pool: SqlitePool,
}

/// Why a record could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// There is an account with this number.
    #[error("the account is there already")]
    Taken,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// A fault of ours.
    #[error("database: {0}")]
    Failed(String),
}

impl From<sqlx::Error> for RecordError {
    fn from(error: sqlx::Error) -> Self {
        // 13 is SQLITE_FULL.
        match error.as_database_error() {
            Some(cause) if cause.is_unique_violation() => Self::Taken,
            Some(cause) if cause.code().is_some_and(|code| code == "13") => Self::Full,
            _ => Self::Failed(error.to_string()),
        }
    }
}

/// A person as stored: number and name are sealed.
pub struct PersonRecord {
    /// Who.
    pub person: PersonId,
    /// The sealed number.
    pub phone_sealed: Vec<u8>,
    /// The sealed name.
    pub name_sealed: Vec<u8>,
    /// The password's hash.
    pub password: String,
    /// Whose choice the password was.
    pub state: PasswordState,
    /// When a first password ends.
    pub first_expires: Moment,
}

/// Whose choice a password was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordState {
    /// The person's own.
    Own,
    /// The court's, not used yet.
    First,
    /// The court's, used once; it opens nothing any more.
    Spent,
}

impl PasswordState {
    const fn text(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::First => "first",
            Self::Spent => "spent",
        }
    }

    fn read(text: &str) -> Self {
        match text {
            "own" => Self::Own,
            "first" => Self::First,
            _ => Self::Spent,
        }
    }
}

/// A session as stored.
#[derive(Debug, Clone)]
pub struct SessionRecord {
    /// SHA-256 of the cookie.
    pub token: [u8; 32],
    /// The device.
    pub device: DeviceId,
    /// Who.
    pub person: PersonId,
    /// What the device said it is.
    pub label: String,
    /// When it signed in.
    pub signed_in: Moment,
    /// When it was last seen.
    pub seen: Moment,
    /// It may do nothing but change the password.
    pub must_change: bool,
}

impl Records {
    /// Opens the database, and makes it when there is none.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub async fn open(file: &Path) -> Result<Self, RecordError> {
        let pool = database::open(file, 4, &MIGRATIONS).await?;
        Ok(Self { pool })
    }

    /// Closes the database; what is written stays written.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Stores a new person.
    ///
    /// # Errors
    /// `Taken` when the number has an account.
    pub async fn insert(
        &self,
        phone_index: &[u8; 32],
        person: &PersonRecord,
        now: Moment,
    ) -> Result<(), RecordError> {
        sqlx::query(
            "INSERT INTO people (person, phone_index, phone_sealed, name_sealed, password,
             password_state, first_expires, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(bytes(person.person.0))
        .bind(phone_index.as_slice())
        .bind(person.phone_sealed.as_slice())
        .bind(person.name_sealed.as_slice())
        .bind(person.password.as_str())
        .bind(person.state.text())
        .bind(person.first_expires.0)
        .bind(now.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The person with this number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn by_phone(
        &self,
        phone_index: &[u8; 32],
    ) -> Result<Option<PersonRecord>, RecordError> {
        let row = sqlx::query("SELECT * FROM people WHERE phone_index = ?")
            .bind(phone_index.as_slice())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(person).transpose()
    }

    /// The person with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn by_id(&self, id: PersonId) -> Result<Option<PersonRecord>, RecordError> {
        let row = sqlx::query("SELECT * FROM people WHERE person = ?")
            .bind(bytes(id.0))
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(person).transpose()
    }

    /// Uses up a first password. False when somebody was quicker: it opens one session, not two.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn spend_first(&self, id: PersonId) -> Result<bool, RecordError> {
        let done = sqlx::query(
            "UPDATE people SET password_state = 'spent' WHERE person = ? AND password_state = 'first'",
        )
        .bind(bytes(id.0))
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Stores a new password.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_password(
        &self,
        id: PersonId,
        password: &str,
        state: PasswordState,
        first_expires: Moment,
    ) -> Result<(), RecordError> {
        sqlx::query("UPDATE people SET password = ?, password_state = ?, first_expires = ? WHERE person = ?")
            .bind(password)
            .bind(state.text())
            .bind(first_expires.0)
            .bind(bytes(id.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Gives a person a post in a court's staff.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn appoint(&self, id: PersonId, staff: &Staff) -> Result<(), RecordError> {
        let role = serde_json::to_string(&staff.role).map_err(failed)?;
        sqlx::query(
            "INSERT OR REPLACE INTO staff (person, court, court_name, role) VALUES (?, ?, ?, ?)",
        )
        .bind(bytes(id.0))
        .bind(i64::from(staff.court.0))
        .bind(staff.court_name.as_str())
        .bind(role)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// What the person is in a court's staff.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn staff(&self, id: PersonId) -> Result<Vec<Staff>, RecordError> {
        let rows = sqlx::query(
            "SELECT court, court_name, role FROM staff WHERE person = ? ORDER BY court, role",
        )
        .bind(bytes(id.0))
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Staff {
                    court: CourtId(u32::try_from(row.try_get::<i64, _>("court")?).map_err(failed)?),
                    court_name: row.try_get("court_name")?,
                    role: serde_json::from_str(row.try_get("role")?).map_err(failed)?,
                })
            })
            .collect()
    }

    /// Who is of a court's staff; of no court: every administrator.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn staff_of(&self, court: Option<CourtId>) -> Result<Vec<PersonId>, RecordError> {
        let administrator = serde_json::to_string(&Role::CourtAdministrator).map_err(failed)?;
        let rows = sqlx::query(
            "SELECT DISTINCT person FROM staff WHERE court = ?1 OR (?1 IS NULL AND role = ?2)",
        )
        .bind(court.map(|court| i64::from(court.0)))
        .bind(administrator)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| Ok(PersonId(uuid(row, "person")?)))
            .collect()
    }

    /// Every session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sessions(&self) -> Result<Vec<SessionRecord>, RecordError> {
        let rows = sqlx::query("SELECT * FROM sessions")
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(SessionRecord {
                    token: row
                        .try_get::<Vec<u8>, _>("token")?
                        .try_into()
                        .map_err(|_| failed("token"))?,
                    device: DeviceId(uuid(row, "device")?),
                    person: PersonId(uuid(row, "person")?),
                    label: row.try_get("label")?,
                    signed_in: Moment(row.try_get("signed_in")?),
                    seen: Moment(row.try_get("seen")?),
                    must_change: row.try_get::<i64, _>("must_change")? != 0,
                })
            })
            .collect()
    }

    /// Stores a session; one of the same device is replaced.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_session(&self, session: &SessionRecord) -> Result<(), RecordError> {
        sqlx::query(
            "INSERT OR REPLACE INTO sessions (token, device, person, label, signed_in, seen, must_change)
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(session.token.as_slice())
        .bind(bytes(session.device.0))
        .bind(bytes(session.person.0))
        .bind(session.label.as_str())
        .bind(session.signed_in.0)
        .bind(session.seen.0)
        .bind(i64::from(session.must_change))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Notes when a device was last seen.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn saw(&self, device: DeviceId, seen: Moment) -> Result<(), RecordError> {
        sqlx::query("UPDATE sessions SET seen = ? WHERE device = ?")
            .bind(seen.0)
            .bind(bytes(device.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Ends the session of a device.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_session(&self, device: DeviceId) -> Result<(), RecordError> {
        sqlx::query("DELETE FROM sessions WHERE device = ?")
            .bind(bytes(device.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Remembers that a device signed in as this person, and forgets those that did not `since`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn know_device(
        &self,
        token: &[u8; 32],
        id: PersonId,
        now: Moment,
        since: Moment,
    ) -> Result<(), RecordError> {
        sqlx::query("DELETE FROM known_devices WHERE used < ?")
            .bind(since.0)
            .execute(&self.pool)
            .await?;
        sqlx::query("INSERT OR REPLACE INTO known_devices (token, person, used) VALUES (?, ?, ?)")
            .bind(token.as_slice())
            .bind(bytes(id.0))
            .bind(now.0)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Whether a device signed in as this person since `since`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_known(
        &self,
        token: &[u8; 32],
        id: PersonId,
        since: Moment,
    ) -> Result<bool, RecordError> {
        let row =
            sqlx::query("SELECT 1 FROM known_devices WHERE token = ? AND person = ? AND used >= ?")
                .bind(token.as_slice())
                .bind(bytes(id.0))
                .bind(since.0)
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.is_some())
    }

    /// Forgets all devices of a person but this one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_devices(
        &self,
        id: PersonId,
        but: Option<&[u8; 32]>,
    ) -> Result<(), RecordError> {
        sqlx::query("DELETE FROM known_devices WHERE person = ? AND token IS NOT ?")
            .bind(bytes(id.0))
            .bind(but.map(<[u8; 32]>::as_slice))
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

fn person(row: &sqlx::sqlite::SqliteRow) -> Result<PersonRecord, RecordError> {
    Ok(PersonRecord {
        person: PersonId(uuid(row, "person")?),
        phone_sealed: row.try_get("phone_sealed")?,
        name_sealed: row.try_get("name_sealed")?,
        password: row.try_get("password")?,
        state: PasswordState::read(row.try_get("password_state")?),
        first_expires: Moment(row.try_get("first_expires")?),
    })
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn uuid(row: &sqlx::sqlite::SqliteRow, column: &str) -> Result<Uuid, RecordError> {
    Uuid::from_slice(row.try_get(column)?).map_err(failed)
}

fn failed(cause: impl std::fmt::Display) -> RecordError {
    RecordError::Failed(cause.to_string())
}
