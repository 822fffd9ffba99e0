//! The page of who gives feedback: the form, and what became of what was given before.

use anjian_api::feedback::FeedbackAsked;
use anjian_api::ids::CaseId;
use leptos::prelude::*;

use super::form::{FeedbackForm, Form};
use super::own::{Own, OwnList};
use crate::app::use_app;
use crate::features::feedback::{STYLE, outbox};
use crate::i18n::t;
use crate::platform::styles;
use crate::routes::Page;
use crate::ui::{CellGroup, LinkCell, NavBar};

/// The page.
#[component]
pub fn FeedbackPage(
    /// In which case.
    case: Option<CaseId>,
) -> impl IntoView {
    styles::add(STYLE);
    let app = use_app();
    let i18n = app.i18n;
    outbox::resume(app);
    // On the way there the page about oneself and the help are only passed through.
    let before = untrack(|| app.came_from(|page| !is_on_the_way(page)));
    let form = Form::new(app, case, before);
    let own = Own::new(app);
    let otherwise = case.map_or(Page::Me, Page::Case);
    let about = form.about();
    let subtitle = move || {
        let summary = app.court.summary(about.get()?)?;
        Some(summary.facts.title.clone())
    };
    view! {
        <div class="page" data-testid="feedback-page">
            <NavBar
                title=t!(i18n, feedback.title)
                subtitle=Signal::derive(subtitle)
                on_back=move |()| app.back(otherwise)
                back_label=t!(i18n, common.back)
                without_menu=true
            />
            <div class="pane__scroll">
                <div class="page-body">
                    <Asked own but=about />
                    <FeedbackForm form />
                    <OwnList own form />
                </div>
            </div>
        </div>
    }
}

const fn is_on_the_way(page: Page) -> bool {
    matches!(
        page,
        Page::Me | Page::Help | Page::Login | Page::Password | Page::Feedback(_)
    )
}

/// The cases in which the court asks.
#[component]
fn Asked(
    own: Own,
    /// But this one, which is being spoken of.
    but: Memo<Option<CaseId>>,
) -> impl IntoView {
    let i18n = own.app.i18n;
    let asked = Memo::new(move |_| {
        own.told
            .load
            .with(|load| load.value().map(|own| own.asked.clone()))
            .unwrap_or_default()
            .into_iter()
            .filter(|asked| Some(asked.case) != but.get())
            .collect::<Vec<_>>()
    });
    let cell = |asked: FeedbackAsked| {
        view! { <LinkCell href=Page::Feedback(Some(asked.case)).path() label=Signal::derive(move || asked.title.clone()) /> }
    };
    view! {
        <Show when=move || !asked.read().is_empty()>
            <CellGroup title=t!(i18n, feedback.hint_label)>
                {move || asked.get().into_iter().map(cell).collect_view()}
            </CellGroup>
        </Show>
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
