//! A letter on a coloured square.

use super::Badge;
use leptos::prelude::*;

/// A person or thing by one character. Never colour alone: the letter says the same.
#[component]
pub fn Avatar(
    /// The character shown.
    #[prop(into)]
    letter: Signal<String>,
    /// Class of the colour, one of `side-*` in tokens.css.
    #[prop(into)]
    tone: Signal<&'static str>,
    /// Unread count on the corner; none shows nothing.
    #[prop(optional, into)]
    badge: Option<Signal<u32>>,
    /// What the badge means, for screen readers.
    #[prop(optional, into)]
    badge_label: MaybeProp<String>,
    /// Shows a dot instead of the figure.
    #[prop(optional, into)]
    muted: Signal<bool>,
) -> impl IntoView {
    view! {
        <span class="ui-avatar">
            <span class=move || format!("ui-avatar__face {}", tone.get()) aria-hidden="true">
                {letter}
            </span>
            {badge
                .map(|count| {
                    view! {
                        <Badge
                            count
                            dot=muted
                            label=Signal::derive(move || badge_label.get().unwrap_or_default())
                        />
                    }
                })}
        </span>
    }
}
