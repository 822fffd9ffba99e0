//! 新建案件

use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{t, use_i18n};
use crate::routes::Page;
use crate::ui::NavBar;

use super::open_case_form::OpenCaseForm;
use super::staff_only::StaffOnly;

/// The page on which the court opens a case.
#[component]
pub fn OpenCasePage() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    view! {
        <div class="page">
            <NavBar
                title=t!(i18n, desk.open_title)
                on_back=move |()| app.back(Page::Services)
                back_label=t!(i18n, common.back)
            />
            <div class="pane__scroll">
                <div class="page-body">
                    <StaffOnly>
                        <OpenCaseForm />
                    </StaffOnly>
                </div>
            </div>
        </div>
    }
}
