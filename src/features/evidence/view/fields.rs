//! Fields that several forms of evidence share.

use leptos::prelude::*;

/// A labelled field for words of several lines.
#[component]
pub fn WordsField(
    /// Id of the field; the error summary leads there.
    #[prop(into)]
    id: String,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    #[prop(into)]
    value: Signal<String>,
    /// Called with what is typed.
    #[prop(into)]
    on_type: Callback<String>,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// It must be filled in.
    #[prop(optional)]
    required: bool,
    /// Lines at first.
    #[prop(default = 3)]
    rows: u32,
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
    view! {
        <div class="ui-field" class:ui-field--wrong=move || error.get().is_some()>
            <label class="ui-field__label" for=id.clone()>
                {label}
            </label>
            <div class="ui-field__line">
                <textarea
                    class="ui-field__input"
                    id=id.clone()
                    rows=rows
                    aria-required=required.then_some("true")
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby=described
                    data-testid=id
                    prop:value=value
                    on:input=move |event| on_type.run(event_target_value(&event))
                ></textarea>
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
    let error_id = format!("{id}-error");
    let described = error_id.clone();
    let row = {
        let id = id.clone();
        move |(at, name): (usize, String)| {
            view! {
                <label class="weui-cell ui-cell ev-choice">
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
            <div class="ev-choices">{choices.into_iter().enumerate().map(row).collect_view()}</div>
            <p class="ui-field__error" id=error_id>
                {move || error.get()}
            </p>
        </fieldset>
    }
}
