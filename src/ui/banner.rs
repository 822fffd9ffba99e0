//! A strip above the content.

use super::{Icon, IconName};
use leptos::prelude::*;

/// A strip that says something about the whole page: offline, stale, a demonstration.
#[component]
pub fn Banner(
    /// What it says.
    #[prop(into)]
    text: Signal<String>,
    /// Icon before the text.
    #[prop(optional)]
    icon: Option<IconName>,
    /// `info`, `warn` or `error`.
    #[prop(default = "info")]
    tone: &'static str,
    /// A button or link at the end.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=format!("ui-banner ui-banner--{tone}") role="status">
            {icon.map(|name| view! { <Icon name /> })} <p class="ui-banner__text">{text}</p>
            {children.map(|children| children())}
        </div>
    }
}
