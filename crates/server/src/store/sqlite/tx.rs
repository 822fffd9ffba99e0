//! What a job does inside the writer's transaction. A savepoint is set before the first change,
//! so that one job can be undone without its neighbours in the group.

use anjian_api::case::CaseMarks;
use anjian_api::ids::{CaseId, CommandId, CourtId, PersonId, SeatId, Seq};
use async_trait::async_trait;
use sqlx::sqlite::SqliteConnection;

use super::queries;
use crate::store::{
    Append, CaseRow, CommandRow, CourtRow, EntryRow, MemberRow, RegisterStep, SnapshotRow,
    StoreError, Tx,
};

/// The writer's connection, lent to one job.
pub(super) struct SqliteTx<'c> {
    connection: &'c mut SqliteConnection,
    /// The job changed something, so there is a savepoint to release.
    changed: bool,
}

impl<'c> SqliteTx<'c> {
    pub(super) const fn new(connection: &'c mut SqliteConnection) -> Self {
        Self {
            connection,
            changed: false,
        }
    }

    /// The connection, for reading.
    pub(super) fn connection(&mut self) -> &mut SqliteConnection {
        self.connection
    }

    /// The connection, for changing something.
    pub(super) async fn change(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        if !self.changed {
            sqlx::query("SAVEPOINT job")
                .execute(&mut *self.connection)
                .await?;
            self.changed = true;
        }
        Ok(self.connection)
    }

    /// Keeps what the job did, as part of the group.
    pub(super) async fn keep(&mut self) -> Result<(), StoreError> {
        if self.changed {
            sqlx::query("RELEASE job")
                .execute(&mut *self.connection)
                .await?;
        }
        Ok(())
    }

    /// Undoes what the job did.
    pub(super) async fn undo(&mut self) -> Result<(), StoreError> {
        if self.changed {
            sqlx::query("ROLLBACK TO job")
                .execute(&mut *self.connection)
                .await?;
            sqlx::query("RELEASE job")
                .execute(&mut *self.connection)
                .await?;
        }
        Ok(())
    }

    async fn open_case(&mut self, row: &CaseRow, step: &RegisterStep) -> Result<(), StoreError> {
        let connection = self.change().await?;
        sqlx::query("INSERT INTO cases (id, court, case_log, suite) VALUES ($1, $2, $3, $4)")
            .bind(queries::id(&row.case.0))
            .bind(i64::from(row.court.0))
            .bind(row.case_log.0.to_vec())
            .bind(queries::suite_number(row.suite))
            .execute(&mut *connection)
            .await?;
        sqlx::query(
            "INSERT INTO registers (court, type_code, year, next) VALUES ($1, $2, $3, $4)
             ON CONFLICT (court, type_code, year) DO UPDATE SET next = excluded.next",
        )
        .bind(i64::from(step.court.0))
        .bind(step.type_code.clone())
        .bind(i64::from(step.year))
        .bind(i64::from(step.taken) + 1)
        .execute(connection)
        .await?;
        Ok(())
    }

    async fn add_entry(&mut self, case: CaseId, entry: &EntryRow) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO entries (case_id, seq, leaf, sealed) VALUES ($1, $2, $3, $4)")
            .bind(queries::id(&case.0))
            .bind(queries::place(entry.seq)?)
            .bind(entry.leaf.0.to_vec())
            .bind(entry.sealed.clone())
            .execute(self.change().await?)
            .await?;
        Ok(())
    }

    async fn add_command(&mut self, case: CaseId, command: &CommandRow) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO commands (case_id, person, id, body, first, last)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(queries::id(&case.0))
        .bind(queries::id(&command.person.0))
        .bind(queries::id(&command.id.0))
        .bind(command.body.to_vec())
        .bind(queries::place(command.first)?)
        .bind(queries::place(command.last)?)
        .execute(self.change().await?)
        .await?;
        Ok(())
    }

    async fn add_member(&mut self, member: &MemberRow) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO members (case_id, seat, person) VALUES ($1, $2, $3)")
            .bind(queries::id(&member.case.0))
            .bind(i64::from(member.seat.0))
            .bind(queries::id(&member.person.0))
            .execute(self.change().await?)
            .await?;
        Ok(())
    }

    async fn end_member(&mut self, case: CaseId, seat: SeatId) -> Result<(), StoreError> {
        sqlx::query("UPDATE members SET ended = 1 WHERE case_id = $1 AND seat = $2")
            .bind(queries::id(&case.0))
            .bind(i64::from(seat.0))
            .execute(self.change().await?)
            .await?;
        Ok(())
    }
}

#[async_trait]
impl Tx for SqliteTx<'_> {
    async fn court(&mut self, court: CourtId) -> Result<Option<CourtRow>, StoreError> {
        queries::court(self.connection, court).await
    }

    async fn case(&mut self, case: CaseId) -> Result<Option<CaseRow>, StoreError> {
        queries::case(self.connection, case).await
    }

    async fn entries(
        &mut self,
        case: CaseId,
        after: Seq,
        limit: u32,
    ) -> Result<Vec<EntryRow>, StoreError> {
        queries::entries(self.connection, case, after, limit).await
    }

    async fn snapshot(
        &mut self,
        case: CaseId,
        seat: SeatId,
    ) -> Result<Option<SnapshotRow>, StoreError> {
        queries::snapshot(self.connection, case, seat).await
    }

    async fn command(
        &mut self,
        case: CaseId,
        person: PersonId,
        id: CommandId,
    ) -> Result<Option<CommandRow>, StoreError> {
        queries::command(self.connection, case, person, id).await
    }

    async fn next_serial(
        &mut self,
        court: CourtId,
        type_code: &str,
        year: i32,
    ) -> Result<u32, StoreError> {
        queries::next_serial(self.connection, court, type_code, year).await
    }

    async fn put_court(&mut self, court: &CourtRow) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO courts (id, name, code) VALUES ($1, $2, $3)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, code = excluded.code",
        )
        .bind(i64::from(court.id.0))
        .bind(court.name.clone())
        .bind(court.code.clone())
        .execute(self.change().await?)
        .await?;
        Ok(())
    }

    async fn append(&mut self, append: &Append) -> Result<(), StoreError> {
        if let Some((row, step)) = &append.opened {
            self.open_case(row, step).await?;
        }
        for entry in &append.entries {
            self.add_entry(append.case, entry).await?;
        }
        self.add_command(append.case, &append.command).await?;
        for seat in &append.ended {
            self.end_member(append.case, *seat).await?;
        }
        for member in &append.seated {
            self.add_member(member).await?;
        }
        Ok(())
    }

    async fn put_snapshot(
        &mut self,
        case: CaseId,
        seat: SeatId,
        snapshot: &SnapshotRow,
    ) -> Result<(), StoreError> {
        // An older snapshot never replaces a newer one, whoever comes late.
        sqlx::query(
            "INSERT INTO snapshots (case_id, seat, seq, sealed) VALUES ($1, $2, $3, $4)
             ON CONFLICT (case_id, seat) DO UPDATE SET seq = excluded.seq, sealed = excluded.sealed
             WHERE excluded.seq > snapshots.seq",
        )
        .bind(queries::id(&case.0))
        .bind(i64::from(seat.0))
        .bind(queries::place(snapshot.seq)?)
        .bind(snapshot.sealed.clone())
        .execute(self.change().await?)
        .await?;
        Ok(())
    }

    async fn put_position(
        &mut self,
        case: CaseId,
        seat: SeatId,
        read: Seq,
    ) -> Result<Seq, StoreError> {
        let place: i64 = sqlx::query_scalar(
            "INSERT INTO desks (case_id, seat, read) VALUES ($1, $2, $3)
             ON CONFLICT (case_id, seat) DO UPDATE SET read = max(read, excluded.read)
             RETURNING read",
        )
        .bind(queries::id(&case.0))
        .bind(i64::from(seat.0))
        .bind(queries::place(read)?)
        .fetch_one(self.change().await?)
        .await?;
        u64::try_from(place)
            .map(Seq)
            .map_err(|_| StoreError::Damaged("read".into()))
    }

    async fn put_marks(
        &mut self,
        case: CaseId,
        seat: SeatId,
        marks: CaseMarks,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO desks (case_id, seat, pinned, muted) VALUES ($1, $2, $3, $4)
             ON CONFLICT (case_id, seat)
             DO UPDATE SET pinned = excluded.pinned, muted = excluded.muted",
        )
        .bind(queries::id(&case.0))
        .bind(i64::from(seat.0))
        .bind(marks.pinned)
        .bind(marks.muted)
        .execute(self.change().await?)
        .await?;
        Ok(())
    }

    async fn put_draft(
        &mut self,
        case: CaseId,
        seat: SeatId,
        sealed: Option<&[u8]>,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO desks (case_id, seat, draft) VALUES ($1, $2, $3)
             ON CONFLICT (case_id, seat) DO UPDATE SET draft = excluded.draft",
        )
        .bind(queries::id(&case.0))
        .bind(i64::from(seat.0))
        .bind(sealed.map(<[u8]>::to_vec))
        .execute(self.change().await?)
        .await?;
        Ok(())
    }
}
