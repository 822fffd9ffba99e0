//! A labelled choice of one of several.

use leptos::prelude::*;

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Given back when it is chosen.
    pub value: String,
    /// Its name.
    pub label: String,
}

/// The browser's own list: it works with every key, finger and screen reader.
#[component]
pub fn SelectField(
    /// Id of the field.
    id: &'static str,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// What is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// What there is.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// Called with the value of what is chosen.
    #[prop(into)]
    on_choose: Callback<String>,
    /// How to choose.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
) -> impl IntoView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || match (error.get(), hint.get()) {
            (Some(_), _) => Some(error_id.clone()),
            (None, Some(_)) => Some(hint_id.clone()),
            (None, None) => None,
        }
    };
    let option = move |choice: Choice| {
        let own = choice.value.clone();
        let is_chosen = move || value.with(|value| *value == own);
        view! {
            <option value=choice.value prop:selected=is_chosen>
                {choice.label}
            </option>
        }
    };
    view! {
        <div class="ui-field" class:ui-field--wrong=move || error.get().is_some()>
            <label class="ui-field__label" for=id>
                {label}
            </label>
            <div class="ui-field__line">
                <select
                    class="ui-field__input"
                    id=id
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby=described
                    data-testid=id
                    on:change=move |event| on_choose.run(event_target_value(&event))
                >
                    {move || choices.get().into_iter().map(option).collect_view()}
                </select>
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
