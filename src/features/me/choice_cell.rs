//! One of several, as a row.

use leptos::prelude::*;

/// A row with a radio button.
#[component]
pub fn ChoiceCell(
    /// The group it belongs to.
    group: &'static str,
    /// What is chosen.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is chosen.
    #[prop(into)]
    checked: Signal<bool>,
    /// Called when it is chosen.
    #[prop(into)]
    on_choose: Callback<()>,
    /// The language of the label, where it is another one than the page's.
    #[prop(optional, into)]
    lang: Option<&'static str>,
    /// For the e2e tests.
    test_id: &'static str,
) -> impl IntoView {
    view! {
        <label class="weui-cell weui-cell_active ui-cell me__choice">
            <span class="ui-cell__label" lang=lang>
                {label}
            </span>
            <input
                type="radio"
                name=group
                prop:checked=checked
                data-testid=test_id
                on:change=move |_| on_choose.run(())
            />
        </label>
    }
}
