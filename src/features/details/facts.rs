//! The cover of a case and how it stands in the list.

use anjian_domain::roles;
use leptos::prelude::*;

use super::proof::Proof;
use super::stage::ChangeStage;
use crate::app::{App, use_app};
use crate::features::case_space::who::who;
use crate::features::feedback::AskForFeedback;
use crate::i18n::{labels, t, text};
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::{CellGroup, IconName, LinkCell, Skeleton, SwitchCell};

/// Everything on the page.
#[component]
pub fn Facts(
    /// The case.
    case: CaseHandle,
) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let is_here = Memo::new(move |_| case.state().facts.is_some());
    move || {
        if !is_here.get() {
            return view! { <Skeleton label=t!(i18n, details.loading) /> }.into_any();
        }
        view! {
            <Cover app case />
            <Arrange app case />
            <ChangeStage app case />
            <Opinions app case />
            <Proof app case />
        }
        .into_any()
    }
}

/// 意见反馈: asked for by who conducts the case, given by everybody.
#[component]
fn Opinions(app: App, case: CaseHandle) -> impl IntoView {
    let i18n = app.i18n;
    let id = case.id;
    let conducts = Memo::new(move |_| {
        let state = case.state();
        let own = state.seat(case.you()).map(|seat| seat.role);
        own.is_some_and(roles::conducts)
    });
    view! {
        <CellGroup>
            <LinkCell
                href=Page::Feedback(Some(id)).path()
                label=t!(i18n, feedback.title)
                icon=IconName::Chat
                test_id="details-feedback"
            />
            {move || conducts.get().then(|| view! { <AskForFeedback app case /> })}
        </CellGroup>
    }
}

#[component]
fn Cover(app: App, case: CaseHandle) -> impl IntoView {
    let i18n = app.i18n;
    let rows = move || {
        let locale = i18n.locale();
        let state = case.state();
        let facts = state.facts.as_ref()?;
        let stage = state.stage.unwrap_or(facts.stage);
        let own = who(locale, &state, case.you());
        Some([
            (text!(locale, details.number), facts.number.clone(), true),
            (
                text!(locale, details.case_title),
                facts.title.clone(),
                false,
            ),
            (
                text!(locale, details.court),
                facts.court_name.clone(),
                false,
            ),
            (text!(locale, details.cause), facts.cause.clone(), false),
            (
                text!(locale, details.procedure),
                labels::procedure(locale, facts.procedure),
                false,
            ),
            (
                text!(locale, details.stage),
                labels::stage(locale, stage),
                false,
            ),
            (
                text!(locale, details.your_role),
                format!("{} · {}", own.name, own.label),
                false,
            ),
        ])
    };
    let row = |(label, value, whole): (String, String, bool)| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd class:ui-nowrap=whole>{value}</dd>
            </div>
        }
    };
    let people = move || {
        text!(
            i18n.locale(),
            people.count,
            count = case.state().present().count()
        )
    };
    let documents = Memo::new(move |_| case.state().documents.sent.len());
    let may_send = Memo::new(move |_| {
        let is_court = case.seat().is_some_and(|seat| roles::conducts(seat.role));
        is_court && app.info().is_some_and(|info| info.papers)
    });
    view! {
        <dl class="facts" data-testid="case-facts">
            {move || rows().map(|rows| rows.into_iter().map(row).collect_view())}
        </dl>
        <CellGroup>
            <LinkCell
                href=Page::CasePeople(case.id).path()
                label=t!(i18n, details.members)
                value=Signal::derive(move || Some(people()))
                test_id="details-people"
            />
            <Show when=move || documents.get() != 0 || may_send.get()>
                <LinkCell
                    href=Page::Documents(case.id).path()
                    label=t!(i18n, papers.list)
                    value=Signal::derive(move || Some(documents.get().to_string()))
                    test_id="details-documents"
                />
            </Show>
        </CellGroup>
    }
}

/// Mute and pin: how the line stands in this person's own list.
#[component]
fn Arrange(app: App, case: CaseHandle) -> impl IntoView {
    let i18n = app.i18n;
    let marks = Memo::new(move |_| {
        app.court
            .summary(case.id)
            .map(|summary| summary.marks)
            .unwrap_or_default()
    });
    let mute = move |muted: bool| {
        let marks = marks.get_untracked();
        app.court
            .set_marks(case.id, anjian_api::case::CaseMarks { muted, ..marks });
    };
    let pin = move |pinned: bool| {
        let marks = marks.get_untracked();
        app.court
            .set_marks(case.id, anjian_api::case::CaseMarks { pinned, ..marks });
    };
    view! {
        <CellGroup title=t!(i18n, details.arrange)>
            <SwitchCell
                label=t!(i18n, details.mute)
                note=t!(i18n, details.mute_note)
                checked=Signal::derive(move || marks.get().muted)
                on_change=mute
                test_id="details-mute"
            />
            <SwitchCell
                label=t!(i18n, details.pin)
                note=t!(i18n, details.pin_note)
                checked=Signal::derive(move || marks.get().pinned)
                on_change=pin
                test_id="details-pin"
            />
        </CellGroup>
    }
}
