//! The first page of 我的.

use leptos::prelude::*;

use crate::app::{App, use_app};
use crate::features::feedback::FeedbackCell;
use crate::i18n::{labels, t, text, use_i18n};
use crate::platform::page::Theme;
use crate::routes::Page;
use crate::ui::{Avatar, CellGroup, IconName, LinkCell, NavBar};

use super::about::has_update;
use super::log_out::LogOutCell;

/// The first page of 我的.
#[component]
pub fn MePage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="page">
            <NavBar title=t!(i18n, me.title) />
            <div class="pane__scroll">
                <div class="page-body">
                    <Profile />
                    <Account />
                    <Settings />
                    <Support />
                    <CellGroup>
                        <LogOutCell />
                    </CellGroup>
                </div>
            </div>
        </div>
    }
}

#[component]
fn Profile() -> impl IntoView {
    let app = use_app();
    let session = Memo::new(move |_| app.session.current());
    let name = move || {
        session
            .get()
            .map(|session| session.name.clone())
            .unwrap_or_default()
    };
    let letter = Signal::derive(move || name().chars().take(1).collect::<String>());
    let tone = Signal::derive(move || match is_staff(app) {
        true => "side-court",
        false => "side-guest",
    });
    let phone = move || session.get().map(|session| session.phone_masked.clone());
    view! {
        <div class="me__card" data-testid="me-card">
            <Avatar letter tone />
            <div>
                <p class="me__name" data-testid="me-name">{name}</p>
                <p class="me__note ui-nowrap">{phone}</p>
                <Posts />
            </div>
        </div>
    }
}

/// What the person is in a court's staff.
#[component]
fn Posts() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let posts = Memo::new(move |_| {
        app.session
            .current()
            .map(|session| session.staff.clone())
            .unwrap_or_default()
    });
    let line = move |court: String, role| {
        let locale = i18n.locale();
        text!(
            locale,
            me.post,
            court = court,
            role = labels::role(locale, role)
        )
    };
    move || {
        let one = |post: anjian_api::account::Staff| {
            view! { <p class="me__note">{line(post.court_name, post.role)}</p> }
        };
        posts.get().into_iter().map(one).collect_view()
    }
}

#[component]
fn Account() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <CellGroup title=t!(i18n, me.account_group)>
            <LinkCell
                href=Page::Devices.path()
                label=t!(i18n, me.devices)
                icon=IconName::Device
                test_id="me-devices"
            />
            <LinkCell
                href=Page::Password.path()
                label=t!(i18n, me.password)
                icon=IconName::Lock
                test_id="me-password"
            />
        </CellGroup>
    }
}

#[component]
fn Settings() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let look = Signal::derive(move || {
        let locale = i18n.locale();
        let theme = match app.preferences.theme() {
            Theme::System => text!(locale, me.theme_system),
            Theme::Light => text!(locale, me.theme_light),
            Theme::Dark => text!(locale, me.theme_dark),
        };
        match app.preferences.care() {
            true => format!("{theme} · {}", text!(locale, me.care)),
            false => theme,
        }
    });
    view! {
        <CellGroup title=t!(i18n, me.settings_group)>
            <LinkCell
                href=Page::Language.path()
                label=t!(i18n, me.language)
                value=Signal::derive(move || i18n.locale().own_name().to_owned())
                icon=IconName::Globe
                test_id="me-language"
            />
            <LinkCell
                href=Page::Appearance.path()
                label=t!(i18n, me.appearance)
                value=look
                icon=IconName::TextSize
                test_id="me-appearance"
            />
        </CellGroup>
    }
}

#[component]
fn Support() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let update = Signal::derive(move || {
        if has_update(app) {
            text!(i18n.locale(), me.update_there)
        } else {
            String::new()
        }
    });
    view! {
        <CellGroup title=t!(i18n, me.support_group)>
            <LinkCell
                href=Page::Help.path()
                label=t!(i18n, me.help)
                icon=IconName::Help
                test_id="me-help"
            />
            <FeedbackCell app />
            <LinkCell
                href=Page::About.path()
                label=t!(i18n, me.about)
                value=update
                icon=IconName::Info
                test_id="me-about"
            />
        </CellGroup>
    }
}

fn is_staff(app: App) -> bool {
    app.session
        .current()
        .is_some_and(|session| !session.staff.is_empty())
}
