//! What the parties and the court do with one exhibit, each act with what it asks for.

use anjian_api::evidence::command::{
    AcceptForm, DecideLate, EvidenceCommand, MarkExhibit, RuleOnExhibit, WaiveExamination,
    WithdrawExhibit,
};
use anjian_api::evidence::{Leave, Mark, OriginalForm, OriginalReason};
use anjian_api::ids::{SeatId, Seq};
use anjian_domain::evidence::{ExhibitRecord, opposing};
use leptos::prelude::*;

use super::act::{ActRow, May, may};
use super::ask::{Ask, Asking};
use crate::app::App;
use crate::features::case_space::who::who;
use crate::features::evidence::words;
use crate::i18n::{t, text};
use crate::state::court::CaseHandle;
use crate::ui::CellGroup;

/// Any words, where a rule only asks whether there are some.
const WORDS: &str = "…";

fn at<T: Copy>(all: &[T], index: usize, first: T) -> T {
    all.get(index).copied().unwrap_or(first)
}

/// Waive and withdraw: a party's own acts.
#[component]
pub fn PartyActs(
    app: App,
    case: CaseHandle,
    asking: Asking,
    exhibit: Seq,
    /// Nobody opposing has opened it.
    unopened: bool,
) -> impl IntoView {
    let i18n = app.i18n;
    let waive = move |reason: Option<String>| {
        EvidenceCommand::WaiveExamination(WaiveExamination {
            exhibit,
            party: None,
            reason,
        })
    };
    let withdraw =
        move |reason: String| EvidenceCommand::WithdrawExhibit(WithdrawExhibit { exhibit, reason });
    let may_waive = may(app, case, waive(None));
    let may_withdraw = may(app, case, withdraw(WORDS.to_owned()));
    let ask_waive = move |()| {
        let locale = i18n.locale_untracked();
        let ask = Ask::new(
            text!(locale, exhibit.waive_title),
            text!(locale, exhibit.waive_do),
            text!(locale, exhibit.waived_done),
            move |filled| waive(filled.some_words()),
        );
        let ask = ask
            .note(text!(locale, exhibit.waive_words))
            .may_say(text!(locale, exhibit.waive_why));
        asking.ask(ask.dangerous());
    };
    let ask_withdraw = move |()| {
        let locale = i18n.locale_untracked();
        let note = match unopened {
            true => text!(locale, exhibit.withdraw_unopened),
            false => text!(locale, exhibit.withdraw_opened),
        };
        let ask = Ask::new(
            text!(locale, exhibit.withdraw_title),
            text!(locale, exhibit.withdraw_do),
            text!(locale, exhibit.withdraw_done),
            move |filled| withdraw(filled.words.clone()),
        );
        asking.ask(
            ask.note(note)
                .words(text!(locale, exhibit.withdraw_why))
                .dangerous(),
        );
    };
    // The court records waivers with its own acts.
    let is_partys = move || may_waive.get() == May::Yes;
    view! {
        <CellGroup>
            <Show when=is_partys>
                <ActRow
                    app
                    may=may_waive
                    label=t!(i18n, exhibit.waive)
                    on_press=ask_waive
                    test_id="waive"
                />
            </Show>
            <ActRow
                app
                may=may_withdraw
                label=t!(i18n, exhibit.withdraw)
                on_press=ask_withdraw
                danger=true
                test_id="withdraw"
            />
        </CellGroup>
    }
}

/// What the court may do with it; nothing stands here for others.
#[component]
pub fn CourtActs(
    app: App,
    case: CaseHandle,
    asking: Asking,
    exhibit: Seq,
    record: ExhibitRecord,
) -> impl IntoView {
    let i18n = app.i18n;
    let late = move |leave: Leave, reason: String| {
        EvidenceCommand::DecideLate(DecideLate {
            exhibit,
            leave,
            reason,
        })
    };
    let mark = move |mark: Mark| EvidenceCommand::MarkExhibit(MarkExhibit { exhibit, mark });
    let form = move |way: OriginalForm, note: Option<String>| {
        EvidenceCommand::AcceptForm(AcceptForm { exhibit, way, note })
    };
    let rule = move |admitted: bool, reason: String| {
        EvidenceCommand::RuleOnExhibit(RuleOnExhibit {
            exhibit,
            admitted,
            reason,
        })
    };
    let parties: Vec<SeatId> = opposing(&case.state_untracked(), record.side)
        .filter(|party| !record.is_examined_by(*party))
        .collect();
    let waive = move |party: SeatId, reason: String| {
        EvidenceCommand::WaiveExamination(WaiveExamination {
            exhibit,
            party: Some(party),
            reason: Some(reason),
        })
    };
    let may_late = may(app, case, late(Leave::Admit, WORDS.to_owned()));
    let may_mark = may(app, case, mark(Mark::Disputed));
    let may_form = may(app, case, form(OriginalForm::Compared, None));
    let may_rule = may(app, case, rule(true, WORDS.to_owned()));
    // Parties waive by their own act, without the court's reason.
    let first = parties.first().copied();
    let may_waive = first.map(|party| may(app, case, waive(party, WORDS.to_owned())));
    let ask_late = move |()| {
        let locale = i18n.locale_untracked();
        let choices = Leave::ALL.map(|one| words::leave(locale, one));
        let ask = Ask::new(
            text!(locale, exhibit.late_title),
            text!(locale, exhibit.late_do),
            text!(locale, exhibit.late_done),
            move |filled| {
                late(
                    at(&Leave::ALL, filled.choice, Leave::Admit),
                    filled.words.clone(),
                )
            },
        );
        asking.ask(
            ask.note(text!(locale, exhibit.late_note))
                .choices(text!(locale, exhibit.late_how), choices.into())
                .words(text!(locale, exhibit.late_why)),
        );
    };
    let ask_mark = move |()| {
        let locale = i18n.locale_untracked();
        let marks = [Mark::Undisputed, Mark::Disputed, Mark::AppraisalNeeded];
        let choices = vec![
            text!(locale, exhibit.mark_undisputed),
            text!(locale, exhibit.mark_disputed),
            text!(locale, exhibit.mark_appraisal),
        ];
        let ask = Ask::new(
            text!(locale, exhibit.mark_title),
            text!(locale, exhibit.mark_do),
            text!(locale, exhibit.mark_done),
            move |filled| mark(at(&marks, filled.choice, Mark::Disputed)),
        );
        asking.ask(ask.choices(text!(locale, exhibit.mark_how), choices));
    };
    let ask_original = move |()| {
        let locale = i18n.locale_untracked();
        let choices = OriginalReason::ALL.map(|one| words::reason(locale, one));
        let ask = Ask::new(
            text!(locale, exhibit.original_title),
            text!(locale, exhibit.original_do),
            text!(locale, exhibit.mark_done),
            move |filled| {
                let why = at(
                    &OriginalReason::ALL,
                    filled.choice,
                    OriginalReason::CourtNeeds,
                );
                mark(Mark::OriginalNeeded(why))
            },
        );
        asking.ask(ask.choices(text!(locale, exhibit.original_why), choices.into()));
    };
    let ask_form = move |()| {
        let locale = i18n.locale_untracked();
        let choices = OriginalForm::ALL.map(|one| words::way(locale, one));
        let ask = Ask::new(
            text!(locale, exhibit.form_title),
            text!(locale, exhibit.form_do),
            text!(locale, exhibit.form_done),
            move |filled| {
                let way = at(&OriginalForm::ALL, filled.choice, OriginalForm::OtherProof);
                form(way, filled.some_words())
            },
        );
        asking.ask(
            ask.choices(text!(locale, exhibit.form_how), choices.into())
                .may_say(text!(locale, exhibit.form_note)),
        );
    };
    let ask_rule = move |()| {
        let locale = i18n.locale_untracked();
        let choices = vec![
            text!(locale, exhibit.rule_admit),
            text!(locale, exhibit.rule_not),
        ];
        let ask = Ask::new(
            text!(locale, exhibit.rule_title),
            text!(locale, exhibit.rule_do),
            text!(locale, exhibit.rule_done),
            move |filled| rule(filled.choice == 0, filled.words.clone()),
        );
        asking.ask(
            ask.note(text!(locale, exhibit.rule_note))
                .choices(text!(locale, exhibit.rule_how), choices)
                .words(text!(locale, exhibit.rule_why)),
        );
    };
    let ask_waive = move |()| {
        let locale = i18n.locale_untracked();
        let state = case.state_untracked();
        let names = parties.iter().map(|party| who(locale, &state, *party).name);
        let all = parties.clone();
        let ask = Ask::new(
            text!(locale, exhibit.waive_for),
            text!(locale, exhibit.waive_do),
            text!(locale, exhibit.waived_done),
            move |filled| waive(at(&all, filled.choice, SeatId(0)), filled.words.clone()),
        );
        asking.ask(
            ask.choices(text!(locale, exhibit.waive_party), names.collect())
                .words(text!(locale, exhibit.waive_court_why)),
        );
    };
    let ask_waive = Callback::new(ask_waive);
    let waives = may_waive.map(|may| {
        view! {
            <ActRow app may label=t!(i18n, exhibit.waive_for) on_press=ask_waive test_id="waive-for" />
        }
    });
    let is_shown = Signal::derive(move || {
        let rows = [may_late, may_mark, may_form, may_rule];
        rows.into_iter().any(|row| row.get() != May::Never)
    });
    let rows = view! {
        <ActRow
            app
            may=may_late
            label=t!(i18n, exhibit.late_decide)
            on_press=ask_late
            test_id="decide-late"
        />
        <ActRow app may=may_mark label=t!(i18n, exhibit.mark) on_press=ask_mark test_id="mark" />
        <ActRow
            app
            may=may_mark
            label=t!(i18n, exhibit.original_need)
            on_press=ask_original
            test_id="need-original"
        />
        <ActRow app may=may_form label=t!(i18n, exhibit.form) on_press=ask_form test_id="accept-form" />
        <ActRow app may=may_rule label=t!(i18n, exhibit.rule) on_press=ask_rule test_id="rule" />
    };
    let group = view! {
        <CellGroup title=t!(i18n, exhibit.court_tools)>
            {rows} {waives}
        </CellGroup>
    };
    view! { <div hidden=move || !is_shown.get() data-testid="court-acts">{group}</div> }
}
