//! The square of a case: one character and one colour, by cause (案由) and procedure.

use anjian_api::case::{CaseFacts, Procedure};

/// What stands on the square.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// One character.
    pub letter: String,
    /// The class of its colour.
    pub tone: &'static str,
}

/// Causes that people know by another character than their first, most telling word first
/// (民事案件案由规定, 2020).
const KNOWN: [(&str, &str, &str); 16] = [
    ("劳动", "劳", "case-tone-work"),
    ("劳务", "劳", "case-tone-work"),
    ("工伤", "劳", "case-tone-work"),
    ("借贷", "借", "case-tone-money"),
    ("借款", "借", "case-tone-money"),
    ("金融", "金", "case-tone-money"),
    ("买卖", "买", "case-tone-trade"),
    ("租赁", "租", "case-tone-home"),
    ("物业", "物", "case-tone-home"),
    ("房屋", "房", "case-tone-home"),
    ("离婚", "婚", "case-tone-family"),
    ("抚养", "抚", "case-tone-family"),
    ("继承", "继", "case-tone-family"),
    ("交通", "交", "case-tone-harm"),
    ("侵权", "侵", "case-tone-harm"),
    ("合同", "合", "case-tone-trade"),
];

/// The square of a case.
#[must_use]
pub fn mark(facts: &CaseFacts) -> Mark {
    if facts.procedure == Procedure::Execution {
        return Mark {
            letter: "执".to_owned(),
            tone: "case-tone-court",
        };
    }
    let known = KNOWN.iter().find(|(word, _, _)| facts.cause.contains(word));
    let (letter, tone) = known.map_or((None, "case-tone-other"), |(_, letter, tone)| {
        (Some((*letter).to_owned()), *tone)
    });
    Mark {
        letter: letter.unwrap_or_else(|| first(&facts.cause)),
        tone,
    }
}

fn first(cause: &str) -> String {
    cause
        .chars()
        .find(|c| c.is_alphanumeric())
        .map_or_else(|| "案".to_owned(), String::from)
}

#[cfg(test)]
mod tests {
    use super::super::samples::facts;
    use super::*;

    fn letter(cause: &str) -> String {
        mark(&facts(cause, Procedure::FirstOrdinary)).letter
    }

    #[test]
    fn a_cause_is_known_by_its_telling_word() {
        assert_eq!(letter("民间借贷纠纷"), "借");
        assert_eq!(letter("物业服务合同纠纷"), "物");
        assert_eq!(letter("买卖合同纠纷"), "买");
    }

    #[test]
    fn another_cause_shows_its_first_character() {
        assert_eq!(letter("相邻关系纠纷"), "相");
        assert_eq!(letter(" "), "案");
    }

    #[test]
    fn enforcement_shows_itself_whatever_the_cause() {
        let mark = mark(&facts("民间借贷纠纷", Procedure::Execution));
        assert_eq!((mark.letter.as_str(), mark.tone), ("执", "case-tone-court"));
    }
}
