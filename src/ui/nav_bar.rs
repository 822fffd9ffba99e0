//! The bar on top of a page.

use super::{IconButton, IconName};
use leptos::prelude::*;

/// What every page that lies over another offers besides its own acts. Provided by the frame.
#[derive(Clone, Copy)]
pub struct PageMenu {
    /// Its name.
    pub label: Signal<String>,
    /// Opens it.
    pub open: Callback<()>,
}

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
    /// The page has a menu of its own, or needs none.
    #[prop(optional)]
    without_menu: bool,
    /// Acts at the end of the bar.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let menu = use_context::<PageMenu>().filter(|_| on_back.is_some() && !without_menu);
    let menu = menu.map(|menu| {
        view! {
            <IconButton
                icon=IconName::More
                label=menu.label
                on_press=menu.open
                test_id="page-menu"
            />
        }
    });
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
            <div class="ui-nav__end">{children.map(|children| children())} {menu}</div>
        </header>
    }
}
