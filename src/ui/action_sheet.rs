//! Menus: a sheet from below, or a small one where something was pressed long.

use super::{
    Icon, IconName, close_on_back,
    focus::{close_on_escape, hold_focus, walk},
};
use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html,
    portal::Portal,
    prelude::*,
};

/// One act of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuItem {
    /// Given back when it is chosen.
    pub id: &'static str,
    /// The verb.
    pub label: String,
    /// Icon before (sheet) or above (popup) the verb.
    pub icon: Option<IconName>,
    /// It cannot be undone.
    pub danger: bool,
}

impl MenuItem {
    /// An ordinary act.
    pub fn new(id: &'static str, label: impl Into<String>, icon: IconName) -> Self {
        Self {
            id,
            label: label.into(),
            icon: Some(icon),
            danger: false,
        }
    }

    /// The same, marked as not to be undone.
    pub fn dangerous(mut self) -> Self {
        self.danger = true;
        self
    }
}

/// A menu from below; in the middle on wide screens.
#[component]
pub fn ActionSheet(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Called when the person leaves without choosing, and after choosing.
    #[prop(into)]
    on_close: Callback<()>,
    /// Called with the id of the chosen act.
    #[prop(into)]
    on_pick: Callback<&'static str>,
    /// Its name for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The acts.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
    /// Label of the button that leaves.
    #[prop(into)]
    close_label: Signal<String>,
) -> impl IntoView {
    view! {
        <Show when=move || open.get()>
            <Portal>
                <Menu class="ui-sheet" on_close on_pick label items close_label />
            </Portal>
        </Show>
    }
}

/// A menu at a point of the window, e.g. above a bubble. `at` opens it; `None` closes it.
#[component]
pub fn MenuPopup(
    /// Left and upper edge in CSS pixels; the menu keeps itself inside the window.
    #[prop(into)]
    at: Signal<Option<(f64, f64)>>,
    /// Called when the person leaves without choosing, and after choosing.
    #[prop(into)]
    on_close: Callback<()>,
    /// Called with the id of the chosen act.
    #[prop(into)]
    on_pick: Callback<&'static str>,
    /// Its name for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The acts.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
    /// Label of the button that leaves.
    #[prop(into)]
    close_label: Signal<String>,
) -> impl IntoView {
    view! {
        <Show when=move || at.get().is_some()>
            <Portal>
                <Menu
                    class="ui-popup"
                    at=at.get_untracked().unwrap_or_default()
                    on_close
                    on_pick
                    label
                    items
                    close_label
                />
            </Portal>
        </Show>
    }
}

#[component]
fn Menu(
    class: &'static str,
    #[prop(optional)] at: (f64, f64),
    on_close: Callback<()>,
    on_pick: Callback<&'static str>,
    label: Signal<String>,
    items: Signal<Vec<MenuItem>>,
    close_label: Signal<String>,
) -> impl IntoView {
    const ITEM: &str = "[role='menuitem']";
    let menu = NodeRef::<html::Div>::new();
    hold_focus(menu, ITEM);
    close_on_back(on_close);
    close_on_escape(menu, on_close);
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" | "Tab" => {
            event.prevent_default();
            event.stop_propagation();
            on_close.run(());
        }
        _ => drop(walk(menu, ITEM, &event)),
    };
    // A long press opens the menu under the finger. When the finger is lifted, the browser may click
    // what lies there now: only a click that began on the menu, or a key, is meant.
    let began_here = StoredValue::new(false);
    let is_meant = move |event: &MouseEvent| event.detail() == 0 || began_here.get_value();
    let leave = move |event: MouseEvent| {
        if is_meant(&event) {
            on_close.run(());
        }
    };
    let pick = move |event: MouseEvent, id| {
        if !is_meant(&event) {
            return;
        }
        // Closed first: the focus returns to where it was, and what follows may take it again.
        on_close.run(());
        on_pick.run(id);
    };
    let row = move |item: MenuItem| {
        view! {
            <button
                type="button"
                role="menuitem"
                tabindex="-1"
                class="ui-menu__item"
                class:ui-menu__item--danger=item.danger
                data-testid=format!("menu-{}", item.id)
                on:click=move |event| pick(event, item.id)
            >
                {item.icon.map(|name| view! { <Icon name /> })}
                <span>{item.label}</span>
            </button>
        }
    };
    view! {
        <div
            class="ui-overlay"
            on:keydown=on_key
            on:pointerdown=move |_| began_here.set_value(true)
        >
            <div class="ui-overlay__mask" on:click=leave></div>
            <div
                class=class
                style:--menu-x=format!("{:.0}px", at.0)
                style:--menu-y=format!("{:.0}px", at.1)
                node_ref=menu
            >
                <div class="ui-menu" role="menu" aria-label=label>
                    {move || items.get().into_iter().map(row).collect_view()}
                </div>
                <button
                    type="button"
                    class="ui-menu__close"
                    tabindex="-1"
                    on:click=leave
                >
                    {close_label}
                </button>
            </div>
        </div>
    }
}
