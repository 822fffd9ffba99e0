//! The page of the details; the side pane on wide screens.

use anjian_api::ids::CaseId;
use leptos::prelude::*;

use super::facts::Facts;
use super::side_pane::{SidePane, SideTab};
use crate::app::{Layout, use_app};
use crate::i18n::t;
use crate::routes::Page;
use crate::ui::NavBar;

/// 案件详情
#[component]
pub fn DetailsPage(
    /// The case.
    case: CaseId,
) -> impl IntoView {
    let app = use_app();
    let handle = app.court.open(case);
    let back = move |()| app.back(Page::Case(case));
    move || {
        if app.layout() == Layout::Wide {
            view! { <SidePane case=handle first=SideTab::Facts /> }.into_any()
        } else {
            view! {
                <div class="page" data-testid="details-page">
                    <NavBar
                        title=t!(app.i18n, details.title)
                        on_back=back
                        back_label=t!(app.i18n, details.back)
                    />
                    <div class="pane__scroll" tabindex="0">
                        <Facts case=handle />
                    </div>
                </div>
            }
            .into_any()
        }
    }
}
