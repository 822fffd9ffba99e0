//! The first pages of the app: below on phones, a rail at the left on wide screens.

use super::{Badge, Icon, IconName};
use leptos::prelude::*;

/// One tab.
#[derive(Clone)]
pub struct TabItem {
    /// Where it leads.
    pub href: &'static str,
    /// Its name.
    pub label: Signal<String>,
    /// Its icon.
    pub icon: IconName,
    /// Count on its corner.
    pub badge: Signal<u32>,
    /// What the count means, for screen readers.
    pub badge_label: Signal<String>,
}

/// The tabs.
#[component]
pub fn TabBar(
    /// Name of the navigation for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The tabs, first to last.
    items: Vec<TabItem>,
    /// `href` of the tab that is shown.
    #[prop(into)]
    current: Signal<String>,
) -> impl IntoView {
    let tab = move |item: TabItem| {
        let is_current = move || current.get() == item.href;
        view! {
            <a
                class="ui-tab"
                class:ui-tab--on=is_current
                href=item.href
                aria-current=move || is_current().then_some("page")
                data-testid=format!("tab{}", item.href.replace('/', "-"))
            >
                <span class="ui-tab__icon">
                    <Icon name=item.icon />
                    <Badge count=item.badge label=item.badge_label />
                </span>
                <span class="ui-tab__label">{item.label}</span>
            </a>
        }
    };
    view! {
        <nav class="ui-tabs" aria-label=label>
            {items.into_iter().map(tab).collect_view()}
        </nav>
    }
}
