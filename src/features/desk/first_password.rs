//! The first password of a new account: shown this once, with how to hand it over.

use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{t, text, use_i18n};
use crate::platform::{clipboard, task};
use crate::ui::{Button, ButtonKind, IconName};

use super::model::first_password::grouped;

/// What the court needs to hand over a new account.
#[component]
pub fn FirstPassword(
    /// Whose.
    name: String,
    /// The password.
    password: String,
    /// Called when another account is to be made.
    #[prop(into)]
    on_another: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let group = |signs: String| view! { <span class="desk__group">{signs}</span> };
    let shown = grouped(&password).into_iter().map(group).collect_view();
    let on_copy = move |()| {
        let password = password.clone();
        let locale = i18n.locale_untracked();
        task::detached(async move {
            app.toasts.show(match clipboard::copy(&password).await {
                Ok(()) => text!(locale, desk.account_copied),
                Err(_) => text!(locale, desk.account_copy_failed),
            });
        });
    };
    view! {
        <section class="desk__done" aria-labelledby="account-done" data-testid="account-done">
            <h2 id="account-done" tabindex="-1">{t!(i18n, desk.account_done, name = name)}</h2>
            <p class="desk__label">{t!(i18n, desk.account_password)}</p>
            // Read sign by sign, as it is to be typed.
            <p class="desk__password ui-nowrap" translate="no" data-testid="account-password">
                {shown}
            </p>
            <p class="desk__once">{t!(i18n, desk.account_once)}</p>
            <Button
                label=t!(i18n, desk.account_copy)
                on_press=on_copy
                kind=ButtonKind::Primary
                icon=IconName::Copy
                test_id="account-password-copy"
            />
            <h3>{t!(i18n, desk.account_how_title)}</h3>
            <ol>
                <li>{t!(i18n, desk.account_how_1)}</li>
                <li>{t!(i18n, desk.account_how_2)}</li>
                <li>{t!(i18n, desk.account_how_3)}</li>
            </ol>
            <Button
                label=t!(i18n, desk.account_another)
                on_press=on_another
                test_id="account-another"
            />
        </section>
    }
}
