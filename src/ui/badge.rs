//! Counts and short tags.

use leptos::prelude::*;

/// An unread count: 1–99, then 99+; nothing at zero.
#[component]
pub fn Badge(
    /// How many.
    #[prop(into)]
    count: Signal<u32>,
    /// A dot without figure, for what is muted.
    #[prop(optional, into)]
    dot: Signal<bool>,
    /// The whole phrase for screen readers, e.g. "3 unread".
    #[prop(optional, into)]
    label: Signal<String>,
) -> impl IntoView {
    let shown = move || match (count.get(), dot.get()) {
        (_, true) => String::new(),
        (many @ 100.., false) => format!("{}+", many.min(99)),
        (few, false) => few.to_string(),
    };
    view! {
        <Show when=move || count.get() != 0>
            <span class="ui-badge" class:ui-badge--dot=dot>
                <span aria-hidden="true">{shown}</span>
                <span class="ui-sr">{label}</span>
            </span>
        </Show>
    }
}

/// A short word on a tinted ground.
#[component]
pub fn Tag(
    /// The word.
    #[prop(into)]
    text: Signal<String>,
    /// `grey`, `green`, `orange`, `red`, `blue`: the ground, by class `ui-tag--<tone>`.
    #[prop(optional, into)]
    tone: Signal<&'static str>,
) -> impl IntoView {
    let class = move || match tone.get() {
        "" => "ui-tag".to_owned(),
        tone => format!("ui-tag ui-tag--{tone}"),
    };
    view! { <span class=class>{text}</span> }
}
