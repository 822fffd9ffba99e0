//! The page of the details; the side pane on wide screens.

use anjian_api::ids::CaseId;
use leptos::prelude::*;

use super::facts::Facts;
use super::side_pane::{SidePane, SideTab};
use crate::app::{Layout, use_app};
use crate::i18n::t;
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::NavBar;

/// 案件详情
#[component]
pub fn DetailsPage(
    /// The case.
    case: CaseId,
) -> impl IntoView {
    let app = use_app();
    let handle = app.court.open(case);
    view! {
        <PageOrTab
            case=handle
            tab=SideTab::Facts
            title=t!(app.i18n, details.title)
            back_label=t!(app.i18n, details.back)
            test_id="details-page"
        >
            <Facts case=handle />
        </PageOrTab>
    }
}

/// A page about a case; on wide screens it is a tab beside the case.
#[component]
pub fn PageOrTab(
    /// The case.
    case: CaseHandle,
    /// Its tab.
    tab: SideTab,
    /// Above the page.
    #[prop(into)]
    title: Signal<String>,
    /// Back to the case, in words.
    #[prop(into)]
    back_label: Signal<String>,
    /// For the e2e tests.
    test_id: &'static str,
    /// The page.
    children: ChildrenFn,
) -> impl IntoView {
    let app = use_app();
    let back = move |()| app.back(Page::Case(case.id));
    move || {
        if app.layout() == Layout::Wide {
            view! { <SidePane case first=tab /> }.into_any()
        } else {
            view! {
                <div class="page" data-testid=test_id>
                    <NavBar title on_back=back back_label />
                    <div class="pane__scroll" tabindex="0">
                        {children()}
                    </div>
                </div>
            }
            .into_any()
        }
    }
}
