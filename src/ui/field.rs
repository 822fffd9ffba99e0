//! Fields of a form, and what is wrong with them.

use super::{IconButton, IconName};
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

/// A labelled line of text, with its hint and its error beside it.
#[component]
pub fn TextField(
    /// Id of the input; the error summary leads there.
    #[prop(into)]
    id: String,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    value: RwSignal<String>,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// `text`, `tel`, `password` …
    #[prop(default = "text")]
    input_type: &'static str,
    /// HTML autocomplete token.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// HTML inputmode.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// Longest text.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// It must be filled in.
    #[prop(optional)]
    required: bool,
    /// Label of the button that shows a password; leave out for none.
    #[prop(optional, into)]
    reveal_label: MaybeProp<String>,
    /// For the e2e tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
) -> impl IntoView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || {
            let parts = [
                error.get().map(|_| error_id.as_str()),
                hint.get().map(|_| hint_id.as_str()),
            ];
            let ids: Vec<&str> = parts.into_iter().flatten().collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    let shown = RwSignal::new(false);
    let kind = move || if shown.get() { "text" } else { input_type };
    view! {
        <div class="ui-field" class:ui-field--wrong=move || error.get().is_some()>
            <label class="ui-field__label" for=id.clone()>
                {label}
            </label>
            <div class="ui-field__line">
                <input
                    class="ui-field__input"
                    id=id.clone()
                    name=id
                    type=kind
                    autocomplete=autocomplete
                    inputmode=inputmode
                    maxlength=maxlength
                    aria-required=required.then_some("true")
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby=described
                    data-testid=test_id
                    bind:value=value
                />
                {move || {
                    reveal_label
                        .get()
                        .map(|label| {
                            view! {
                                <IconButton
                                    icon=IconName::Eye
                                    label
                                    expanded=shown
                                    on_press=move |()| shown.update(|shown| *shown = !*shown)
                                />
                            }
                        })
                }}
            </div>
            <p class="ui-field__error" id=error_id>
                {move || error.get()}
            </p>
            <p class="ui-field__hint" id=hint_id>
                {move || hint.get()}
            </p>
        </div>
    }
}

/// Everything that is wrong with a form, on top of it. It takes the focus when it appears or
/// changes, and each line leads to its field.
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
    Effect::new(move || {
        if !errors.get().is_empty()
            && let Some(summary) = summary.get()
        {
            dom::focus(&summary);
        }
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
