//! Fields of a form that are typed into.

use super::{IconButton, IconName};
use leptos::prelude::*;

/// What stands around every field: its label, what is wrong with it, how to fill it in.
#[derive(Clone)]
pub(super) struct Around {
    id: String,
    label: Signal<String>,
    hint: MaybeProp<String>,
    error: MaybeProp<String>,
}

impl Around {
    pub(super) fn new(
        id: &str,
        label: Signal<String>,
        hint: MaybeProp<String>,
        error: MaybeProp<String>,
    ) -> Self {
        Self {
            id: id.to_owned(),
            label,
            hint,
            error,
        }
    }

    /// The ids of the words that describe the field now.
    pub(super) fn described(&self) -> impl Fn() -> Option<String> + Send + Sync + use<> {
        let (id, hint, error) = (self.id.clone(), self.hint, self.error);
        move || {
            let parts = [
                error.get().map(|_| format!("{id}-error")),
                hint.get().map(|_| format!("{id}-hint")),
            ];
            let ids: Vec<String> = parts.into_iter().flatten().collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    }

    /// The words beneath.
    pub(super) fn beneath(&self) -> AnyView {
        let (hint, error) = (self.hint, self.error);
        view! {
            <p class="ui-field__error" id=format!("{}-error", self.id)>
                {move || error.get()}
            </p>
            <p class="ui-field__hint" id=format!("{}-hint", self.id)>
                {move || hint.get()}
            </p>
        }
        .into_any()
    }

    /// All of it around one field.
    pub(super) fn lay(self, field: AnyView) -> impl IntoView {
        let error = self.error;
        view! {
            <div class="ui-field" class:ui-field--wrong=move || error.get().is_some()>
                <label class="ui-field__label" for=self.id.clone()>
                    {self.label}
                </label>
                <div class="ui-field__line">{field}</div>
                {self.beneath()}
            </div>
        }
    }
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
    let around = Around::new(&id, label, hint, error);
    let described = around.described();
    let shown = RwSignal::new(false);
    let kind = move || if shown.get() { "text" } else { input_type };
    let reveal = move || {
        reveal_label.get().map(|label| {
            view! {
                <IconButton
                    icon=IconName::Eye
                    label
                    expanded=shown
                    on_press=move |()| shown.update(|shown| *shown = !*shown)
                />
            }
        })
    };
    around.lay(
        view! {
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
            {reveal}
        }
        .into_any(),
    )
}

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
    /// Characters it takes.
    #[prop(optional)]
    maxlength: Option<u32>,
) -> impl IntoView {
    let around = Around::new(&id, label, hint, error);
    let described = around.described();
    around.lay(
        view! {
            <textarea
                class="ui-field__input"
                id=id.clone()
                rows=rows
                maxlength=maxlength
                aria-required=required.then_some("true")
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described
                data-testid=id
                prop:value=value
                on:input=move |event| on_type.run(event_target_value(&event))
            ></textarea>
        }
        .into_any(),
    )
}
