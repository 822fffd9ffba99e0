//! The second line of a row: what is to be done, what waits, what was said last.

use anjian_api::ids::CaseId;
use anjian_sync::Link;
use leptos::prelude::*;

use crate::app::use_app;
use crate::i18n::{t, text, time, use_i18n};
use crate::ui::{Icon, IconName, Tag};

use super::lines;
use super::model::last_line::last_words;
use super::model::search::Query;
use super::row::{Marked, Summary, of};

/// The second line of a row.
#[component]
pub fn SecondLine(
    /// The case.
    case: CaseId,
    /// What is known of it.
    summary: Summary,
    /// What is searched.
    query: Signal<Query>,
) -> impl IntoView {
    view! {
        <span class="case-row__line">
            <TurnTag summary />
            <Waiting case />
            <Words summary query />
            <Marks summary />
        </span>
    }
}

#[component]
fn TurnTag(summary: Summary) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let turn = Memo::new(move |_| of(summary, |case| case.turn));
    let due = move || {
        let due = turn.get()?.due?;
        let locale = i18n.locale();
        let deadline = time::deadline_label(locale, due, app.clock.minute());
        Some(text!(locale, case_list.turn_due, deadline = deadline))
    };
    view! {
        <Show when=move || turn.get().is_some()>
            <span class="case-row__turn" data-testid="case-turn">
                <Tag text=t!(i18n, case_list.turn) tone="orange" />
            </span>
            <span class="ui-sr">{due}</span>
        </Show>
    }
}

/// Own words that did not go out yet. While the line is up they are gone in a blink and not worth
/// a word; what was refused waits for its author and always is.
#[component]
fn Waiting(case: CaseId) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let unsent = Memo::new(move |_| {
        let is_live = app
            .court
            .status()
            .is_some_and(|status| matches!(status.link, Link::Live(_)));
        if is_live { 0 } else { app.court.unsent(case) }
    });
    let parked = Memo::new(move |_| app.court.parked(case));
    view! {
        <Show when=move || parked.get() != 0>
            <span class="case-row__draft" data-testid="case-parked">
                {t!(i18n, case_list.parked, count = parked.get())}
            </span>
        </Show>
        <Show when=move || unsent.get() != 0>
            <span class="case-row__draft" data-testid="case-unsent">
                {t!(i18n, case_list.unsent, count = unsent.get())}
            </span>
        </Show>
    }
}

/// The last words; in a search the number and cause, which is what may have been found.
#[component]
fn Words(summary: Summary, query: Signal<Query>) -> impl IntoView {
    let i18n = use_i18n();
    let is_searching = Memo::new(move |_| !query.read().is_empty());
    let cover = Signal::derive(move || {
        of(summary, |case| {
            format!("{} · {}", case.facts.number, case.facts.cause)
        })
    });
    let said = move || {
        let line = summary.with(|summary| summary.as_deref().and_then(last_words));
        match line {
            Some(line) => lines::say(i18n.locale(), &line),
            None => text!(i18n.locale(), case_list.silent),
        }
    };
    view! {
        <span class="case-row__last">
            {move || match is_searching.get() {
                true => view! { <Marked query text=cover /> }.into_any(),
                false => said.into_any(),
            }}
        </span>
    }
}

#[component]
fn Marks(summary: Summary) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Show when=move || of(summary, |case| case.marks.muted)>
            <span class="case-row__mark">
                <Icon name=IconName::Mute />
                <span class="ui-sr">{t!(i18n, case_list.muted_mark)}</span>
            </span>
        </Show>
        <Show when=move || of(summary, |case| case.marks.pinned)>
            <span class="ui-sr">{t!(i18n, case_list.pinned_mark)}</span>
        </Show>
    }
}
