//! The page of one document, read or signed: its bar, and what stands there until it is known.

use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::t;
use crate::routes::Page;
use crate::state::court::{CaseHandle, CaseLoad};
use crate::ui::{NavBar, ProblemView, Skeleton};

/// The page.
#[component]
pub fn Frame(
    /// The case.
    case: CaseHandle,
    /// The page's title.
    #[prop(into)]
    title: Signal<String>,
    /// A second, smaller line.
    #[prop(optional, into)]
    subtitle: MaybeProp<String>,
    /// What the way back does.
    #[prop(into)]
    on_back: Callback<()>,
    /// What it is called.
    #[prop(into)]
    back_label: Signal<String>,
    /// What tests find it by.
    test_id: &'static str,
    /// What stands on it; none while the document is not known.
    inside: impl Fn() -> Option<AnyView> + Send + 'static,
) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let body = move || {
        inside().unwrap_or_else(|| match case.load() {
            CaseLoad::Loading => view! { <Skeleton label=t!(i18n, common.loading) /> }.into_any(),
            _ => view! {
                <ProblemView
                    what=t!(i18n, papers.not_here)
                    next=t!(i18n, papers.not_here_next)
                    whom=t!(i18n, papers.whom)
                    action_label=t!(i18n, papers.back_list)
                    on_action=move |()| app.go_replacing(Page::Documents(case.id))
                />
            }
            .into_any(),
        })
    };
    view! {
        <div class="page" data-testid=test_id>
            <NavBar title subtitle on_back back_label />
            <div class="pane__scroll" tabindex="0">{body}</div>
        </div>
    }
}
