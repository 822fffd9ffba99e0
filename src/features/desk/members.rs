//! Who sits in a case: giving seats, ending them, recording an agent's authority. For the court.

use anjian_api::command::SeatMember;
use anjian_api::ids::CaseId;
use anjian_api::role::{Role, Seat};
use anjian_domain::roles;
use leptos::prelude::*;

use crate::app::{Layout, use_app};
use crate::i18n::{labels, t, use_i18n};
use crate::routes::Page;
use crate::state::{CaseHandle, CaseLoad};
use crate::ui::{Avatar, Button, ButtonKind, EmptyState, IconName, NavBar, ProblemView, Skeleton};

use super::authority_dialog::AuthorityDialog;
use super::member_list::{describe, tone};
use super::seat_dialogs::{EndDialog, SeatDialog};

/// What is asked on top of the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// Nothing.
    Nothing,
    /// Whom to seat.
    Seat,
    /// Whether to end a seat.
    End(Seat),
    /// How far an agent may act.
    Authority(Seat),
}

/// The page with the people of a case, for the court.
#[component]
pub fn MembersPage(
    /// The case.
    case: CaseId,
) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let handle = app.court.open(case);
    let is_beside = Memo::new(move |_| app.layout() == Layout::Wide);
    let head = move || match is_beside.get() {
        true => view! { <NavBar title=t!(i18n, desk.members_title) /> }.into_any(),
        false => view! {
            <NavBar
                title=t!(i18n, desk.members_title)
                on_back=move |()| app.back(Page::CasePeople(case))
                back_label=t!(i18n, common.back)
            />
        }
        .into_any(),
    };
    view! {
        <div class="page">
            {head} <div class="pane__scroll">
                <div class="page-body">
                    <Body handle />
                </div>
            </div>
        </div>
    }
}

/// What stands on the page.
#[derive(Clone, PartialEq)]
enum Shown {
    Loading,
    Failed(crate::api::ApiError),
    NotForYou,
    People,
}

#[component]
fn Body(handle: CaseHandle) -> impl IntoView {
    let shown = Memo::new(move |_| match handle.load() {
        CaseLoad::Loading => Shown::Loading,
        CaseLoad::Failed(error) => Shown::Failed(error),
        CaseLoad::Gone => Shown::NotForYou,
        CaseLoad::Ready | CaseLoad::Stale { .. } => {
            let may = handle
                .seat()
                .is_some_and(|seat| roles::keeps_the_roll(seat.role));
            if may { Shown::People } else { Shown::NotForYou }
        }
    });
    let i18n = use_i18n();
    move || match shown.get() {
        Shown::Loading => view! {
            <Skeleton label=t!(i18n, desk.members_loading) with_avatar=true />
        }
        .into_any(),
        Shown::Failed(error) => view! { <Failed error /> }.into_any(),
        Shown::NotForYou => view! {
            <EmptyState title=t!(i18n, desk.members_court_only) icon=IconName::Lock />
        }
        .into_any(),
        Shown::People => view! { <People handle /> }.into_any(),
    }
}

#[component]
fn Failed(error: crate::api::ApiError) -> impl IntoView {
    let app = use_app();
    let words = Memo::new(move |_| app.words(&error));
    view! {
        <ProblemView
            what=Signal::derive(move || words.get().what)
            next=Signal::derive(move || words.get().next)
            whom=Signal::derive(move || words.get().whom)
        />
    }
}

#[component]
fn People(handle: CaseHandle) -> impl IntoView {
    let i18n = use_i18n();
    let asked = RwSignal::new(Asked::Nothing);
    let seats = Memo::new(move |_| handle.state().present().cloned().collect::<Vec<_>>());
    view! {
        <ul data-testid="members">
            <For
                each=move || seats.get()
                // An authority that changed is another row.
                key=|seat| (seat.id, seat.authority)
                let:seat
            >
                <Member seat handle asked />
            </For>
        </ul>
        <div class="ui-actions">
            <Button
                label=t!(i18n, desk.member_add)
                on_press=move |()| asked.set(Asked::Seat)
                kind=ButtonKind::Primary
                icon=IconName::Plus
                test_id="member-add"
            />
        </div>
        <SeatDialog handle asked />
        <EndDialog handle asked />
        <AuthorityDialog handle asked />
    }
}

#[component]
fn Member(seat: Seat, handle: CaseHandle, asked: RwSignal<Asked>) -> impl IntoView {
    let i18n = use_i18n();
    let (id, role) = (seat.id, seat.role);
    let name = seat.name.clone();
    let is_me = Memo::new(move |_| handle.you() == id);
    let line = {
        let seat = seat.clone();
        move || {
            describe(
                i18n.locale(),
                &as_member(&seat),
                party(handle, &seat).map(|party| party.name).as_deref(),
            )
        }
    };
    // An agent shows the mark and colour of the side, as everywhere.
    let side = untrack(|| party(handle, &seat)).map_or(role, |party| party.role);
    let seat = StoredValue::new(seat);
    let spoken = name.clone();
    let end_label = t!(i18n, desk.seat_end_named, name = spoken);
    view! {
        <li class="person desk__member" data-testid=format!("member-{}", id.0)>
            <Avatar
                letter=Signal::derive(move || labels::role_mark(i18n.locale(), side))
                tone=Signal::stored(tone(side))
            />
            <div class="person__main">
                <p class="person__name">{name}</p>
                <p class="person__note">{line}</p>
            </div>
            <div class="person__acts desk__acts">
                <Show when=move || role == Role::Agent>
                    <Button
                        label=t!(i18n, desk.authority_set)
                        on_press=move |()| asked.set(Asked::Authority(seat.get_value()))
                        small=true
                        test_id="member-authority"
                    />
                </Show>
                <Show when=move || !is_me.get()>
                    <button
                        type="button"
                        class="weui-btn weui-btn_warn ui-btn ui-btn--danger ui-btn--small"
                        aria-label=end_label
                        data-testid="member-end"
                        on:click=move |_| asked.set(Asked::End(seat.get_value()))
                    >
                        {t!(i18n, desk.seat_end)}
                    </button>
                </Show>
            </div>
        </li>
    }
}

fn as_member(seat: &Seat) -> SeatMember {
    SeatMember {
        person: seat.person,
        name: seat.name.clone(),
        role: seat.role,
        acts_for: seat.acts_for,
        authority: seat.authority,
        phone: None,
    }
}

fn party(handle: CaseHandle, seat: &Seat) -> Option<Seat> {
    let state = handle.state();
    Some(state.seats.get(&seat.acts_for?)?.seat.clone())
}
