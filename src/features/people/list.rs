//! The people of a case, by side.

use anjian_api::ids::SeatId;
use leptos::prelude::*;

use super::leaving::Leaving;
use super::model::{Group, groups, tel};
use crate::app::{App, use_app};
use crate::features::case_space::call_in_composer;
use crate::features::case_space::who::{Who, who};
use crate::features::desk::MembersLink;
use crate::i18n::{Locale, labels, t, text};
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::{Avatar, EmptyState, Icon, IconButton, IconName, Skeleton, Tag};
use anjian_domain::roles;

/// Everybody in the case, with what can be done to reach them.
#[component]
pub fn PeopleList(
    /// The case.
    case: CaseHandle,
) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let all = Memo::new(move |_| groups(&case.state()));
    let leaving = RwSignal::new(None::<SeatId>);
    let group = move |(group, seats): (Group, Vec<SeatId>)| {
        view! {
            <section class="people__side">
                <h2 class="people__title">{move || title(i18n.locale(), group)}</h2>
                <ul>
                    {seats
                        .into_iter()
                        .map(|seat| view! { <PersonRow app case seat leaving /> })
                        .collect_view()}
                </ul>
            </section>
        }
    };
    let inside = move || {
        let all = all.get();
        if !all.is_empty() {
            return all.into_iter().map(group).collect_view().into_any();
        }
        if case.state().facts.is_none() {
            return view! { <Skeleton label=t!(i18n, people.loading) with_avatar=true /> }
                .into_any();
        }
        view! {
            <EmptyState
                title=t!(i18n, people.empty_title)
                detail=t!(i18n, people.empty_detail)
                icon=IconName::People
            />
        }
        .into_any()
    };
    view! {
        {inside}
        <MembersLink case />
        <Leaving app case leaving />
    }
}

fn title(locale: Locale, group: Group) -> String {
    match group {
        Group::Court => text!(locale, people.group_court),
        Group::Plaintiff => text!(locale, people.group_plaintiff),
        Group::Defendant => text!(locale, people.group_defendant),
        Group::ThirdParty => text!(locale, people.group_third),
        Group::Others => text!(locale, people.group_others),
    }
}

#[component]
fn PersonRow(
    app: App,
    case: CaseHandle,
    seat: SeatId,
    leaving: RwSignal<Option<SeatId>>,
) -> impl IntoView {
    let i18n = app.i18n;
    let person = Memo::new(move |_| who(i18n.locale(), &case.state(), seat));
    let of = move |part: fn(&Who) -> String| Signal::derive(move || person.with(part));
    let is_you = move || case.you() == seat;
    let is_online = move || case.presence().online.contains(&seat);
    let note = move || {
        let state = case.state();
        let record = state.seats.get(&seat)?;
        let locale = i18n.locale();
        let mut parts = vec![person.read().label.clone()];
        if let Some(party) = record.seat.acts_for {
            let party = who(locale, &state, party).name;
            parts.push(text!(locale, people.agent_of, party = party));
        }
        parts.extend(
            record
                .seat
                .authority
                .map(|authority| labels::authority(locale, authority)),
        );
        Some(parts.join(" · "))
    };
    view! {
        <li class="person" data-testid=format!("person-{}", seat.0)>
            <Avatar
                letter=of(|who| who.letter.clone())
                tone=Signal::derive(move || person.with(|who| who.tone))
            />
            <div class="person__main">
                <p>
                    <span class="person__name">{of(|who| who.name.clone())}</span>
                    " "
                    <Show when=is_you>
                        <Tag text=t!(i18n, people.you) />
                    </Show>
                    <Show when=move || is_online() && !is_you()>
                        <Tag text=t!(i18n, people.online) tone="green" />
                    </Show>
                </p>
                <p class="person__note">{note}</p>
            </div>
            <div class="person__acts">
                <Acts app case seat name=of(|who| who.name.clone()) leaving />
            </div>
        </li>
    }
}

/// Call, write, and for the court: end the seat. For others than oneself.
#[component]
fn Acts(
    app: App,
    case: CaseHandle,
    seat: SeatId,
    name: Signal<String>,
    leaving: RwSignal<Option<SeatId>>,
) -> impl IntoView {
    let i18n = app.i18n;
    let phone = move || {
        let state = case.state();
        state
            .seats
            .get(&seat)
            .and_then(|record| record.phone.clone())
    };
    let may_speak = move || case.seat().is_some_and(|own| roles::may_speak(own.role));
    let keeps_roll = move || {
        case.seat()
            .is_some_and(|own| roles::keeps_the_roll(own.role))
    };
    let write = move |()| {
        call_in_composer(case.id, seat);
        app.go(Page::Case(case.id));
    };
    let call = move || {
        phone().map(|phone| {
            let label = t!(i18n, people.call, name = name.get());
            view! {
                <a
                    class="ui-icon-btn"
                    href=tel(&phone)
                    aria-label=label
                    title=phone
                    data-testid=format!("person-call-{}", seat.0)
                >
                    <Icon name=IconName::Phone />
                </a>
            }
        })
    };
    view! {
        <Show when=move || case.you() != seat>
            {call}
            <Show when=may_speak>
                <IconButton
                    icon=IconName::Chat
                    label=t!(i18n, people.message, name = name.get())
                    on_press=write
                    test_id="person-message"
                />
            </Show>
            <Show when=keeps_roll>
                <IconButton
                    icon=IconName::Close
                    label=t!(i18n, people.unseat, name = name.get())
                    on_press=move |()| leaving.set(Some(seat))
                    test_id="person-unseat"
                />
            </Show>
        </Show>
    }
}
