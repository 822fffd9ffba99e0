//! Leaving, with a word about what would be lost.

use leptos::prelude::*;

use crate::app::{App, use_app};
use crate::i18n::{t, use_i18n};
use crate::ui::{Button, ButtonCell, ButtonKind, Dialog, IconName};

/// The row that logs out. It asks first when something was not sent yet: log-out wipes the device.
#[component]
pub fn LogOutCell() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let is_asking = RwSignal::new(false);
    let on_press = move |()| {
        if untrack(|| unsent(app)) == 0 {
            app.session.log_out();
        } else {
            is_asking.set(true);
        }
    };
    view! {
        <ButtonCell
            label=t!(i18n, me.logout)
            on_press
            icon=IconName::Logout
            danger=true
            test_id="me-logout"
        />
        <Dialog
            open=is_asking
            on_close=move |()| is_asking.set(false)
            title=t!(i18n, me.logout_title)
            close_label=t!(i18n, common.close)
        >
            <Question is_asking />
        </Dialog>
    }
}

#[component]
fn Question(is_asking: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    view! {
        <p data-testid="logout-lost">{t!(i18n, me.logout_lost, count = unsent(app))}</p>
        <p>{t!(i18n, me.logout_wait)}</p>
        <div class="ui-dialog__actions">
            <Button
                label=t!(i18n, me.logout_stay)
                on_press=move |()| is_asking.set(false)
                kind=ButtonKind::Primary
                test_id="logout-stay"
            />
            <Button
                label=t!(i18n, me.logout_anyway)
                on_press=move |()| {
                    is_asking.set(false);
                    app.session.log_out();
                }
                kind=ButtonKind::Danger
                test_id="logout-anyway"
            />
        </div>
    }
}

/// What is on this device only: waiting to be sent, or refused and waiting for its author.
fn unsent(app: App) -> u32 {
    let cases = app.court.order().into_iter();
    let said: u32 = cases
        .map(|case| app.court.unsent(case) + app.court.parked(case))
        .sum();
    said + app.waiting_feedback()
}
