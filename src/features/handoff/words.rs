//! Words for what went wrong with a hand-off: what happened, what to do, and on which device.

use anjian_api::problem::ProblemCode;

use crate::api::ApiError;
use crate::app::{App, Words};
use crate::i18n::text;

/// In three parts.
pub fn words(app: App, error: &ApiError) -> Words {
    let locale = app.i18n.locale();
    let mut words = app.words(error);
    let said = match error.code() {
        Some(ProblemCode::HandoffExpired | ProblemCode::NotFound) => Some((
            text!(locale, handoff.expired),
            text!(locale, handoff.next_expired),
        )),
        Some(ProblemCode::HandoffUsed) => Some((
            text!(locale, handoff.used),
            text!(locale, handoff.next_used),
        )),
        Some(ProblemCode::HandoffOtherPerson) => Some((
            text!(locale, handoff.other_person),
            text!(locale, handoff.next_other_person),
        )),
        Some(ProblemCode::HandoffOtherVersion) => Some((
            text!(locale, handoff.other_version),
            text!(locale, handoff.next_other_version),
        )),
        Some(ProblemCode::HandoffWrongNumber) => Some((
            text!(locale, handoff.wrong_number),
            text!(locale, handoff.next_wrong_number),
        )),
        _ => None,
    };
    if let Some((what, next)) = said {
        (words.what, words.next) = (what, next);
    }
    words
}
