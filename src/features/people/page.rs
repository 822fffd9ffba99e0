//! The page of the people; the side pane on wide screens.

use anjian_api::ids::CaseId;
use leptos::prelude::*;

use super::list::PeopleList;
use crate::app::{Layout, use_app};
use crate::features::details::{SidePane, SideTab};
use crate::i18n::t;
use crate::routes::Page;
use crate::ui::NavBar;

/// 联系各方
#[component]
pub fn PeoplePage(
    /// The case.
    case: CaseId,
) -> impl IntoView {
    let app = use_app();
    let handle = app.court.open(case);
    let back = move |()| app.back(Page::Case(case));
    move || {
        if app.layout() == Layout::Wide {
            view! { <SidePane case=handle first=SideTab::People /> }.into_any()
        } else {
            view! {
                <div class="page" data-testid="people-page">
                    <NavBar
                        title=t!(app.i18n, people.title)
                        on_back=back
                        back_label=t!(app.i18n, people.back)
                    />
                    <div class="pane__scroll" tabindex="0">
                        <PeopleList case=handle />
                    </div>
                </div>
            }
            .into_any()
        }
    }
}
