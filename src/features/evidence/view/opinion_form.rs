//! 质证: the four points, each agreed to or objected to with its reason.

use anjian_api::command::Command;
use anjian_api::evidence::Point;
use anjian_api::evidence::command::{EvidenceCommand, GiveOpinion};
use anjian_api::ids::Seq;
use anjian_domain::evidence::{evidence_list, party_of, side_of};
use leptos::{ev::SubmitEvent, prelude::*};

use super::spoken::SpokenField;
use crate::app::App;
use crate::features::evidence::model::opinion::{Choice, Gap, SpokenDraft};
use crate::features::evidence::store::Examining;
use crate::features::evidence::words;
use crate::i18n::{Locale, t, text, time};
use crate::state::court::CaseHandle;
use crate::ui::{Button, ButtonKind, ErrorSummary, FieldError, FormErrors, WordsField};

/// For ids and tests.
const fn id(point: Point) -> &'static str {
    match point {
        Point::Authenticity => "point-authenticity",
        Point::Legality => "point-legality",
        Point::Relevance => "point-relevance",
        Point::Purpose => "point-purpose",
    }
}

const fn index(point: Point) -> usize {
    match point {
        Point::Authenticity => 0,
        Point::Legality => 1,
        Point::Relevance => 2,
        Point::Purpose => 3,
    }
}

/// The form. `on_done` is called when the opinion was given.
#[component]
pub fn OpinionForm(
    app: App,
    case: CaseHandle,
    exhibit: Seq,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let i18n = app.i18n;
    let last = {
        let (state, you) = (case.state_untracked(), untrack(|| case.you()));
        let party = party_of(&state, you);
        let record = state.evidence.exhibits.get(&exhibit);
        party
            .zip(record)
            .and_then(|(party, record)| record.opinions.get(&party))
            .map(|one| one.opinion.clone())
    };
    let store = Examining::open(app, case.id, exhibit, last.as_ref());
    let wrong = move || {
        let locale = i18n.locale();
        let gaps = store.draft.with(|draft| draft.gaps());
        gaps.into_iter()
            .map(|gap| {
                let (point, field, what) = match gap {
                    Gap::Choice(point) => (point, "agree", text!(locale, exhibit.choose_point)),
                    Gap::Reason(point) => (point, "why", text!(locale, exhibit.say_why)),
                    Gap::Sending(point) => (point, "why", text!(locale, exhibit.spoken_wait)),
                };
                FieldError {
                    field_id: format!("{}-{field}", id(point)),
                    text: named(locale, point, what),
                }
            })
            .collect()
    };
    let errors = FormErrors::new(wrong);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let locale = i18n.locale_untracked();
        let is_whole = errors.say();
        let opinion = store.draft.with_untracked(|draft| draft.opinion());
        if let Some(opinion) = opinion.filter(|_| is_whole) {
            let give = GiveOpinion { exhibit, opinion };
            let command = Command::Evidence(EvidenceCommand::GiveOpinion(give));
            match untrack(|| app.court.may(case.id, &command)) {
                Ok(()) => {
                    app.court.submit(case.id, command);
                    store.clear();
                    app.toasts.show(text!(locale, exhibit.opinion_sent));
                    on_done.run(());
                }
                Err(refusal) => {
                    let words = untrack(|| app.refusal_words(&refusal));
                    errors.add(FieldError {
                        field_id: format!("{}-agree", id(Point::Authenticity)),
                        text: format!("{} {}", words.what, words.next),
                    });
                }
            }
        }
    };
    let sealed = move || {
        let state = case.state();
        let exchange = state.evidence.exchange.as_ref()?;
        exchange.is_async().then(|| {
            let locale = i18n.locale();
            let until = time::deadline_label(locale, exchange.terms.moment(), app.clock.minute());
            text!(locale, exhibit.sealed_hint, until = until)
        })
    };
    view! {
        <form class="ui-form ev-form" novalidate on:submit=submit data-testid="opinion-form">
            <h2 class="ev-form__title">{t!(i18n, exhibit.give)}</h2>
            <p class="ev-form__note">{t!(i18n, exhibit.give_note)}</p>
            <ErrorSummary title=t!(i18n, exhibit.opinion_errors) errors=errors.all() />
            {Point::ALL.map(|point| view! { <PointField app case store point errors /> })}
            <Counter app case store exhibit />
            <label class="ev-check">
                <input
                    type="checkbox"
                    class="ui-check"
                    prop:checked=move || store.draft.read().original_seen
                    on:change=move |event| {
                        let on = event_target_checked(&event);
                        store.edit(|draft| draft.original_seen = on);
                    }
                />
                <span>{t!(i18n, exhibit.seen_box)}</span>
            </label>
            {move || sealed().map(|words| view! { <p class="ev-sealed">{words}</p> })}
            <Button
                label=t!(i18n, exhibit.send_opinion)
                kind=ButtonKind::Primary
                submit=true
                test_id="send-opinion"
            />
        </form>
    }
}

#[component]
fn PointField(
    app: App,
    case: CaseHandle,
    store: Examining,
    point: Point,
    errors: FormErrors,
) -> impl IntoView {
    let i18n = app.i18n;
    let at = index(point);
    let id = id(point);
    let choice = move || {
        store
            .draft
            .with(|draft| draft.points.get(at).and_then(|one| one.choice))
    };
    let choose = move |choice: Choice| {
        store.edit(|draft| {
            if let Some(one) = draft.points.get_mut(at) {
                one.choice = Some(choice);
            }
        });
    };
    let no_choice = errors.of(format!("{id}-agree"));
    let no_reason = errors.of(format!("{id}-why"));
    let side = move |value: Choice, name: Signal<String>, suffix: &'static str| {
        view! {
            <label class=format!("ev-stance ev-stance--{suffix}")>
                <input
                    type="radio"
                    class="ui-radio"
                    name=id
                    id=format!("{id}-{suffix}")
                    data-testid=format!("{id}-{suffix}")
                    prop:checked=move || choice() == Some(value)
                    on:change=move |_| choose(value)
                />
                <span>{name}</span>
            </label>
        }
    };
    let reason = Signal::derive(move || {
        store
            .draft
            .with(|draft| draft.points.get(at).map(|one| one.reason.clone()))
            .unwrap_or_default()
    });
    let type_reason = move |typed: String| {
        store.edit(|draft| {
            if let Some(one) = draft.points.get_mut(at) {
                one.reason = typed;
            }
        });
    };
    let spoken = Signal::derive(move || {
        store
            .draft
            .with(|draft| draft.points.get(at).and_then(|one| one.spoken.clone()))
    });
    let speak = move |said: Option<SpokenDraft>| {
        store.edit(|draft| {
            if let Some(one) = draft.points.get_mut(at) {
                one.spoken = said;
            }
        });
    };
    view! {
        <fieldset
            class="ui-fieldset ev-pointfield"
            class:ui-field--wrong=move || no_choice.get().is_some()
        >
            <legend class="ev-pointfield__name">{move || words::point(i18n.locale(), point)}</legend>
            <p class="ev-pointfield__about">{move || words::about_point(i18n.locale(), point)}</p>
            <div class="ev-stances">
                {side(Choice::Agree, t!(i18n, exhibit.agree), "agree")}
                {side(Choice::Object, t!(i18n, exhibit.object), "object")}
            </div>
            <p class="ui-field__error">{no_choice}</p>
            <Show when=move || choice() == Some(Choice::Object)>
                <WordsField
                    id=format!("{id}-why")
                    label=t!(i18n, exhibit.why)
                    hint=t!(i18n, exhibit.why_hint)
                    value=reason
                    on_type=type_reason
                    error=no_reason
                />
                <SpokenField app case=case.id id value=spoken on_change=speak />
            </Show>
        </fieldset>
    }
}

/// Own exhibits that speak against it.
#[component]
fn Counter(app: App, case: CaseHandle, store: Examining, exhibit: Seq) -> impl IntoView {
    let i18n = app.i18n;
    let own = Memo::new(move |_| {
        let state = case.state();
        let Some(side) = side_of(&state, case.you()) else {
            return Vec::new();
        };
        let list = evidence_list(&state, side);
        let there = list
            .into_iter()
            .filter(|(seq, record)| *seq != exhibit && record.withdrawn.is_none());
        there
            .map(|(seq, record)| (seq, words::title(i18n.locale(), record)))
            .collect::<Vec<(Seq, String)>>()
    });
    let row = move |(seq, name): (Seq, String)| {
        let toggle = move |on: bool| {
            store.edit(|draft| {
                draft.counter.retain(|one| *one != seq);
                if on {
                    draft.counter.push(seq);
                }
            });
        };
        view! {
            <label class="ev-check">
                <input
                    type="checkbox"
                    class="ui-check"
                    data-testid=format!("counter-{seq}")
                    prop:checked=move || store.draft.read().counter.contains(&seq)
                    on:change=move |event| toggle(event_target_checked(&event))
                />
                <span>{name}</span>
            </label>
        }
    };
    view! {
        <Show when=move || !own.read().is_empty()>
            <fieldset class="ui-fieldset">
                <legend class="ui-field__label">{t!(i18n, exhibit.counter_pick)}</legend>
                {move || own.get().into_iter().map(row).collect_view()}
            </fieldset>
        </Show>
    }
}

/// What is wrong with a point, after its name.
fn named(locale: Locale, point: Point, what: String) -> String {
    let name = words::point(locale, point);
    text!(locale, exhibit.name_and_more, what = name, more = what)
}
