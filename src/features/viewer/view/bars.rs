//! The bars above and below what is looked at.

use leptos::prelude::*;

use crate::app::use_app;
use crate::features::viewer::store::{Act, ViewerStore};
use crate::i18n::{t, text};
use crate::ui::{IconButton, IconName};

/// Which file of how many, from 1.
pub type Where = (usize, usize);

/// Way back, name, page, and acts.
#[component]
pub fn TopBar(
    store: ViewerStore,
    /// The file's name.
    #[prop(into)]
    title: Signal<String>,
    #[prop(into)] place: Signal<Where>,
    /// It has words to look for.
    #[prop(into)]
    has_words: Signal<bool>,
    on_close: Callback<()>,
    on_more: Callback<()>,
) -> impl IntoView {
    let i18n = use_app().i18n;
    let line = move || {
        let (page, pages) = (store.current() + 1, store.pages());
        let (file, files) = place.get();
        let locale = i18n.locale();
        let pages = (pages > 1).then(|| text!(locale, viewer.page_of, page = page, pages = pages));
        let files = (files > 1).then(|| text!(locale, viewer.file_of, file = file, files = files));
        [files, pages]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ")
    };
    view! {
        <div class="viewer__bar viewer__bar--top">
            <IconButton icon=IconName::Close label=t!(i18n, viewer.close) on_press=on_close test_id="viewer-close" />
            <div class="viewer__names">
                <h1 class="viewer__title" tabindex="-1">{title}</h1>
                <p class="viewer__line" role="status" data-testid="viewer-where">{line}</p>
            </div>
            <Show when=move || has_words.get()>
                <IconButton
                    icon=IconName::Search
                    label=t!(i18n, viewer.search)
                    on_press=move |()| store.searching.update(|open| *open = !*open)
                    expanded=Signal::from(store.searching)
                    test_id="viewer-search"
                />
            </Show>
            <IconButton icon=IconName::More label=t!(i18n, viewer.more) on_press=on_more test_id="viewer-more" />
        </div>
    }
}

/// Neighbours, zoom, turn, strip, full screen.
#[component]
pub fn BottomBar(
    store: ViewerStore,
    #[prop(into)] place: Signal<Where>,
    /// There are exhibits before or after this one.
    #[prop(into)]
    has_beyond: Signal<bool>,
    on_step: Callback<bool>,
) -> impl IntoView {
    let i18n = use_app().i18n;
    let has_pages = Memo::new(move |_| store.source.with(Option::is_some));
    let has_strip = Memo::new(move |_| store.pages() > 1 || place.get().1 > 1);
    let has_neighbours = Memo::new(move |_| place.get().1 > 1 || has_beyond.get());
    let act = move |act: Act| Callback::new(move |()| store.act(act));
    let percent = move || format!("{:.0}%", store.pose.read().scale * 100.0);
    view! {
        <div class="viewer__bar viewer__bar--bottom" role="toolbar" aria-label=t!(i18n, viewer.tools)>
            <Show when=move || has_neighbours.get()>
                <IconButton icon=IconName::Back label=t!(i18n, viewer.previous) on_press=Callback::new(move |()| on_step.run(false)) test_id="viewer-previous" />
            </Show>
            <Show when=move || has_pages.get()>
                <IconButton icon=IconName::Minus label=t!(i18n, viewer.zoom_out) on_press=act(Act::ZoomOut) test_id="viewer-zoom-out" />
                <span class="viewer__percent" aria-hidden="true">{percent}</span>
                <IconButton icon=IconName::Plus label=t!(i18n, viewer.zoom_in) on_press=act(Act::ZoomIn) test_id="viewer-zoom-in" />
                <IconButton icon=IconName::Rotate label=t!(i18n, viewer.turn) on_press=act(Act::Turn) test_id="viewer-turn" />
            </Show>
            <Show when=move || has_strip.get()>
                <IconButton
                    icon=IconName::Leaves
                    label=t!(i18n, viewer.strip)
                    on_press=move |()| store.strip.update(|open| *open = !*open)
                    expanded=Signal::from(store.strip)
                    test_id="viewer-strip-button"
                />
            </Show>
            <Show when=move || has_pages.get()>
                <IconButton icon=IconName::Expand label=t!(i18n, viewer.full) on_press=move |()| store.full.set(true) test_id="viewer-full" />
            </Show>
            <Show when=move || has_neighbours.get()>
                <IconButton icon=IconName::Chevron label=t!(i18n, viewer.next) on_press=Callback::new(move |()| on_step.run(true)) test_id="viewer-next" />
            </Show>
        </div>
    }
}
