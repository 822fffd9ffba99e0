//! Changing the password: by own wish, or before anything else.

use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{t, use_i18n};
use crate::routes::Page;
use crate::state::SessionState;
use crate::ui::NavBar;

use super::password_form::PasswordForm;

/// The password page.
#[component]
pub fn PasswordPage() -> impl IntoView {
    let app = use_app();
    // Decided once: after the change the session is an ordinary one while this page still stands.
    let is_first = untrack(|| matches!(app.session.state(), SessionState::MustChangePassword(_)));
    view! {
        <div class="page">
            {match is_first {
                true => view! { <FirstHead /> }.into_any(),
                false => view! { <Head /> }.into_any(),
            }}
            <div class="pane__scroll">
                <div class="page-body">
                    {is_first.then(|| view! { <Why /> })} <Rules /> <PasswordForm is_first />
                </div>
            </div>
        </div>
    }
}

#[component]
fn Head() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    view! {
        <NavBar
            title=t!(i18n, login.password_title)
            on_back=move |()| app.back(Page::Me)
            back_label=t!(i18n, common.back)
        />
    }
}

#[component]
fn FirstHead() -> impl IntoView {
    let i18n = use_i18n();
    view! { <NavBar title=t!(i18n, login.password_first_title) /> }
}

#[component]
fn Why() -> impl IntoView {
    let i18n = use_i18n();
    view! { <p class="login__why" data-testid="password-why">{t!(i18n, login.password_first_why)}</p> }
}

/// The rules, before anything is typed.
#[component]
fn Rules() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="login__rules" aria-labelledby="password-rules">
            <h2 id="password-rules">{t!(i18n, login.password_rules_title)}</h2>
            <ul>
                <li>{t!(i18n, login.password_rule_length)}</li>
                <li>{t!(i18n, login.password_rule_common)}</li>
                <li>{t!(i18n, login.password_rule_sentence)}</li>
                <li>{t!(i18n, login.password_rule_others)}</li>
            </ul>
        </section>
    }
}
