//! The page of one case space.

use anjian_api::ids::CaseId;
use leptos::prelude::*;

use super::stand::{AsOf, Refused, Stand};
use super::store::Space;
use super::view::{
    Composer, EntryMenu, Inputs, PlusPanel, SendSheet, Sheets, TimelineView, TurnBar,
};
use crate::app::{App, Layout, use_app};
use crate::features::feedback::FeedbackHint;
use crate::features::viewer::PresentationBar;
use crate::i18n::{labels, t, text};
use crate::platform::page;
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::{IconButton, IconName, NavBar, Skeleton};

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
        Stand::Refused(why) => view! { <Refused app case why /> }.into_any(),
        Stand::Open => view! { <Conversation space /> }.into_any(),
    };
    view! {
        <div class="page space" data-testid="case-space">
            <Head app handle />
            {inside}
        </div>
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
    // Nothing leads on from a case that is none.
    let is_refused = Memo::new(move |_| matches!(Stand::of(handle), Stand::Refused(_)));
    let more = move || {
        view! {
            <Show when=move || !is_refused.get()>
                <IconButton
                    icon=IconName::More
                    label=t!(i18n, case_space.more)
                    on_press=move |()| app.go(Page::CaseDetails(case))
                    test_id="space-more"
                />
            </Show>
        }
    };
    // Beside the list there is nothing to go back to.
    move || {
        if app.layout() == Layout::Phone {
            view! {
                <NavBar title subtitle on_back=back back_label=t!(i18n, case_space.back) without_menu=true>
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
    view! {
        <AsOf app=space.app case=space.case />
        <PresentationBar case=space.case />
        <TurnBar />
        <FeedbackHint app=space.app case=space.case />
        <TimelineView />
        <Composer />
        <PlusPanel />
        <EntryMenu />
        <Inputs />
        <SendSheet />
        <Sheets />
    }
}
