//! The page of the people; the side pane on wide screens.

use anjian_api::ids::CaseId;
use leptos::prelude::*;

use super::list::PeopleList;
use crate::app::use_app;
use crate::features::details::{PageOrTab, SideTab};
use crate::i18n::t;

/// 联系各方
#[component]
pub fn PeoplePage(
    /// The case.
    case: CaseId,
) -> impl IntoView {
    let app = use_app();
    let handle = app.court.open(case);
    view! {
        <PageOrTab
            case=handle
            tab=SideTab::People
            title=t!(app.i18n, people.title)
            back_label=t!(app.i18n, people.back)
            test_id="people-page"
        >
            <PeopleList case=handle />
        </PageOrTab>
    }
}
