//! What is kept of documents, in SQLite.

use anjian_api::ids::{CaseId, CeremonyId, Moment};
use async_trait::async_trait;
use sqlx::Row;

use super::Db;
use super::queries::{id, uuid};
use super::tx::SqliteTx;
use crate::store::{DocumentStore, DocumentTx, Kept, KeptRow, StoreError};

type Answer<T> = Result<T, StoreError>;

#[async_trait]
impl DocumentStore for Db {
    async fn kept(&self, case: CaseId, kind: Kept, key: &[u8]) -> Answer<Option<Vec<u8>>> {
        let found = sqlx::query_scalar(
            "SELECT sealed FROM kept WHERE case_id = $1 AND kind = $2 AND id = $3",
        )
        .bind(id(&case.0))
        .bind(kind as i64)
        .bind(key.to_vec())
        .fetch_optional(&mut *self.reader().await?)
        .await?;
        Ok(found)
    }

    async fn kept_under(
        &self,
        case: CaseId,
        kind: Kept,
        prefix: &[u8],
    ) -> Answer<Vec<(Vec<u8>, Vec<u8>)>> {
        let rows = sqlx::query(
            "SELECT id, sealed FROM kept WHERE case_id = $1 AND kind = $2
             AND id >= $3 AND substr(id, 1, length($3)) = $3 ORDER BY id",
        )
        .bind(id(&case.0))
        .bind(kind as i64)
        .bind(prefix.to_vec())
        .fetch_all(&mut *self.reader().await?)
        .await?;
        rows.iter()
            .map(|row| Ok((row.try_get("id")?, row.try_get("sealed")?)))
            .collect()
    }

    async fn kept_until(&self, expires: Moment) -> Answer<Vec<(CaseId, Vec<u8>)>> {
        let rows = sqlx::query("SELECT case_id, id FROM kept WHERE expires = $1")
            .bind(expires.0)
            .fetch_all(&mut *self.reader().await?)
            .await?;
        rows.iter()
            .map(|row| Ok((CaseId(uuid(row, "case_id")?), row.try_get("id")?)))
            .collect()
    }

    async fn used_ink(&self, ink: [u8; 32]) -> Answer<Option<CeremonyId>> {
        let row = sqlx::query("SELECT ceremony FROM inks WHERE ink = $1")
            .bind(ink.to_vec())
            .fetch_optional(&mut *self.reader().await?)
            .await?;
        row.map(|row| Ok(CeremonyId(uuid(&row, "ceremony")?)))
            .transpose()
    }
}

#[async_trait]
impl DocumentTx for SqliteTx<'_> {
    async fn keep(&mut self, row: &KeptRow) -> Answer<()> {
        sqlx::query(
            "INSERT INTO kept (case_id, kind, id, expires, sealed) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (case_id, kind, id) DO UPDATE
             SET expires = excluded.expires, sealed = excluded.sealed",
        )
        .bind(id(&row.case.0))
        .bind(row.kind as i64)
        .bind(row.id.clone())
        .bind(row.expires.map(|moment| moment.0))
        .bind(row.sealed.clone())
        .execute(self.change().await?)
        .await?;
        Ok(())
    }

    async fn use_ink(&mut self, ink: [u8; 32], ceremony: CeremonyId) -> Answer<bool> {
        sqlx::query("INSERT INTO inks (ink, ceremony) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(ink.to_vec())
            .bind(id(&ceremony.0))
            .execute(self.change().await?)
            .await?;
        let row = sqlx::query("SELECT ceremony FROM inks WHERE ink = $1")
            .bind(ink.to_vec())
            .fetch_one(self.connection())
            .await?;
        Ok(uuid(&row, "ceremony")? == ceremony.0)
    }

    async fn free_ink(&mut self, ink: [u8; 32], ceremony: CeremonyId) -> Answer<()> {
        sqlx::query("DELETE FROM inks WHERE ink = $1 AND ceremony = $2")
            .bind(ink.to_vec())
            .bind(id(&ceremony.0))
            .execute(self.change().await?)
            .await?;
        Ok(())
    }

    async fn unkeep(&mut self, row: &KeptRow) -> Answer<()> {
        sqlx::query("DELETE FROM kept WHERE case_id = $1 AND kind = $2 AND id = $3")
            .bind(id(&row.case.0))
            .bind(row.kind as i64)
            .bind(row.id.clone())
            .execute(self.change().await?)
            .await?;
        Ok(())
    }

    async fn drop_kept(&mut self, now: Moment) -> Answer<()> {
        sqlx::query("DELETE FROM kept WHERE expires <= $1")
            .bind(now.0)
            .execute(self.change().await?)
            .await?;
        Ok(())
    }
}
