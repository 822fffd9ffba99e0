//! What people ask for about evidence.

use serde::{Deserialize, Serialize};

use super::{ExchangeForm, ExchangeTerms, Exhibit, Ground, Leave, Mark, Opinion, OriginalForm};
use crate::ids::{Moment, SeatId, Seq};

/// A request about evidence; stands flat among the kinds of `Command`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EvidenceCommand {
    /// Submits an exhibit (举证).
    SubmitExhibit(SubmitExhibit),
    /// An opposing seat got the first of its bytes. Only the server gives it.
    OpenExhibit(OpenExhibit),
    /// Withdraws an own exhibit.
    WithdrawExhibit(WithdrawExhibit),
    /// Sets the time limit for evidence (举证期限, 民诉法 68); court only.
    SetEvidenceDeadline(SetEvidenceDeadline),
    /// Decides on an exhibit that came late; judge only.
    DecideLate(DecideLate),
    /// Says something to an exhibit of another side (质证). The last one counts, all stay.
    GiveOpinion(GiveOpinion),
    /// Replies to an opinion on an own exhibit.
    ReplyToOpinion(ReplyToOpinion),
    /// Says where an exhibit stands; judge only.
    MarkExhibit(MarkExhibit),
    /// Records that the form of the original is met (art. 13); judge only.
    AcceptForm(AcceptForm),
    /// Does without examining an exhibit: a party for itself, or the court records it for a party.
    WaiveExamination(WaiveExamination),
    /// 采信 or not, after it was examined or that was waived (art. 15); judge only.
    RuleOnExhibit(RuleOnExhibit),
    /// Asks the parties in which form they agree to exchange (art. 14); court only.
    AskExchangeForm(AskExchangeForm),
    /// A party states the form it agrees to.
    StateExchangeForm(StateExchangeForm),
    /// Opens an exchange of evidence (art. 14); court only.
    OpenExchange(OpenExchange),
    /// A party has finished in an async exchange; it cannot answer any more.
    FinishAnswers(FinishAnswers),
    /// Closes an exchange; court, or the registry when an async one is over.
    CloseExchange(CloseExchange),
    /// Asks for more time in an async exchange.
    AskExtension(AskExtension),
    /// Decides on more time; judge only.
    DecideExtension(DecideExtension),
}

/// Submits an exhibit (举证).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SubmitExhibit {
    /// What.
    pub exhibit: Exhibit,
    /// Why it comes after the deadline; demanded when it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_reason: Option<String>,
}

/// An opposing seat got the first of its bytes. Only the server gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenExhibit {
    /// The exhibit.
    pub exhibit: Seq,
}

/// Withdraws an own exhibit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WithdrawExhibit {
    /// The exhibit.
    pub exhibit: Seq,
    /// Why.
    pub reason: String,
}

/// Sets the time limit for evidence (举证期限, 民诉法 68); court only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetEvidenceDeadline {
    /// Until when.
    pub due: Moment,
}

/// Decides on an exhibit that came late; judge only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecideLate {
    /// The exhibit.
    pub exhibit: Seq,
    /// What.
    pub leave: Leave,
    /// Why.
    pub reason: String,
}

/// Says something to an exhibit of another side (质证). The last one counts, all stay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GiveOpinion {
    /// The exhibit.
    pub exhibit: Seq,
    /// What.
    pub opinion: Opinion,
}

/// Replies to an opinion on an own exhibit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReplyToOpinion {
    /// The exhibit.
    pub exhibit: Seq,
    /// The opinion: the entry in which it was given.
    pub opinion: Seq,
    /// What.
    pub reply: Ground,
}

/// Says where an exhibit stands; judge only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MarkExhibit {
    /// The exhibit.
    pub exhibit: Seq,
    /// Where.
    pub mark: Mark,
}

/// Records that the form of the original is met (art. 13); judge only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptForm {
    /// The exhibit.
    pub exhibit: Seq,
    /// In which way.
    pub way: OriginalForm,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Does without examining an exhibit: a party for itself, or the court records it for a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WaiveExamination {
    /// The exhibit.
    pub exhibit: Seq,
    /// The party, when the court records it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<SeatId>,
    /// Why; demanded of the court.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// 采信 or not, after it was examined or that was waived (art. 15); judge only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleOnExhibit {
    /// The exhibit.
    pub exhibit: Seq,
    /// It is admitted.
    pub admitted: bool,
    /// Why.
    pub reason: String,
}

/// Asks the parties in which form they agree to exchange (art. 14); court only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskExchangeForm {
    /// Until when they are to say.
    pub due: Moment,
}

/// A party states the form it agrees to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StateExchangeForm {
    /// Which.
    pub form: ExchangeForm,
}

/// Opens an exchange of evidence (art. 14); court only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenExchange {
    /// Its form and time.
    pub terms: ExchangeTerms,
}

/// A party has finished in an async exchange; it cannot answer any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FinishAnswers {
    /// The exchange.
    pub exchange: Seq,
}

/// Closes an exchange; court, or the registry when an async one is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CloseExchange {
    /// The exchange.
    pub exchange: Seq,
}

/// Asks for more time in an async exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskExtension {
    /// The exchange.
    pub exchange: Seq,
    /// Until when.
    pub until: Moment,
    /// Why.
    pub reason: String,
}

/// Decides on more time; judge only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecideExtension {
    /// The request.
    pub request: Seq,
    /// Granted until then, for all parties; none: not granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
    /// Why; demanded when it is not granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
