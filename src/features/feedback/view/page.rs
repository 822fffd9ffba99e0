//! The page of who gives feedback: the form, and what became of what was given before.

use anjian_api::ids::CaseId;
use leptos::prelude::*;

use super::form::{FeedbackForm, Form};
use super::own::OwnList;
use crate::app::use_app;
use crate::features::feedback::model::told_page;
use crate::features::feedback::outbox;
use crate::i18n::t;
use crate::routes::Page;
use crate::ui::NavBar;

/// The page.
#[component]
pub fn FeedbackPage(
    /// In which case.
    case: Option<CaseId>,
) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    outbox::resume(app);
    let before = untrack(|| app.came_from());
    let form = Form::new(app, case, told_page(before));
    let otherwise = case.map_or(Page::Me, Page::Case);
    let title = case.and_then(|case| app.court.summary(case));
    let subtitle = title.map(|summary| summary.facts.title.clone());
    view! {
        <div class="page" data-testid="feedback-page">
            <NavBar
                title=t!(i18n, feedback.title)
                subtitle=Signal::derive(move || subtitle.clone())
                on_back=move |()| app.back(otherwise)
                back_label=t!(i18n, common.back)
            />
            <div class="pane__scroll">
                <div class="page-body">
                    <FeedbackForm form />
                    <OwnList app given=form.given />
                </div>
            </div>
        </div>
    }
}

/// No page: sends what waits from an earlier visit.
#[component]
pub fn WaitingFeedback() -> impl IntoView {
    let app = use_app();
    Effect::new(move |_| {
        if app.session.current().is_some() {
            outbox::resume(app);
        }
    });
}
