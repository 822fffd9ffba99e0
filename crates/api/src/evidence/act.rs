//! What happened about evidence.

use serde::{Deserialize, Serialize};

use super::command::{
    AcceptForm, AskExchangeForm, DecideExtension, DecideLate, MarkExhibit, OpenExchange,
    OpenExhibit, ReplyToOpinion, RuleOnExhibit, SetEvidenceDeadline,
};
use super::{EvidenceSide, ExchangeForm, Exhibit, OpenedAnswer, Opinion};
use crate::ids::{Moment, SeatId, Seq};

/// One act about evidence; stands flat among the kinds of `Act`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EvidenceAct {
    /// An exhibit was submitted; it is named by the number of this entry.
    ExhibitSubmitted(ExhibitSubmitted),
    /// An opposing seat got the first of its bytes.
    ExhibitOpened(OpenExhibit),
    /// An exhibit was withdrawn.
    ExhibitWithdrawn(ExhibitWithdrawn),
    /// The time limit for evidence was set.
    EvidenceDeadlineSet(SetEvidenceDeadline),
    /// The court decided on an exhibit that came late.
    LateDecided(DecideLate),
    /// A party said something to an exhibit.
    OpinionGiven(OpinionGiven),
    /// The submitter replied to an opinion.
    OpinionReplied(ReplyToOpinion),
    /// The court said where an exhibit stands.
    ExhibitMarked(MarkExhibit),
    /// The court found the form of the original met.
    FormAccepted(AcceptForm),
    /// A party does without examining an exhibit, or the court recorded that.
    ExaminationWaived(ExaminationWaived),
    /// The court admitted an exhibit, or did not.
    ExhibitRuled(RuleOnExhibit),
    /// The court asked in which form the parties agree to exchange.
    ExchangeFormAsked(AskExchangeForm),
    /// A party stated the form it agrees to.
    ExchangeFormStated(ExchangeFormStated),
    /// An exchange was opened; it is named by the number of this entry.
    ExchangeOpened(OpenExchange),
    /// A party has finished in an async exchange.
    AnswersFinished(AnswersFinished),
    /// An exchange was closed; opinions on its exhibits are locked.
    ExchangeClosed(ExchangeClosed),
    /// The opinions of an async exchange were opened to all who take part.
    AnswersOpened(AnswersOpened),
    /// A party asked for more time; the request is named by the number of this entry.
    ExtensionAsked(ExtensionAsked),
    /// The court decided on more time.
    ExtensionDecided(DecideExtension),
}

/// Kinds of acts about evidence, in the order of the variants.
pub(crate) const KINDS: [&str; 19] = [
    "exhibit_submitted",
    "exhibit_opened",
    "exhibit_withdrawn",
    "evidence_deadline_set",
    "late_decided",
    "opinion_given",
    "opinion_replied",
    "exhibit_marked",
    "form_accepted",
    "examination_waived",
    "exhibit_ruled",
    "exchange_form_asked",
    "exchange_form_stated",
    "exchange_opened",
    "answers_finished",
    "exchange_closed",
    "answers_opened",
    "extension_asked",
    "extension_decided",
];

impl EvidenceAct {
    /// The kind, as it stands in the record that the leaf commits to.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            EvidenceAct::ExhibitSubmitted(_) => KINDS[0],
            EvidenceAct::ExhibitOpened(_) => KINDS[1],
            EvidenceAct::ExhibitWithdrawn(_) => KINDS[2],
            EvidenceAct::EvidenceDeadlineSet(_) => KINDS[3],
            EvidenceAct::LateDecided(_) => KINDS[4],
            EvidenceAct::OpinionGiven(_) => KINDS[5],
            EvidenceAct::OpinionReplied(_) => KINDS[6],
            EvidenceAct::ExhibitMarked(_) => KINDS[7],
            EvidenceAct::FormAccepted(_) => KINDS[8],
            EvidenceAct::ExaminationWaived(_) => KINDS[9],
            EvidenceAct::ExhibitRuled(_) => KINDS[10],
            EvidenceAct::ExchangeFormAsked(_) => KINDS[11],
            EvidenceAct::ExchangeFormStated(_) => KINDS[12],
            EvidenceAct::ExchangeOpened(_) => KINDS[13],
            EvidenceAct::AnswersFinished(_) => KINDS[14],
            EvidenceAct::ExchangeClosed(_) => KINDS[15],
            EvidenceAct::AnswersOpened(_) => KINDS[16],
            EvidenceAct::ExtensionAsked(_) => KINDS[17],
            EvidenceAct::ExtensionDecided(_) => KINDS[18],
        }
    }
}

/// An exhibit was submitted; it is named by the number of this entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExhibitSubmitted {
    /// On whose list.
    pub side: EvidenceSide,
    /// Its number there, from 1; never given again.
    pub number: u32,
    /// What.
    pub exhibit: Exhibit,
    /// It came after the deadline: why, in the submitter's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_reason: Option<String>,
}

/// An exhibit was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExhibitWithdrawn {
    /// The exhibit.
    pub exhibit: Seq,
    /// Why.
    pub reason: String,
    /// Nobody opposing had opened it: it is hidden like a recalled message.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
}

/// A party said something to an exhibit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpinionGiven {
    /// The exhibit.
    pub exhibit: Seq,
    /// The party.
    pub party: SeatId,
    /// What.
    pub opinion: Opinion,
    /// Given in an async exchange: only the party itself sees it before the end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sealed: bool,
}

/// A party does without examining an exhibit, or the court recorded that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExaminationWaived {
    /// The exhibit.
    pub exhibit: Seq,
    /// The party.
    pub party: SeatId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A party stated the form it agrees to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExchangeFormStated {
    /// The party.
    pub party: SeatId,
    /// Which.
    pub form: ExchangeForm,
}

/// A party has finished in an async exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswersFinished {
    /// The exchange.
    pub exchange: Seq,
    /// The party.
    pub party: SeatId,
}

/// An exchange was closed; opinions on its exhibits are locked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExchangeClosed {
    /// The exchange.
    pub exchange: Seq,
}

/// The opinions of an async exchange were opened to all who take part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswersOpened {
    /// The exchange.
    pub exchange: Seq,
    /// The last opinion of each party on each exhibit.
    pub answers: Vec<OpenedAnswer>,
}

/// A party asked for more time; the request is named by the number of this entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtensionAsked {
    /// The exchange.
    pub exchange: Seq,
    /// The party.
    pub party: SeatId,
    /// Until when.
    pub until: Moment,
    /// Why.
    pub reason: String,
}
