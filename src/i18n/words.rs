//! Refusals and failures in three parts: what happened, what to do now, whom to ask.

use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::refusal::Refusal;
use anjian_sync::ParkReason;

use super::{Locale, text, time};
use crate::api::ApiError;

/// The three parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What happened.
    pub what: String,
    /// What to do now.
    pub next: String,
    /// Whom to ask.
    pub whom: String,
}

/// Words for a request that failed. `help_phone` may be empty.
#[must_use]
pub fn error(locale: Locale, error: &ApiError, help_phone: &str) -> Words {
    match error {
        ApiError::Problem(problem) => self::problem(locale, problem, help_phone),
        other => at_the_door(locale, other, help_phone),
    }
}

/// Words for a request of the log-in or the list, which are refused nothing and send no files:
/// these come with the first file of the app, those of all other problems with the pages.
#[must_use]
pub fn at_the_door(locale: Locale, error: &ApiError, help_phone: &str) -> Words {
    let (what, next) = match error {
        ApiError::Offline => (
            text!(locale, problem.offline),
            text!(locale, problem.next_offline),
        ),
        ApiError::TimedOut => (
            text!(locale, problem.timed_out),
            text!(locale, problem.next_timed_out),
        ),
        ApiError::Malformed => (
            text!(locale, problem.malformed),
            text!(locale, problem.next_malformed),
        ),
        ApiError::Cancelled => (
            text!(locale, problem.cancelled),
            text!(locale, problem.next_cancelled),
        ),
        ApiError::SessionEnded => code_at_the_door(locale, ProblemCode::SessionEnded),
        ApiError::Problem(problem) => {
            let said = code_at_the_door(locale, problem.code);
            return with_its_figures(locale, problem, said, help_phone);
        }
    };
    Words {
        what,
        next,
        whom: whom(locale, help_phone),
    }
}

/// Words for a problem that the server named.
#[must_use]
pub fn problem(locale: Locale, problem: &Problem, help_phone: &str) -> Words {
    if let Some(refusal) = &problem.refusal {
        return self::refusal(locale, refusal, help_phone);
    }
    let said = code(locale, problem.code);
    with_its_figures(locale, problem, said, help_phone)
}

fn with_its_figures(
    locale: Locale,
    problem: &Problem,
    (what, mut next): (String, String),
    help_phone: &str,
) -> Words {
    if let (ProblemCode::TooManyTries, Some(wait)) = (problem.code, problem.retry_after_ms) {
        next = text!(locale, problem.wait, count = wait.div_ceil(1_000).max(1));
    }
    let mut whom = whom(locale, help_phone);
    if let (ProblemCode::Internal, Some(id)) = (problem.code, &problem.request_id) {
        whom = format!("{whom} {}", text!(locale, problem.request, id = id));
    }
    Words { what, next, whom }
}

/// Words for a command that was set aside.
#[must_use]
pub fn parked(locale: Locale, reason: &ParkReason, help_phone: &str) -> Words {
    match reason {
        ParkReason::Refused(refusal) => self::refusal(locale, refusal, help_phone),
        ParkReason::Conflict => Words {
            what: text!(locale, problem.conflict),
            next: text!(locale, problem.next_conflict),
            whom: whom(locale, help_phone),
        },
        ParkReason::Rejected(code) => problem(locale, &Problem::of(*code), help_phone),
    }
}

/// Words for a refusal.
#[must_use]
pub fn refusal(locale: Locale, refusal: &Refusal, help_phone: &str) -> Words {
    macro_rules! pair {
        ($key:ident, $next:ident $(, $name:ident = $value:expr)*) => {
            (text!(locale, refusal.$key $(, $name = $value)*), text!(locale, refusal.$next))
        };
    }
    let (what, next) = match refusal {
        Refusal::NotFound => pair!(not_found, next_not_found),
        Refusal::RoleMayNot => pair!(role_may_not, next_role_may_not),
        Refusal::NotYours => pair!(not_yours, next_not_yours),
        Refusal::CaseClosed => pair!(case_closed, next_case_closed),
        Refusal::CaseExists => pair!(case_exists, next_case_exists),
        Refusal::Empty => pair!(empty, next_empty),
        Refusal::TooLong { limit } => pair!(too_long, next_too_long, limit = *limit),
        Refusal::UnsafeCharacters => pair!(unsafe_characters, next_unsafe_characters),
        Refusal::RecallPeriodOver { limit_ms } => {
            pair!(
                recall_period_over,
                next_recall_period_over,
                minutes = limit_ms / 60_000
            )
        }
        Refusal::AlreadyActedOn => pair!(already_acted_on, next_already_acted_on),
        Refusal::AlreadyRecalled => pair!(already_recalled, next_already_recalled),
        Refusal::QuoteNotAllowed => pair!(quote_not_allowed, next_quote_not_allowed),
        Refusal::MentionNotAllowed => pair!(mention_not_allowed, next_mention_not_allowed),
        Refusal::AudienceNotAllowed => pair!(audience_not_allowed, next_audience_not_allowed),
        Refusal::BadLocation => pair!(bad_location, next_bad_location),
        Refusal::AlreadySeated => pair!(already_seated, next_already_seated),
        Refusal::AgentNeedsParty => pair!(agent_needs_party, next_agent_needs_party),
        Refusal::NotAnAgent => pair!(not_an_agent, next_not_an_agent),
        Refusal::PartiesMissing => pair!(parties_missing, next_parties_missing),
        Refusal::BadTypeCode => pair!(bad_type_code, next_bad_type_code),
        Refusal::LastOfTheCourt => pair!(last_of_the_court, next_last_of_the_court),
        Refusal::DueInThePast { due } => {
            pair!(
                due_in_the_past,
                next_due_in_the_past,
                due = time::full_label(locale, *due)
            )
        }
        Refusal::AlreadyConfirmed => pair!(already_confirmed, next_already_confirmed),
        Refusal::NotAsked => pair!(not_asked, next_not_asked),
        Refusal::StageNotAllowed => pair!(stage_not_allowed, next_stage_not_allowed),
        Refusal::TooManySeats => pair!(too_many_seats, next_too_many_seats),
        Refusal::FileUnknown => pair!(file_unknown, next_file_unknown),
        Refusal::FileExists => pair!(file_exists, next_file_exists),
        Refusal::FilesMissing => pair!(files_missing, next_files_missing),
        Refusal::TooManyFiles { limit } => {
            pair!(too_many_files, next_too_many_files, limit = *limit)
        }
        Refusal::FileTwice => pair!(file_twice, next_file_twice),
        Refusal::FileFormNotAllowed => pair!(file_form_not_allowed, next_file_form_not_allowed),
        Refusal::VoiceTooLong { limit_ms } => pair!(
            voice_too_long,
            next_voice_too_long,
            seconds = limit_ms / 1_000
        ),
        Refusal::LateNeedsReason => pair!(late_needs_reason, next_late_needs_reason),
        Refusal::LeaveNeeded => pair!(leave_needed, next_leave_needed),
        Refusal::NotLate => pair!(not_late, next_not_late),
        Refusal::AlreadyDecided => pair!(already_decided, next_already_decided),
        Refusal::ExhibitWithdrawn => pair!(exhibit_withdrawn, next_exhibit_withdrawn),
        Refusal::AlreadyRuled => pair!(already_ruled, next_already_ruled),
        Refusal::OwnExhibit => pair!(own_exhibit, next_own_exhibit),
        Refusal::AlreadyOpened => pair!(already_opened, next_already_opened),
        Refusal::ReasonMissing => pair!(reason_missing, next_reason_missing),
        Refusal::OpinionsLocked => pair!(opinions_locked, next_opinions_locked),
        Refusal::AlreadyReplied => pair!(already_replied, next_already_replied),
        Refusal::NotExamined => pair!(not_examined, next_not_examined),
        Refusal::FormNotAgreed => pair!(form_not_agreed, next_form_not_agreed),
        Refusal::ExchangeRunning => pair!(exchange_running, next_exchange_running),
        Refusal::NoExchange => pair!(no_exchange, next_no_exchange),
        Refusal::ExchangeOver => pair!(exchange_over, next_exchange_over),
        Refusal::ExchangeNotOver { until } => {
            pair!(
                exchange_not_over,
                next_exchange_not_over,
                until = time::full_label(locale, *until)
            )
        }
        Refusal::AlreadyFinished => pair!(already_finished, next_already_finished),
        Refusal::AlreadyWaived => pair!(already_waived, next_already_waived),
        Refusal::AlreadyAsked => pair!(already_asked, next_already_asked),
        Refusal::ExtensionNotLonger { until } => {
            pair!(
                extension_not_longer,
                next_extension_not_longer,
                until = time::full_label(locale, *until)
            )
        }
        Refusal::CounterNotAllowed => pair!(counter_not_allowed, next_counter_not_allowed),
        Refusal::PageViewNotAllowed => pair!(page_view_not_allowed, next_page_view_not_allowed),
        Refusal::DocumentWithdrawn => pair!(document_withdrawn, next_document_withdrawn),
        Refusal::NobodyAsked => pair!(nobody_asked, next_nobody_asked),
        Refusal::PlaceNotAllowed => pair!(place_not_allowed, next_place_not_allowed),
        Refusal::SameVersion => pair!(same_version, next_same_version),
        Refusal::VersionStale { version } => {
            pair!(version_stale, next_version_stale, version = *version)
        }
        Refusal::NotFilledIn => pair!(not_filled_in, next_not_filled_in),
        Refusal::Unknown => pair!(unknown, next_unknown),
    };
    Words {
        what,
        next,
        whom: whom(locale, help_phone),
    }
}

macro_rules! pair_of {
    ($locale:expr, $key:ident, $next:ident) => {
        (text!($locale, problem.$key), text!($locale, problem.$next))
    };
}

fn code(locale: Locale, code: ProblemCode) -> (String, String) {
    macro_rules! pair {
        ($key:ident, $next:ident) => {
            pair_of!(locale, $key, $next)
        };
    }
    match code {
        ProblemCode::Refused => pair!(refused, next_refused),
        ProblemCode::NotFound => pair!(not_found, next_not_found),
        ProblemCode::CommandConflict => pair!(command_conflict, next_command_conflict),
        ProblemCode::BadRequest => pair!(bad_request, next_bad_request),
        ProblemCode::WrongContentType => pair!(wrong_content_type, next_wrong_content_type),
        ProblemCode::TooLarge => pair!(too_large, next_too_large),
        ProblemCode::AccountExists => pair!(account_exists, next_account_exists),
        ProblemCode::UploadConflict => pair!(upload_conflict, next_upload_conflict),
        ProblemCode::UploadIncomplete => pair!(upload_incomplete, next_upload_incomplete),
        ProblemCode::DigestMismatch => pair!(digest_mismatch, next_digest_mismatch),
        ProblemCode::TooManyUploads => pair!(too_many_uploads, next_too_many_uploads),
        ProblemCode::CaseFull => pair!(case_full, next_case_full),
        ProblemCode::FileEmpty => pair!(file_empty, next_file_empty),
        ProblemCode::FileKindNotAllowed => pair!(file_kind_not_allowed, next_file_kind_not_allowed),
        ProblemCode::FileNameMismatch => pair!(file_name_mismatch, next_file_name_mismatch),
        ProblemCode::FileAmbiguous => pair!(file_ambiguous, next_file_ambiguous),
        ProblemCode::FileTooDeep => pair!(file_too_deep, next_file_too_deep),
        ProblemCode::FileBroken => pair!(file_broken, next_file_broken),
        ProblemCode::FileActive => pair!(file_active, next_file_active),
        ProblemCode::FileHarmful => pair!(file_harmful, next_file_harmful),
        ProblemCode::RangeNotSatisfiable => {
            pair!(range_not_satisfiable, next_range_not_satisfiable)
        }
        ProblemCode::NoPreview => pair!(no_preview, next_no_preview),
        ProblemCode::ConverterMissing => pair!(converter_missing, next_converter_missing),
        ProblemCode::FileNeedsPassword => pair!(file_needs_password, next_file_needs_password),
        // `document_words` says more, on the pages about documents.
        ProblemCode::DocumentsUnavailable
        | ProblemCode::PaperIncomplete
        | ProblemCode::CharactersMissing
        | ProblemCode::PdfNotFlat
        | ProblemCode::FileAltered
        | ProblemCode::InkRejected
        | ProblemCode::InkReplayed
        | ProblemCode::CeremonyOver
        | ProblemCode::ManifestMismatch
        | ProblemCode::CodeWrong
        | ProblemCode::CodesUnavailable
        | ProblemCode::HandoffExpired
        | ProblemCode::HandoffUsed
        | ProblemCode::HandoffSameDevice
        | ProblemCode::HandoffOtherPerson
        | ProblemCode::HandoffOtherVersion
        | ProblemCode::HandoffWrongNumber => pair!(document, next_document),
        ProblemCode::SessionEnded
        | ProblemCode::PasswordChangeRequired
        | ProblemCode::WrongCredentials
        | ProblemCode::WeakPassword
        | ProblemCode::TooManyTries
        | ProblemCode::ForeignOrigin
        | ProblemCode::StorageFull
        | ProblemCode::Unavailable
        | ProblemCode::Internal
        | ProblemCode::Unknown => code_at_the_door(locale, code),
    }
}

/// What is none of the door's is worded as unknown.
fn code_at_the_door(locale: Locale, code: ProblemCode) -> (String, String) {
    macro_rules! pair {
        ($key:ident, $next:ident) => {
            pair_of!(locale, $key, $next)
        };
    }
    match code {
        ProblemCode::SessionEnded => pair!(session_ended, next_session_ended),
        ProblemCode::PasswordChangeRequired => {
            pair!(password_change_required, next_password_change_required)
        }
        ProblemCode::WrongCredentials => pair!(wrong_credentials, next_wrong_credentials),
        ProblemCode::WeakPassword => pair!(weak_password, next_weak_password),
        ProblemCode::TooManyTries => pair!(too_many_tries, next_too_many_tries),
        ProblemCode::ForeignOrigin => pair!(foreign_origin, next_foreign_origin),
        ProblemCode::StorageFull => pair!(storage_full, next_storage_full),
        ProblemCode::Unavailable => pair!(unavailable, next_unavailable),
        ProblemCode::Internal => pair!(internal, next_internal),
        _ => pair!(unknown, next_unknown),
    }
}

fn whom(locale: Locale, help_phone: &str) -> String {
    if help_phone.is_empty() {
        text!(locale, problem.whom_plain)
    } else {
        text!(locale, problem.whom, phone = help_phone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_says_what_happened_what_to_do_and_whom_to_ask() {
        for locale in Locale::ALL {
            for code in ProblemCode::ALL {
                let words = problem(locale, &Problem::of(code), "12368");
                assert!(!words.what.is_empty() && !words.next.is_empty(), "{code:?}");
                assert!(words.whom.contains("12368"), "{code:?}");
                assert_ne!(words.what, words.next, "{code:?}");
                let unknown = problem(locale, &Problem::of(ProblemCode::Unknown), "12368");
                assert_eq!(words == unknown, code == ProblemCode::Unknown, "{code:?}");
            }
        }
    }

    #[test]
    fn what_the_log_in_and_the_list_can_fail_of_is_worded_alike_there_and_everywhere() {
        use ProblemCode::*;
        for code in [
            SessionEnded,
            PasswordChangeRequired,
            WrongCredentials,
            WeakPassword,
            TooManyTries,
            ForeignOrigin,
            StorageFull,
            Unavailable,
            Internal,
            Unknown,
        ] {
            let failed = ApiError::Problem(Problem {
                retry_after_ms: Some(9_000),
                request_id: Some("r-1".to_owned()),
                ..Problem::of(code)
            });
            let there = at_the_door(Locale::ZhCn, &failed, "12368");
            assert_eq!(there, error(Locale::ZhCn, &failed, "12368"), "{code:?}");
        }
    }

    #[test]
    fn a_refusal_is_worded_by_its_reason_not_by_its_status() {
        let words = problem(
            Locale::ZhCn,
            &Problem::refused(Refusal::TooLong { limit: 4_000 }),
            "",
        );
        assert!(words.what.contains("4000"), "{}", words.what);
    }
}
