//! The statements. Each is a constant text; values only ever travel as parameters.

use anjian_api::bytes::{CaseLogId, Leaf, Suite};
use anjian_api::case::CaseMarks;
use anjian_api::ids::{CaseId, CommandId, CourtId, PersonId, SeatId, Seq};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use uuid::Uuid;

use crate::store::{
    CaseRow, CommandRow, CourtRow, DeskRow, EntryRow, MemberRow, SnapshotRow, StoreError,
};

type Answer<T> = Result<T, StoreError>;

pub(super) async fn court(at: &mut SqliteConnection, court: CourtId) -> Answer<Option<CourtRow>> {
    let row = sqlx::query("SELECT id, name, code FROM courts WHERE id = $1")
        .bind(i64::from(court.0))
        .fetch_optional(at)
        .await?;
    row.map(|row| {
        Ok(CourtRow {
            id: CourtId(number(&row, "id")?),
            name: row.try_get("name")?,
            code: row.try_get("code")?,
        })
    })
    .transpose()
}

pub(super) async fn case(at: &mut SqliteConnection, case: CaseId) -> Answer<Option<CaseRow>> {
    let row = sqlx::query("SELECT court, case_log, suite FROM cases WHERE id = $1")
        .bind(id(&case.0))
        .fetch_optional(at)
        .await?;
    row.map(|row| {
        let suite = match row.try_get::<i64, _>("suite")? {
            1 => Suite::Std,
            2 => Suite::Gm,
            other => return Err(StoreError::Damaged(format!("no suite has number {other}"))),
        };
        Ok(CaseRow {
            case,
            court: CourtId(number(&row, "court")?),
            case_log: CaseLogId(bytes(&row, "case_log")?),
            suite,
        })
    })
    .transpose()
}

pub(super) const fn suite_number(suite: Suite) -> i64 {
    match suite {
        Suite::Std => 1,
        Suite::Gm => 2,
    }
}

pub(super) async fn head(at: &mut SqliteConnection, case: CaseId) -> Answer<Seq> {
    let head: Option<i64> = sqlx::query_scalar("SELECT max(seq) FROM entries WHERE case_id = $1")
        .bind(id(&case.0))
        .fetch_one(at)
        .await?;
    seq(head.unwrap_or_default())
}

pub(super) async fn entries(
    at: &mut SqliteConnection,
    case: CaseId,
    after: Seq,
    limit: u32,
) -> Answer<Vec<EntryRow>> {
    let rows = sqlx::query(
        "SELECT seq, leaf, sealed FROM entries WHERE case_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
    )
    .bind(id(&case.0))
    .bind(place(after)?)
    .bind(i64::from(limit))
    .fetch_all(at)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(EntryRow {
                seq: seq(row.try_get("seq")?)?,
                leaf: Leaf(bytes(row, "leaf")?),
                sealed: row.try_get("sealed")?,
            })
        })
        .collect()
}

pub(super) async fn snapshot(
    at: &mut SqliteConnection,
    case: CaseId,
    seat: SeatId,
) -> Answer<Option<SnapshotRow>> {
    let row = sqlx::query("SELECT seq, sealed FROM snapshots WHERE case_id = $1 AND seat = $2")
        .bind(id(&case.0))
        .bind(i64::from(seat.0))
        .fetch_optional(at)
        .await?;
    row.map(|row| {
        Ok(SnapshotRow {
            seq: seq(row.try_get("seq")?)?,
            sealed: row.try_get("sealed")?,
        })
    })
    .transpose()
}

pub(super) async fn seats_of(
    at: &mut SqliteConnection,
    person: PersonId,
) -> Answer<Vec<MemberRow>> {
    let rows = sqlx::query(
        "SELECT case_id, seat, person FROM members WHERE person = $1 AND ended = 0 ORDER BY case_id",
    )
    .bind(id(&person.0))
    .fetch_all(at)
    .await?;
    rows.iter().map(member).collect()
}

pub(super) async fn seats_in(at: &mut SqliteConnection, case: CaseId) -> Answer<Vec<MemberRow>> {
    let rows = sqlx::query(
        "SELECT case_id, seat, person FROM members WHERE case_id = $1 AND ended = 0 ORDER BY seat",
    )
    .bind(id(&case.0))
    .fetch_all(at)
    .await?;
    rows.iter().map(member).collect()
}

fn member(row: &SqliteRow) -> Answer<MemberRow> {
    Ok(MemberRow {
        person: PersonId(uuid(row, "person")?),
        case: CaseId(uuid(row, "case_id")?),
        seat: SeatId(number(row, "seat")?),
    })
}

pub(super) async fn desk(at: &mut SqliteConnection, case: CaseId, seat: SeatId) -> Answer<DeskRow> {
    let row = sqlx::query(
        "SELECT read, pinned, muted, draft FROM desks WHERE case_id = $1 AND seat = $2",
    )
    .bind(id(&case.0))
    .bind(i64::from(seat.0))
    .fetch_optional(at)
    .await?;
    row.map_or_else(
        || Ok(DeskRow::default()),
        |row| {
            Ok(DeskRow {
                read: seq(row.try_get("read")?)?,
                marks: CaseMarks {
                    pinned: row.try_get("pinned")?,
                    muted: row.try_get("muted")?,
                },
                draft: row.try_get("draft")?,
            })
        },
    )
}

pub(super) async fn command(
    at: &mut SqliteConnection,
    case: CaseId,
    person: PersonId,
    command: CommandId,
) -> Answer<Option<CommandRow>> {
    let row = sqlx::query(
        "SELECT body, first, last FROM commands WHERE case_id = $1 AND person = $2 AND id = $3",
    )
    .bind(id(&case.0))
    .bind(id(&person.0))
    .bind(id(&command.0))
    .fetch_optional(at)
    .await?;
    row.map(|row| {
        Ok(CommandRow {
            person,
            id: command,
            body: bytes(&row, "body")?,
            first: seq(row.try_get("first")?)?,
            last: seq(row.try_get("last")?)?,
        })
    })
    .transpose()
}

pub(super) async fn next_serial(
    at: &mut SqliteConnection,
    court: CourtId,
    type_code: &str,
    year: i32,
) -> Answer<u32> {
    let next: Option<i64> = sqlx::query_scalar(
        "SELECT next FROM registers WHERE court = $1 AND type_code = $2 AND year = $3",
    )
    .bind(i64::from(court.0))
    .bind(type_code.to_owned())
    .bind(i64::from(year))
    .fetch_optional(at)
    .await?;
    u32::try_from(next.unwrap_or(1)).map_err(|_| damaged("next"))
}

/// The bytes of an id, as a parameter.
pub(super) fn id(id: &Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

/// A place in a case, as a parameter.
pub(super) fn place(seq: Seq) -> Answer<i64> {
    i64::try_from(seq.0).map_err(|_| StoreError::Engine("a number is out of range".into()))
}

fn seq(value: i64) -> Answer<Seq> {
    u64::try_from(value).map(Seq).map_err(|_| damaged("seq"))
}

pub(super) fn number<T: TryFrom<i64>>(row: &SqliteRow, column: &'static str) -> Answer<T> {
    T::try_from(row.try_get::<i64, _>(column)?).map_err(|_| damaged(column))
}

pub(super) fn bytes<const N: usize>(row: &SqliteRow, column: &'static str) -> Answer<[u8; N]> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes.try_into().map_err(|_| damaged(column))
}

pub(super) fn uuid(row: &SqliteRow, column: &'static str) -> Answer<Uuid> {
    Ok(Uuid::from_bytes(bytes(row, column)?))
}

fn damaged(column: &str) -> StoreError {
    StoreError::Damaged(format!("{column} is not what was written"))
}
