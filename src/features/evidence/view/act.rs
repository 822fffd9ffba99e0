//! A row that does something about evidence, or says in words why it cannot be done now.

use anjian_api::command::Command;
use anjian_api::evidence::command::EvidenceCommand;
use anjian_api::refusal::Refusal;
use leptos::prelude::*;

use crate::app::App;
use crate::state::court::CaseHandle;
use crate::ui::{ButtonCell, IconName};

/// What `Court::may` says of a command, as long as it is looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum May {
    /// It would be taken.
    Yes,
    /// It is nothing for this person, or not about this thing: not shown.
    Never,
    /// Not now, and this is why.
    NotNow(Refusal),
}

impl May {
    /// What an answer of the rules means for a button.
    #[must_use]
    pub fn of(judged: Result<(), Refusal>) -> Self {
        match judged {
            Ok(()) => Self::Yes,
            Err(
                Refusal::RoleMayNot
                | Refusal::NotYours
                | Refusal::NotFound
                | Refusal::OwnExhibit
                | Refusal::NotLate
                | Refusal::NoExchange,
            ) => Self::Never,
            Err(refusal) => Self::NotNow(refusal),
        }
    }
}

/// Asks the rules. `probe` is the command with any words in the place of those to come.
pub fn may(app: App, case: CaseHandle, probe: EvidenceCommand) -> Memo<May> {
    let probe = Command::Evidence(probe);
    Memo::new(move |_| {
        // What is over at some time is over without an entry.
        let _ = app.clock.minute();
        May::of(app.court.may(case.id, &probe))
    })
}

/// The row.
#[component]
pub fn ActRow(
    app: App,
    /// What the rules say.
    may: Memo<May>,
    /// The verb.
    #[prop(into)]
    label: Signal<String>,
    /// Asks for what it needs.
    #[prop(into)]
    on_press: Callback<()>,
    /// Icon before the verb.
    #[prop(optional)]
    icon: Option<IconName>,
    /// It cannot be undone.
    #[prop(optional)]
    danger: bool,
    /// For the e2e tests.
    test_id: &'static str,
) -> impl IntoView {
    move || match may.get() {
        May::Yes => match icon {
            Some(icon) => view! {
                <ButtonCell label on_press icon danger goes_on=true test_id />
            }
            .into_any(),
            None => view! { <ButtonCell label on_press danger goes_on=true test_id /> }.into_any(),
        },
        May::Never => ().into_any(),
        May::NotNow(refusal) => {
            let words = move || {
                let words = app.refusal_words(&refusal);
                format!("{} {}", words.what, words.next)
            };
            view! {
                <div class="weui-cell ui-cell ev-off" data-testid=format!("{test_id}-off")>
                    <span class="ui-cell__label">
                        {label} <small class="ui-cell__note">{words}</small>
                    </span>
                </div>
            }
            .into_any()
        }
    }
}
