//! Why a command was refused.

use serde::{Deserialize, Serialize};

use crate::ids::Moment;

/// Why the law of the product says no. A value, not an error of the machine.
///
/// Each has a text in both languages under `refusal.<code>` (what happened) and `refusal_next.<code>`
/// (what to do now); the app turns the variants into those keys by an exhaustive match.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// There is no such thing, or not for this person. The two look alike.
    NotFound,
    /// This role may not do this.
    RoleMayNot,
    /// Only the author may do this.
    NotYours,
    /// The case is closed.
    CaseClosed,
    /// The case is there already.
    CaseExists,
    /// The words are missing.
    Empty,
    /// The words are longer than allowed.
    TooLong {
        /// How many characters are allowed.
        limit: u32,
    },
    /// The words contain control or bidirectional override characters.
    UnsafeCharacters,
    /// The period of recall is over.
    RecallPeriodOver {
        /// How long it is, milliseconds.
        limit_ms: i64,
    },
    /// Somebody acted on the message before.
    AlreadyActedOn,
    /// The words are hidden already.
    AlreadyRecalled,
    /// The quoted entry cannot be quoted here.
    QuoteNotAllowed,
    /// A called person is not here, or may not see the words.
    MentionNotAllowed,
    /// The audience is not one that this seat may speak to.
    AudienceNotAllowed,
    /// The coordinates are no place on earth.
    BadLocation,
    /// The person has this seat already.
    AlreadySeated,
    /// An agent needs a party to act for, and nobody else does.
    AgentNeedsParty,
    /// The seat is no agent's.
    NotAnAgent,
    /// A case needs at least one judge or clerk, a plaintiff and a defendant.
    PartiesMissing,
    /// The type code is none of 法〔2015〕137号.
    BadTypeCode,
    /// The seat cannot be ended: the case would have nobody of the court left.
    LastOfTheCourt,
    /// The deadline lies in the past.
    DueInThePast {
        /// The deadline that was asked for.
        due: Moment,
    },
    /// The notice was confirmed before.
    AlreadyConfirmed,
    /// The notice does not ask this seat.
    NotAsked,
    /// The case stands in that stage already, or may not go back to it.
    StageNotAllowed,
    /// The case has as many seats as it can have.
    TooManySeats,
    /// A file is not known as the actor's own, or not as it is told here.
    FileUnknown,
    /// There is a file of that id already.
    FileExists,
    /// No file was chosen.
    FilesMissing,
    /// More files than can be shown at once.
    TooManyFiles {
        /// How many are allowed.
        limit: u32,
    },
    /// The same file was chosen twice.
    FileTwice,
    /// A file of this form cannot be used here.
    FileFormNotAllowed,
    /// The recording is longer than allowed, or has no length.
    VoiceTooLong {
        /// How long it may be, milliseconds.
        limit_ms: u32,
    },
    /// The deadline for evidence is over: a reason is demanded (民诉法 68).
    LateNeedsReason,
    /// The exhibit came late, and the court has not let it in.
    LeaveNeeded,
    /// The exhibit did not come late.
    NotLate,
    /// The court has decided this.
    AlreadyDecided,
    /// The exhibit was withdrawn.
    ExhibitWithdrawn,
    /// The court has ruled on the exhibit.
    AlreadyRuled,
    /// The exhibit is of the own side: the others examine it.
    OwnExhibit,
    /// The seat opened the exhibit before.
    AlreadyOpened,
    /// A reason is missing.
    ReasonMissing,
    /// The exchange is closed: no more opinions on its exhibits.
    OpinionsLocked,
    /// The opinion was replied to: it stays as it is.
    AlreadyReplied,
    /// An opposing party has neither examined the exhibit nor done without (art. 15).
    NotExamined,
    /// Not every party agreed to an async exchange (art. 14).
    FormNotAgreed,
    /// An exchange is running: this has to wait until it is closed.
    ExchangeRunning,
    /// No such exchange is open.
    NoExchange,
    /// The period of the exchange is over.
    ExchangeOver,
    /// The period of the exchange runs, and not all have finished.
    ExchangeNotOver {
        /// Until when it runs.
        until: Moment,
    },
    /// The party has finished in this exchange.
    AlreadyFinished,
    /// The party does without examining the exhibit already.
    AlreadyWaived,
    /// The party has asked for more time and waits for the court.
    AlreadyAsked,
    /// The time asked for is no later than the end as it stands.
    ExtensionNotLonger {
        /// Until when it runs.
        until: Moment,
    },
    /// An exhibit that was named against this one is not there.
    CounterNotAllowed,
    /// A page is cut or turned in a way that there is not.
    PageViewNotAllowed,
    /// The document was taken back.
    DocumentWithdrawn,
    /// A document asks nobody, or too many.
    NobodyAsked,
    /// A place for a signature lies beside the page, or belongs to nobody who signs.
    PlaceNotAllowed,
    /// The new version is the same file as the one before.
    SameVersion,
    /// What was shown is not the newest version.
    VersionStale {
        /// The newest version.
        version: u32,
    },
    /// The document has to be filled in first.
    NotFilledIn,
    /// A refusal that this version does not know.
    #[serde(other)]
    Unknown,
}

impl Refusal {
    /// The code, as on the wire and in locale keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Refusal::NotFound => "not_found",
            Refusal::RoleMayNot => "role_may_not",
            Refusal::NotYours => "not_yours",
            Refusal::CaseClosed => "case_closed",
            Refusal::CaseExists => "case_exists",
            Refusal::Empty => "empty",
            Refusal::TooLong { .. } => "too_long",
            Refusal::UnsafeCharacters => "unsafe_characters",
            Refusal::RecallPeriodOver { .. } => "recall_period_over",
            Refusal::AlreadyActedOn => "already_acted_on",
            Refusal::AlreadyRecalled => "already_recalled",
            Refusal::QuoteNotAllowed => "quote_not_allowed",
            Refusal::MentionNotAllowed => "mention_not_allowed",
            Refusal::AudienceNotAllowed => "audience_not_allowed",
            Refusal::BadLocation => "bad_location",
            Refusal::AlreadySeated => "already_seated",
            Refusal::AgentNeedsParty => "agent_needs_party",
            Refusal::NotAnAgent => "not_an_agent",
            Refusal::PartiesMissing => "parties_missing",
            Refusal::BadTypeCode => "bad_type_code",
            Refusal::LastOfTheCourt => "last_of_the_court",
            Refusal::DueInThePast { .. } => "due_in_the_past",
            Refusal::AlreadyConfirmed => "already_confirmed",
            Refusal::NotAsked => "not_asked",
            Refusal::StageNotAllowed => "stage_not_allowed",
            Refusal::TooManySeats => "too_many_seats",
            Refusal::FileUnknown => "file_unknown",
            Refusal::FileExists => "file_exists",
            Refusal::FilesMissing => "files_missing",
            Refusal::TooManyFiles { .. } => "too_many_files",
            Refusal::FileTwice => "file_twice",
            Refusal::FileFormNotAllowed => "file_form_not_allowed",
            Refusal::VoiceTooLong { .. } => "voice_too_long",
            Refusal::LateNeedsReason => "late_needs_reason",
            Refusal::LeaveNeeded => "leave_needed",
            Refusal::NotLate => "not_late",
            Refusal::AlreadyDecided => "already_decided",
            Refusal::ExhibitWithdrawn => "exhibit_withdrawn",
            Refusal::AlreadyRuled => "already_ruled",
            Refusal::OwnExhibit => "own_exhibit",
            Refusal::AlreadyOpened => "already_opened",
            Refusal::ReasonMissing => "reason_missing",
            Refusal::OpinionsLocked => "opinions_locked",
            Refusal::AlreadyReplied => "already_replied",
            Refusal::NotExamined => "not_examined",
            Refusal::FormNotAgreed => "form_not_agreed",
            Refusal::ExchangeRunning => "exchange_running",
            Refusal::NoExchange => "no_exchange",
            Refusal::ExchangeOver => "exchange_over",
            Refusal::ExchangeNotOver { .. } => "exchange_not_over",
            Refusal::AlreadyFinished => "already_finished",
            Refusal::AlreadyWaived => "already_waived",
            Refusal::AlreadyAsked => "already_asked",
            Refusal::ExtensionNotLonger { .. } => "extension_not_longer",
            Refusal::CounterNotAllowed => "counter_not_allowed",
            Refusal::PageViewNotAllowed => "page_view_not_allowed",
            Refusal::DocumentWithdrawn => "document_withdrawn",
            Refusal::NobodyAsked => "nobody_asked",
            Refusal::PlaceNotAllowed => "place_not_allowed",
            Refusal::SameVersion => "same_version",
            Refusal::VersionStale { .. } => "version_stale",
            Refusal::NotFilledIn => "not_filled_in",
            Refusal::Unknown => "unknown",
        }
    }

    /// The locale key of what happened; `refusal_next.<code>` says what to do now.
    #[must_use]
    pub fn locale_key(&self) -> String {
        format!("refusal.{}", self.code())
    }
}
