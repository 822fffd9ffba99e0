//! What a failed request means for the one who made it.

use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::refusal::Refusal;

use crate::io::{Delay, Failure, SessionEnd};
use crate::stored::ParkReason;

/// What to do about a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Try again: by the own backoff, and not before the server's wish.
    Retry { delay: Delay, after_ms: Option<u64> },
    /// Trying again as it is does not help.
    Park(ParkReason),
    /// The session does not carry it.
    Session(SessionEnd),
}

/// Reads a failure.
///
/// Everything that time can heal is retried, also what does not look like our server: behind a
/// captive portal or a proxy's error page the server was not asked. A kind of problem that this
/// version does not know is retried when the server names a time, and set aside otherwise.
pub(crate) fn judge(failure: &Failure) -> Verdict {
    match failure {
        Failure::Unreachable | Failure::TimedOut | Failure::Malformed => Verdict::Retry {
            delay: Delay::Unreachable,
            after_ms: None,
        },
        Failure::Problem(problem) => judge_problem(problem),
    }
}

fn judge_problem(problem: &Problem) -> Verdict {
    let retry = |delay| Verdict::Retry {
        delay,
        after_ms: problem.retry_after_ms,
    };
    match problem.code {
        ProblemCode::Refused => Verdict::Park(ParkReason::Refused(
            problem.refusal.clone().unwrap_or(Refusal::Unknown),
        )),
        ProblemCode::NotFound => Verdict::Park(ParkReason::Refused(Refusal::NotFound)),
        ProblemCode::CommandConflict => Verdict::Park(ParkReason::Conflict),
        ProblemCode::SessionEnded => Verdict::Session(SessionEnd::Ended),
        ProblemCode::PasswordChangeRequired => Verdict::Session(SessionEnd::PasswordChangeRequired),
        ProblemCode::StorageFull => retry(Delay::StorageFull),
        ProblemCode::TooManyTries | ProblemCode::Unavailable | ProblemCode::Internal => {
            retry(Delay::Busy)
        }
        ProblemCode::Unknown if problem.retry_after_ms.is_some() => retry(Delay::Busy),
        ProblemCode::WrongCredentials
        | ProblemCode::WeakPassword
        | ProblemCode::BadRequest
        | ProblemCode::WrongContentType
        | ProblemCode::TooLarge
        | ProblemCode::ForeignOrigin
        | ProblemCode::AccountExists
        | ProblemCode::UploadConflict
        | ProblemCode::UploadIncomplete
        | ProblemCode::DigestMismatch
        | ProblemCode::TooManyUploads
        | ProblemCode::CaseFull
        | ProblemCode::FileEmpty
        | ProblemCode::FileKindNotAllowed
        | ProblemCode::FileNameMismatch
        | ProblemCode::FileAmbiguous
        | ProblemCode::FileTooDeep
        | ProblemCode::FileBroken
        | ProblemCode::FileActive
        | ProblemCode::FileHarmful
        | ProblemCode::RangeNotSatisfiable
        | ProblemCode::NoPreview
        | ProblemCode::ConverterMissing
        | ProblemCode::FileNeedsPassword
        | ProblemCode::DocumentsUnavailable
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
        | ProblemCode::HandoffWrongNumber
        | ProblemCode::Unknown => Verdict::Park(ParkReason::Rejected(problem.code)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_server_itself_can_make_an_item_be_set_aside() {
        for failure in [Failure::Unreachable, Failure::TimedOut, Failure::Malformed] {
            assert!(matches!(judge(&failure), Verdict::Retry { .. }));
        }
    }

    #[test]
    fn everything_the_server_answers_with_5xx_or_429_is_tried_again() {
        for code in ProblemCode::ALL {
            let again = matches!(
                judge(&Failure::Problem(Problem::of(code))),
                Verdict::Retry { .. }
            );
            let transient = code.status() >= 500 || code.status() == 429;
            assert_eq!(again, transient && code != ProblemCode::Unknown, "{code:?}");
        }
    }

    #[test]
    fn an_unknown_problem_with_a_time_is_tried_again() {
        let mut problem = Problem::of(ProblemCode::Unknown);
        problem.retry_after_ms = Some(5);
        assert_eq!(
            judge(&Failure::Problem(problem)),
            Verdict::Retry {
                delay: Delay::Busy,
                after_ms: Some(5)
            }
        );
    }
}
