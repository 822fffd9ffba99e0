//! The log-in page; over the page one was on, when the session ended meanwhile.

use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{Locale, t, text, use_i18n};
use crate::ui::{Banner, IconName};

use super::demo_people::DemoPeople;
use super::log_in_form::LogInForm;

/// The log-in page.
#[component]
pub fn LoginPage(
    /// The session ended while something was open: it stands behind this page, and is kept.
    #[prop(optional)]
    over: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="page login-page">
            <div class="pane__scroll">
                <div class="login">
                    <header class="login__head">
                        <span class="login__seal" aria-hidden="true">"案"</span>
                        <h1 class="login__title" tabindex="-1">{t!(i18n, login.brand)}</h1>
                        <p class="login__court">{t!(i18n, login.tagline)}</p>
                    </header>
                    {over.then(|| view! { <Ended /> })}
                    // Who was writing goes on as the same person: the demonstration waits below.
                    <LogInForm />
                    <DemoPeople />
                    <Help />
                </div>
            </div>
        </div>
    }
}

/// The session ended; nothing is lost.
#[component]
fn Ended() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let words = Signal::derive(move || {
        let locale = i18n.locale();
        let told = format!(
            "{} {}",
            text!(locale, login.ended_title),
            text!(locale, login.ended_detail)
        );
        match app.session.current() {
            Some(session) => {
                let (name, phone) = (&session.name, &session.phone_masked);
                let who = text!(locale, login.ended_as, name = name, phone = phone);
                format!("{told} {who}")
            }
            None => told,
        }
    });
    view! {
        <div data-testid="login-ended">
            <Banner text=words icon=IconName::Lock tone="warn" />
        </div>
    }
}

/// Whom to ask, and the other language.
#[component]
fn Help() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let phone = Memo::new(move |_| {
        app.info()
            .map(|info| info.help_phone.clone())
            .filter(|phone| !phone.is_empty())
    });
    let call = move || {
        phone.get().map(|phone| {
            let href = format!("tel:{phone}");
            view! {
                <a class="ui-link" href=href>
                    {t!(i18n, login.help_call, phone = phone)}
                </a>
            }
        })
    };
    let switch = move |_| {
        let other = match i18n.locale_untracked() {
            Locale::ZhCn => Locale::En,
            Locale::En => Locale::ZhCn,
        };
        app.preferences.set_locale(other);
    };
    view! {
        <div class="login__help">
            <p>{t!(i18n, login.no_account)}</p>
            <p>{call}</p>
            <p>
                <button
                    type="button"
                    class="ui-link"
                    aria-label=t!(i18n, login.language_label)
                    data-testid="login-language"
                    on:click=switch
                >
                    {t!(i18n, login.language)}
                </button>
            </p>
        </div>
    }
}
