//! Files of a case: how their bytes come up and where they are looked at.

use anjian_api::bytes::Sha256Digest;
use anjian_api::file::{
    Access, Announce, CompleteUpload, FileId, FileReceipt, FileVariant, UploadStatus,
};
use anjian_api::ids::{CaseId, Seq};

use super::{Api, ApiError, read};
use crate::platform::send::Part;

/// The server reads the whole file once more and looks what it is.
const COMPLETE_MS: u32 = 120_000;

impl Api {
    /// Announces a file. Repeating it is safe.
    pub async fn announce(
        &self,
        case: CaseId,
        file: FileId,
        announce: &Announce,
    ) -> Result<UploadStatus, ApiError> {
        self.with_body("PUT", upload_url(case, file), announce)
            .await
    }

    /// What the server holds of a file; with its digest also whether it has these bytes already.
    pub async fn upload_status(
        &self,
        case: CaseId,
        file: FileId,
        sha256: Option<Sha256Digest>,
    ) -> Result<UploadStatus, ApiError> {
        let mut url = upload_url(case, file);
        if let Some(sha256) = sha256 {
            url.push_str("?sha256=");
            url.push_str(&sha256.to_hex());
        }
        self.get(url).await
    }

    /// Sends a run of blocks that begins at block `first`; `part` comes without its address and
    /// headers. Repeating it is safe.
    pub async fn put_part(
        &self,
        case: CaseId,
        file: FileId,
        first: u64,
        digest: Sha256Digest,
        part: Part,
    ) -> Result<(), ApiError> {
        let part = Part {
            url: format!("{}/parts/{first}", upload_url(case, file)),
            headers: vec![
                ("accept", "application/json".to_owned()),
                ("x-anjian", "1".to_owned()),
                ("content-type", "application/octet-stream".to_owned()),
                ("x-part-sha256", digest.to_hex()),
            ],
            ..part
        };
        self.judged(self.wire.send_part(part).await?)
            .await
            .map(drop)
    }

    /// Says that all bytes are there. Repeating it is safe.
    pub async fn complete_upload(
        &self,
        case: CaseId,
        file: FileId,
        complete: &CompleteUpload,
    ) -> Result<FileReceipt, ApiError> {
        let body = serde_json::to_string(complete).map_err(|_| ApiError::Cancelled)?;
        let url = format!("{}/complete", upload_url(case, file));
        read(
            &self
                .exchange_within("POST", url, Some(body), COMPLETE_MS)
                .await?,
        )
    }

    /// Who looked at an exhibit; only its submitter's side is told.
    pub async fn exhibit_access(
        &self,
        case: CaseId,
        exhibit: Seq,
    ) -> Result<Vec<Access>, ApiError> {
        self.get(format!("/api/cases/{case}/exhibits/{exhibit}/access"))
            .await
    }

    /// Gives an upload up.
    pub async fn withdraw_upload(&self, case: CaseId, file: FileId) -> Result<(), ApiError> {
        self.delete(upload_url(case, file)).await
    }
}

fn upload_url(case: CaseId, file: FileId) -> String {
    format!("/api/cases/{case}/uploads/{file}")
}

/// The address of a file in one of its forms, for `src` and `href`.
#[must_use]
pub fn file_url(case: CaseId, file: FileId, variant: FileVariant) -> String {
    let variant = match variant {
        FileVariant::Original => "original",
        FileVariant::Thumb => "thumb",
        FileVariant::View => "view",
        FileVariant::Play => "play",
        FileVariant::Pdf => "pdf",
    };
    format!("/api/cases/{case}/files/{file}/{variant}")
}

/// The address of a page of a PDF (from 1) as a picture made by the server.
#[must_use]
pub fn page_url(case: CaseId, file: FileId, page: u32) -> String {
    format!("/api/cases/{case}/files/{file}/pages/{page}")
}
