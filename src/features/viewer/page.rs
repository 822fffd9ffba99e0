//! The viewer as a whole.

use anjian_api::file::FileId;
use anjian_api::ids::{CaseId, Seq};
use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::t;
use crate::routes::Page;
use crate::ui::{NavBar, ProblemView};

/// One file, and its neighbours when an entry shows several.
#[component]
pub fn ViewerPage(
    /// The case.
    case: CaseId,
    /// The file to begin with.
    file: FileId,
    /// The entry whose files they are; none for a file alone.
    of: Option<Seq>,
) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let _ = (file, of);
    let close = Callback::new(move |()| app.back(Page::Case(case)));
    view! {
        <div class="page" data-testid="viewer">
            <NavBar title=t!(i18n, common.app_name) on_back=close back_label=t!(i18n, viewer.close) />
            <ProblemView
                what=t!(i18n, viewer.missing_what)
                next=t!(i18n, viewer.missing_next)
                whom=t!(i18n, problem.whom_plain)
                action_label=t!(i18n, viewer.close)
                on_action=close
            />
        </div>
    }
}
