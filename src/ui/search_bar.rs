//! Searching in a list.

use super::{Icon, IconButton, IconName};
use leptos::{ev::KeyboardEvent, prelude::*};

/// A search line; what it finds follows the typing.
#[component]
pub fn SearchBar(
    /// What is searched; label and placeholder.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed.
    value: RwSignal<String>,
    /// Label of the button that empties it.
    #[prop(into)]
    clear_label: Signal<String>,
    /// For the e2e tests.
    #[prop(optional)]
    test_id: Option<&'static str>,
) -> impl IntoView {
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            value.set(String::new());
        }
    };
    view! {
        <div class="ui-search" role="search">
            <Icon name=IconName::Search />
            <input
                class="ui-search__input"
                type="search"
                enterkeyhint="search"
                autocomplete="off"
                aria-label=label
                placeholder=label
                data-testid=test_id
                bind:value=value
                on:keydown=on_key
            />
            <Show when=move || !value.read().is_empty()>
                <IconButton
                    icon=IconName::Close
                    label=clear_label
                    on_press=move |()| value.set(String::new())
                />
            </Show>
        </div>
    }
}
