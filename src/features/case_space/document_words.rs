//! What happened about documents, each in one sentence.

use anjian_api::document::act::DocumentAct;
use anjian_api::ids::{SeatId, Seq};
use anjian_domain::CaseState;
use anjian_domain::turns::Task;

use super::who::who;
use crate::i18n::{Locale, text};

/// An act about documents in one sentence.
#[must_use]
pub fn sentence(locale: Locale, state: &CaseState, author: SeatId, act: &DocumentAct) -> String {
    let who = who(locale, state, author).name;
    let title = |document: Seq| title(locale, state, document);
    macro_rules! said {
        ($key:ident, $document:expr $(, $name:ident = $value:expr)*) => {
            text!(locale, documents.$key, who = who, title = title($document) $(, $name = $value)*)
        };
    }
    match act {
        DocumentAct::DocumentSent(act) => {
            text!(locale, documents.sent, who = who, title = act.title)
        }
        DocumentAct::DocumentRevised(act) => said!(revised, act.document, reason = act.reason),
        DocumentAct::DocumentFilled(act) => said!(filled, act.document),
        DocumentAct::DocumentWithdrawn(act) => said!(withdrawn, act.document, reason = act.reason),
        DocumentAct::DocumentRead(act) => said!(read, act.document),
        DocumentAct::DocumentConfirmed(act) => said!(confirmed, act.document),
        DocumentAct::DocumentSigned(act) => said!(signed, act.document),
        DocumentAct::DocumentRefused(act) => said!(refused, act.document, reason = act.reason),
        DocumentAct::DocumentSealed(act) => {
            let title = title(act.document);
            text!(locale, documents.sealed, title = title)
        }
    }
}

/// The title of a document, as it was sent.
#[must_use]
pub fn title(locale: Locale, state: &CaseState, document: Seq) -> String {
    let record = state.documents.sent.get(&document);
    record.map_or_else(
        || text!(locale, documents.unnamed),
        |record| record.title.clone(),
    )
}

/// A thing to do about documents; none for other things.
#[must_use]
pub fn task(locale: Locale, task: &Task) -> Option<String> {
    Some(match task {
        Task::ReadDocument { title } => text!(locale, documents.turn_read, title = title),
        Task::ConfirmDocument { title, again } if *again => {
            text!(locale, documents.turn_confirm_again, title = title)
        }
        Task::ConfirmDocument { title, .. } => {
            text!(locale, documents.turn_confirm, title = title)
        }
        Task::SignDocument { title, again } if *again => {
            text!(locale, documents.turn_sign_again, title = title)
        }
        Task::SignDocument { title, .. } => text!(locale, documents.turn_sign, title = title),
        _ => return None,
    })
}
