//! Whether there is a case to show at all, for every page that is about one.

use anjian_api::ids::CaseId;
use leptos::prelude::*;

use crate::api::ApiError;
use crate::app::{App, Layout, use_app};
use crate::i18n::{t, text, time};
use crate::routes::Page;
use crate::state::court::{CaseHandle, CaseLoad};
use crate::ui::{Banner, IconName, NavBar, ProblemView};

/// What a page of a case shows. What is held is shown, however old it is.
#[derive(Clone, PartialEq)]
pub(super) enum Stand {
    Loading,
    Open,
    Refused(Why),
}

/// Why there is nothing to show.
#[derive(Clone, PartialEq)]
pub(super) enum Why {
    Gone,
    Failed(ApiError),
}

impl Stand {
    pub(super) fn of(case: CaseHandle) -> Self {
        match case.load() {
            CaseLoad::Gone => Self::Refused(Why::Gone),
            CaseLoad::Ready | CaseLoad::Stale { .. } => Self::Open,
            _ if case.state().facts.is_some() => Self::Open,
            CaseLoad::Loading => Self::Loading,
            CaseLoad::Failed(error) => Self::Refused(Why::Failed(error)),
        }
    }
}

/// A page about a case; why there is none, where this person may not read the case or it cannot be
/// fetched. Beside the conversation, which says so itself, nothing then: the pane goes.
#[component]
pub fn OfCase(
    /// The page.
    page: Page,
    /// No conversation stands beside it.
    #[prop(optional)]
    alone: bool,
    /// What it shows of a case that is there or on its way.
    children: ChildrenFn,
) -> impl IntoView {
    let app = use_app();
    let case = page.case()?;
    let handle = app.court.open(case);
    let why = Memo::new(move |_| match Stand::of(handle) {
        Stand::Refused(why) => Some(why),
        Stand::Loading | Stand::Open => None,
    });
    let stands_alone = alone || matches!(page, Page::EvidenceMatrix(_));
    let is_beside = move || app.layout() == Layout::Wide && !stands_alone;
    let back = move |()| app.back(Page::Cases);
    Some(move || match why.get() {
        None => view! {
            <Show when=move || !is_beside()>
                <AsOf app case=handle />
            </Show>
            {children()}
        }
        .into_any(),
        Some(_) if is_beside() => ().into_any(),
        Some(why) => view! {
            <div class="page" data-testid="case-refused">
                <NavBar
                    title=t!(app.i18n, case_space.title_loading)
                    on_back=back
                    back_label=t!(app.i18n, case_space.gone_action)
                />
                <Refused app case why />
            </div>
        }
        .into_any(),
    })
}

/// Says from when it is what stands below, while that may not be the newest.
#[component]
pub(super) fn AsOf(app: App, case: CaseHandle) -> impl IntoView {
    let i18n = app.i18n;
    let words = move || match case.load() {
        CaseLoad::Stale { since } => {
            let (locale, now) = (i18n.locale(), app.clock.minute());
            let time = time::timeline_label(locale, since, now);
            Some(text!(locale, case_space.stale_note, time = time))
        }
        _ => None,
    };
    move || words().map(|text| view! { <Banner text icon=IconName::Clock /> })
}

/// Says why.
#[component]
pub(super) fn Refused(app: App, case: CaseId, why: Why) -> impl IntoView {
    match why {
        Why::Gone => view! { <Gone app /> }.into_any(),
        Why::Failed(error) => view! { <Failed app case error /> }.into_any(),
    }
}

#[component]
fn Gone(app: App) -> impl IntoView {
    let i18n = app.i18n;
    view! {
        <ProblemView
            what=t!(i18n, case_space.gone_what)
            next=t!(i18n, case_space.gone_next)
            whom=t!(i18n, case_space.gone_whom)
            action_label=t!(i18n, case_space.gone_action)
            on_action=move |()| app.go_replacing(Page::Cases)
        />
    }
}

#[component]
fn Failed(app: App, case: CaseId, error: ApiError) -> impl IntoView {
    let i18n = app.i18n;
    let words = Memo::new(move |_| app.words(&error));
    view! {
        <ProblemView
            what=Signal::derive(move || words.read().what.clone())
            next=Signal::derive(move || words.read().next.clone())
            whom=Signal::derive(move || words.read().whom.clone())
            action_label=t!(i18n, case_space.retry)
            on_action=move |()| {
                app.court.open(case);
            }
        />
    }
}
