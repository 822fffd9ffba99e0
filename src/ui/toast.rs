//! A short word that goes by itself.

use leptos::prelude::*;

/// Says that something was done. What needs an answer is a dialog or a banner instead.
#[component]
pub fn Toast(
    /// What it says; `None` hides it.
    #[prop(into)]
    text: Signal<Option<String>>,
) -> impl IntoView {
    // The region stands always: screen readers hear only changes inside a region they know.
    view! {
        <div class="ui-toast-region" role="status">
            {move || text.get().map(|text| view! { <p class="ui-toast">{text}</p> })}
        </div>
    }
}
