//! Who looked at what a hand drew, and for those who conduct the case the official picture of it.

use anjian_api::document::ink::{DrawnSignature, InkPurpose, InkReading};
use anjian_api::ids::{SeatId, Seq};
use anjian_domain::document::{DocumentRecord, Done, may_look_at_ink};
use leptos::prelude::*;

use super::problem::problem;
use crate::app::App;
use crate::features::case_space::who::{Who, who};
use crate::features::documents::store::{Look, LookingStore};
use crate::features::documents::words;
use crate::i18n::{t, text, time};
use crate::state::Load;
use crate::state::court::CaseHandle;
use crate::ui::{
    Button, ButtonCell, CellGroup, Choice, Dialog, DialogShape, IconName, SelectField, Skeleton,
};

/// The way to it, for those who conduct the case and for whoever signed.
#[component]
pub fn Looking(
    app: App,
    case: CaseHandle,
    document: Seq,
    record: Memo<Option<DocumentRecord>>,
) -> impl IntoView {
    let i18n = app.i18n;
    let is_court = Memo::new(move |_| may_look_at_ink(&case.state(), case.you()));
    let is_signed = Memo::new(move |_| {
        let you = case.you();
        record.with(|record| {
            let asked = record.iter().flat_map(|record| &record.asked);
            let mut theirs = asked.filter(|(seat, _)| is_court.get() || **seat == you);
            theirs.any(|(_, asked)| {
                let mut done = asked.answers.iter().map(|answer| &answer.done);
                done.any(|done| matches!(done, Done::Signed { .. }))
            })
        })
    });
    let title = Signal::derive(move || match is_court.get() {
        true => text!(i18n.locale(), looking.title),
        false => text!(i18n.locale(), looking.title_own),
    });
    let open = RwSignal::new(false);
    view! {
        <Show when=move || is_signed.get()>
            <CellGroup>
                <ButtonCell
                    label=title
                    icon=IconName::Eye
                    goes_on=true
                    on_press=move |()| open.set(true)
                    test_id="ink-looks"
                />
            </CellGroup>
        </Show>
        <Dialog
            open
            on_close=move |()| open.set(false)
            title
            close_label=t!(i18n, papers.close)
            shape=DialogShape::HalfScreen
        >
            <Inside app case document is_court />
        </Dialog>
    }
}

#[component]
fn Inside(app: App, case: CaseHandle, document: Seq, is_court: Memo<bool>) -> impl IntoView {
    let i18n = app.i18n;
    let store = LookingStore::open(app, case.id, document);
    let note = Signal::derive(move || match is_court.get() {
        true => text!(i18n.locale(), looking.note),
        false => text!(i18n.locale(), looking.note_own),
    });
    // Each keeps its place, its purpose and its picture while who looked is fetched again.
    let entries = Memo::new(move |_| {
        let drawn = store.drawn();
        let drawn = drawn.value()?.iter();
        Some(drawn.map(|one| one.entry).collect::<Vec<_>>())
    });
    let one = move |entry: Seq| {
        let signature = Memo::new(move |_| {
            let drawn = store.drawn();
            let mut drawn = drawn.value().into_iter().flatten();
            drawn.find(|one| one.entry == entry).cloned()
        });
        view! { <One app case store entry signature is_court /> }
    };
    let inside = move || match entries.get() {
        Some(entries) if entries.is_empty() => {
            view! { <p class="doc-note">{t!(i18n, looking.none_drawn)}</p> }.into_any()
        }
        Some(entries) => entries.into_iter().map(one).collect_view().into_any(),
        None => match store.drawn() {
            Load::Failed { error, .. } => {
                let again = Callback::new(move |()| store.fetch());
                problem(app, store.case, &error, Some(again))
            }
            _ => view! { <Skeleton label=t!(i18n, common.loading) /> }.into_any(),
        },
    };
    view! {
        <div class="doc-looks">
            <p class="doc-note">{note}</p>
            {inside}
        </div>
    }
}

/// One signature.
#[component]
fn One(
    app: App,
    case: CaseHandle,
    store: LookingStore,
    entry: Seq,
    signature: Memo<Option<DrawnSignature>>,
    is_court: Memo<bool>,
) -> impl IntoView {
    let i18n = app.i18n;
    let signer = Signal::derive(move || {
        signature.with(|one| {
            one.as_ref()
                .map_or_else(String::new, |one| one.signer.clone())
        })
    });
    let title = move || text!(i18n.locale(), looking.of, name = signer.get());
    let given = move || {
        let (version, at) = signature.with(|one| one.as_ref().map(|one| (one.version, one.at)))?;
        let locale = i18n.locale();
        let when = time::full_label(locale, at);
        Some(text!(locale, looking.given, version = version, when = when))
    };
    view! {
        <section class="doc-look" data-testid="ink-signature">
            <h3 class="doc-look__title">{title}</h3>
            <p class="doc-head__fact">{given}</p>
            <Show when=move || is_court.get()>
                <Picture app store entry signer />
            </Show>
            <Readings app case signature />
        </section>
    }
}

/// The purpose, and then the picture.
#[component]
fn Picture(app: App, store: LookingStore, entry: Seq, signer: Signal<String>) -> impl IntoView {
    let i18n = app.i18n;
    let chosen = RwSignal::new(String::new());
    let choices = Signal::derive(move || {
        let locale = i18n.locale();
        let none = Choice {
            value: String::new(),
            label: text!(locale, looking.choose),
        };
        let purposes = InkPurpose::ASKED.iter().enumerate();
        let purposes = purposes.map(|(at, purpose)| Choice {
            value: at.to_string(),
            label: words::ink_purpose(locale, *purpose),
        });
        std::iter::once(none).chain(purposes).collect::<Vec<_>>()
    });
    let error = Signal::derive(move || {
        let is_missing = matches!(store.look(entry), Look::WithoutPurpose);
        is_missing.then(|| text!(i18n.locale(), looking.purpose_missing))
    });
    let told = Callback::new(move |()| {
        app.announcer
            .polite(&text!(i18n.locale_untracked(), looking.shown));
    });
    let ask = move || {
        let at = chosen.with_untracked(|chosen| chosen.parse::<usize>().ok());
        let purpose = at.and_then(|at| InkPurpose::ASKED.get(at).copied());
        untrack(|| store.ask(entry, purpose, told));
    };
    let is_asked = Signal::derive(move || matches!(store.look(entry), Look::Asked));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        ask();
    };
    let picture = move || match store.look(entry) {
        Look::There(url) => {
            let alt = move || text!(i18n.locale(), looking.alt, name = signer.get());
            let name = move || text!(i18n.locale(), looking.file, name = signer.get());
            let address = url.url().to_owned();
            let shown = address.clone();
            // Lives as long as it is shown.
            StoredValue::new(url);
            view! {
                <figure class="doc-look__figure">
                    <img class="doc-look__picture" src=shown alt=alt data-testid="ink-picture" />
                    <figcaption class="doc-note">{t!(i18n, looking.caption)}</figcaption>
                </figure>
                <a class="ui-link" href=address download=name data-testid="ink-take">
                    {t!(i18n, looking.take)}
                </a>
            }
            .into_any()
        }
        Look::Failed(error) => problem(app, store.case, &error, None),
        Look::Not | Look::WithoutPurpose | Look::Asked => ().into_any(),
    };
    view! {
        <form class="ui-form" novalidate on:submit=submit>
            <SelectField
                id=format!("ink-purpose-{entry}")
                label=t!(i18n, looking.purpose)
                value=chosen
                choices
                on_choose=move |value| chosen.set(value)
                error
                required=true
            />
            <Button
                label=t!(i18n, looking.look)
                submit=true
                busy=is_asked
                test_id="ink-look"
            />
        </form>
        {picture}
    }
}

/// Who looked, when, what for.
#[component]
fn Readings(app: App, case: CaseHandle, signature: Memo<Option<DrawnSignature>>) -> impl IntoView {
    let i18n = app.i18n;
    let name = move |seat: Option<SeatId>| {
        let locale = i18n.locale();
        let Some(seat) = seat else {
            return text!(locale, case_space.unknown_person);
        };
        let Who { name, label, .. } = who(locale, &case.state(), seat);
        text!(locale, looking.who, name = name, role = label)
    };
    let row = move |reading: InkReading| {
        let words = move || {
            let what = words::ink_purpose(i18n.locale(), reading.purpose);
            text!(
                i18n.locale(),
                looking.looked,
                who = name(reading.by),
                what = what
            )
        };
        view! {
            <li class="doc-answer">
                <span>{words}</span>
                <time class="doc-answer__when">{move || time::full_label(i18n.locale(), reading.at)}</time>
            </li>
        }
    };
    let parts = Memo::new(move |_| {
        let readings = signature.with(|one| one.as_ref().map(|one| one.readings.clone()));
        let all = readings.unwrap_or_default().into_iter();
        all.partition::<Vec<InkReading>, _>(|reading| reading.purpose == InkPurpose::SealedPdf)
    });
    let people = move || {
        let (_, people) = parts.get();
        match people.is_empty() {
            true => view! { <li class="doc-answer">{t!(i18n, looking.nobody)}</li> }.into_any(),
            false => people.into_iter().rev().map(row).collect_view().into_any(),
        }
    };
    let server = move || {
        let (server, _) = parts.get();
        let last = server.last()?.at;
        let when = time::full_label(i18n.locale(), last);
        let count = server.len();
        Some(view! {
            <li class="doc-answer">
                <span>{text!(i18n.locale(), looking.server, count = count)}</span>
                <time class="doc-answer__when">{when}</time>
            </li>
        })
    };
    view! {
        <h4 class="doc-look__sub">{t!(i18n, looking.readings)}</h4>
        <ol class="doc-answers doc-look__readings" data-testid="ink-readings">
            {people}
            {server}
        </ol>
    }
}
