//! What is wrong with a form, on top of it.

use std::rc::Rc;

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

type Find = Rc<dyn Fn() -> Vec<FieldError>>;

/// What a form says is wrong with it: all of it when it is sent, each thing until it is put right.
#[derive(Clone, Copy)]
pub struct FormErrors {
    said: RwSignal<Vec<FieldError>>,
    find: StoredValue<Find, LocalStorage>,
}

impl FormErrors {
    /// `find` tells what is wrong now; it is asked again whenever something changes that it read.
    #[must_use]
    pub fn new(find: impl Fn() -> Vec<FieldError> + 'static) -> Self {
        let find: Find = Rc::new(find);
        let this = Self {
            said: RwSignal::default(),
            find: StoredValue::new_local(find.clone()),
        };
        Effect::new(move |_| {
            let mut wrong = find();
            let said = this.said.get_untracked();
            wrong.retain(|error| said.iter().any(|it| it.field_id == error.field_id));
            if wrong != said {
                this.said.set(wrong);
            }
        });
        this
    }

    /// Says all that is wrong. Whether the form can be sent.
    #[must_use]
    pub fn say(self) -> bool {
        let wrong = self.find.try_get_value().map(|find| untrack(|| find()));
        let wrong = wrong.unwrap_or_default();
        let is_whole = wrong.is_empty();
        self.said.set(wrong);
        is_whole
    }

    /// Says what only the sending found out.
    pub fn add(self, error: FieldError) {
        self.said.update(|said| said.push(error));
    }

    /// Everything that is said.
    #[must_use]
    pub fn all(self) -> Signal<Vec<FieldError>> {
        self.said.into()
    }

    /// What is said of a field.
    #[must_use]
    pub fn of(self, field: impl Into<String>) -> Signal<Option<String>> {
        let field = field.into();
        Signal::derive(move || {
            let said = self.said.read();
            let found = said.iter().find(|error| error.field_id == field);
            found.map(|error| error.text.clone())
        })
    }
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
