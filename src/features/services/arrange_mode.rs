//! Arranging the grid by buttons: no dragging, so that every hand and every key can do it.

use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{t, text, use_i18n};
use crate::platform::{dom, keep};
use crate::ui::{Button, ButtonKind, Icon, IconButton, IconName};

use super::model::Tile;
use super::page::{icon, name};
use super::store::ServicesStore;

/// The list of tiles with their buttons.
#[component]
pub fn ArrangeMode(store: ServicesStore) -> impl IntoView {
    let i18n = use_i18n();
    let tiles = move || {
        store
            .placed()
            .into_iter()
            .map(|it| it.tile)
            .collect::<Vec<_>>()
    };
    view! {
        <p class="ui-cells-note">{t!(i18n, services.edit_note)}</p>
        <ul class="ui-cells" data-testid="services-arranging">
            <For each=tiles key=|tile| *tile let:tile>
                <Row tile store />
            </For>
        </ul>
        <div class="ui-actions">
            <Button
                label=t!(i18n, services.reset)
                on_press=move |()| store.reset()
                kind=ButtonKind::Link
                test_id="services-reset"
            />
        </div>
    }
}

#[component]
fn Row(tile: Tile, store: ServicesStore) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let name = name(i18n, tile);
    let is_hidden = Memo::new(move |_| {
        store
            .placed()
            .into_iter()
            .any(|placed| placed.tile == tile && placed.hidden)
    });
    let shift = move |forward: bool| {
        if let Some(place) = store.shift(tile, forward) {
            let (locale, name) = (i18n.locale_untracked(), name.get_untracked());
            app.announcer
                .polite(&text!(locale, services.moved, name = name, place = place));
            return_focus(tile, forward);
        }
    };
    let on_toggle = move |_| {
        let hides = !is_hidden.get_untracked();
        store.set_hidden(tile, hides);
        let (locale, name) = (i18n.locale_untracked(), name.get_untracked());
        app.announcer.polite(&match hides {
            true => text!(locale, services.hidden_now, name = name),
            false => text!(locale, services.shown_now, name = name),
        });
    };
    let toggle_label = Signal::derive(move || {
        let (locale, name) = (i18n.locale(), name.get());
        match is_hidden.get() {
            true => text!(locale, services.show_named, name = name),
            false => text!(locale, services.hide_named, name = name),
        }
    });
    let toggle_word = move || match is_hidden.get() {
        true => text!(i18n.locale(), services.show),
        false => text!(i18n.locale(), services.hide),
    };
    view! {
        <li class="ui-cell services__row" id=row_id(tile) data-testid=row_id(tile)>
            <span class="ui-cell__icon">
                <Icon name=icon(tile) />
            </span>
            <span class="ui-cell__label">
                {name}
                <Show when=move || is_hidden.get()>
                    <small class="ui-cell__note">{t!(i18n, services.hidden_tag)}</small>
                </Show>
            </span>
            <span class="services__acts">
                <IconButton
                    icon=IconName::ArrowUp
                    label=t!(i18n, services.earlier, name = name.get())
                    on_press=move |()| shift(false)
                    test_id="arrange-earlier"
                />
                <IconButton
                    icon=IconName::ArrowDown
                    label=t!(i18n, services.later, name = name.get())
                    on_press=move |()| shift(true)
                    test_id="arrange-later"
                />
                <button
                    type="button"
                    class="weui-btn weui-btn_default ui-btn ui-btn--small"
                    aria-label=toggle_label
                    data-testid="arrange-toggle"
                    on:click=on_toggle
                >
                    {toggle_word}
                </button>
            </span>
        </li>
    }
}

fn row_id(tile: Tile) -> String {
    format!("arrange-{}", tile.key())
}

/// A row that moves in the document loses the focus; the same button takes it again.
fn return_focus(tile: Tile, forward: bool) {
    let button = match forward {
        true => "[data-testid='arrange-later']",
        false => "[data-testid='arrange-earlier']",
    };
    keep(dom::after_layout(move || {
        let row = dom::by_id(&row_id(tile));
        let found = row.and_then(|row| dom::matching(&row, button).into_iter().next());
        if let Some(found) = found {
            dom::focus(&found);
        }
    }));
}
