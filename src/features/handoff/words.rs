//! Words for what went wrong with a hand-off: what happened, what to do, and on which device.

use anjian_api::problem::{Problem, ProblemCode};

use crate::api::ApiError;
use crate::app::{App, Words};
use crate::i18n::document_words;

/// In three parts.
pub fn words(app: App, error: &ApiError) -> Words {
    let words = |error| document_words::error(app.i18n.locale(), error, &app.help_phone());
    match error.code() {
        // A code that the court does not know is one that is over.
        Some(ProblemCode::NotFound) => {
            words(&ApiError::Problem(Problem::of(ProblemCode::HandoffExpired)))
        }
        _ => words(error),
    }
}
