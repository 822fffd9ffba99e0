//! The bar on top of a page.

use super::{IconButton, IconName};
use leptos::prelude::*;

/// Title, way back, and acts of a page.
#[component]
pub fn NavBar(
    /// The page's title; it is the page's only `h1`.
    #[prop(into)]
    title: Signal<String>,
    /// A second, smaller line.
    #[prop(optional, into)]
    subtitle: MaybeProp<String>,
    /// What the way back does; leave out on first pages.
    #[prop(optional, into)]
    on_back: Option<Callback<()>>,
    /// Label of the way back.
    #[prop(optional, into)]
    back_label: Signal<String>,
    /// Acts at the end of the bar.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="ui-nav">
            <div class="ui-nav__start">
                {on_back
                    .map(|on_press| {
                        view! {
                            <IconButton
                                icon=IconName::Back
                                label=back_label
                                on_press
                                test_id="nav-back"
                            />
                        }
                    })}
            </div>
            <div class="ui-nav__middle">
                <h1 class="ui-nav__title" tabindex="-1">{title}</h1>
                {move || subtitle.get().map(|line| view! { <p class="ui-nav__subtitle">{line}</p> })}
            </div>
            <div class="ui-nav__end">{children.map(|children| children())}</div>
        </header>
    }
}
