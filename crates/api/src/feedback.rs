//! 意见反馈: what people say about the app and the court's service, and what the court answers.
//!
//! It is no part of a case: it belongs to the court of the case it was given from, or to the
//! deployment. Nobody but its giver and that court's own staff sees it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{CaseId, CourtId, Moment};

/// Characters of the words, and of an answer.
pub const WORDS_CHARS: u32 = 2_000;
/// Characters of the summary of device and network.
pub const DEVICE_CHARS: u32 = 600;
/// Pictures of one feedback.
pub const MAX_PICTURES: u8 = 3;
/// Bytes of a picture or a recording.
pub const MAX_ATTACHMENT: u64 = 2 * 1_024 * 1_024;
/// The place of the recording among the attachments; pictures are 0, 1 and 2.
pub const VOICE: u8 = MAX_PICTURES;

/// One feedback, made by the client. Repeating it is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct FeedbackId(pub Uuid);

impl std::fmt::Display for FeedbackId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

impl std::str::FromStr for FeedbackId {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self)
    }
}

/// What the stars are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeedbackStage {
    /// Logging in and finding the case.
    GettingIn,
    /// Reading what others wrote and sent.
    Reading,
    /// Writing and speaking in the case space.
    Talking,
    /// Submitting evidence and answering to it.
    Evidence,
    /// Reading, confirming and signing documents.
    Signing,
    /// The court's own service.
    Service,
}

impl FeedbackStage {
    /// Every stage, in the order in which people come to it.
    pub const ALL: [FeedbackStage; 6] = [
        FeedbackStage::GettingIn,
        FeedbackStage::Reading,
        FeedbackStage::Talking,
        FeedbackStage::Evidence,
        FeedbackStage::Signing,
        FeedbackStage::Service,
    ];
}

/// The page from which it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeedbackPage {
    /// 案件: the list.
    Cases,
    /// A case space.
    Case,
    /// Its details and people.
    Details,
    /// Evidence.
    Evidence,
    /// The viewer.
    Viewer,
    /// Documents to sign.
    Documents,
    /// 服务
    Services,
    /// 我的
    Me,
    /// Help.
    Help,
}

/// One to five stars for a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StageStars {
    /// The stage.
    pub stage: FeedbackStage,
    /// 1 to 5.
    pub stars: u8,
}

/// What somebody gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewFeedback {
    /// The case it was given from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// The page it was given from.
    pub page: FeedbackPage,
    /// At most one for each stage.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stars: Vec<StageStars>,
    /// In words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Device and network in words, exactly as they were shown; only when the giver ticked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// So many pictures follow.
    #[serde(default)]
    pub pictures: u8,
    /// A recording follows.
    #[serde(default)]
    pub voice: bool,
}

/// What the court does with a feedback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeedbackStatus {
    /// Nobody looked at it yet.
    New,
    /// Somebody read it.
    Seen,
    /// It is being worked on.
    InWork,
    /// It is done.
    Done,
    /// Its giver said that the answer did not help: it is open again. Never set by the court.
    NotHelped,
}

impl FeedbackStatus {
    /// Every status, in the order in which it goes.
    pub const ALL: [FeedbackStatus; 5] = [
        FeedbackStatus::New,
        FeedbackStatus::Seen,
        FeedbackStatus::InWork,
        FeedbackStatus::Done,
        FeedbackStatus::NotHelped,
    ];
}

/// What the court answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FeedbackAnswer {
    /// When.
    pub at: Moment,
    /// The words.
    pub words: String,
}

/// A feedback as its giver and the court see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Feedback {
    /// Its number.
    pub id: FeedbackId,
    /// When it came.
    pub at: Moment,
    /// Who gave it; only the court is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What was given.
    pub given: NewFeedback,
    /// Attachments that have come: 0, 1, 2 pictures, 3 the recording.
    #[serde(default)]
    pub attached: Vec<u8>,
    /// What the court does with it.
    pub status: FeedbackStatus,
    /// What the court answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<FeedbackAnswer>,
    /// Whether the answer helped, once the giver has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helped: Option<bool>,
}

/// The court asks the people of a case for their feedback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeedbackAsked {
    /// The case.
    pub case: CaseId,
    /// Its title.
    pub title: String,
    /// When it was asked for.
    pub at: Moment,
}

/// Where the asking for feedback in a case stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseFeedback {
    /// When the court asked last. Who is asked is told until they have given some, and only while
    /// nothing else is to be done in the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Moment>,
    /// The case was closed by then.
    #[serde(default)]
    pub at_the_end: bool,
    /// How many people gave some since; only who conducts the case is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<u32>,
}

/// What a person has to do with feedback.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnFeedback {
    /// What the person gave, newest first.
    pub given: Vec<Feedback>,
    /// Where the court asks for it, and nothing else is to be done first.
    pub asked: Vec<FeedbackAsked>,
    /// The courts whose feedback the person answers.
    pub answers_for: Vec<CourtId>,
}

/// Whether an answer helped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FeedbackHelped {
    /// It did.
    pub helped: bool,
}

/// The court changes the status, answers, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HandleFeedback {
    /// The new status.
    pub status: FeedbackStatus,
    /// The answer; none leaves the one there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// When the answer was given that stood there while this one was written; none: there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Moment>,
}

/// What the court looks for among its feedback; nothing named is everything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct FeedbackSought {
    /// With stars for this stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<FeedbackStage>,
    /// Given from this page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<FeedbackPage>,
    /// In this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<FeedbackStatus>,
    /// Older than this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<FeedbackId>,
}

/// The stars of one stage in one week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StageWeek {
    /// Monday, 00:00 of the court's time.
    pub week: Moment,
    /// The stage.
    pub stage: FeedbackStage,
    /// How many gave stars.
    pub count: u32,
    /// The sum of their stars.
    pub stars: u32,
}

/// What a court was told: first what an answer did not help, then the newest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CourtFeedback {
    /// The newest 50 of what is sought.
    pub feedback: Vec<Feedback>,
    /// There are older ones.
    #[serde(default)]
    pub more: bool,
    /// The stars of the last twelve weeks, by week and stage.
    pub weeks: Vec<StageWeek>,
}
