//! A place where nothing stands yet.

use super::{Icon, IconName};
use leptos::prelude::*;

/// What will stand here and how to begin.
#[component]
pub fn EmptyState(
    /// What will stand here.
    #[prop(into)]
    title: Signal<String>,
    /// How to begin.
    #[prop(optional, into)]
    detail: MaybeProp<String>,
    /// Its icon.
    #[prop(default = IconName::Info)]
    icon: IconName,
    /// A button to begin with.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="ui-empty">
            <Icon name=icon />
            <p class="ui-empty__title">{title}</p>
            <p class="ui-empty__detail">{move || detail.get()}</p>
            {children.map(|children| children())}
        </div>
    }
}
