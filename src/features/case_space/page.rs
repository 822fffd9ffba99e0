//! The page of one case space.

use anjian_api::ids::CaseId;
use leptos::prelude::*;

use super::store::Space;
use super::view::{
    Composer, EntryMenu, Inputs, PlusPanel, SendSheet, Sheets, TimelineView, TurnBar,
};
use crate::api::ApiError;
use crate::app::{App, Layout, use_app};
use crate::features::viewer::PresentationBar;
use crate::i18n::{labels, t, text, time};
use crate::platform::page;
use crate::routes::Page;
use crate::state::court::{CaseHandle, CaseLoad};
use crate::ui::{Banner, IconButton, IconName, NavBar, ProblemView, Skeleton};

/// One case as a conversation.
#[component]
pub fn CaseSpacePage(
    /// The case.
    case: CaseId,
) -> impl IntoView {
    page::mark("case-open-start");
    let app = use_app();
    let handle = app.court.open(case);
    let space = Space::new(app, handle);
    // The app may have been reloaded right here, before it knew whose page it is.
    Effect::new(move |_| {
        if app.session.current().is_some() {
            app.uploads.resume();
        }
    });
    provide_context(space);
    let stand = Memo::new(move |_| Stand::of(handle));
    let inside = move || match stand.get() {
        Stand::Loading => {
            view! { <Skeleton label=t!(app.i18n, case_space.loading) with_avatar=true /> }
                .into_any()
        }
        Stand::Gone => view! { <Gone app /> }.into_any(),
        Stand::Failed(error) => view! { <Failed app case error /> }.into_any(),
        Stand::Open => view! { <Conversation space /> }.into_any(),
    };
    view! {
        <div class="page space" data-testid="case-space">
            <Head app handle />
            {inside}
        </div>
    }
}

/// What the page shows. What is held is shown, however old it is.
#[derive(Clone, PartialEq)]
enum Stand {
    Loading,
    Open,
    Gone,
    Failed(ApiError),
}

impl Stand {
    fn of(case: CaseHandle) -> Self {
        match case.load() {
            CaseLoad::Gone => Self::Gone,
            CaseLoad::Ready | CaseLoad::Stale { .. } => Self::Open,
            _ if case.state().facts.is_some() => Self::Open,
            CaseLoad::Loading => Self::Loading,
            CaseLoad::Failed(error) => Self::Failed(error),
        }
    }
}

#[component]
fn Head(app: App, handle: CaseHandle) -> impl IntoView {
    let i18n = app.i18n;
    let case = handle.id;
    // The list knows the cover before the case itself is here.
    let facts = Memo::new(move |_| {
        let state = handle.state();
        state
            .facts
            .clone()
            .or_else(|| app.court.summary(case).map(|summary| summary.facts.clone()))
    });
    let title = Signal::derive(move || {
        facts.read().as_ref().map_or_else(
            || text!(i18n.locale(), case_space.title_loading),
            |facts| facts.title.clone(),
        )
    });
    let subtitle = Signal::derive(move || {
        let locale = i18n.locale();
        let facts = facts.get()?;
        let stage = handle.state().stage.unwrap_or(facts.stage);
        let procedure = labels::procedure(locale, facts.procedure);
        Some(format!(
            "{} · {procedure} · {}",
            facts.number,
            labels::stage(locale, stage)
        ))
    });
    let back = move |()| app.back(Page::Cases);
    let more = move || {
        view! {
            <IconButton
                icon=IconName::More
                label=t!(i18n, case_space.more)
                on_press=move |()| app.go(Page::CaseDetails(case))
                test_id="space-more"
            />
        }
    };
    // Beside the list there is nothing to go back to.
    move || {
        if app.layout() == Layout::Phone {
            view! {
                <NavBar title subtitle on_back=back back_label=t!(i18n, case_space.back)>
                    {more()}
                </NavBar>
            }
            .into_any()
        } else {
            view! { <NavBar title subtitle>{more()}</NavBar> }.into_any()
        }
    }
}

#[component]
fn Conversation(space: Space) -> impl IntoView {
    let i18n = space.app.i18n;
    let stale = move || match space.case.load() {
        CaseLoad::Stale { since } => {
            let (locale, now) = (i18n.locale(), space.app.clock.minute());
            let time = time::timeline_label(locale, since, now);
            Some(text!(locale, case_space.stale_note, time = time))
        }
        _ => None,
    };
    view! {
        {move || stale().map(|text| view! { <Banner text icon=IconName::Clock /> })}
        <PresentationBar case=space.case />
        <TurnBar />
        <TimelineView />
        <Composer />
        <PlusPanel />
        <EntryMenu />
        <Inputs />
        <SendSheet />
        <Sheets />
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
