//! The way to the page where the court gives seats.

use anjian_domain::roles;
use leptos::prelude::*;

use crate::i18n::{t, use_i18n};
use crate::routes::Page;
use crate::state::CaseHandle;
use crate::ui::{CellGroup, IconName, LinkCell};

/// A row for the court's people of a case; nothing for others.
#[component]
pub fn MembersLink(
    /// The case.
    case: CaseHandle,
) -> impl IntoView {
    let i18n = use_i18n();
    let keeps_the_roll = Memo::new(move |_| {
        case.seat()
            .is_some_and(|seat| roles::keeps_the_roll(seat.role))
    });
    view! {
        <Show when=move || keeps_the_roll.get()>
            <CellGroup>
                <LinkCell
                    href=Page::CaseMembers(case.id).path()
                    label=t!(i18n, desk.members_title)
                    icon=IconName::People
                    test_id="people-manage"
                />
            </CellGroup>
        </Show>
    }
}
