//! What went wrong with a document, in more words than `words` has for it. Only pages about documents
//! name this, so that it comes with them.

use anjian_api::problem::{Problem, ProblemCode};

use super::words::{self, Words};
use super::{Locale, text};
use crate::api::ApiError;

/// Words for a request about documents that failed.
#[must_use]
pub fn error(locale: Locale, error: &ApiError, help_phone: &str) -> Words {
    let usual = words::error(locale, error, help_phone);
    let ApiError::Problem(problem) = error else {
        return usual;
    };
    match of(locale, problem) {
        Some((what, next)) => Words {
            what,
            next,
            ..usual
        },
        None => usual,
    }
}

fn of(locale: Locale, problem: &Problem) -> Option<(String, String)> {
    macro_rules! pair {
        ($key:ident, $next:ident $(, $name:ident = $value:expr)*) => {
            (
                text!(locale, document_problem.$key $(, $name = $value)*),
                text!(locale, document_problem.$next),
            )
        };
    }
    macro_rules! handoff {
        ($key:ident, $next:ident) => {
            (text!(locale, handoff.$key), text!(locale, handoff.$next))
        };
    }
    let detail = problem.detail.as_deref().unwrap_or_default();
    Some(match problem.code {
        ProblemCode::DocumentsUnavailable => pair!(unavailable, next_unavailable),
        ProblemCode::CommandConflict => pair!(taken, next_taken),
        ProblemCode::PaperIncomplete => pair!(incomplete, next_incomplete),
        ProblemCode::CharactersMissing => pair!(characters, next_characters, characters = detail),
        ProblemCode::PdfNotFlat => pair!(not_flat, next_not_flat),
        ProblemCode::FileAltered => pair!(altered, next_altered),
        ProblemCode::InkRejected => match detail {
            "too_large" => pair!(ink_too_large, next_ink_too_large),
            "empty" | "dot" | "line" => pair!(ink_illegible, next_ink_illegible),
            "missing" => pair!(ink_missing, next_ink_missing),
            _ => pair!(ink_form, next_ink_form),
        },
        ProblemCode::InkReplayed => pair!(replayed, next_replayed),
        ProblemCode::CeremonyOver => pair!(over, next_over),
        ProblemCode::ManifestMismatch => pair!(mismatch, next_mismatch),
        ProblemCode::CodeWrong => {
            pair!(code, next_code, count = problem.limit.unwrap_or_default())
        }
        ProblemCode::CodesUnavailable => pair!(codes, next_codes),
        ProblemCode::HandoffExpired => handoff!(expired, next_expired),
        ProblemCode::HandoffUsed => handoff!(used, next_used),
        ProblemCode::HandoffSameDevice => handoff!(same_device, next_same_device),
        ProblemCode::HandoffOtherPerson => handoff!(other_person, next_other_person),
        ProblemCode::HandoffOtherVersion => handoff!(other_version, next_other_version),
        ProblemCode::HandoffWrongNumber => handoff!(wrong_number, next_wrong_number),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_only_about_documents_has_words_of_its_own() {
        for locale in Locale::ALL {
            let usual = words::problem(locale, &Problem::of(ProblemCode::CodeWrong), "12368");
            for code in ProblemCode::ALL {
                let problem = Problem::of(code);
                if words::problem(locale, &problem, "12368") == usual {
                    let said = error(locale, &ApiError::Problem(problem), "12368");
                    assert_ne!(said.what, usual.what, "{code:?}");
                    assert_ne!(said.next, usual.next, "{code:?}");
                }
            }
        }
    }

    #[test]
    fn characters_that_no_font_has_are_named() {
        let mut problem = Problem::of(ProblemCode::CharactersMissing);
        problem.detail = Some("\u{2B7F9}".into());
        let words = error(Locale::ZhCn, &ApiError::Problem(problem), "");
        assert!(words.what.contains('\u{2B7F9}'));
    }
}
