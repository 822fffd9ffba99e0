//! Choosing a person by number and giving them a role.

use anjian_api::command::SeatMember;
use anjian_api::ids::SeatId;
use anjian_api::problem::ProblemCode;
use anjian_api::role::Role;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::app::use_app;
use crate::features::login::phone::PhoneFault;
use crate::i18n::{Locale, labels, t, text, use_i18n};
use crate::routes::Page;
use crate::ui::{Banner, Button, ButtonKind, Choice, IconName, SelectField, SwitchCell, TextField};

use super::model::enums::{AUTHORITIES, ROLES, of_value, value_of};
use super::picker_store::{Lookup, PickFault, PickerStore};

const PHONE: &str = "pick-phone";

/// A person by number, in a role.
#[component]
pub fn PersonPicker(
    /// The parties an agent may act for.
    #[prop(into)]
    parties: Signal<Vec<(SeatId, String)>>,
    /// Called with a complete seat.
    #[prop(into)]
    on_pick: Callback<SeatMember>,
    /// Why the last seat was not taken, in words.
    #[prop(optional, into)]
    refused: MaybeProp<String>,
) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let store = PickerStore::new(app);
    let is_found = Memo::new(move |_| matches!(store.lookup(), Lookup::Found { .. }));
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        // The Enter key does what is next.
        if !is_found.get_untracked() {
            store.search();
        } else if let Some(seat) = store.seat() {
            on_pick.run(seat);
        }
    };
    view! {
        <form class="ui-form" novalidate on:submit=on_submit data-testid="person-picker">
            <Search store is_found />
            <Outcome store />
            <Show when=move || is_found.get()>
                <RoleFields store parties />
            </Show>
            <p class="ui-field__error" role="alert">{move || refused.get()}</p>
            <Show when=move || is_found.get()>
                <Button
                    label=t!(i18n, desk.pick_add)
                    kind=ButtonKind::Primary
                    submit=true
                    test_id="pick-add"
                />
            </Show>
        </form>
    }
}

#[component]
fn Search(store: PickerStore, is_found: Memo<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let is_searching = Memo::new(move |_| store.lookup() == Lookup::Searching);
    let label = Signal::derive(move || match is_searching.get() {
        true => text!(i18n.locale(), desk.pick_finding),
        false => text!(i18n.locale(), desk.pick_find),
    });
    let error = Signal::derive(move || {
        let fault = store
            .faults
            .get()
            .into_iter()
            .find(|it| *it != PickFault::PartyMissing)?;
        Some(say(i18n.locale(), fault))
    });
    view! {
        <TextField
            id=PHONE
            label=t!(i18n, desk.pick_phone)
            value=store.typed_phone
            hint=t!(i18n, desk.pick_phone_hint)
            error
            input_type="tel"
            inputmode="tel"
            required=true
            test_id="pick-phone"
        />
        <Show when=move || !is_found.get()>
            <Button label submit=true busy=is_searching test_id="pick-find" />
        </Show>
    }
}

fn say(locale: Locale, fault: PickFault) -> String {
    match fault {
        PickFault::Phone(PhoneFault::Missing) => text!(locale, desk.pick_phone_missing),
        PickFault::Phone(PhoneFault::NotMobile) => text!(locale, desk.pick_phone_wrong),
        PickFault::NotSearched => text!(locale, desk.pick_find_first),
        PickFault::PartyMissing => text!(locale, desk.pick_party_missing),
    }
}

/// What came of the search.
#[component]
fn Outcome(store: PickerStore) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let words = Signal::derive(move || {
        let locale = i18n.locale();
        match store.lookup() {
            Lookup::None | Lookup::Searching => String::new(),
            Lookup::Found { person, .. } => text!(locale, desk.pick_found, name = person.name),
            Lookup::Nobody => text!(locale, desk.pick_none),
            Lookup::Failed(error) => match error.retry_after_ms() {
                Some(wait_ms) if error.code() == Some(ProblemCode::TooManyTries) => {
                    text!(locale, desk.pick_wait, count = wait_ms.div_ceil(1_000))
                }
                _ => {
                    let words = app.words(&error);
                    format!("{} {}", words.what, words.next)
                }
            },
        }
    });
    let is_there = Memo::new(move |_| !words.read().is_empty());
    let is_nobody = Memo::new(move |_| store.lookup() == Lookup::Nobody);
    view! {
        <Show when=move || is_there.get()>
            <div data-testid="pick-outcome">
                <Banner text=words icon=IconName::Person />
            </div>
        </Show>
        <Show when=move || is_nobody.get()>
            <a class="ui-link" href=Page::Accounts.path()>
                {t!(i18n, desk.pick_new_account)}
            </a>
        </Show>
    }
}

#[component]
fn RoleFields(store: PickerStore, parties: Signal<Vec<(SeatId, String)>>) -> impl IntoView {
    let i18n = use_i18n();
    let is_agent = Memo::new(move |_| store.role.get() == Role::Agent);
    let roles = Signal::derive(move || {
        let locale = i18n.locale();
        let choice = |role: Role| Choice {
            value: value_of(&ROLES, &role),
            label: labels::role(locale, role),
        };
        ROLES.map(choice).to_vec()
    });
    view! {
        <TextField
            id="pick-name"
            label=t!(i18n, desk.pick_name)
            value=store.name
            maxlength=40
            required=true
            test_id="pick-name"
        />
        <SelectField
            id="pick-role"
            label=t!(i18n, desk.pick_role)
            value=Signal::derive(move || value_of(&ROLES, &store.role.get()))
            choices=roles
            on_choose=move |value: String| {
                if let Some(role) = of_value(&ROLES, &value) {
                    store.role.set(role);
                }
            }
        />
        <Show when=move || is_agent.get()>
            <AgentFields store parties />
        </Show>
        <SwitchCell
            label=t!(i18n, desk.pick_show_phone)
            note=t!(i18n, desk.pick_show_phone_note)
            checked=store.with_phone
            on_change=move |on| store.with_phone.set(on)
            test_id="pick-with-phone"
        />
    }
}

/// For whom an agent acts, and how far.
#[component]
fn AgentFields(store: PickerStore, parties: Signal<Vec<(SeatId, String)>>) -> impl IntoView {
    let i18n = use_i18n();
    let choices = Signal::derive(move || {
        let none = Choice {
            value: String::new(),
            label: text!(i18n.locale(), desk.pick_acts_for_choose),
        };
        let party = |(seat, name): (SeatId, String)| Choice {
            value: seat.0.to_string(),
            label: name,
        };
        std::iter::once(none)
            .chain(parties.get().into_iter().map(party))
            .collect::<Vec<_>>()
    });
    let chosen = Signal::derive(move || {
        store
            .acts_for
            .get()
            .map(|seat| seat.0.to_string())
            .unwrap_or_default()
    });
    let error = Signal::derive(move || {
        let is_missing = store.faults.get().contains(&PickFault::PartyMissing);
        is_missing.then(|| say(i18n.locale(), PickFault::PartyMissing))
    });
    let hint = Signal::derive(move || {
        parties
            .read()
            .is_empty()
            .then(|| text!(i18n.locale(), desk.pick_no_party))
    });
    let authorities = Signal::derive(move || {
        let locale = i18n.locale();
        let choice = |authority: Option<_>| Choice {
            value: value_of(&AUTHORITIES, &authority),
            label: match authority {
                Some(authority) => labels::authority(locale, authority),
                None => text!(locale, desk.pick_authority_later),
            },
        };
        AUTHORITIES.map(choice).to_vec()
    });
    view! {
        <SelectField
            id="pick-acts-for"
            label=t!(i18n, desk.pick_acts_for)
            value=chosen
            choices
            on_choose=move |value: String| store.acts_for.set(value.parse().ok().map(SeatId))
            hint
            error
        />
        <SelectField
            id="pick-authority"
            label=t!(i18n, desk.pick_authority)
            value=Signal::derive(move || value_of(&AUTHORITIES, &store.authority.get()))
            choices=authorities
            on_choose=move |value: String| {
                store.authority.set(of_value(&AUTHORITIES, &value).flatten());
            }
        />
    }
}
