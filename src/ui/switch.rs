//! On and off.

use leptos::prelude::*;

/// A switch; it acts at once.
#[component]
pub fn Switch(
    /// What is switched, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    checked: Signal<bool>,
    /// Called with the new state.
    #[prop(into)]
    on_change: Callback<bool>,
    /// For the e2e tests.
    #[prop(optional)]
    test_id: &'static str,
) -> impl IntoView {
    view! {
        <input
            type="checkbox"
            role="switch"
            class="ui-switch"
            aria-label=label
            prop:checked=checked
            data-testid=(!test_id.is_empty()).then_some(test_id)
            on:change=move |event| on_change.run(event_target_checked(&event))
        />
    }
}
