//! Uploads and files in SQLite.

use anjian_api::file::FileId;
use anjian_api::ids::{CaseId, Moment, PersonId, Seq};
use async_trait::async_trait;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::Db;
use super::queries::{bytes, id, number, place, uuid};
use super::tx::SqliteTx;
use crate::store::{FileRow, FileStore, FileTx, FileUse, StoreError, UploadRow};

type Answer<T> = Result<T, StoreError>;

const UPLOAD: &str = "SELECT case_id, file, person, body, size, expires, sealed FROM uploads";

#[async_trait]
impl FileStore for Db {
    async fn upload(&self, case: CaseId, file: FileId) -> Answer<Option<UploadRow>> {
        one_upload(&mut *self.reader().await?, case, file).await
    }

    async fn uploads(&self) -> Answer<Vec<UploadRow>> {
        let rows = sqlx::query(UPLOAD)
            .fetch_all(&mut *self.reader().await?)
            .await?;
        rows.iter().map(upload_row).collect()
    }

    async fn file(&self, case: CaseId, file: FileId) -> Answer<Option<FileRow>> {
        one_file(&mut *self.reader().await?, case, file).await
    }

    async fn has_object(&self, case: CaseId, object: [u8; 32]) -> Answer<bool> {
        let found: i64 = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM files WHERE case_id = $1 AND object = $2)",
        )
        .bind(id(&case.0))
        .bind(object.to_vec())
        .fetch_one(&mut *self.reader().await?)
        .await?;
        Ok(found == 1)
    }

    async fn due(&self, now: Moment) -> Answer<Vec<(CaseId, Seq)>> {
        let rows = sqlx::query("SELECT case_id, exchange FROM due WHERE at <= $1 ORDER BY at")
            .bind(now.0)
            .fetch_all(&mut *self.reader().await?)
            .await?;
        rows.iter()
            .map(|row| Ok((CaseId(uuid(row, "case_id")?), Seq(number(row, "exchange")?))))
            .collect()
    }

    async fn accesses(&self, case: CaseId, exhibit: Seq) -> Answer<Vec<(u64, Vec<u8>)>> {
        let rows = sqlx::query(
            "SELECT number, sealed FROM accesses WHERE case_id = $1 AND exhibit = $2
             ORDER BY number",
        )
        .bind(id(&case.0))
        .bind(place(exhibit)?)
        .fetch_all(&mut *self.reader().await?)
        .await?;
        rows.iter()
            .map(|row| Ok((number(row, "number")?, row.try_get("sealed")?)))
            .collect()
    }
}

#[async_trait]
impl FileTx for SqliteTx<'_> {
    async fn upload(&mut self, case: CaseId, file: FileId) -> Answer<Option<UploadRow>> {
        one_upload(self.connection(), case, file).await
    }

    async fn file(&mut self, case: CaseId, file: FileId) -> Answer<Option<FileRow>> {
        one_file(self.connection(), case, file).await
    }

    async fn file_use(&mut self, case: CaseId, person: PersonId) -> Answer<FileUse> {
        let row = sqlx::query(
            "SELECT (SELECT count(*) FROM uploads WHERE person = $1) AS uploads,
                coalesce((SELECT sum(size) FROM uploads WHERE case_id = $2), 0)
                + coalesce((SELECT sum(size) FROM
                    (SELECT DISTINCT object, size FROM files WHERE case_id = $2)), 0) AS bytes",
        )
        .bind(id(&person.0))
        .bind(id(&case.0))
        .fetch_one(self.connection())
        .await?;
        Ok(FileUse {
            uploads: number(&row, "uploads")?,
            bytes: number(&row, "bytes")?,
        })
    }

    async fn add_upload(&mut self, row: &UploadRow) -> Answer<()> {
        sqlx::query(
            "INSERT INTO uploads (case_id, file, person, body, size, expires, sealed)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id(&row.case.0))
        .bind(id(&row.file.0))
        .bind(id(&row.person.0))
        .bind(row.body.to_vec())
        .bind(size(row.size)?)
        .bind(row.expires.0)
        .bind(row.sealed.clone())
        .execute(self.change().await?)
        .await?;
        Ok(())
    }

    async fn prolong_upload(&mut self, case: CaseId, file: FileId, expires: Moment) -> Answer<()> {
        sqlx::query("UPDATE uploads SET expires = $3 WHERE case_id = $1 AND file = $2")
            .bind(id(&case.0))
            .bind(id(&file.0))
            .bind(expires.0)
            .execute(self.change().await?)
            .await?;
        Ok(())
    }

    async fn remove_upload(
        &mut self,
        case: CaseId,
        file: FileId,
        expired: Option<Moment>,
    ) -> Answer<bool> {
        let done =
            sqlx::query("DELETE FROM uploads WHERE case_id = $1 AND file = $2 AND expires <= $3")
                .bind(id(&case.0))
                .bind(id(&file.0))
                .bind(expired.map_or(i64::MAX, |moment| moment.0))
                .execute(self.change().await?)
                .await?;
        Ok(done.rows_affected() > 0)
    }

    async fn add_file(&mut self, row: &FileRow) -> Answer<()> {
        sqlx::query(
            "INSERT INTO files (case_id, file, person, object, size, sealed)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id(&row.case.0))
        .bind(id(&row.file.0))
        .bind(id(&row.person.0))
        .bind(row.object.to_vec())
        .bind(size(row.size)?)
        .bind(row.sealed.clone())
        .execute(self.change().await?)
        .await?;
        FileTx::remove_upload(self, row.case, row.file, None).await?;
        Ok(())
    }

    async fn put_due(&mut self, case: CaseId, due: Option<(Moment, Seq)>) -> Answer<()> {
        let query = match due {
            None => sqlx::query("DELETE FROM due WHERE case_id = $1").bind(id(&case.0)),
            Some((at, exchange)) => sqlx::query(
                "INSERT INTO due (case_id, at, exchange) VALUES ($1, $2, $3)
                 ON CONFLICT (case_id) DO UPDATE
                 SET at = excluded.at, exchange = excluded.exchange",
            )
            .bind(id(&case.0))
            .bind(at.0)
            .bind(place(exchange)?),
        };
        query.execute(self.change().await?).await?;
        Ok(())
    }

    async fn next_access(&mut self, case: CaseId, exhibit: Seq) -> Answer<u64> {
        let row = sqlx::query(
            "SELECT coalesce(max(number), 0) + 1 AS number FROM accesses
             WHERE case_id = $1 AND exhibit = $2",
        )
        .bind(id(&case.0))
        .bind(place(exhibit)?)
        .fetch_one(self.connection())
        .await?;
        number(&row, "number")
    }

    async fn add_access(
        &mut self,
        case: CaseId,
        exhibit: Seq,
        number: u64,
        sealed: &[u8],
    ) -> Answer<()> {
        sqlx::query(
            "INSERT INTO accesses (case_id, exhibit, number, sealed) VALUES ($1, $2, $3, $4)",
        )
        .bind(id(&case.0))
        .bind(place(exhibit)?)
        .bind(size(number)?)
        .bind(sealed.to_vec())
        .execute(self.change().await?)
        .await?;
        Ok(())
    }
}

async fn one_upload(
    at: &mut SqliteConnection,
    case: CaseId,
    file: FileId,
) -> Answer<Option<UploadRow>> {
    let row = sqlx::query(
        "SELECT case_id, file, person, body, size, expires, sealed FROM uploads
         WHERE case_id = $1 AND file = $2",
    )
    .bind(id(&case.0))
    .bind(id(&file.0))
    .fetch_optional(at)
    .await?;
    row.as_ref().map(upload_row).transpose()
}

async fn one_file(
    at: &mut SqliteConnection,
    case: CaseId,
    file: FileId,
) -> Answer<Option<FileRow>> {
    let row = sqlx::query(
        "SELECT case_id, file, person, object, size, sealed FROM files
         WHERE case_id = $1 AND file = $2",
    )
    .bind(id(&case.0))
    .bind(id(&file.0))
    .fetch_optional(at)
    .await?;
    row.as_ref()
        .map(|row| {
            Ok(FileRow {
                case: CaseId(uuid(row, "case_id")?),
                file: FileId(uuid(row, "file")?),
                person: PersonId(uuid(row, "person")?),
                object: bytes(row, "object")?,
                size: number(row, "size")?,
                sealed: row.try_get("sealed")?,
            })
        })
        .transpose()
}

fn upload_row(row: &SqliteRow) -> Answer<UploadRow> {
    Ok(UploadRow {
        case: CaseId(uuid(row, "case_id")?),
        file: FileId(uuid(row, "file")?),
        person: PersonId(uuid(row, "person")?),
        body: bytes(row, "body")?,
        size: number(row, "size")?,
        expires: Moment(row.try_get("expires")?),
        sealed: row.try_get("sealed")?,
    })
}

fn size(value: u64) -> Answer<i64> {
    i64::try_from(value).map_err(|_| StoreError::Engine("a number is out of range".into()))
}
