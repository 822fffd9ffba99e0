//! The court ends a seat: a question first, for it cannot be undone.

use anjian_api::command::{Command, UnseatMember};
use anjian_api::ids::SeatId;
use leptos::prelude::*;

use crate::app::App;
use crate::features::case_space::who::who;
use crate::i18n::{t, text};
use crate::state::court::CaseHandle;
use crate::ui::{Button, ButtonKind, Dialog};

/// The question, while a seat is named.
#[component]
pub fn Leaving(app: App, case: CaseHandle, leaving: RwSignal<Option<SeatId>>) -> impl IntoView {
    let i18n = app.i18n;
    let person = Memo::new(move |_| {
        leaving
            .get()
            .map(|seat| who(i18n.locale(), &case.state(), seat))
    });
    let name = move || {
        person
            .read()
            .as_ref()
            .map(|who| who.name.clone())
            .unwrap_or_default()
    };
    let role = move || {
        person
            .read()
            .as_ref()
            .map(|who| who.label.clone())
            .unwrap_or_default()
    };
    let refusal = Memo::new(move |_| {
        let seat = leaving.get()?;
        app.court
            .may(case.id, &Command::UnseatMember(UnseatMember { seat }))
            .err()
    });
    let reason = Signal::derive(move || {
        let words = app.refusal_words(&refusal.get()?);
        Some(format!("{} {}", words.what, words.next))
    });
    let end = move |()| {
        if let Some(seat) = leaving.get_untracked() {
            app.court
                .submit(case.id, Command::UnseatMember(UnseatMember { seat }));
            leaving.set(None);
        }
    };
    view! {
        <Dialog
            open=Signal::derive(move || leaving.get().is_some())
            on_close=move |()| leaving.set(None)
            title=t!(i18n, people.unseat_title, name = name())
            close_label=t!(i18n, people.unseat_close)
        >
            <p>{move || text!(i18n.locale(), people.unseat_what, name = name(), role = role())}</p>
            {move || reason.get().map(|reason| view! { <p class="composer__problem">{reason}</p> })}
            <div class="ui-dialog__actions">
                <Button
                    label=t!(i18n, people.unseat_close)
                    on_press=move |()| leaving.set(None)
                />
                <Button
                    label=t!(i18n, people.unseat_do)
                    kind=ButtonKind::Danger
                    disabled=Signal::derive(move || refusal.read().is_some())
                    reason
                    on_press=end
                    test_id="unseat-do"
                />
            </div>
        </Dialog>
    }
}
