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
        ProblemCode::PaperIncomplete => incomplete(locale, detail),
        ProblemCode::CharactersMissing => pair!(characters, next_characters, characters = detail),
        ProblemCode::PdfNotFlat if detail == "unfit" => pair!(unfit, next_not_flat),
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

/// What is missing in a paper, or too long, by name; of whom the case lacks, whom it lacks.
fn incomplete(locale: Locale, gaps: &str) -> (String, String) {
    let named: Vec<String> = gaps
        .split(' ')
        .filter_map(|name| gap(locale, name))
        .collect();
    if named.is_empty() {
        return (
            text!(locale, document_problem.incomplete),
            text!(locale, document_problem.next_incomplete),
        );
    }
    let names = named.join(text!(locale, evidence.and).as_str());
    match gaps {
        "judge" | "clerk" => (
            text!(locale, document_problem.no_seat, name = names),
            text!(locale, document_problem.next_no_seat, name = names),
        ),
        "exhibits" => (
            text!(locale, document_problem.no_exhibits),
            text!(locale, document_problem.next_no_exhibits),
        ),
        _ => (
            text!(locale, document_problem.gaps, names = names),
            text!(locale, document_problem.next_gaps),
        ),
    }
}

/// What a gap of a paper asks for.
#[must_use]
pub fn gap(locale: Locale, name: &str) -> Option<String> {
    Some(match name {
        "electronic" => text!(locale, papers.gap_electronic),
        "phone" => text!(locale, papers.gap_phone),
        "address" => text!(locale, papers.gap_address),
        "receiver" => text!(locale, papers.gap_receiver),
        "judge" => text!(locale, roles.judge),
        "clerk" => text!(locale, roles.clerk),
        "court" => text!(locale, document_problem.gap_court),
        "cause" => text!(locale, document_problem.gap_cause),
        "party" | "seat" => text!(locale, document_problem.gap_party),
        "role" => text!(locale, document_problem.gap_role),
        "exhibits" => text!(locale, document_problem.gap_exhibits),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATES: [&str; 4] = [
        include_str!("../../crates/documents/templates/address_confirmation.json"),
        include_str!("../../crates/documents/templates/evidence_list.json"),
        include_str!("../../crates/documents/templates/integrity_pledge.json"),
        include_str!("../../crates/documents/templates/rights_notice.json"),
    ];

    /// `{name}` in words, and `"of": "name"` of tables.
    fn gaps(template: &str) -> Vec<&str> {
        let words = template.split('{').skip(1).filter_map(|rest| {
            let (name, _) = rest.split_once('}')?;
            name.chars().all(|c| c.is_ascii_lowercase()).then_some(name)
        });
        let tables = template.split("\"of\"").skip(1);
        let tables = tables.filter_map(|rest| rest.split('"').nth(1));
        words.chain(tables).collect()
    }

    #[test]
    fn every_gap_of_every_paper_is_named_in_both_languages() {
        for template in TEMPLATES {
            let gaps = gaps(template);
            assert!(gaps.len() > 3, "{gaps:?}");
            for name in gaps {
                for locale in Locale::ALL {
                    let named = gap(locale, name).unwrap_or_default();
                    assert!(!named.is_empty(), "{name}");
                    let mut problem = Problem::of(ProblemCode::PaperIncomplete);
                    problem.detail = Some(name.into());
                    let said = error(locale, &ApiError::Problem(problem), "");
                    let says = said.what.contains(&named) || name == "exhibits";
                    assert!(says, "{said:?}");
                }
            }
        }
    }

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
