//! The page: the grid, or its arranging.

use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{I18n, t, text, use_i18n};
use crate::routes::Page;
use crate::ui::{Button, ButtonKind, EmptyState, Icon, IconName, NavBar};

use super::arrange_mode::ArrangeMode;
use super::model::Tile;
use super::store::ServicesStore;

/// The first page of 服务.
#[component]
pub fn ServicesPage() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let store = ServicesStore::load(app);
    let label = Signal::derive(move || match store.is_arranging() {
        true => text!(i18n.locale(), services.edit_done),
        false => text!(i18n.locale(), services.edit),
    });
    let body = move || match store.is_arranging() {
        true => view! { <ArrangeMode store /> }.into_any(),
        false => view! { <Grid store /> }.into_any(),
    };
    view! {
        <div class="page">
            <NavBar title=t!(i18n, services.title)>
                <Button
                    label
                    on_press=move |()| store.toggle_arranging()
                    kind=ButtonKind::Link
                    test_id="services-arrange"
                />
            </NavBar>
            <div class="pane__scroll">
                <div class="page-body">{body}</div>
            </div>
        </div>
    }
}

#[component]
fn Grid(store: ServicesStore) -> impl IntoView {
    let i18n = use_i18n();
    let is_empty = Memo::new(move |_| store.shown().is_empty());
    view! {
        <h2 class="services__title">{t!(i18n, services.mine)}</h2>
        <Show
            when=move || !is_empty.get()
            fallback=move || {
                view! {
                    <EmptyState
                        title=t!(i18n, services.all_hidden_title)
                        detail=t!(i18n, services.all_hidden_detail)
                        icon=IconName::Grid
                    />
                }
            }
        >
            <ul class="services__grid" data-testid="services-grid">
                <For each=move || store.shown() key=|tile| *tile let:tile>
                    <li>
                        <a
                            class="services__tile"
                            href=page(tile).path()
                            data-testid=format!("service-{}", tile.key())
                        >
                            <Icon name=icon(tile) />
                            <span class="services__label">{name(i18n, tile)}</span>
                        </a>
                    </li>
                </For>
            </ul>
        </Show>
    }
}

/// The name of a tile.
pub fn name(i18n: I18n, tile: Tile) -> Signal<String> {
    match tile {
        Tile::OpenCase => t!(i18n, services.open_case),
        Tile::NewAccount => t!(i18n, services.new_account),
        Tile::CourtFeedback => t!(i18n, services.feedback),
        Tile::Help => t!(i18n, services.help),
        Tile::Devices => t!(i18n, services.devices),
        Tile::Appearance => t!(i18n, services.appearance),
        Tile::Password => t!(i18n, services.password),
    }
}

/// The icon of a tile.
pub const fn icon(tile: Tile) -> IconName {
    match tile {
        Tile::OpenCase => IconName::Scales,
        Tile::NewAccount => IconName::People,
        Tile::CourtFeedback => IconName::Chat,
        Tile::Help => IconName::Help,
        Tile::Devices => IconName::Device,
        Tile::Appearance => IconName::TextSize,
        Tile::Password => IconName::Lock,
    }
}

const fn page(tile: Tile) -> Page {
    match tile {
        Tile::OpenCase => Page::OpenCase,
        Tile::NewAccount => Page::Accounts,
        Tile::CourtFeedback => Page::CourtFeedback,
        Tile::Help => Page::Help,
        Tile::Devices => Page::Devices,
        Tile::Appearance => Page::Appearance,
        Tile::Password => Page::Password,
    }
}
