//! Documents of a case: papers that are sent, filled in, read line by line, and signed.

use anjian_api::document::ink::{DrawnSignature, InkPurpose, LookAtInk};
use anjian_api::document::paper::{
    FillPaper, PaperRevised, PaperText, PapersSent, RevisePaper, SendPaper,
};
use anjian_api::document::signing::{
    BeginSigning, Ceremony, CodeSent, FinishSigning, Signed, TraceHeld,
};
use anjian_api::ids::{CaseId, CeremonyId, Seq};

use super::{Api, ApiError, read, request};
use crate::platform::files::PickedFile;
use crate::platform::send::Part;

/// A paper is set, its pages are counted, or signatures are set into all of them.
const PAPER_MS: u32 = 120_000;
/// A picture may wait 20 s until papers are set.
const PICTURE_MS: u32 = 40_000;
/// A trace is small.
const TRACE_MS: u32 = 30_000;

impl Api {
    /// Sends papers. Repeating it is safe.
    pub async fn send_paper(
        &self,
        case: CaseId,
        paper: &SendPaper,
    ) -> Result<PapersSent, ApiError> {
        self.slowly(documents_url(case), paper).await
    }

    /// The first of the papers, as it would be sent.
    pub async fn preview_paper(
        &self,
        case: CaseId,
        paper: &SendPaper,
    ) -> Result<PaperText, ApiError> {
        self.slowly(format!("{}/preview", documents_url(case)), paper)
            .await
    }

    /// Fills a paper in. Repeating it is safe.
    pub async fn fill_paper(
        &self,
        case: CaseId,
        document: Seq,
        fill: &FillPaper,
    ) -> Result<PaperRevised, ApiError> {
        self.slowly(format!("{}/{document}/fill", documents_url(case)), fill)
            .await
    }

    /// Brings a new version. Repeating it is safe.
    pub async fn revise_paper(
        &self,
        case: CaseId,
        document: Seq,
        revise: &RevisePaper,
    ) -> Result<PaperRevised, ApiError> {
        self.slowly(format!("{}/{document}/revise", documents_url(case)), revise)
            .await
    }

    /// A version of a document, line by line.
    pub async fn paper(
        &self,
        case: CaseId,
        document: Seq,
        version: u32,
    ) -> Result<PaperText, ApiError> {
        self.get(format!(
            "{}/{document}/versions/{version}",
            documents_url(case)
        ))
        .await
    }

    /// Begins a signature. Repeating it gives the same one.
    pub async fn begin_signing(
        &self,
        case: CaseId,
        document: Seq,
        begin: &BeginSigning,
    ) -> Result<Ceremony, ApiError> {
        self.with_body("POST", signing_url(case, document), begin)
            .await
    }

    /// A signature as it stands, for going on after a lost answer.
    pub async fn signing(
        &self,
        case: CaseId,
        document: Seq,
        ceremony: CeremonyId,
    ) -> Result<Ceremony, ApiError> {
        self.get(format!("{}/{ceremony}", signing_url(case, document)))
            .await
    }

    /// Brings what was drawn: the canonical bytes of a trace. Repeating it is safe.
    pub async fn put_trace(
        &self,
        case: CaseId,
        document: Seq,
        ceremony: CeremonyId,
        trace: &[u8],
    ) -> Result<TraceHeld, ApiError> {
        let part = Part {
            url: format!("{}/{ceremony}/trace", signing_url(case, document)),
            headers: vec![
                ("accept", "application/json".to_owned()),
                ("x-anjian", "1".to_owned()),
                ("content-type", "application/octet-stream".to_owned()),
            ],
            from: 0,
            to: trace.len() as u64,
            file: PickedFile::of_bytes(trace, "trace".to_owned()).ok_or(ApiError::Cancelled)?,
            timeout_ms: TRACE_MS,
            on_progress: std::rc::Rc::new(|_| ()),
        };
        read(&self.judged(self.wire.send_part(part).await?).await?)
    }

    /// Asks for a code by telephone.
    pub async fn send_code(
        &self,
        case: CaseId,
        document: Seq,
        ceremony: CeremonyId,
    ) -> Result<CodeSent, ApiError> {
        let url = format!("{}/{ceremony}/code", signing_url(case, document));
        read(&self.exchange("POST", url, None).await?)
    }

    /// Signs. Repeating it gives the first answer.
    pub async fn finish_signing(
        &self,
        case: CaseId,
        document: Seq,
        ceremony: CeremonyId,
        finish: &FinishSigning,
    ) -> Result<Signed, ApiError> {
        let url = format!("{}/{ceremony}/finish", signing_url(case, document));
        self.slowly(url, finish).await
    }

    /// What hands drew on a document, and who looked at it.
    pub async fn drawn_signatures(
        &self,
        case: CaseId,
        document: Seq,
    ) -> Result<Vec<DrawnSignature>, ApiError> {
        self.get(format!("{}/{document}/signatures", documents_url(case)))
            .await
    }

    /// The official picture of a signature. Each is noted: asked for twice, it was looked at twice.
    pub async fn official_picture(
        &self,
        case: CaseId,
        document: Seq,
        entry: Seq,
        purpose: InkPurpose,
    ) -> Result<PickedFile, ApiError> {
        let url = format!(
            "{}/{document}/signatures/{entry}/picture",
            documents_url(case)
        );
        let body = serde_json::to_string(&LookAtInk { purpose });
        let body = body.map_err(|_| ApiError::Cancelled)?;
        let asked = request("POST", url, Some(body), PICTURE_MS);
        match self.wire.take(asked).await? {
            (answer, Some(picture)) if answer.content_type == "image/png" => Ok(picture),
            (answer, _) => Err(self
                .judged(answer)
                .await
                .err()
                .unwrap_or(ApiError::Malformed)),
        }
    }

    async fn slowly<T: serde::de::DeserializeOwned>(
        &self,
        url: String,
        body: &impl serde::Serialize,
    ) -> Result<T, ApiError> {
        let body = serde_json::to_string(body).map_err(|_| ApiError::Cancelled)?;
        read(
            &self
                .exchange_within("POST", url, Some(body), PAPER_MS)
                .await?,
        )
    }
}

fn documents_url(case: CaseId) -> String {
    format!("/api/cases/{case}/documents")
}

fn signing_url(case: CaseId, document: Seq) -> String {
    format!("{}/{document}/signing", documents_url(case))
}
