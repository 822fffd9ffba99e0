//! What the rules say of an act about a document.

use anjian_api::command::Command;
use anjian_api::document::command::DocumentCommand;
use anjian_api::refusal::Refusal;
use leptos::prelude::*;

use crate::app::App;
use crate::state::court::CaseHandle;

/// What `Court::may` says, as long as it is looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum May {
    /// It would be taken.
    Yes,
    /// It is nothing for this person.
    Never,
    /// Not now, and this is why.
    NotNow(Refusal),
}

impl May {
    fn of(judged: Result<(), Refusal>) -> Self {
        match judged {
            Ok(()) => Self::Yes,
            Err(
                Refusal::RoleMayNot
                | Refusal::NotYours
                | Refusal::NotFound
                | Refusal::NotAsked
                | Refusal::AlreadyConfirmed
                | Refusal::AlreadyDecided
                | Refusal::DocumentWithdrawn,
            ) => Self::Never,
            Err(refusal) => Self::NotNow(refusal),
        }
    }
}

/// Asks the rules. `probe` is the command with any words in the place of those to come.
pub fn may(
    app: App,
    case: CaseHandle,
    probe: impl Fn() -> Option<DocumentCommand> + Send + Sync + 'static,
) -> Memo<May> {
    Memo::new(move |_| {
        // What is over at some time is over without an entry.
        let _ = app.clock.minute();
        match probe() {
            Some(probe) => May::of(app.court.may(case.id, &Command::Document(probe))),
            None => May::Never,
        }
    })
}

/// Gives a command; false, with words in a toast, when the rules say no.
pub fn give(app: App, case: CaseHandle, command: DocumentCommand) -> bool {
    let command = Command::Document(command);
    match untrack(|| app.court.may(case.id, &command)) {
        Ok(()) => {
            app.court.submit(case.id, command);
            true
        }
        Err(refusal) => {
            let words = untrack(|| app.refusal_words(&refusal));
            app.toasts.show(format!("{} {}", words.what, words.next));
            false
        }
    }
}
