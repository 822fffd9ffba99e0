//! Versions, licences, and the way to a newer version.

use leptos::prelude::*;

use crate::app::{App, use_app};
use crate::i18n::{t, text, use_i18n};
use crate::platform::{shell, task};
use crate::routes::Page;
use crate::ui::{Button, ButtonKind, CellGroup, NavBar, TextCell};

use super::model::version::is_newer;

/// The version of this app.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What the app is made with, as their licences ask to be told.
const MADE_WITH: [(&str, &str); 7] = [
    ("WeUI (Tencent)", "MIT"),
    ("Leptos", "MIT"),
    ("wasm-bindgen, js-sys, web-sys", "MIT / Apache-2.0"),
    ("gloo", "MIT / Apache-2.0"),
    ("serde, serde_json", "MIT / Apache-2.0"),
    ("RustCrypto (sha2, sm3)", "MIT / Apache-2.0"),
    ("uuid, thiserror, futures", "MIT / Apache-2.0"),
];

/// Whether the server is newer than this app (tracked).
pub fn has_update(app: App) -> bool {
    app.info()
        .is_some_and(|info| is_newer(&info.version, VERSION))
}

/// The page with the versions.
#[component]
pub fn AboutPage() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let server = Signal::derive(move || match app.info() {
        Some(info) => info.version.clone(),
        None => text!(i18n.locale(), me.about_unknown),
    });
    view! {
        <div class="page">
            <NavBar
                title=t!(i18n, me.about_title)
                on_back=move |()| app.back(Page::Me)
                back_label=t!(i18n, common.back)
            />
            <div class="pane__scroll" tabindex="0">
                <div class="page-body">
                    <CellGroup>
                        <TextCell label=t!(i18n, me.about_app) value=VERSION.to_owned() />
                        <TextCell label=t!(i18n, me.about_server) value=server />
                    </CellGroup>
                    <Update />
                    <Licences />
                </div>
            </div>
        </div>
    }
}

/// The offer of a newer version; what is being written stays on the device.
#[component]
fn Update() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let is_updating = RwSignal::new(false);
    let is_offered = Memo::new(move |_| has_update(app));
    let on_press = move |()| {
        is_updating.set(true);
        task::detached(async {
            shell::check_version().await;
            shell::switch_version().await;
        });
    };
    let label = Signal::derive(move || match is_updating.get() {
        true => text!(i18n.locale(), me.about_updating),
        false => text!(i18n.locale(), me.about_update_now),
    });
    view! {
        <div class="about">
            <Show when=move || app.is_demo()>
                <p>{t!(i18n, me.about_demo)}</p>
            </Show>
            <Show
                when=move || is_offered.get()
                fallback=move || view! { <p>{t!(i18n, me.about_latest)}</p> }
            >
                <p>{t!(i18n, me.about_update)}</p>
                <Button
                    label
                    on_press
                    kind=ButtonKind::Primary
                    busy=is_updating
                    test_id="about-update"
                />
            </Show>
        </div>
    }
}

#[component]
fn Licences() -> impl IntoView {
    let i18n = use_i18n();
    let line = move |(name, licence): (&'static str, &'static str)| {
        view! { <li>{t!(i18n, me.about_licence_line, name = name, licence = licence)}</li> }
    };
    view! {
        <section class="about">
            <h2>{t!(i18n, me.about_licences)}</h2>
            <ul>
                <li>{t!(i18n, me.about_licence_self)}</li>
                {MADE_WITH.map(line)}
            </ul>
        </section>
    }
}
