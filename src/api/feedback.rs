//! Feedback: given, followed, answered.

use std::rc::Rc;

use anjian_api::feedback::{
    CaseFeedback, CourtFeedback, Feedback, FeedbackHelped, FeedbackId, FeedbackSought,
    HandleFeedback, NewFeedback, OwnFeedback,
};
use anjian_api::ids::{CaseId, CourtId};

use super::{Api, ApiError};
use crate::platform::files::PickedFile;
use crate::platform::send::Part;

/// 2 MiB at 20 KB/s, and a little.
const ATTACHMENT_MS: u32 = 120_000;

impl Api {
    /// Gives feedback. Repeating it is safe.
    pub async fn give_feedback(
        &self,
        id: FeedbackId,
        given: &NewFeedback,
    ) -> Result<Feedback, ApiError> {
        self.with_body("PUT", format!("/api/feedback/{id}"), given)
            .await
    }

    /// A picture (0, 1, 2) or the recording (3) of a feedback. Repeating it is safe.
    pub async fn attach_to_feedback(
        &self,
        id: FeedbackId,
        n: u8,
        file: PickedFile,
    ) -> Result<(), ApiError> {
        let to = file.size();
        let part = Part {
            url: feedback_attachment_url(id, n),
            headers: vec![
                ("accept", "application/json".to_owned()),
                ("x-anjian", "1".to_owned()),
                ("content-type", "application/octet-stream".to_owned()),
            ],
            file,
            from: 0,
            to,
            timeout_ms: ATTACHMENT_MS,
            on_progress: Rc::new(|_| ()),
        };
        self.judged(self.wire.send_part(part).await?)
            .await
            .map(drop)
    }

    /// What the person gave, and where the court asks for some.
    pub async fn own_feedback(&self) -> Result<OwnFeedback, ApiError> {
        self.get("/api/feedback".to_owned()).await
    }

    /// Whether the court's answer helped.
    pub async fn feedback_helped(
        &self,
        id: FeedbackId,
        helped: bool,
    ) -> Result<Feedback, ApiError> {
        let url = format!("/api/feedback/{id}/helped");
        self.with_body("PUT", url, &FeedbackHelped { helped }).await
    }

    /// The court asks the people of a case for feedback.
    pub async fn ask_for_feedback(&self, case: CaseId) -> Result<(), ApiError> {
        let url = format!("/api/cases/{case}/feedback");
        self.exchange("PUT", url, None).await.map(drop)
    }

    /// Where the court's asking for feedback stands in a case.
    pub async fn case_feedback(&self, case: CaseId) -> Result<CaseFeedback, ApiError> {
        self.get(format!("/api/cases/{case}/feedback")).await
    }

    /// What a court was told, as far as it is sought.
    pub async fn court_feedback(
        &self,
        court: CourtId,
        sought: &FeedbackSought,
    ) -> Result<CourtFeedback, ApiError> {
        let named = serde_json::to_value(sought).unwrap_or_default();
        let named = named.as_object().into_iter().flatten();
        let query: Vec<String> = named
            .filter_map(|(name, value)| Some(format!("{name}={}", value.as_str()?)))
            .collect();
        let url = format!("/api/courts/{}/feedback?{}", court.0, query.join("&"));
        self.get(url).await
    }

    /// The court answers, or says what it does.
    pub async fn handle_feedback(
        &self,
        court: CourtId,
        id: FeedbackId,
        asked: &HandleFeedback,
    ) -> Result<Feedback, ApiError> {
        let url = format!("/api/courts/{}/feedback/{id}", court.0);
        self.with_body("PUT", url, asked).await
    }
}

/// The address of a picture or the recording of a feedback.
#[must_use]
pub fn feedback_attachment_url(id: FeedbackId, n: u8) -> String {
    format!("/api/feedback/{id}/attachments/{n}")
}

/// The address of a court's feedback as a table: of its stars by week and stage, or one line each.
#[must_use]
pub fn feedback_table_url(court: CourtId, is_english: bool, by_week: bool) -> String {
    let lang = if is_english { "en" } else { "zh" };
    let of = if by_week { "&of=weeks" } else { "" };
    format!("/api/courts/{}/feedback.csv?lang={lang}{of}", court.0)
}
