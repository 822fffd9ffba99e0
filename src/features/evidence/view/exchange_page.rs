//! 证据交换 and 举证期限: what was set, who has finished, and what can be done next.

use anjian_api::evidence::command::{
    AskExchangeForm, CloseExchange, EvidenceCommand, OpenExchange, SetEvidenceDeadline,
};
use anjian_api::evidence::{ExchangeForm, ExchangeTerms};
use anjian_api::ids::{CaseId, Moment, SeatId};
use anjian_domain::evidence::{Exchange, PastExchange};
use leptos::prelude::*;

use super::act::{ActRow, may};
use super::ask::{Ask, AskDialog, Asking};
use super::exchange_parts::{FormOfParty, Requests, Running, Stated};
use crate::app::{App, use_app};
use crate::features::case_space::who::who;
use crate::features::evidence::words;
use crate::i18n::{t, text, time};
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::{CellGroup, EmptyState, IconName, NavBar, TextCell};

const DAY_MS: i64 = 86_400_000;

/// The page.
#[component]
pub fn ExchangePage(
    /// The case.
    case: CaseId,
) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let handle = app.court.open(case);
    let asking = Asking::new(app, handle);
    let evidence = Memo::new(move |_| handle.state().evidence.clone());
    let deadline = Signal::derive(move || {
        let due = evidence.read().deadline;
        let (locale, now) = (i18n.locale(), app.clock.minute());
        Some(match due {
            Some(due) => time::deadline_label(locale, due, now),
            None => text!(locale, exhibits.deadline_none),
        })
    });
    let exchange = Memo::new(move |_| evidence.read().exchange.clone());
    let asked = Memo::new(move |_| evidence.read().form_asked);
    let body = move || match (exchange.get(), asked.get()) {
        (Some(exchange), _) => view! { <Open app case=handle asking exchange /> }.into_any(),
        (None, Some(asked)) => view! {
            <FormOfParty app case=handle asking due=asked.due />
            <Stated app case=handle />
        }
        .into_any(),
        (None, None) => view! {
            <EmptyState
                title=t!(i18n, exchange.none)
                detail=t!(i18n, exchange.none_detail)
                icon=IconName::People
            />
        }
        .into_any(),
    };
    let back = move |()| app.back(Page::Case(case));
    view! {
        <div class="page" data-testid="exchange-page">
            <NavBar title=t!(i18n, exchange.title) on_back=back back_label=t!(i18n, exhibits.back) />
            <div class="pane__scroll" tabindex="0">
                <CellGroup note=t!(i18n, exhibits.deadline_note)>
                    <TextCell label=t!(i18n, exchange.deadline) value=deadline />
                </CellGroup>
                {body}
                <CourtSteps app case=handle asking />
                <Past app case=handle />
                <div class="ev-end"></div>
            </div>
        </div>
        <AskDialog asking />
    }
}

/// An exchange that is open.
#[component]
fn Open(app: App, case: CaseHandle, asking: Asking, exchange: Exchange) -> impl IntoView {
    let i18n = app.i18n;
    let terms = exchange.terms;
    let line = move || terms_line(app, terms);
    let sealed = exchange
        .is_async()
        .then(|| view! { <p class="ev-sealed">{t!(i18n, exchange.sealed_note)}</p> });
    view! {
        <section class="ev-exchange" data-testid="exchange-open">
            <h2 class="ev-exchange__line">{line}</h2>
            {sealed}
        </section>
        <Running app case asking exchange=exchange.clone() />
        <Requests app case asking exchange />
    }
}

/// Exchanges that were closed, the newest first.
#[component]
fn Past(app: App, case: CaseHandle) -> impl IntoView {
    let i18n = app.i18n;
    let past = Memo::new(move |_| case.state().evidence.past.clone());
    let row = move |one: PastExchange| {
        let terms = one.terms;
        let line = Signal::derive(move || terms_line(app, terms));
        let by_time = one.by == SeatId::REGISTRY;
        let finished = one.finished.clone();
        let ended = Signal::derive(move || {
            let locale = i18n.locale();
            let at = time::full_label(locale, one.closed);
            Some(match by_time {
                true => text!(locale, exchange.ended_by_time, at = at),
                false => text!(locale, exchange.ended_by_court, at = at),
            })
        });
        let names = move || {
            let (locale, state) = (i18n.locale(), case.state());
            let names = finished.iter().map(|seat| who(locale, &state, *seat).name);
            let names = names.collect::<Vec<_>>().join(locale.pick(["、", ", "]));
            (!names.is_empty()).then(|| text!(locale, exchange.ended_finished, names = names))
        };
        view! {
            <div class="weui-cell ui-cell" data-testid="past-exchange">
                <span class="ui-cell__label">
                    {line} <small class="ui-cell__note">{ended}</small>
                    <small class="ui-cell__note">{names}</small>
                </span>
            </div>
        }
    };
    move || {
        let all = past.get();
        (!all.is_empty()).then(|| {
            let rows = all.into_iter().rev().map(row).collect_view();
            view! { <CellGroup title=t!(i18n, exchange.past)>{rows}</CellGroup> }
        })
    }
}

fn terms_line(app: App, terms: ExchangeTerms) -> String {
    let (locale, now) = (app.i18n.locale(), app.clock.minute());
    let moment = time::deadline_label(locale, terms.moment(), now);
    match terms {
        ExchangeTerms::Sync { .. } => text!(locale, exchange.sync_at, at = moment),
        ExchangeTerms::Async { .. } => text!(locale, exchange.async_until, until = moment),
    }
}

/// What the court sets in motion.
#[component]
fn CourtSteps(app: App, case: CaseHandle, asking: Asking) -> impl IntoView {
    let i18n = app.i18n;
    let soon = app.clock.now().plus_ms(DAY_MS);
    let deadline = |due: Moment| EvidenceCommand::SetEvidenceDeadline(SetEvidenceDeadline { due });
    let ask = |due: Moment| EvidenceCommand::AskExchangeForm(AskExchangeForm { due });
    let open = |terms: ExchangeTerms| EvidenceCommand::OpenExchange(OpenExchange { terms });
    let may_deadline = may(app, case, deadline(soon));
    let may_ask = may(app, case, ask(soon));
    let may_open = may(app, case, open(ExchangeTerms::Sync { at: soon }));
    let ask_deadline = move |()| {
        let locale = i18n.locale_untracked();
        let question = Ask::new(
            text!(locale, exchange.deadline_title),
            text!(locale, exchange.deadline_do),
            text!(locale, exchange.deadline_done),
            move |filled| deadline(filled.date.unwrap_or(soon)),
        );
        asking.ask(
            question
                .note(text!(locale, exhibits.deadline_note))
                .date(text!(locale, exchange.deadline_when)),
        );
    };
    let ask_form = move |()| {
        let locale = i18n.locale_untracked();
        let question = Ask::new(
            text!(locale, exchange.ask_title),
            text!(locale, exchange.ask_do),
            text!(locale, exchange.ask_done),
            move |filled| ask(filled.date.unwrap_or(soon)),
        );
        asking.ask(
            question
                .note(text!(locale, exchange.ask_note))
                .date(text!(locale, exchange.ask_when)),
        );
    };
    let ask_open = move |()| {
        let locale = i18n.locale_untracked();
        let forms = ExchangeForm::ALL.map(|form| words::form(locale, form));
        let question = Ask::new(
            text!(locale, exchange.open_title),
            text!(locale, exchange.open_do),
            text!(locale, exchange.open_done),
            move |filled| {
                let when = filled.date.unwrap_or(soon);
                let terms = match ExchangeForm::ALL.get(filled.choice) {
                    Some(ExchangeForm::Async) => ExchangeTerms::Async { until: when },
                    _ => ExchangeTerms::Sync { at: when },
                };
                open(terms)
            },
        );
        asking.ask(
            question
                .note(text!(locale, exchange.ask_note))
                .choices(text!(locale, exchange.open_form), forms.into())
                .date(text!(locale, exchange.open_when)),
        );
    };
    let close = move |()| {
        let Some(exchange) = case.state_untracked().evidence.exchange.clone() else {
            return;
        };
        let locale = i18n.locale_untracked();
        let opened = exchange.opened;
        let question = Ask::new(
            text!(locale, exchange.close_title),
            text!(locale, exchange.close_do),
            text!(locale, exchange.close_done),
            move |_| EvidenceCommand::CloseExchange(CloseExchange { exchange: opened }),
        );
        asking.ask(
            question
                .note(text!(locale, exchange.close_words))
                .dangerous(),
        );
    };
    let close = Callback::new(close);
    let opened = Memo::new(move |_| {
        case.state()
            .evidence
            .exchange
            .as_ref()
            .map(|one| one.opened)
    });
    let closing = move || {
        opened.get().map(|exchange| {
            let command = EvidenceCommand::CloseExchange(CloseExchange { exchange });
            let may_close = may(app, case, command);
            view! {
                <ActRow
                    app
                    may=may_close
                    label=t!(i18n, exchange.close)
                    on_press=close
                    test_id="close-exchange"
                />
            }
        })
    };
    let before = move || {
        opened.get().is_none().then(|| {
            view! {
                <ActRow
                    app
                    may=may_ask
                    label=t!(i18n, exchange.ask)
                    on_press=ask_form
                    test_id="ask-form"
                />
                <ActRow
                    app
                    may=may_open
                    label=t!(i18n, exchange.open)
                    on_press=ask_open
                    test_id="open-exchange"
                />
            }
        })
    };
    view! {
        <CellGroup>
            <ActRow
                app
                may=may_deadline
                label=t!(i18n, exchange.deadline_set)
                on_press=ask_deadline
                test_id="set-deadline"
            />
            {before}
            {closing}
        </CellGroup>
    }
}
