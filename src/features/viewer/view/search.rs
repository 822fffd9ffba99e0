//! Looking for words in a PDF.

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html;
use leptos::prelude::*;

use crate::app::use_app;
use crate::features::viewer::store::ViewerStore;
use crate::i18n::{t, text};
use crate::platform::{dom, keep};
use crate::ui::{IconButton, IconName};

/// The words, how often they stand there, and the way from one place to the next.
#[component]
pub fn SearchBar(store: ViewerStore) -> impl IntoView {
    let i18n = use_app().i18n;
    let typed = RwSignal::new(store.wanted.get_untracked());
    let input = NodeRef::<html::Input>::new();
    input.on_load(move |input| {
        keep(dom::after_layout(move || {
            dom::focus(&input);
        }));
    });
    let close = move || {
        store.forget_search();
        store.searching.set(false);
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let words = typed.get_untracked();
        if words == store.wanted.get_untracked() {
            store.step_hit(true);
        } else {
            store.search(words);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            close();
        } else if event.key() == "Enter" && event.shift_key() {
            event.prevent_default();
            store.step_hit(false);
        }
    };
    let count = move || {
        let locale = i18n.locale();
        let hits = store.hits.with(Vec::len);
        let (done, pages) = (store.searched.get(), store.pages());
        if store.wanted.read().is_empty() {
            String::new()
        } else if done < pages && hits == 0 {
            text!(locale, viewer.searching, done = done, pages = pages)
        } else if hits == 0 {
            text!(locale, viewer.no_hits)
        } else {
            text!(
                locale,
                viewer.hit_of,
                hit = store.at_hit.get() + 1,
                hits = hits
            )
        }
    };
    view! {
        <form class="viewer__search" role="search" on:submit=submit on:keydown=on_key>
            <input
                class="viewer__search-input"
                type="search"
                enterkeyhint="search"
                autocomplete="off"
                aria-label=t!(i18n, viewer.search_label)
                placeholder=t!(i18n, viewer.search_label)
                data-testid="viewer-search-input"
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
                node_ref=input
            />
            <span class="viewer__count" role="status" data-testid="viewer-hits">{count}</span>
            <IconButton icon=IconName::ArrowUp label=t!(i18n, viewer.hit_before) on_press=move |()| store.step_hit(false) />
            <IconButton icon=IconName::ArrowDown label=t!(i18n, viewer.hit_after) on_press=move |()| store.step_hit(true) />
            <IconButton icon=IconName::Close label=t!(i18n, viewer.search_close) on_press=move |()| close() />
        </form>
    }
}
