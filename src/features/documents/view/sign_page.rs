//! Signing: who signs named first, then how; what was signed, at the end.

use anjian_api::document::signing::Way;
use anjian_api::ids::{CaseId, HandoffId, Seq};
use anjian_domain::document::DocumentRecord;
use anjian_ink::svg;
use anjian_ink::trace::Trace;
use leptos::prelude::*;
use uuid::Uuid;

use super::frame::Frame;
use super::problem::problem;
use super::sign_form::{NAME, SignForm};
use crate::app::{App, use_app};
use crate::features::case_space::who::who;
use crate::features::documents::model::standing::{ink_key, pages_of};
use crate::features::documents::pad::{Pad, PadView};
use crate::features::documents::store::{Shown, Signing, Stands, Step};
use crate::features::documents::{STYLE, words};
use crate::i18n::{t, text};
use crate::platform::{self, dom, styles};
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::{Button, ButtonKind, EmptyState, Icon, IconName, ProblemView};

/// What came of it, where the focus goes.
const SIGNED: &str = "signed-title";
const FAILED: &str = "sign-failed";
const OUTDATED: &str = "sign-outdated";

/// Everything of one signing.
#[derive(Clone, Copy)]
pub struct Ceremony {
    /// The app.
    pub app: App,
    /// The case.
    pub case: CaseHandle,
    /// What is signed.
    pub shown: Shown,
    /// On its way.
    pub signing: Signing,
    /// What the hand writes on.
    pub pad: Pad,
    /// The pad is open.
    pub writing: RwSignal<bool>,
    /// The name of who signs.
    pub name: RwSignal<String>,
    /// In which capacity; empty for oneself.
    pub capacity: RwSignal<String>,
    /// Who helps and sees it.
    pub witness: RwSignal<String>,
    /// How.
    pub way: RwSignal<Way>,
    /// The code that came by telephone.
    pub code: RwSignal<String>,
    /// What was drawn, once it is used.
    pub drawn: RwSignal<Option<Trace>>,
    /// The phone signs for a desktop.
    pub for_desktop: Option<ForDesktop>,
    /// The photograph of a fingerprint, on its way or there.
    pub photo: RwSignal<Option<Uuid>>,
}

/// A phone that signs for a desktop.
#[derive(Clone, Copy)]
pub struct ForDesktop {
    /// The hand-off, which the record names.
    pub handoff: HandoffId,
    /// Somebody goes back to the words.
    pub on_back: Callback<()>,
    /// The signature stands.
    pub on_signed: Callback<()>,
    /// The court has said that it stands, whatever this phone heard of it.
    pub is_signed: Signal<bool>,
}

/// The page.
#[component]
pub fn SignPage(
    /// The case.
    case: CaseId,
    /// The document.
    document: Seq,
    /// The phone signs for a desktop.
    #[prop(optional)]
    for_desktop: Option<ForDesktop>,
) -> impl IntoView {
    styles::add(STYLE);
    let app = use_app();
    let i18n = app.i18n;
    let handle = app.court.open(case);
    let record = Memo::new(move |_| handle.state().documents.sent.get(&document).cloned());
    let is_done = RwSignal::new(false);
    let back = move |()| match for_desktop {
        Some(_) if is_done.get_untracked() => app.go_replacing(Page::Document(case, document)),
        Some(desktop) => desktop.on_back.run(()),
        None => app.back(Page::Document(case, document)),
    };
    let subtitle = Signal::derive(move || {
        record.with(|record| record.as_ref().map(|record| record.title.clone()))
    });
    let is_known = Memo::new(move |_| record.with(Option::is_some));
    let inside = move || {
        // Nobody draws what would be refused.
        let is_unfilled = record.with_untracked(|record| {
            let current = record.as_ref().and_then(DocumentRecord::current);
            current.is_some_and(|version| version.unfilled)
        });
        is_known.get().then(|| match is_unfilled {
            true => view! { <Unfilled app to=Page::Document(case, document) /> }.into_any(),
            false => {
                view! { <Inside app case=handle document record for_desktop is_done /> }.into_any()
            }
        })
    };
    view! {
        <Frame
            case=handle
            title=t!(i18n, papers.sign_title)
            subtitle
            on_back=back
            back_label=t!(i18n, papers.back_document)
            test_id="sign-page"
            inside
        />
    }
}

/// There are gaps that its signer fills in first.
#[component]
fn Unfilled(app: App, to: Page) -> impl IntoView {
    let i18n = app.i18n;
    view! {
        <EmptyState
            title=t!(i18n, papers.unfilled_title)
            detail=t!(i18n, papers.unfilled_detail)
            icon=IconName::Pencil
        >
            <Button
                label=t!(i18n, papers.unfilled_do)
                kind=ButtonKind::Primary
                on_press=move |()| app.go_replacing(to)
                test_id="sign-fill-first"
            />
        </EmptyState>
    }
}

#[component]
fn Inside(
    app: App,
    case: CaseHandle,
    document: Seq,
    record: Memo<Option<DocumentRecord>>,
    for_desktop: Option<ForDesktop>,
    is_done: RwSignal<bool>,
) -> impl IntoView {
    let i18n = app.i18n;
    // What is shown is fixed while somebody signs: no version that comes meanwhile takes its place.
    let now = record;
    let record = record.get_untracked()?;
    let sha256 = record
        .current()
        .map(|version| version.file.sha256)
        .unwrap_or_default();
    let shown = Shown {
        version: record.version(),
        sha256,
    };
    let own = case.seat();
    let person = app.court.person().map(|person| person.to_string());
    let key = ink_key(
        &person.unwrap_or_default(),
        case.id,
        document,
        shown.version,
    );
    let ceremony = Ceremony {
        app,
        case,
        shown,
        signing: Signing::open(app, case.id, document, for_desktop.map(|it| it.handoff)),
        pad: Pad::open(key),
        writing: RwSignal::new(false),
        name: RwSignal::new(own.map_or_else(String::new, |seat| seat.name)),
        capacity: RwSignal::new(String::new()),
        witness: RwSignal::new(String::new()),
        way: RwSignal::new(Way::Drawn),
        code: RwSignal::new(String::new()),
        drawn: RwSignal::new(None),
        for_desktop,
        photo: RwSignal::new(None),
    };
    follow(ceremony);
    // While it is on its way its answer is waited for, and what stands is not taken away.
    let is_outdated = Memo::new(move |_| {
        let version = now.with(|record| record.as_ref().map(DocumentRecord::version));
        let is_other = version.is_some_and(|version| version != shown.version);
        let step = ceremony.signing.step;
        is_other && step.with(|step| !matches!(step, Step::Sending | Step::Done(_)))
    });
    Effect::new(move |_| {
        if is_outdated.get() {
            // It was written for another version, and is kept for nothing else.
            ceremony.writing.set(false);
            ceremony.pad.forget();
            lead_to(OUTDATED);
        }
    });
    let identity = {
        let record = record.clone();
        Signal::derive(move || {
            let locale = i18n.locale();
            let title = &record.title;
            format!("{title} · {}", words::identity(locale, &record))
        })
    };
    let pages = pages_of(&record, case.you());
    let places = (!pages.is_empty()).then(|| {
        let list = pages.iter().map(u32::to_string).collect::<Vec<_>>();
        view! {
            <p class="doc-note">
                {t!(i18n, papers.places, pages = list.join(i18n.locale_untracked().pick(["、", ", "])))}
            </p>
        }
    });
    Effect::new(move |_| {
        let is_signed = ceremony
            .signing
            .step
            .with(|step| matches!(step, Step::Done(_)));
        is_done.set(is_signed);
        if let (true, Some(desktop)) = (is_signed, for_desktop) {
            desktop.on_signed.run(());
        }
    });
    // The answer was lost on the way, and the court says otherwise that it stands.
    Effect::new(move |_| {
        let is_signed = for_desktop.is_some_and(|desktop| desktop.is_signed.get());
        let has_failed = (ceremony.signing.step).with(|step| matches!(step, Step::Failed(_)));
        if is_signed && has_failed {
            ceremony.signing.ask_what_stands(shown);
        }
    });
    let body = move || match ceremony.signing.step.get() {
        _ if is_outdated.get() => view! { <OtherVersion ceremony document now /> }.into_any(),
        Step::Done(stands) => view! { <Done ceremony document stands /> }.into_any(),
        Step::Sending => view! { <OnItsWay ceremony /> }.into_any(),
        Step::Failed(error) => view! {
            <div id=FAILED tabindex="-1">{problem(app, case.id, &error, None)}</div>
            <SignForm ceremony />
        }
        .into_any(),
        Step::Open => view! { <SignForm ceremony /> }.into_any(),
    };
    let pad = move || {
        (ceremony.writing.get() && !is_outdated.get()).then(|| {
            ceremony
                .name
                .with_untracked(|name| ceremony.pad.belongs_to(name));
            let title = Signal::derive(move || {
                let locale = i18n.locale();
                let role = who(locale, &case.state(), case.you()).label;
                text!(
                    locale,
                    papers.pad_title,
                    name = ceremony.name.get(),
                    role = role
                )
            });
            let done = move |trace: Trace| {
                ceremony.writing.set(false);
                super::sign_form::drawn(ceremony, trace);
            };
            let other = move |()| {
                ceremony.writing.set(false);
                ceremony.way.set(Way::Assisted);
            };
            view! {
                <PadView
                    pad=ceremony.pad
                    title
                    subtitle=identity
                    on_done=done
                    on_close=move |()| ceremony.writing.set(false)
                    on_other=Callback::new(other)
                />
            }
        })
    };
    Some(view! {
        <header class="doc-head">
            <p class="doc-head__id">{identity}</p>
            {places}
        </header>
        <Before ceremony />
        {body}
        {pad}
    })
}

/// Parts of the page take each other's place, and the focus goes with them: whoever does not see the
/// screen hears what goes on, and is led to what came of it.
fn follow(ceremony: Ceremony) {
    let app = ceremony.app;
    Effect::new(move |before: Option<Step>| {
        let locale = app.i18n.locale_untracked();
        let step = ceremony.signing.step.get();
        match &step {
            Step::Open if matches!(before, Some(Step::Done(_))) => lead_to(NAME),
            Step::Open => {}
            Step::Sending => {
                app.announcer
                    .polite(&text!(locale, papers.sending_signature));
            }
            Step::Failed(_) => lead_to(FAILED),
            Step::Done(stands) => {
                let words = text!(
                    locale,
                    papers.signed_words,
                    name = stands.signer,
                    number = stands.signed.seq
                );
                app.announcer.polite(&words);
                lead_to(SIGNED);
            }
        }
        step
    });
}

/// The focus goes there once it is laid out.
fn lead_to(place: &'static str) {
    platform::keep(dom::after_layout(move || {
        let _ = dom::focus_id(place);
    }));
}

/// What was drawn, upright, as it will stand on the paper.
fn picture(trace: &Trace) -> Option<impl IntoView + use<>> {
    let outlines = svg::outlines(trace);
    let bounds = svg::trimmed(&outlines)?;
    let (left, top) = (bounds.left, bounds.top);
    let view_box = format!("{left} {top} {} {}", bounds.width(), bounds.height());
    let path = svg::path(&outlines);
    Some(view! {
        <svg class="doc-ink" viewBox=view_box aria-hidden="true" data-testid="ink-preview">
            <path d=path></path>
        </svg>
    })
}

#[component]
fn OnItsWay(ceremony: Ceremony) -> impl IntoView {
    let i18n = ceremony.app.i18n;
    let ink = ceremony.drawn.get_untracked();
    view! {
        <div class="doc-waiting" data-testid="signing">
            {ink.as_ref().and_then(picture)}
            <p>{t!(i18n, papers.sending_signature)}</p>
        </div>
    }
}

/// A new version came while somebody was signing.
#[component]
fn OtherVersion(
    ceremony: Ceremony,
    document: Seq,
    now: Memo<Option<DocumentRecord>>,
) -> impl IntoView {
    let app = ceremony.app;
    let i18n = app.i18n;
    let version = move || now.with(|record| record.as_ref().map_or(0, DocumentRecord::version));
    let what =
        Signal::derive(move || text!(i18n.locale(), papers.other_version, version = version()));
    view! {
        <div id=OUTDATED tabindex="-1" data-testid="sign-outdated">
            <ProblemView
                what
                next=t!(i18n, papers.next_other_version)
                whom=String::new()
                action_label=t!(i18n, papers.to_document)
                on_action=move |()| app.back(Page::Document(ceremony.case.id, document))
                inline=true
            />
        </div>
    }
}

/// Somebody else's signature was found to stand: it is said beside whatever becomes of this one.
#[component]
fn Before(ceremony: Ceremony) -> impl IntoView {
    let i18n = ceremony.app.i18n;
    let words = move || {
        ceremony.signing.before.get().map(|before| {
            let (name, number) = (before.signer, before.seq);
            text!(
                i18n.locale(),
                papers.signed_before,
                name = name,
                number = number
            )
        })
    };
    view! {
        <p class="doc-note" role="status" data-testid="signed-before">{words}</p>
    }
}

/// It stands: who, when, and what next.
#[component]
fn Done(ceremony: Ceremony, document: Seq, stands: Stands) -> impl IntoView {
    let app = ceremony.app;
    let i18n = app.i18n;
    let case = ceremony.case;
    // Only what is in the record is shown as such.
    let is_now = !stands.is_earlier;
    let ink = ceremony.drawn.get_untracked().filter(|_| is_now);
    // Nothing of the hand stays on the device.
    ceremony.pad.forget();
    if let Some(photo) = ceremony.photo.get_untracked() {
        app.uploads.taken(photo);
    }
    // A hand-off is for one signature.
    let is_here = ceremony.for_desktop.is_none();
    let note = move || match is_here {
        true => text!(i18n.locale(), papers.next_person_note),
        false => text!(i18n.locale(), handoff.next_signed),
    };
    let to_document = move |()| {
        let page = Page::Document(case.id, document);
        if is_here {
            app.back(page);
        } else {
            app.go_replacing(page);
        }
    };
    let again = move |()| {
        ceremony.drawn.set(None);
        ceremony.name.set(String::new());
        ceremony.capacity.set(String::new());
        ceremony.witness.set(String::new());
        ceremony.code.set(String::new());
        ceremony.way.set(Way::Drawn);
        ceremony.photo.set(None);
        ceremony.signing.again();
    };
    view! {
        <div class="doc-done" data-testid="signed">
            <span class="doc-done__mark">
                <Icon name=IconName::Check />
            </span>
            <h2 class="doc-done__title" id=SIGNED tabindex="-1">{t!(i18n, papers.signed_title)}</h2>
            <p>{t!(i18n, papers.signed_words, name = stands.signer, number = stands.signed.seq)}</p>
            {stands.is_earlier.then(|| view! { <p>{t!(i18n, papers.stood_already)}</p> })}
            {stands
                .signed
                .sealed
                .is_none()
                .then(|| view! { <p>{t!(i18n, papers.sealed_later)}</p> })}
            {ink.as_ref().and_then(picture)}
        </div>
        <div class="doc-actions">
            <Button
                label=t!(i18n, papers.to_document)
                kind=ButtonKind::Primary
                on_press=to_document
                test_id="to-document"
            />
            {is_here
                .then(|| {
                    view! {
                        <Button
                            label=t!(i18n, papers.next_person)
                            on_press=again
                            test_id="next-person"
                        />
                    }
                })}
        </div>
        <p class="doc-note doc-note--end">{note}</p>
    }
}
