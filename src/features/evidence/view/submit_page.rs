//! 提交证据: files first, then the fields of the list of evidence, then a last look.

use anjian_api::command::Command;
use anjian_api::evidence::EvidenceCategory;
use anjian_api::evidence::command::EvidenceCommand;
use anjian_api::ids::CaseId;
use anjian_domain::roles;
use leptos::{ev::SubmitEvent, prelude::*};

use super::act::may;
use super::fields::{ChoiceField, WordsField};
use super::list::{can_submit, probe};
use super::preview::PreviewDialog;
use super::submit_files::{Pages, Pickers};
use crate::app::use_app;
use crate::features::evidence::model::draft::{Form, Missing};
use crate::features::evidence::store::Submission;
use crate::features::evidence::words;
use crate::i18n::{Locale, t, text};
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::{
    Button, ButtonKind, Dialog, EmptyState, ErrorSummary, FieldError, IconName, NavBar, SwitchCell,
    TextField,
};

const NAME: &str = "evidence-name";
const CATEGORY: &str = "evidence-category";
const SOURCE: &str = "evidence-source";
const PURPOSE: &str = "evidence-purpose";
const FORM: &str = "evidence-form";
const HOLDER: &str = "evidence-holder";
const LATE: &str = "evidence-late";
const FILES: &str = "evidence-files";

/// The page.
#[component]
pub fn SubmitPage(
    /// The case.
    case: CaseId,
) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let handle = app.court.open(case);
    let back = move |()| app.back(Page::Case(case));
    let may_submit = may(app, handle, probe());
    let is_open = Memo::new(move |_| can_submit(&may_submit.get()));
    view! {
        <div class="page" data-testid="submit-evidence-page">
            <NavBar
                title=t!(i18n, submission.title)
                on_back=back
                back_label=t!(i18n, submission.back)
            />
            <div class="pane__scroll" tabindex="0">
                {move || {
                    if is_open.get() {
                        view! { <Fields case=handle /> }.into_any()
                    } else {
                        view! {
                            <EmptyState title=t!(i18n, submission.closed) icon=IconName::Lock />
                        }
                            .into_any()
                    }
                }}
            </div>
        </div>
    }
}

const fn field(missing: Missing) -> &'static str {
    match missing {
        Missing::Files => FILES,
        Missing::Name => NAME,
        Missing::Category => CATEGORY,
        Missing::Source => SOURCE,
        Missing::Purpose => PURPOSE,
        Missing::Form => "evidence-form-0",
        Missing::Holder => HOLDER,
        Missing::LateReason => LATE,
    }
}

fn ask_for(locale: Locale, missing: Missing) -> String {
    match missing {
        Missing::Files => text!(locale, submission.no_files),
        Missing::Name => text!(locale, submission.missing_name),
        Missing::Category => text!(locale, submission.missing_category),
        Missing::Source => text!(locale, submission.missing_source),
        Missing::Purpose => text!(locale, submission.missing_purpose),
        Missing::Form => text!(locale, submission.missing_form),
        Missing::Holder => text!(locale, submission.missing_holder),
        Missing::LateReason => text!(locale, submission.missing_late),
    }
}

#[component]
fn Fields(case: CaseHandle) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let store = Submission::open(app, case.id);
    // The app may have been reloaded right here, before it knew whose page it is.
    Effect::new(move |_| {
        if app.session.current().is_some() {
            app.uploads.resume();
        }
    });
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let error = move |id: &'static str| {
        Signal::derive(move || {
            let errors = errors.read();
            let found = errors.iter().find(|error| error.field_id == id);
            found.map(|error| error.text.clone())
        })
    };
    let is_late = Memo::new(move |_| {
        let by_the_court = case.seat().is_some_and(|seat| roles::conducts(seat.role));
        let due = case.state().evidence.deadline;
        !by_the_court && due.is_some_and(|due| app.clock.minute() > due)
    });
    let preview = RwSignal::new(false);
    let discarding = RwSignal::new(false);
    let missing = move || -> Vec<FieldError> {
        let locale = i18n.locale_untracked();
        let files = untrack(|| store.files()).len();
        let draft = untrack(|| store.draft());
        let missing = draft.missing(files, is_late.get_untracked());
        let error = |one: Missing| FieldError {
            field_id: field(one).to_owned(),
            text: ask_for(locale, one),
        };
        missing.into_iter().map(error).collect()
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let mut wrong = missing();
        if let Some(command) = untrack(|| store.command()).filter(|_| wrong.is_empty()) {
            let command = Command::Evidence(EvidenceCommand::SubmitExhibit(command));
            match untrack(|| app.court.may(case.id, &command)) {
                Ok(()) => {
                    app.court.submit(case.id, command);
                    store.submitted();
                    app.toasts
                        .show(text!(i18n.locale_untracked(), submission.submitted));
                    app.back(Page::Case(case.id));
                }
                Err(refusal) => {
                    let words = untrack(|| app.refusal_words(&refusal));
                    wrong.push(FieldError {
                        field_id: FILES.to_owned(),
                        text: format!("{} {}", words.what, words.next),
                    });
                }
            }
        }
        errors.set(wrong);
    };
    let look = move |()| {
        let wrong = missing();
        preview.set(wrong.is_empty() && untrack(|| store.command()).is_some());
        errors.set(wrong);
    };
    let left = Memo::new(move |_| store.on_their_way());
    let has_capture = Memo::new(move |_| store.has_capture());
    let text_of = |value: RwSignal<String>| move |typed: String| value.set(typed);
    let forms = move || {
        vec![
            text!(i18n.locale(), submission.form_original),
            text!(i18n.locale(), submission.form_copy),
        ]
    };
    let form_index = Signal::derive(move || {
        store.form.get().map(|form| match form {
            Form::Original => 0,
            Form::Copy => 1,
        })
    });
    let choose_form = move |at: usize| {
        store.form.set(Some(match at {
            0 => Form::Original,
            _ => Form::Copy,
        }));
    };
    view! {
        <form class="ui-form ev-form" novalidate on:submit=submit>
            <ErrorSummary title=t!(i18n, submission.errors) errors />
            <section class="ev-files">
                <h2 class="ui-field__label">{t!(i18n, submission.files)}</h2>
                <p class="ui-field__hint">{t!(i18n, submission.files_note)}</p>
                <Pages store />
                <Pickers store />
                <Show when=move || left.get() != 0>
                    <p class="ev-left" role="status">
                        {t!(i18n, submission.uploading_left, count = left.get())}
                    </p>
                </Show>
                <p class="ui-field__error">{error(FILES)}</p>
            </section>
            <Show when=move || has_capture.get()>
                <SwitchCell
                    label=t!(i18n, submission.capture)
                    note=t!(i18n, submission.capture_note)
                    checked=store.with_capture
                    on_change=move |on| store.with_capture.set(on)
                    test_id="with-capture"
                />
            </Show>
            <TextField
                id=NAME
                label=t!(i18n, submission.name)
                hint=t!(i18n, submission.name_hint)
                value=store.name
                error=error(NAME)
                required=true
                test_id=NAME
            />
            <CategoryField store error=error(CATEGORY) />
            <TextField
                id=SOURCE
                label=t!(i18n, submission.source)
                hint=t!(i18n, submission.source_hint)
                value=store.source
                error=error(SOURCE)
                required=true
                test_id=SOURCE
            />
            <WordsField
                id=PURPOSE
                label=t!(i18n, submission.purpose)
                hint=t!(i18n, submission.purpose_hint)
                value=store.purpose
                on_type=text_of(store.purpose)
                error=error(PURPOSE)
                required=true
            />
            {move || {
                view! {
                    <ChoiceField
                        id=FORM
                        label=t!(i18n, submission.form)
                        choices=forms()
                        value=form_index
                        on_choose=choose_form
                        error=error("evidence-form-0")
                    />
                }
            }}
            <TextField
                id=HOLDER
                label=t!(i18n, submission.holder)
                hint=t!(i18n, submission.holder_hint)
                value=store.holder
                error=error(HOLDER)
                required=true
                test_id=HOLDER
            />
            <TextField id="evidence-formed" label=t!(i18n, submission.formed) value=store.formed />
            <TextField
                id="evidence-pages"
                label=t!(i18n, submission.pages)
                hint=t!(i18n, submission.pages_hint)
                value=store.pages
            />
            <Show when=move || is_late.get()>
                <div class="ev-late">
                    <h2 class="ev-late__title">{t!(i18n, submission.late)}</h2>
                    <WordsField
                        id=LATE
                        label=t!(i18n, submission.late_reason)
                        hint=t!(i18n, submission.late_hint)
                        value=store.late_reason
                        on_type=text_of(store.late_reason)
                        error=error(LATE)
                        required=true
                    />
                </div>
            </Show>
            <p class="ev-form__note">{t!(i18n, submission.consequence)}</p>
            <Button
                label=t!(i18n, submission.preview)
                on_press=look
                disabled=Signal::derive(move || left.get() != 0)
                reason=Signal::derive(move || {
                    Some(text!(i18n.locale(), submission.uploading_left, count = left.get()))
                })
                test_id="preview-evidence"
            />
            <Button
                label=t!(i18n, submission.submit)
                kind=ButtonKind::Primary
                submit=true
                disabled=Signal::derive(move || left.get() != 0)
                reason=Signal::derive(move || {
                    Some(text!(i18n.locale(), submission.uploading_left, count = left.get()))
                })
                test_id="submit-evidence"
            />
            <p class="ev-form__note">{t!(i18n, submission.draft_kept)}</p>
            <Button
                label=t!(i18n, submission.discard)
                kind=ButtonKind::Link
                on_press=move |()| discarding.set(true)
                test_id="discard-evidence"
            />
        </form>
        <PreviewDialog store case open=preview />
        <Dialog
            open=discarding
            on_close=move |()| discarding.set(false)
            title=t!(i18n, submission.discard_title)
            close_label=t!(i18n, submission.discard_keep)
        >
            <p>{t!(i18n, submission.discard_words)}</p>
            <div class="ui-dialog__actions">
                <Button
                    label=t!(i18n, submission.discard_keep)
                    on_press=move |()| discarding.set(false)
                />
                <Button
                    label=t!(i18n, submission.discard)
                    kind=ButtonKind::Danger
                    on_press=move |()| {
                        store.discard();
                        discarding.set(false);
                    }
                />
            </div>
        </Dialog>
    }
}

/// One of the eight statutory kinds, by the browser's own list.
#[component]
fn CategoryField(store: Submission, error: Signal<Option<String>>) -> impl IntoView {
    let i18n = store.app.i18n;
    let choose = move |value: String| {
        let at = value.parse::<usize>().ok();
        let chosen = at.and_then(|at| EvidenceCategory::ALL.get(at).copied());
        store.category.set(chosen);
    };
    let option = move |(at, one): (usize, EvidenceCategory)| {
        view! {
            <option value=at.to_string() prop:selected=move || store.category.get() == Some(one)>
                {move || words::category(i18n.locale(), one)}
            </option>
        }
    };
    view! {
        <div class="ui-field" class:ui-field--wrong=move || error.get().is_some()>
            <label class="ui-field__label" for=CATEGORY>
                {t!(i18n, submission.category)}
            </label>
            <div class="ui-field__line">
                <select
                    class="ui-field__input"
                    id=CATEGORY
                    aria-required="true"
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby="evidence-category-hint"
                    data-testid=CATEGORY
                    on:change=move |event| choose(event_target_value(&event))
                >
                    <option value="" prop:selected=move || store.category.get().is_none()>
                        {t!(i18n, submission.choose)}
                    </option>
                    {EvidenceCategory::ALL.into_iter().enumerate().map(option).collect_view()}
                </select>
            </div>
            <p class="ui-field__error">{error}</p>
            <p class="ui-field__hint" id="evidence-category-hint">
                {t!(i18n, submission.category_hint)}
            </p>
        </div>
    }
}
