//! In a case: the court asks for feedback with one tap, and who is asked sees it after all duties.

use anjian_api::ids::CaseId;
use leptos::prelude::*;

use crate::app::App;
use crate::i18n::{t, text};
use crate::platform::task;
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::{Button, ButtonCell, ButtonKind, IconName};

/// Shown where the court asks and nothing else is to be done: the server waits for the duties it
/// knows of, this page for those that came since.
#[component]
pub fn FeedbackHint(app: App, case: CaseHandle) -> impl IntoView {
    let i18n = app.i18n;
    let asked = RwSignal::new(false);
    let id = case.id;
    let is_free = Memo::new(move |_| case.state().facts.is_some() && case.turns().is_empty());
    Effect::new(move |_| {
        if !is_free.get() {
            return;
        }
        let api = app.api();
        task::scoped(async move {
            if let Ok(own) = api.own_feedback().await {
                asked.set(own.asked.iter().any(|one| one.case == id));
            }
        });
    });
    view! {
        <Show when=move || asked.get() && is_free.get()>
            <section
                class="space-turn"
                role="region"
                aria-label=t!(i18n, feedback.hint_label)
                data-testid="feedback-hint"
            >
                <p class="space-turn__text">
                    <span class="space-turn__when">{t!(i18n, feedback.hint)}</span>
                </p>
                <Button
                    label=t!(i18n, feedback.hint_later)
                    kind=ButtonKind::Link
                    on_press=move |()| asked.set(false)
                    test_id="feedback-later"
                />
                <Button
                    label=t!(i18n, feedback.hint_go)
                    small=true
                    on_press=move |()| app.go(Page::Feedback(Some(id)))
                    test_id="feedback-go"
                />
            </section>
        </Show>
    }
}

/// For who conducts a case: one tap asks its people.
#[component]
pub fn AskForFeedback(app: App, case: CaseId) -> impl IntoView {
    let i18n = app.i18n;
    let done = RwSignal::new(false);
    let ask = move |()| {
        let api = app.api();
        task::detached(async move {
            let words = match api.ask_for_feedback(case).await {
                Ok(()) => {
                    let _ = done.try_set(true);
                    text!(app.i18n.locale_untracked(), feedback.ask_done)
                }
                Err(error) => {
                    let words = untrack(|| app.words(&error));
                    format!("{} {}", words.what, words.next)
                }
            };
            app.toasts.show(words);
        });
    };
    let value = Signal::derive(move || {
        if done.get() {
            text!(i18n.locale(), feedback.asked_now)
        } else {
            String::new()
        }
    });
    view! {
        <ButtonCell
            label=t!(i18n, feedback.ask)
            value
            icon=IconName::Chat
            on_press=ask
            test_id="feedback-ask"
        />
    }
}
