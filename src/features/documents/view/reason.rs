//! A dialog that asks for a reason before something is done that stays in the record.

use leptos::prelude::*;

use crate::app::App;
use crate::i18n::{t, text};
use crate::ui::{Button, ButtonKind, Dialog, WordsField};

/// The dialog: refusing, taking back.
#[component]
pub fn Reason(
    app: App,
    open: RwSignal<bool>,
    title: Signal<String>,
    note: Signal<String>,
    label: Signal<String>,
    verb: Signal<String>,
    /// Gives false when it was not taken: the words stay.
    on_reason: impl Fn(String) -> bool + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = app.i18n;
    let reason = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = reason.get_untracked().trim().to_owned();
        if words.is_empty() {
            wrong.set(Some(text!(i18n.locale_untracked(), papers.reason_missing)));
        } else if on_reason(words) {
            reason.set(String::new());
            wrong.set(None);
            open.set(false);
        }
    };
    view! {
        <Dialog
            open
            on_close=move |()| open.set(false)
            title
            close_label=t!(i18n, papers.close)
        >
            <form class="ui-form" novalidate on:submit=submit>
                <p>{note}</p>
                <WordsField
                    id="document-reason"
                    label
                    value=reason
                    on_type=move |typed| reason.set(typed)
                    error=wrong
                    required=true
                />
                <Button label=verb kind=ButtonKind::Danger submit=true test_id="reason-submit" />
            </form>
        </Dialog>
    }
}
