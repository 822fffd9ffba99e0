//! What the last entry says in the list, before it is put into a language.

use anjian_api::act::known_kinds;
use anjian_api::case::{CaseStage, CaseSummary};
use anjian_api::entry::{Open, Shown, WireEntry};
use anjian_api::ids::SeatId;
use anjian_api::role::Role;

use super::glance::{Content, File, glance};

/// Characters of a message that the list can show at all.
const SHOWN_CHARS: usize = 80;

/// Who speaks in the last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// The reader.
    Me,
    /// Another person, by name.
    Other(String),
    /// The court's registry.
    Court,
    /// Somebody whose name is on its way.
    Unnamed,
}

/// What the last line says.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// Words, on one line.
    Words(String),
    /// A place, with the sender's words for it.
    Place(Option<String>),
    /// Pictures, films or documents.
    Files(Vec<File>),
    /// A recording, with its length in milliseconds.
    Voice(u32),
    /// The words of a message were hidden.
    Recalled,
    /// The case space was opened.
    Opened,
    /// The case moved to another stage.
    Stage(CaseStage),
    /// A person joined.
    Seated(String, Role),
    /// Somebody left, or something about the people changed.
    PeopleChanged,
    /// The court gave notice of something.
    Notice(String),
    /// A notice was confirmed.
    Confirmed,
    /// Something about evidence.
    Evidence,
    /// Something about a document to be read, confirmed or signed.
    Document,
    /// Something a newer version of the app knows.
    Unknown,
}

/// The last line of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct LastWords {
    /// Who.
    pub by: By,
    /// What.
    pub said: Said,
}

/// The last line of a case; none when nothing was said that the reader may see.
#[must_use]
pub fn last_words(summary: &CaseSummary) -> Option<LastWords> {
    let last = summary.last.as_ref()?;
    let by = match last.author {
        author if author == summary.you => By::Me,
        SeatId::REGISTRY => By::Court,
        _ if last.name.trim().is_empty() => By::Unnamed,
        _ => By::Other(last.name.clone()),
    };
    Some(LastWords {
        by,
        said: said(&last.entry),
    })
}

fn said(entry: &WireEntry) -> Said {
    let open = match &entry.shown {
        Shown::Withheld(_) => return Said::Recalled,
        Shown::Sealed => return Said::Unknown,
        Shown::Open(open) => open,
    };
    known(open).unwrap_or(Said::Unknown)
}

fn known(open: &Open) -> Option<Said> {
    let act = glance(open)?;
    Some(match act.kind.as_str() {
        "message" => told(act.content?)?,
        "file_received" => Said::Files(vec![act.file?]),
        "message_recalled" => Said::Recalled,
        "case_opened" => Said::Opened,
        "stage_changed" => Said::Stage(act.stage?),
        "member_seated" => {
            let seat = act.seat?;
            Said::Seated(seat.name, seat.role)
        }
        "member_unseated" | "authority_set" | "contact_noted" => Said::PeopleChanged,
        "notice_posted" => Said::Notice(one_line(&act.text?.title)),
        "notice_confirmed" => Said::Confirmed,
        kind if kind.starts_with("document_") && is_known(kind) => Said::Document,
        kind if is_known(kind) => Said::Evidence,
        _ => return None,
    })
}

fn is_known(kind: &str) -> bool {
    known_kinds().any(|known| known == kind)
}

fn told(content: Content) -> Option<Said> {
    Some(match content.form.as_str() {
        "text" => Said::Words(one_line(&content.text?)),
        "location" => Said::Place(content.label.filter(|label| !label.trim().is_empty())),
        "files" => Said::Files(content.files),
        "voice" => Said::Voice(content.duration_ms),
        _ => return None,
    })
}

/// Breaks become spaces, and no more than a line can hold goes into the page.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if line.chars().count() > SHOWN_CHARS {
        line = line.chars().take(SHOWN_CHARS).chain(['…']).collect();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::super::samples::{summary, told};
    use super::*;

    fn said_by(author: u16, act: &str) -> LastWords {
        let mut case = summary();
        case.last = Some(told(author, act));
        last_words(&case).unwrap()
    }

    #[test]
    fn own_words_are_mine_and_stand_on_one_line() {
        let act = r#"{"kind":"message","content":{"form":"text","text":"一\n\n 二"}}"#;
        let line = said_by(3, act);
        assert_eq!(
            line,
            LastWords {
                by: By::Me,
                said: Said::Words("一 二".to_owned())
            }
        );
    }

    #[test]
    fn the_registry_speaks_as_the_court() {
        let line = said_by(0, r#"{"kind":"stage_changed","stage":"evidence"}"#);
        assert_eq!(
            line,
            LastWords {
                by: By::Court,
                said: Said::Stage(CaseStage::Evidence)
            }
        );
    }

    #[test]
    fn what_happened_about_documents_is_not_said_to_be_about_evidence() {
        let said = |act| said_by(1, act).said;
        assert_eq!(
            said(r#"{"kind":"document_signed","document":7}"#),
            Said::Document
        );
        assert_eq!(
            said(r#"{"kind":"exhibit_ruled","exhibit":7}"#),
            Said::Evidence
        );
        assert_eq!(said(r#"{"kind":"document_burnt"}"#), Said::Unknown);
    }

    #[test]
    fn a_kind_of_a_newer_version_says_so_instead_of_failing() {
        let line = said_by(1, r#"{"kind":"hologram_shown","depth":3}"#);
        assert_eq!(line.said, Said::Unknown);
        assert_eq!(line.by, By::Other("陈法官".to_owned()));
    }

    #[test]
    fn a_place_without_words_is_a_place() {
        let act = r#"{"kind":"message","content":{"form":"location","lat":31.9,"lng":120.8,"datum":"wgs84","label":" "}}"#;
        assert_eq!(said_by(1, act).said, Said::Place(None));
    }

    #[test]
    fn long_words_are_cut_before_they_reach_the_page() {
        let act = format!(
            r#"{{"kind":"message","content":{{"form":"text","text":"{}"}}}}"#,
            "长".repeat(4_000)
        );
        let Said::Words(words) = said_by(1, &act).said else {
            panic!("no words")
        };
        assert_eq!(words.chars().count(), SHOWN_CHARS + 1);
    }
}
