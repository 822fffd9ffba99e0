//! The password of a PDF.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{t, text};
use crate::ui::{Button, ButtonKind, Icon, IconName, TextField};

/// Asks for the password. It stays in this tab and goes nowhere.
#[component]
pub fn PasswordForm(
    /// One was given, and it was not the one.
    wrong: bool,
    /// Called with what was typed.
    on_give: Callback<String>,
) -> impl IntoView {
    let i18n = use_app().i18n;
    let value = RwSignal::new(String::new());
    let empty = RwSignal::new(false);
    let error = Signal::derive(move || {
        if empty.get() && value.read().is_empty() {
            Some(text!(i18n.locale(), viewer.password_empty))
        } else {
            (wrong && value.read().is_empty()).then(|| text!(i18n.locale(), viewer.password_wrong))
        }
    });
    let give = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = value.get_untracked();
        if typed.is_empty() {
            empty.set(true);
        } else {
            on_give.run(typed);
        }
    };
    view! {
        <form class="viewer__card" on:submit=give data-testid="viewer-password">
            <Icon name=IconName::Lock />
            <h2 class="viewer__card-title">{t!(i18n, viewer.password_title)}</h2>
            <TextField
                id="viewer-password"
                label=t!(i18n, viewer.password_label)
                hint=t!(i18n, viewer.password_hint)
                value
                error
                input_type="password"
                reveal_label=t!(i18n, login.show_password)
                test_id="viewer-password-input"
            />
            <Button label=t!(i18n, viewer.password_open) kind=ButtonKind::Primary submit=true />
        </form>
    }
}
