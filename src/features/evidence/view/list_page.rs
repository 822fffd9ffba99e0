//! The page of the list.

use anjian_api::ids::CaseId;
use leptos::prelude::*;

use super::list::{EvidenceList, evidence_count};
use super::print::PrintedList;
use crate::app::use_app;
use crate::i18n::t;
use crate::platform::page;
use crate::routes::Page;
use crate::ui::{Button, ButtonKind, NavBar};

/// 证据目录
#[component]
pub fn EvidencePage(
    /// The case.
    case: CaseId,
) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let handle = app.court.open(case);
    let back = move |()| app.back(Page::Case(case));
    view! {
        <div class="page" data-testid="evidence-page">
            <NavBar title=t!(i18n, exhibits.list_title) on_back=back back_label=t!(i18n, exhibits.back) />
            <div class="pane__scroll" tabindex="0">
                <EvidenceList case=handle />
                <Show when=move || evidence_count(handle) != 0>
                    <div class="ev-actions">
                        <Button
                            label=t!(i18n, exhibits.print)
                            kind=ButtonKind::Plain
                            on_press=|()| page::print()
                            test_id="print-list"
                        />
                    </div>
                </Show>
            </div>
        </div>
        <PrintedList case=handle />
    }
}
