//! Whom to seat, and whether to end a seat.

use anjian_api::command::{Command, SeatMember, UnseatMember};
use anjian_api::ids::{CaseId, SeatId};
use anjian_api::role::Seat;
use anjian_domain::roles;
use leptos::prelude::*;

use crate::app::{App, use_app};
use crate::i18n::{t, text, use_i18n};
use crate::state::CaseHandle;
use crate::ui::{Button, ButtonKind, Dialog, DialogShape};

use super::members::Asked;
use super::person_picker::PersonPicker;

/// Asks the rule, and gives the command or says why not.
pub fn submit(app: App, case: CaseId, command: Command) -> Result<(), String> {
    match untrack(|| app.court.may(case, &command)) {
        Ok(()) => {
            app.court.submit(case, command);
            app.toasts
                .show(text!(app.i18n.locale_untracked(), desk.sent_note));
            Ok(())
        }
        Err(refusal) => {
            let words = untrack(|| app.refusal_words(&refusal));
            Err(format!("{} {}", words.what, words.next))
        }
    }
}

/// Whom to seat.
#[component]
pub fn SeatDialog(handle: CaseHandle, asked: RwSignal<Asked>) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let refused = RwSignal::new(None::<String>);
    let close = move || {
        refused.set(None);
        asked.set(Asked::Nothing);
    };
    let parties = Signal::derive(move || {
        let state = handle.state();
        let parties = state.present().filter(|seat| roles::is_party(seat.role));
        parties
            .map(|seat| (seat.id, seat.name.clone()))
            .collect::<Vec<(SeatId, String)>>()
    });
    let on_pick =
        move |member: SeatMember| match submit(app, handle.id, Command::SeatMember(member)) {
            Ok(()) => close(),
            Err(words) => refused.set(Some(words)),
        };
    view! {
        <Dialog
            open=Signal::derive(move || asked.get() == Asked::Seat)
            on_close=move |()| close()
            title=t!(i18n, desk.pick_title)
            close_label=t!(i18n, common.close)
            shape=DialogShape::HalfScreen
        >
            <PersonPicker parties on_pick refused />
        </Dialog>
    }
}

/// Whether to end a seat.
#[component]
pub fn EndDialog(handle: CaseHandle, asked: RwSignal<Asked>) -> impl IntoView {
    let i18n = use_i18n();
    let leaving = Memo::new(move |_| match asked.get() {
        Asked::End(seat) => Some(seat),
        _ => None,
    });
    let name = move || leaving.get().map(|seat| seat.name).unwrap_or_default();
    view! {
        <Dialog
            open=Signal::derive(move || leaving.get().is_some())
            on_close=move |()| asked.set(Asked::Nothing)
            title=t!(i18n, desk.seat_end_title, name = name())
            close_label=t!(i18n, common.close)
        >
            <EndQuestion handle leaving asked />
        </Dialog>
    }
}

#[component]
fn EndQuestion(
    handle: CaseHandle,
    leaving: Memo<Option<Seat>>,
    asked: RwSignal<Asked>,
) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let refused = RwSignal::new(None::<String>);
    let on_end = move |()| {
        let Some(seat) = leaving.get_untracked() else {
            return;
        };
        match submit(
            app,
            handle.id,
            Command::UnseatMember(UnseatMember { seat: seat.id }),
        ) {
            Ok(()) => asked.set(Asked::Nothing),
            Err(words) => refused.set(Some(words)),
        }
    };
    view! {
        <p>{t!(i18n, desk.seat_end_detail)}</p>
        <p class="ui-field__error" role="alert">{refused}</p>
        <div class="ui-dialog__actions">
            <Button
                label=t!(i18n, desk.seat_end_keep)
                on_press=move |()| asked.set(Asked::Nothing)
                test_id="member-keep"
            />
            <Button
                label=t!(i18n, desk.seat_end)
                on_press=on_end
                kind=ButtonKind::Danger
                test_id="member-end-confirm"
            />
        </div>
    }
}
