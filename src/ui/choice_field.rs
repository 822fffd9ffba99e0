//! Fields of a form in which one of several things is chosen.

use super::field::Around;
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
    /// Id of the field; the error summary leads there.
    #[prop(into)]
    id: String,
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
    /// Something must be chosen.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let around = Around::new(&id, label, hint, error);
    let described = around.described();
    let option = move |choice: Choice| {
        let own = choice.value.clone();
        let is_chosen = move || value.with(|value| *value == own);
        view! {
            <option value=choice.value prop:selected=is_chosen>
                {choice.label}
            </option>
        }
    };
    around.lay(
        view! {
            <select
                class="ui-field__input"
                id=id.clone()
                aria-required=required.then_some("true")
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described
                data-testid=id
                on:change=move |event| on_choose.run(event_target_value(&event))
            >
                {move || choices.get().into_iter().map(option).collect_view()}
            </select>
        }
        .into_any(),
    )
}

/// A choice of one of several, each on its own line.
#[component]
pub fn ChoiceField(
    /// Id of the group; its dots are `<id>-0`, `<id>-1` …
    #[prop(into)]
    id: String,
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// What there is.
    choices: Vec<String>,
    /// What is chosen.
    #[prop(into)]
    value: Signal<Option<usize>>,
    /// Called with what is chosen.
    #[prop(into)]
    on_choose: Callback<usize>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
) -> impl IntoView {
    let around = Around::new(&id, label, MaybeProp::default(), error);
    let described = around.described();
    let row = {
        let id = id.clone();
        move |(at, name): (usize, String)| {
            view! {
                <label class="weui-cell ui-cell ui-choice">
                    <input
                        type="radio"
                        class="ui-radio"
                        name=id.clone()
                        id=format!("{id}-{at}")
                        data-testid=format!("{id}-{at}")
                        prop:checked=move || value.get() == Some(at)
                        on:change=move |_| on_choose.run(at)
                    />
                    <span class="ui-cell__label">{name}</span>
                </label>
            }
        }
    };
    view! {
        <fieldset
            class="ui-fieldset ui-field"
            class:ui-field--wrong=move || error.get().is_some()
            aria-describedby=described
        >
            <legend class="ui-field__label">{label}</legend>
            <div class="ui-choices">{choices.into_iter().enumerate().map(row).collect_view()}</div>
            {around.beneath()}
        </fieldset>
    }
}
