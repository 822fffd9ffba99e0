//! The court gives notice of something.

use anjian_api::audience::Audience;
use anjian_api::command::{Command, NoticeText, PostNotice};
use anjian_domain::words::{LINE_CHARS, MESSAGE_CHARS};
use leptos::{ev::SubmitEvent, prelude::*};

use super::audience::AudienceChoice;
use crate::features::case_space::model::due;
use crate::features::case_space::store::Space;
use crate::i18n::{Locale, t, text};
use crate::ui::{Button, ButtonKind, ErrorSummary, FieldError, TextField};

const TITLE: &str = "notice-title";
const WORDS: &str = "notice-words";
const DUE: &str = "notice-due";

/// What is filled in; it outlives the dialog, so that closing it loses nothing.
#[derive(Clone, Copy)]
pub struct NoticeDraft {
    title: RwSignal<String>,
    words: RwSignal<String>,
    due: RwSignal<String>,
    audience: RwSignal<Audience>,
    errors: RwSignal<Vec<FieldError>>,
}

impl NoticeDraft {
    /// An empty form.
    pub fn new() -> Self {
        Self {
            title: RwSignal::default(),
            words: RwSignal::default(),
            due: RwSignal::default(),
            audience: RwSignal::new(Audience::Participants),
            errors: RwSignal::default(),
        }
    }

    fn clear(self) {
        for field in [self.title, self.words, self.due] {
            field.set(String::new());
        }
    }

    fn check(self, locale: Locale, now: anjian_api::ids::Moment) -> Vec<FieldError> {
        let (title, words) = (self.title.get_untracked(), self.words.get_untracked());
        let typed = self.due.get_untracked();
        let is_past = !typed.is_empty() && due::read(&typed).is_none_or(|due| due <= now);
        let is_long = |text: &str, limit: u32| text.trim().chars().count() > limit as usize;
        let found = [
            (
                title.trim().is_empty(),
                TITLE,
                text!(locale, case_space.notice_no_title),
            ),
            (
                is_long(&title, LINE_CHARS),
                TITLE,
                text!(locale, case_space.notice_long_title),
            ),
            (
                words.trim().is_empty(),
                WORDS,
                text!(locale, case_space.notice_no_words),
            ),
            (
                is_long(&words, MESSAGE_CHARS),
                WORDS,
                text!(locale, case_space.notice_long_words),
            ),
            (is_past, DUE, text!(locale, case_space.notice_bad_due)),
        ];
        let wrong = found.into_iter().filter(|(is_wrong, ..)| *is_wrong);
        wrong
            .map(|(_, id, text)| FieldError {
                field_id: id.to_owned(),
                text,
            })
            .collect()
    }

    fn error(self, id: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.errors.with(|errors| {
                errors
                    .iter()
                    .find(|error| error.field_id == id)
                    .map(|error| error.text.clone())
            })
        })
    }
}

/// The form.
#[component]
pub fn NoticeForm(space: Space, draft: NoticeDraft) -> impl IntoView {
    let i18n = space.app.i18n;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        post(space, draft);
    };
    view! {
        <form class="ui-form" novalidate on:submit=submit>
            <ErrorSummary title=t!(i18n, case_space.notice_errors) errors=draft.errors />
            <TextField
                id=TITLE
                label=t!(i18n, case_space.notice_title)
                hint=t!(i18n, case_space.notice_title_hint)
                value=draft.title
                error=draft.error(TITLE)
                required=true
                test_id=TITLE
            />
            <WordsField space draft />
            <TextField
                id=DUE
                label=t!(i18n, case_space.notice_due_label)
                hint=t!(i18n, case_space.notice_due_hint)
                value=draft.due
                error=draft.error(DUE)
                input_type="datetime-local"
                test_id=DUE
            />
            <fieldset class="ui-fieldset">
                <legend class="ui-field__label">{t!(i18n, case_space.notice_to)}</legend>
                <AudienceChoice
                    case=space.case
                    value=draft.audience
                    label=t!(i18n, case_space.notice_to)
                />
            </fieldset>
            <Button
                label=t!(i18n, case_space.notice_send)
                kind=ButtonKind::Primary
                submit=true
                test_id="notice-send"
            />
        </form>
    }
}

#[component]
fn WordsField(space: Space, draft: NoticeDraft) -> impl IntoView {
    let i18n = space.app.i18n;
    let error = draft.error(WORDS);
    view! {
        <div class="ui-field" class:ui-field--wrong=move || error.read().is_some()>
            <label class="ui-field__label" for=WORDS>
                {t!(i18n, case_space.notice_words)}
            </label>
            <div class="ui-field__line">
                <textarea
                    class="ui-field__input"
                    id=WORDS
                    rows="5"
                    aria-required="true"
                    aria-invalid=move || error.read().as_ref().map(|_| "true")
                    aria-describedby="notice-words-error"
                    data-testid=WORDS
                    prop:value=draft.words
                    on:input=move |event| draft.words.set(event_target_value(&event))
                ></textarea>
            </div>
            <p class="ui-field__error" id="notice-words-error">
                {error}
            </p>
        </div>
    }
}

fn post(space: Space, draft: NoticeDraft) {
    let locale = space.app.i18n.locale_untracked();
    let mut errors = draft.check(locale, space.app.clock.now());
    if errors.is_empty() {
        let text = NoticeText {
            title: draft.title.get_untracked().trim().to_owned(),
            words: draft.words.get_untracked().trim().to_owned(),
        };
        let due = due::read(&draft.due.get_untracked());
        let command = Command::PostNotice(PostNotice {
            text,
            audience: draft.audience.get_untracked(),
            due,
        });
        match untrack(|| space.app.court.may(space.case.id, &command)) {
            Ok(()) => {
                space.app.court.submit(space.case.id, command);
                draft.clear();
                space.close_sheet();
                space.timeline.jump_to_end();
                space
                    .app
                    .toasts
                    .show(text!(locale, case_space.notice_posted));
            }
            Err(refusal) => {
                let words = untrack(|| space.app.refusal_words(&refusal));
                let text = text!(
                    locale,
                    case_space.refused,
                    what = words.what,
                    next = words.next
                );
                errors.push(FieldError {
                    field_id: TITLE.to_owned(),
                    text,
                });
            }
        }
    }
    draft.errors.set(errors);
}
