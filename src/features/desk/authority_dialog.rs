//! How far an agent may act (民诉法 62).

use anjian_api::command::{Command, SetAuthority};
use anjian_api::role::{Authority, Seat};
use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{labels, t, use_i18n};
use crate::state::CaseHandle;
use crate::ui::{Button, ButtonKind, Dialog};

use super::members::Asked;
use super::seat_dialogs::submit;

/// Records an agent's authority.
#[component]
pub fn AuthorityDialog(
    /// The case.
    handle: CaseHandle,
    /// What is asked.
    asked: RwSignal<Asked>,
) -> impl IntoView {
    let i18n = use_i18n();
    let agent = Memo::new(move |_| match asked.get() {
        Asked::Authority(seat) => Some(seat),
        _ => None,
    });
    let name = move || agent.get().map(|seat| seat.name).unwrap_or_default();
    view! {
        <Dialog
            open=Signal::derive(move || agent.get().is_some())
            on_close=move |()| asked.set(Asked::Nothing)
            title=t!(i18n, desk.authority_title, name = name())
            close_label=t!(i18n, common.close)
        >
            <Question handle agent asked />
        </Dialog>
    }
}

#[component]
fn Question(
    handle: CaseHandle,
    agent: Memo<Option<Seat>>,
    asked: RwSignal<Asked>,
) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let before = agent.get_untracked().and_then(|seat| seat.authority);
    let chosen = RwSignal::new(before.unwrap_or(Authority::General));
    let refused = RwSignal::new(None::<String>);
    let on_save = move |()| {
        let Some(agent) = agent.get_untracked() else {
            return;
        };
        let set = SetAuthority {
            seat: agent.id,
            authority: chosen.get_untracked(),
        };
        match submit(app, handle.id, Command::SetAuthority(set)) {
            Ok(()) => asked.set(Asked::Nothing),
            Err(words) => refused.set(Some(words)),
        }
    };
    let choice = move |authority: Authority| {
        let (note, test_id) = match authority {
            Authority::General => (t!(i18n, desk.authority_general_note), "authority-general"),
            Authority::Special => (t!(i18n, desk.authority_special_note), "authority-special"),
        };
        view! {
            <label class="ui-cell me__choice">
                <span class="ui-cell__label">
                    {move || labels::authority(i18n.locale(), authority)}
                    <small class="ui-cell__note">{note}</small>
                </span>
                <input
                    type="radio"
                    name="authority"
                    prop:checked=move || chosen.get() == authority
                    data-testid=test_id
                    on:change=move |_| chosen.set(authority)
                />
            </label>
        }
    };
    view! {
        <div role="radiogroup" aria-label=t!(i18n, desk.pick_authority)>
            {[Authority::General, Authority::Special].map(choice)}
        </div>
        <p class="ui-field__error" role="alert">{refused}</p>
        <div class="ui-dialog__actions">
            <Button
                label=t!(i18n, desk.authority_save)
                on_press=on_save
                kind=ButtonKind::Primary
                test_id="authority-save"
            />
        </div>
    }
}
