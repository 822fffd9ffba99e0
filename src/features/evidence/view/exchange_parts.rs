//! Parts of the page of the exchange: the form each party agrees to, who has finished, what is
//! still to be examined, requests for more time.

use anjian_api::evidence::ExchangeForm;
use anjian_api::evidence::command::{
    AskExtension, DecideExtension, EvidenceCommand, FinishAnswers, StateExchangeForm,
};
use anjian_api::ids::{Moment, SeatId, Seq};
use anjian_domain::evidence::{
    Exchange, ExtensionRequest, evidence_list, has_finished, opposes, parties, party_of,
};
use leptos::prelude::*;

use super::act::{ActRow, May, may};
use super::ask::{Ask, Asking};
use crate::app::App;
use crate::features::case_space::who::who;
use crate::features::evidence::words;
use crate::i18n::{Locale, t, text, time};
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::{CellGroup, LinkCell, TextCell};

const DAY_MS: i64 = 86_400_000;

/// The court's question, for the party that is asked.
#[component]
pub fn FormOfParty(app: App, case: CaseHandle, asking: Asking, due: Moment) -> impl IntoView {
    let i18n = app.i18n;
    let state_form =
        |form: ExchangeForm| EvidenceCommand::StateExchangeForm(StateExchangeForm { form });
    let may_state = may(app, case, state_form(ExchangeForm::Async));
    let line = move || {
        let due = time::deadline_label(i18n.locale(), due, app.clock.minute());
        text!(i18n.locale(), exchange.asked_until, due = due)
    };
    let ask = move |()| {
        let locale = i18n.locale_untracked();
        let forms = ExchangeForm::ALL.map(|form| words::form(locale, form));
        let question = Ask::new(
            text!(locale, exchange.choose),
            text!(locale, exchange.choose_do),
            text!(locale, exchange.choose_done),
            move |filled| {
                let chosen = ExchangeForm::ALL.get(filled.choice).copied();
                state_form(chosen.unwrap_or(ExchangeForm::Sync))
            },
        );
        asking.ask(
            question
                .note(text!(locale, exchange.ask_note))
                .choices(text!(locale, exchange.open_form), forms.into()),
        );
    };
    view! {
        <section class="ev-exchange">
            <h2 class="ev-exchange__line">{line}</h2>
            <p class="ev-exchange__note">{t!(i18n, exchange.ask_note)}</p>
        </section>
        <CellGroup>
            <ActRow
                app
                may=may_state
                label=t!(i18n, exchange.choose)
                on_press=ask
                test_id="state-form"
            />
        </CellGroup>
    }
}

/// What the parties chose.
#[component]
pub fn Stated(app: App, case: CaseHandle) -> impl IntoView {
    let i18n = app.i18n;
    let rows = move || {
        let state = case.state();
        let locale = i18n.locale();
        parties(&state)
            .map(|party| {
                let name = who(locale, &state, party).name;
                let form = match state.evidence.forms.get(&party) {
                    Some(form) => words::form(locale, *form),
                    None => text!(locale, exchange.stated_none),
                };
                view! { <TextCell label=name value=form /> }
            })
            .collect_view()
    };
    view! { <CellGroup title=t!(i18n, exchange.stated)>{rows}</CellGroup> }
}

/// Who has finished, what is still to be examined, and the party's own steps.
#[component]
pub fn Running(app: App, case: CaseHandle, asking: Asking, exchange: Exchange) -> impl IntoView {
    let i18n = app.i18n;
    let opened = exchange.opened;
    let is_async = exchange.is_async();
    let until = exchange.terms.moment();
    let finish = EvidenceCommand::FinishAnswers(FinishAnswers { exchange: opened });
    let extend = move |until: Moment, reason: String| {
        EvidenceCommand::AskExtension(AskExtension {
            exchange: opened,
            until,
            reason,
        })
    };
    let may_finish = may(app, case, finish.clone());
    let may_extend = may(app, case, extend(until.plus_ms(DAY_MS), "…".to_owned()));
    let left = Memo::new(move |_| to_examine(case, i18n.locale()));
    let progress = move || {
        let state = case.state();
        let locale = i18n.locale();
        parties(&state)
            .map(|party| {
                let name = who(locale, &state, party).name;
                let stand = match has_finished(&state, party) {
                    true => text!(locale, exchange.finished),
                    false => text!(locale, exchange.not_finished),
                };
                view! { <TextCell label=name value=stand /> }
            })
            .collect_view()
    };
    let ask_finish = move |()| {
        let locale = i18n.locale_untracked();
        let finish = finish.clone();
        let mut question = Ask::new(
            text!(locale, exchange.finish_title),
            text!(locale, exchange.finish_do),
            text!(locale, exchange.finish_done),
            move |_| finish.clone(),
        )
        .note(text!(locale, exchange.finish_words));
        let count = left.with_untracked(Vec::len);
        if count > 0 {
            question = question.note(text!(locale, exchange.finish_left, count = count));
        }
        asking.ask(question);
    };
    let ask_extend = move |()| {
        let locale = i18n.locale_untracked();
        let question = Ask::new(
            text!(locale, exchange.extend_title),
            text!(locale, exchange.extend_do),
            text!(locale, exchange.extend_done),
            move |filled| extend(filled.date.unwrap_or(until), filled.words.clone()),
        );
        asking.ask(
            question
                .date(text!(locale, exchange.extend_when))
                .words(text!(locale, exchange.extend_why)),
        );
    };
    let rows = move || {
        let link = |(seq, name): (Seq, String)| {
            view! { <LinkCell href=Page::Exhibit(case.id, seq).path() label=name test_id="to-examine" /> }
        };
        left.get().into_iter().map(link).collect_view()
    };
    let is_party = Memo::new(move |_| party_of(&case.state(), case.you()).is_some());
    let is_running = is_async.then(|| {
        view! { <CellGroup title=t!(i18n, exchange.progress)>{progress}</CellGroup> }
    });
    view! {
        {is_running}
        <Show when=move || is_party.get()>
            <CellGroup title=t!(i18n, exchange.to_examine)>
                {rows}
                <Show when=move || left.read().is_empty()>
                    <TextCell label=t!(i18n, exchange.all_examined) />
                </Show>
            </CellGroup>
        </Show>
        <CellGroup>
            <ActRow
                app
                may=may_finish
                label=t!(i18n, exchange.finish)
                on_press=ask_finish
                test_id="finish-answers"
            />
            <ActRow
                app
                may=may_extend
                label=t!(i18n, exchange.extend)
                on_press=ask_extend
                test_id="ask-extension"
            />
        </CellGroup>
    }
}

/// Exhibits of others that the person's party has said nothing to.
fn to_examine(case: CaseHandle, locale: Locale) -> Vec<(Seq, String)> {
    use anjian_api::evidence::EvidenceSide;
    let state = case.state();
    let Some(party) = party_of(&state, case.you()) else {
        return Vec::new();
    };
    let lists = EvidenceSide::ALL
        .into_iter()
        .filter(|side| opposes(&state, party, *side));
    lists
        .flat_map(|side| evidence_list(&state, side))
        .filter(|(_, record)| record.is_live() && !record.is_answered_by(party))
        .map(|(seq, record)| (seq, words::title(locale, record)))
        .collect()
}

/// Requests for more time, with the decision for whom it is to take.
#[component]
pub fn Requests(app: App, case: CaseHandle, asking: Asking, exchange: Exchange) -> impl IntoView {
    let i18n = app.i18n;
    let all: Vec<_> = exchange.requests.into_iter().collect();
    (!all.is_empty()).then(move || {
        let rows = all.into_iter().map(move |(seq, request)| {
            view! { <RequestRow app case asking seq request /> }
        });
        view! {
            <CellGroup title=t!(i18n, exchange.requests)>{rows.collect_view()}</CellGroup>
        }
    })
}

#[component]
fn RequestRow(
    app: App,
    case: CaseHandle,
    asking: Asking,
    seq: Seq,
    request: ExtensionRequest,
) -> impl IntoView {
    let i18n = app.i18n;
    let (party, until): (SeatId, Moment) = (request.party, request.until);
    let decide = move |granted: bool, reason: Option<String>| {
        EvidenceCommand::DecideExtension(DecideExtension {
            request: seq,
            until: granted.then_some(until),
            reason,
        })
    };
    let may_decide = may(app, case, decide(false, Some("…".to_owned())));
    let line = move || {
        let locale = i18n.locale();
        let name = who(locale, &case.state(), party).name;
        let until = time::deadline_label(locale, until, app.clock.minute());
        text!(locale, exchange.request_line, name = name, until = until)
    };
    let ask = move |()| {
        let locale = i18n.locale_untracked();
        let choices = vec![
            text!(locale, exchange.decide_grant),
            text!(locale, exchange.decide_not),
        ];
        let question = Ask::new(
            text!(locale, exchange.decide_title),
            text!(locale, exchange.decide_do),
            text!(locale, exchange.decide_done),
            move |filled| decide(filled.choice == 0, filled.some_words()),
        );
        asking.ask(
            question
                .choices(text!(locale, exchange.decide_how), choices)
                .may_say(text!(locale, exchange.decide_why)),
        );
    };
    let reason = request.reason.clone();
    let reason = move || text!(i18n.locale(), exchange.reason_line, reason = reason);
    view! {
        <div class="weui-cell ui-cell">
            <span class="ui-cell__label">
                {line} <small class="ui-cell__note">{reason}</small>
                <Show when=move || may_decide.get() != May::Yes>
                    <small class="ui-cell__note">{t!(i18n, exchange.request_waiting)}</small>
                </Show>
            </span>
        </div>
        <ActRow
            app
            may=may_decide
            label=t!(i18n, exchange.decide)
            on_press=ask
            test_id="decide-extension"
        />
    }
}
