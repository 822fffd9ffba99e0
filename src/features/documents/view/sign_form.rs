//! Who signs, and how.

use anjian_api::document::signing::Way;
use anjian_api::file::{FileFacts, FileKind};
use anjian_ink::trace::Trace;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::sign_on_phone::SignOnPhone;
use super::sign_page::Ceremony;
use crate::features::documents::model::manifest::Signer;
use crate::i18n::{Locale, document_words, t, text};
use crate::platform::files::{open_picker, picked};
use crate::routes::Page;
use crate::state::uploads::Intent;
use crate::ui::{
    Button, ButtonKind, Choice, ChoiceField, ErrorSummary, FieldError, FormErrors, SelectField,
    TextField,
};

/// The field for the name of who signs.
pub const NAME: &str = "sign-name";
const WITNESS: &str = "sign-witness";
const CODE: &str = "sign-code";
const PHOTO: &str = "sign-photo";
/// 身份 as the record says it, whatever the language of the screen.
const CAPACITIES: [&str; 5] = [
    "",
    "法定代表人",
    "主要负责人",
    "委托诉讼代理人",
    "法定代理人",
];
const WAYS: [Way; 4] = [Way::Drawn, Way::Typed, Way::Assisted, Way::Fingerprint];

fn capacity(locale: Locale, at: usize) -> String {
    match at {
        0 => text!(locale, papers.as_oneself),
        1 => text!(locale, papers.as_legal_representative),
        2 => text!(locale, papers.as_head),
        3 => text!(locale, papers.as_agent),
        _ => text!(locale, papers.as_guardian),
    }
}

fn way_words(locale: Locale, way: Way) -> String {
    match way {
        Way::Drawn => text!(locale, papers.way_drawn),
        Way::Typed => text!(locale, papers.way_typed),
        Way::Assisted => text!(locale, papers.way_assisted),
        Way::Fingerprint => text!(locale, papers.way_fingerprint),
    }
}

fn signer(ceremony: Ceremony) -> Signer {
    let trimmed = |words: RwSignal<String>| words.get_untracked().trim().to_owned();
    let way = ceremony.way.get_untracked();
    Signer {
        name: trimmed(ceremony.name),
        capacity: ceremony.capacity.get_untracked(),
        witness: match way {
            Way::Assisted => trimmed(ceremony.witness),
            _ => String::new(),
        },
    }
}

/// The pad gave a signature: it goes to the court at once.
pub fn drawn(ceremony: Ceremony, trace: Trace) {
    ceremony.drawn.set(Some(trace.clone()));
    let way = ceremony.way.get_untracked();
    let who = signer(ceremony);
    ceremony
        .signing
        .sign(ceremony.shown, way, who, Some(trace), None, None);
}

/// The form.
#[component]
pub fn SignForm(ceremony: Ceremony) -> impl IntoView {
    let app = ceremony.app;
    let i18n = app.i18n;
    let photo = Memo::new(move |_| photograph(ceremony));
    let has_codes = Memo::new(move |_| app.info().is_some_and(|info| info.codes));
    let ways = move || -> Vec<Way> {
        let all = WAYS.into_iter();
        all.filter(|way| *way != Way::Typed || has_codes.get())
            .collect()
    };
    let chosen = Signal::derive(move || {
        let way = ceremony.way.get();
        ways().iter().position(|one| *one == way)
    });
    let choose = move |at: usize| {
        if let Some(way) = untrack(ways).get(at) {
            ceremony.way.set(*way);
        }
    };
    let check = move || -> Vec<FieldError> {
        let locale = i18n.locale();
        let way = ceremony.way.get();
        let empty = |words: RwSignal<String>| words.with(|words| words.trim().is_empty());
        let found = [
            (
                empty(ceremony.name),
                NAME,
                text!(locale, papers.name_missing),
            ),
            (
                way == Way::Assisted && empty(ceremony.witness),
                WITNESS,
                text!(locale, papers.witness_missing),
            ),
            (
                way == Way::Typed && empty(ceremony.code),
                CODE,
                text!(locale, papers.code_missing),
            ),
            (
                way == Way::Fingerprint && photo.get().is_none(),
                PHOTO,
                text!(locale, papers.photo_missing),
            ),
        ];
        let wrong = found.into_iter().filter(|(is_wrong, ..)| *is_wrong);
        wrong
            .map(|(_, id, text)| FieldError {
                field_id: id.to_owned(),
                text,
            })
            .collect()
    };
    let errors = FormErrors::new(check);
    let error = move |id: &'static str| errors.of(id);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !errors.say() {
            return;
        }
        let way = ceremony.way.get_untracked();
        if way == Way::Drawn {
            ceremony.writing.set(true);
            return;
        }
        ceremony.drawn.set(None);
        let fingerprint = photo.get_untracked().filter(|_| way == Way::Fingerprint);
        let code = ceremony.code.get_untracked().trim().to_owned();
        ceremony.signing.sign(
            ceremony.shown,
            way,
            signer(ceremony),
            None,
            fingerprint.map(|facts| (facts.id, facts.sha256)),
            (way == Way::Typed).then_some(code),
        );
    };
    let write_too = move |()| {
        ceremony.writing.set(errors.say());
    };
    let capacity_choices = Signal::derive(move || {
        let locale = i18n.locale();
        let all = CAPACITIES.iter().enumerate();
        all.map(|(at, value)| Choice {
            value: (*value).to_owned(),
            label: capacity(locale, at),
        })
        .collect::<Vec<_>>()
    });
    let fields = move || match ceremony.way.get() {
        Way::Drawn => ().into_any(),
        Way::Typed => view! { <CodeField ceremony error=error(CODE) /> }.into_any(),
        Way::Assisted => view! {
            <TextField
                id=WITNESS
                label=t!(i18n, papers.witness)
                hint=t!(i18n, papers.witness_hint)
                value=ceremony.witness
                error=error(WITNESS)
                required=true
                test_id=WITNESS
            />
            <div class="doc-inline">
                <Button label=t!(i18n, papers.write_too) on_press=write_too test_id="write-too" />
            </div>
        }
        .into_any(),
        Way::Fingerprint => view! { <PhotoField ceremony photo error=error(PHOTO) /> }.into_any(),
    };
    let verb = Signal::derive(move || match ceremony.way.get() {
        Way::Drawn => text!(i18n.locale(), papers.go_write),
        _ => text!(i18n.locale(), papers.confirm_signature),
    });
    view! {
        <form class="ui-form doc-form" novalidate on:submit=submit data-testid="sign-form">
            <ErrorSummary title=t!(i18n, papers.sign_errors) errors=errors.all() />
            <TextField
                id=NAME
                label=t!(i18n, papers.signer)
                hint=t!(i18n, papers.signer_hint)
                value=ceremony.name
                error=error(NAME)
                required=true
                maxlength=40
                test_id=NAME
            />
            <SelectField
                id="sign-capacity"
                label=t!(i18n, papers.capacity)
                hint=t!(i18n, papers.capacity_hint)
                value=ceremony.capacity
                choices=capacity_choices
                on_choose=move |value| ceremony.capacity.set(value)
            />
            {move || {
                let locale = i18n.locale();
                let choices = ways().into_iter().map(|way| way_words(locale, way)).collect();
                view! {
                    <ChoiceField
                        id="sign-way"
                        label=t!(i18n, papers.way)
                        choices
                        value=chosen
                        on_choose=choose
                    />
                }
            }}
            {fields}
            <p class="doc-note">{t!(i18n, papers.sign_note)}</p>
            <Button label=verb kind=ButtonKind::Primary submit=true test_id="sign-submit" />
            {ceremony
                .for_desktop
                .is_none()
                .then(|| {
                    view! {
                        <SignOnPhone
                            app
                            open=RwSignal::new(false)
                            case=ceremony.case.id
                            document=ceremony.signing.document
                            version=Signal::stored(Some(ceremony.shown.version))
                            on_done=move |()| app.back(Page::Document(ceremony.case.id, ceremony.signing.document))
                        />
                    }
                })}
        </form>
    }
}

/// The code that comes by telephone.
#[component]
fn CodeField(ceremony: Ceremony, error: Signal<Option<String>>) -> impl IntoView {
    let i18n = ceremony.app.i18n;
    let signing = ceremony.signing;
    let told = move || {
        let sent = signing.code_sent.get()?;
        let locale = i18n.locale();
        Some(match sent.shown_here {
            Some(code) => text!(locale, papers.code_here, code = code),
            None => text!(locale, papers.code_sent, phone = sent.phone),
        })
    };
    let failed = move || {
        let error = signing.code_failed.get()?;
        let words = document_words::error(i18n.locale(), &error, &ceremony.app.help_phone());
        Some(format!("{} {}", words.what, words.next))
    };
    view! {
        <div class="doc-inline">
            <Button
                label=t!(i18n, papers.get_code)
                on_press=move |()| signing.ask_code(ceremony.shown)
                test_id="get-code"
            />
        </div>
        <p class="doc-note" role="status" data-testid="code-told">{told}</p>
        <p class="ui-field__error" role="alert">{failed}</p>
        <TextField
            id=CODE
            label=t!(i18n, papers.code)
            value=ceremony.code
            error
            inputmode="numeric"
            autocomplete="one-time-code"
            maxlength=8
            required=true
            test_id=CODE
        />
    }
}

/// A photograph of the fingerprint on paper.
#[component]
fn PhotoField(
    ceremony: Ceremony,
    photo: Memo<Option<FileFacts>>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let app = ceremony.app;
    let i18n = app.i18n;
    let batch = ceremony.photo;
    let take = move |event: leptos::ev::Event| {
        let Some(file) = picked(&event).into_iter().next() else {
            return;
        };
        if let Some(old) = batch.get_untracked() {
            app.uploads.discard(old);
        }
        batch.set(app.uploads.add(ceremony.case.id, vec![file], Intent::Hold));
    };
    let state = move || match (batch.get(), photo.get()) {
        (None, _) => text!(i18n.locale(), papers.photo_hint),
        (Some(_), None) => text!(i18n.locale(), papers.photo_on_its_way),
        (Some(_), Some(_)) => text!(i18n.locale(), papers.photo_there),
    };
    view! {
        <div class="doc-inline" id=PHOTO tabindex="-1">
            <Button
                label=t!(i18n, papers.photograph)
                on_press=move |()| open_picker("sign-camera")
                test_id="photograph-fingerprint"
            />
            <input
                type="file"
                id="sign-camera"
                accept="image/*"
                capture="environment"
                hidden
                on:change=take
            />
        </div>
        <p class="doc-note" role="status" data-testid="photo-state">{state}</p>
        <p class="ui-field__error">{error}</p>
    }
}

/// What the server said of the photograph, once it has it.
fn photograph(ceremony: Ceremony) -> Option<FileFacts> {
    let batch = ceremony.app.uploads.batch(ceremony.photo.get()?)?;
    let receipt = batch.files.first()?.receipt.as_ref()?;
    let facts = receipt.facts.clone();
    (facts.kind != FileKind::Pdf).then_some(facts)
}
