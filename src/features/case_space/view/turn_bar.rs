//! 轮到你了: what this person has to do, above the conversation.

use anjian_domain::Turn;
use anjian_domain::turns::{Otherwise, Task};
use leptos::prelude::*;

use crate::app::use_app;
use crate::features::case_space::store::{Sheet, use_space};
use crate::features::case_space::who::who;
use crate::features::case_space::{document_words, evidence_words};
use crate::features::evidence::page_of_task;
use crate::i18n::{Locale, t, text, time};
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::{Button, EmptyState, IconName};
use anjian_api::ids::{Moment, Seq};

/// The bar: the most urgent thing, how many there are, and how long it still is.
#[component]
pub fn TurnBar() -> impl IntoView {
    let space = use_space()?;
    let i18n = space.app.i18n;
    let turns = Memo::new(move |_| TurnLines(space.case.turns()));
    // A new turn interrupts: it is what this person must not miss.
    Effect::new(move |before: Option<usize>| {
        let count = turns.with(|turns| turns.0.len());
        if before.is_some_and(|before| count > before)
            && let Some(turn) = turns.with_untracked(|turns| turns.0.first().cloned())
        {
            let locale = i18n.locale_untracked();
            let what = what(locale, space.case, &turn);
            space
                .app
                .announcer
                .assertive(&text!(locale, case_space.turn_new, what = what));
        }
        count
    });
    let bar = move || {
        let (first, count) = turns.with(|turns| (turns.0.first().cloned(), turns.0.len()));
        let turn = first?;
        let from = turn.from;
        let page = page_of(space.case, &turn);
        let words = {
            let turn = turn.clone();
            move || what(i18n.locale(), space.case, &turn)
        };
        let when = move || when(i18n.locale(), &turn, space.app.clock.minute());
        Some(view! {
            <section
                class="space-turn"
                role="region"
                aria-label=t!(i18n, case_space.turn_label)
                data-testid="turn-bar"
            >
                <button
                    type="button"
                    class="space-turn__text"
                    on:click=move |_| space.sheet.set(Some(Sheet::Turns))
                >
                    <span class="space-turn__what">{words}</span>
                    <span class="space-turn__when">{when}</span>
                </button>
                {(count > 1)
                    .then(|| {
                        view! {
                            <span class="space-turn__count">
                                <span aria-hidden="true">
                                    {t!(i18n, case_space.turn_count, count = count)}
                                </span>
                                <span class="ui-sr">
                                    {t!(i18n, case_space.turn_count_spoken, count = count)}
                                </span>
                            </span>
                        }
                    })}
                <Button
                    label=t!(i18n, case_space.turn_go)
                    small=true
                    on_press=move |()| match page {
                        Some(page) => space.app.go(page),
                        None => space.timeline.jump(from),
                    }
                    test_id="turn-go"
                />
            </section>
        })
    };
    Some(view! { {bar} })
}

/// Turns, told apart by what is shown.
#[derive(Clone, PartialEq)]
struct TurnLines(Vec<Turn>);

/// Everything this person has to do, with what happens otherwise.
#[component]
pub fn TurnList(
    /// The case.
    case: CaseHandle,
    /// Called with the entry that a turn comes from.
    #[prop(into)]
    on_go: Callback<Seq>,
) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let row = move |turn: Turn| {
        let from = turn.from;
        let page = page_of(case, &turn);
        let (one, two) = (turn.clone(), turn.clone());
        view! {
            <li class="turn">
                <p class="turn__what">{move || what(i18n.locale(), case, &one)}</p>
                <p class="turn__when">{move || when(i18n.locale(), &two, app.clock.minute())}</p>
                <p class="turn__otherwise">{move || otherwise(i18n.locale(), &turn.otherwise)}</p>
                <Button
                    label=t!(i18n, case_space.turn_go)
                    small=true
                    on_press=move |()| match page {
                        Some(page) => app.go(page),
                        None => on_go.run(from),
                    }
                />
            </li>
        }
    };
    let turns = Memo::new(move |_| TurnLines(case.turns()));
    move || {
        let turns = turns.get().0;
        if turns.is_empty() {
            view! { <EmptyState title=t!(i18n, case_space.turn_none) icon=IconName::Check /> }
                .into_any()
        } else {
            let rows: Vec<_> = turns.into_iter().map(row).collect();
            view! { <ul class="turns">{rows}</ul> }.into_any()
        }
    }
}

/// Where it is done; none: at the entry that it comes from.
fn page_of(case: CaseHandle, turn: &Turn) -> Option<Page> {
    match turn.task {
        Task::ReadDocument { .. } | Task::ConfirmDocument { .. } | Task::SignDocument { .. } => {
            Some(Page::Document(case.id, turn.from))
        }
        _ => page_of_task(case.id, &case.state_untracked(), &turn.task),
    }
}

fn what(locale: Locale, case: CaseHandle, turn: &Turn) -> String {
    match &turn.task {
        Task::ConfirmNotice { title } => text!(locale, case_space.turn_confirm, title = title),
        Task::AnswerCourt { by } => {
            let name = who(locale, &case.state(), *by).name;
            text!(locale, case_space.turn_answer, name = name)
        }
        other => document_words::task(locale, other)
            .or_else(|| evidence_words::task(locale, &case.state(), other))
            .unwrap_or_default(),
    }
}

fn when(locale: Locale, turn: &Turn, now: Moment) -> String {
    match turn.due {
        Some(_) if turn.overdue => text!(locale, case_space.turn_overdue),
        Some(due) => time::deadline_label(locale, due, now),
        None => text!(locale, case_space.turn_soon),
    }
}

fn otherwise(locale: Locale, otherwise: &Otherwise) -> String {
    match otherwise {
        Otherwise::ClerkCalls => text!(locale, case_space.turn_otherwise_call),
        Otherwise::CourtGoesOn => text!(locale, case_space.turn_otherwise_on),
        Otherwise::Said(words) => text!(locale, papers.otherwise, words = words),
        other => evidence_words::otherwise(locale, other).unwrap_or_default(),
    }
}
