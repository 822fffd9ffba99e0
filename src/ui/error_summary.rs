//! What is wrong with a form, on top of it.

use crate::platform::dom;
use leptos::{ev::MouseEvent, html, prelude::*};

/// One thing to put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The id of the field.
    pub field_id: String,
    /// What to do, in words.
    pub text: String,
}

/// Everything that is wrong with a form, on top of it. It takes the focus when it appears or says
/// more, not when something was put right; each line leads to its field.
#[component]
pub fn ErrorSummary(
    /// Above the list.
    #[prop(into)]
    title: Signal<String>,
    /// What to put right; empty shows nothing.
    #[prop(into)]
    errors: Signal<Vec<FieldError>>,
) -> impl IntoView {
    let summary = NodeRef::<html::Div>::new();
    Effect::new(move |before: Option<Vec<FieldError>>| {
        let now = errors.get();
        let is_better = before.is_some_and(|before| {
            now.len() < before.len() && now.iter().all(|error| before.contains(error))
        });
        if let Some(summary) = summary.get().filter(|_| !now.is_empty() && !is_better) {
            dom::focus(&summary);
        }
        now
    });
    let line = |error: FieldError| {
        let go = move |event: MouseEvent| {
            event.prevent_default();
            dom::focus_id(&error.field_id);
        };
        view! {
            <li>
                <button type="button" class="ui-link" on:click=go>
                    {error.text}
                </button>
            </li>
        }
    };
    view! {
        <Show when=move || !errors.get().is_empty()>
            <div class="ui-error-summary" role="alert" tabindex="-1" node_ref=summary>
                <h2 class="ui-error-summary__title">{title}</h2>
                <ul>{move || errors.get().into_iter().map(line).collect_view()}</ul>
            </div>
        </Show>
    }
}
