//! People of a case that is being put together.

use anjian_api::command::SeatMember;
use anjian_api::role::Role;
use leptos::prelude::*;

use crate::i18n::{Locale, labels, t, text, use_i18n};
use crate::ui::{Avatar, IconButton, IconName};

/// The colour of a role, the same everywhere.
pub const fn tone(role: Role) -> &'static str {
    match role {
        Role::Judge | Role::JudgeAssistant => "side-court",
        Role::Clerk | Role::CourtAdministrator => "side-clerk",
        Role::Plaintiff => "side-plaintiff",
        Role::Defendant => "side-defendant",
        Role::ThirdParty => "side-third",
        _ => "side-guest",
    }
}

/// What a member is: the role, and for an agent whose and how far.
pub fn describe(locale: Locale, member: &SeatMember, party: Option<&str>) -> String {
    let role = labels::role(locale, member.role);
    let Some(party) = party else { return role };
    match member.authority {
        Some(authority) => {
            let authority = labels::authority(locale, authority);
            text!(
                locale,
                desk.agent_line,
                party = party,
                authority = authority
            )
        }
        None => text!(locale, desk.agent_line_open, party = party),
    }
}

/// The people so far, each with a way off the list.
#[component]
pub fn MemberList(
    /// In the order of seating.
    #[prop(into)]
    members: Signal<Vec<SeatMember>>,
    /// Called with the place of who is taken off.
    #[prop(into)]
    on_remove: Callback<usize>,
) -> impl IntoView {
    let i18n = use_i18n();
    let rows = move || {
        let all = members.get();
        let party_of = |member: &SeatMember| {
            let index = usize::from(member.acts_for?.0).checked_sub(1)?;
            all.get(index).cloned()
        };
        let row = |(index, member): (usize, &SeatMember)| {
            let party = party_of(member);
            view! { <Row member=member.clone() party index on_remove /> }
        };
        all.iter().enumerate().map(row).collect_view()
    };
    view! {
        <Show when=move || members.read().is_empty()>
            <p class="ui-cells-note">{t!(i18n, desk.members_none)}</p>
        </Show>
        <ul data-testid="draft-members">{rows}</ul>
    }
}

#[component]
fn Row(
    member: SeatMember,
    party: Option<SeatMember>,
    index: usize,
    on_remove: Callback<usize>,
) -> impl IntoView {
    let i18n = use_i18n();
    // An agent shows the mark and colour of the side, as everywhere.
    let role = party.as_ref().map_or(member.role, |party| party.role);
    let name = member.name.clone();
    let line = move || {
        let party = party.as_ref().map(|party| party.name.as_str());
        describe(i18n.locale(), &member, party)
    };
    let shown = name.clone();
    view! {
        <li class="person">
            <Avatar
                letter=Signal::derive(move || labels::role_mark(i18n.locale(), role))
                tone=Signal::stored(tone(role))
            />
            <div class="person__main">
                <p class="person__name">{shown}</p>
                <p class="person__note">{line}</p>
            </div>
            <div class="person__acts">
                <IconButton
                    icon=IconName::Close
                    label=t!(i18n, desk.member_remove, name = name)
                    on_press=move |()| on_remove.run(index)
                    test_id="draft-remove"
                />
            </div>
        </li>
    }
}
