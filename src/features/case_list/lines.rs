//! The model's lines in the reader's language.

use crate::i18n::{Locale, labels, text};

use super::model::last_line::{By, LastWords, Said};

/// The last line of a case.
pub fn say(locale: Locale, line: &LastWords) -> String {
    match &line.said {
        Said::Recalled => by(locale, &line.by, Act::Recalled),
        Said::Confirmed => by(locale, &line.by, Act::Confirmed),
        Said::Opened => text!(locale, case_list.opened),
        Said::Stage(stage) => text!(
            locale,
            case_list.stage,
            stage = labels::stage(locale, *stage)
        ),
        Said::Seated(name, role) => {
            text!(
                locale,
                case_list.seated,
                name = name,
                role = labels::role(locale, *role)
            )
        }
        Said::PeopleChanged => text!(locale, case_list.people_changed),
        Said::Evidence => text!(locale, case_list.evidence),
        Said::Document => text!(locale, case_list.document),
        Said::Unknown => text!(locale, case_list.unknown_kind),
        Said::Words(words) => spoken(locale, &line.by, words.clone()),
        Said::Place(Some(label)) => spoken(
            locale,
            &line.by,
            text!(locale, case_list.place, label = label),
        ),
        Said::Place(None) => spoken(locale, &line.by, text!(locale, case_list.place_bare)),
        Said::Files(files) => {
            let files = files.iter().map(|file| (file.name.as_str(), file.kind));
            spoken(locale, &line.by, labels::files_line(locale, files))
        }
        Said::Voice(ms) => spoken(locale, &line.by, labels::voice_line(locale, *ms)),
        Said::Notice(title) => spoken(
            locale,
            &line.by,
            text!(locale, case_list.notice, title = title),
        ),
    }
}

fn spoken(locale: Locale, by: &By, words: String) -> String {
    match by {
        By::Me => text!(locale, case_list.said_me, words = words),
        By::Other(name) => text!(locale, case_list.said_by, name = name, words = words),
        By::Court => text!(locale, case_list.said_court, words = words),
        By::Unnamed => words,
    }
}

enum Act {
    Recalled,
    Confirmed,
}

fn by(locale: Locale, by: &By, act: Act) -> String {
    match (act, by) {
        (Act::Recalled, By::Me) => text!(locale, case_list.recalled_me),
        (Act::Recalled, By::Other(name)) => text!(locale, case_list.recalled_by, name = name),
        (Act::Recalled, By::Unnamed) => text!(locale, case_list.recalled_by, name = "…"),
        (Act::Recalled, By::Court) => text!(locale, case_list.recalled_court),
        (Act::Confirmed, By::Me) => text!(locale, case_list.confirmed_me),
        (Act::Confirmed, By::Other(name)) => text!(locale, case_list.confirmed_by, name = name),
        (Act::Confirmed, By::Unnamed) => text!(locale, case_list.confirmed_by, name = "…"),
        (Act::Confirmed, By::Court) => text!(locale, case_list.confirmed_court),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_begin_with_me_and_deeds_are_sentences() {
        let words = LastWords {
            by: By::Me,
            said: Said::Words("好的".to_owned()),
        };
        assert_eq!(say(Locale::ZhCn, &words), "我：好的");
        let recalled = LastWords {
            by: By::Other("韩立".to_owned()),
            said: Said::Recalled,
        };
        assert_eq!(say(Locale::ZhCn, &recalled), "韩立撤回了一条消息");
        assert_eq!(say(Locale::En, &recalled), "韩立 recalled a message");
    }
}
