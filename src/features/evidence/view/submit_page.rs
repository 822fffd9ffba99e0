//! 提交证据: files first, then the fields of the list of evidence, then a last look.

use anjian_api::command::Command;
use anjian_api::evidence::EvidenceCategory;
use anjian_api::evidence::command::EvidenceCommand;
use anjian_api::ids::CaseId;
use anjian_domain::roles;
use leptos::{ev::SubmitEvent, prelude::*};

use super::act::may;
use super::list::{can_submit, probe};
use super::preview::PreviewDialog;
use super::submit_files::{Pages, Pickers};
use crate::app::use_app;
use crate::features::evidence::model::draft::{Form, Missing};
use crate::features::evidence::store::Submission;
use crate::features::evidence::words;
use crate::i18n::{Locale, labels, t, text};
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::{
    Button, ButtonKind, Choice, ChoiceField, Dialog, EmptyState, ErrorSummary, FieldError,
    FormErrors, IconName, NavBar, SelectField, SwitchCell, TextField, WordsField,
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
    let is_late = Memo::new(move |_| {
        let by_the_court = case.seat().is_some_and(|seat| roles::conducts(seat.role));
        let due = case.state().evidence.deadline;
        !by_the_court && due.is_some_and(|due| app.clock.minute() > due)
    });
    let preview = RwSignal::new(false);
    let discarding = RwSignal::new(false);
    let missing = move || -> Vec<FieldError> {
        let locale = i18n.locale();
        let missing = store.draft().missing(store.files().len(), is_late.get());
        let error = |one: Missing| FieldError {
            field_id: field(one).to_owned(),
            text: ask_for(locale, one),
        };
        missing.into_iter().map(error).collect()
    };
    let errors = FormErrors::new(missing);
    let error = move |id: &'static str| errors.of(id);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let is_whole = errors.say();
        if let Some(command) = untrack(|| store.command()).filter(|_| is_whole) {
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
                    errors.add(FieldError {
                        field_id: FILES.to_owned(),
                        text: format!("{} {}", words.what, words.next),
                    });
                }
            }
        }
    };
    let look = move |()| {
        preview.set(errors.say() && untrack(|| store.command()).is_some());
    };
    let most = move || labels::size(i18n.locale(), app.max_file());
    let too_large = move || {
        let names = store.too_large.get().into_iter();
        names
            .map(|name| {
                let words = text!(i18n.locale(), media.too_large, name = name, size = most());
                view! { <p class="ui-field__error" data-testid="too-large">{words}</p> }
            })
            .collect_view()
    };
    let left = Memo::new(move |_| store.on_their_way());
    let has_capture = Memo::new(move |_| store.has_capture());
    let line = move |id: &'static str, label: Signal<String>, hint: Signal<String>, value| {
        view! { <TextField id label hint value error=error(id) required=true test_id=id /> }
    };
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
            <ErrorSummary title=t!(i18n, submission.errors) errors=errors.all() />
            <section class="ev-files">
                <h2 class="ui-field__label">{t!(i18n, submission.files)}</h2>
                <p class="ui-field__hint">{t!(i18n, submission.files_note, size = most())}</p>
                <Pages store />
                <Pickers store />
                <div role="alert">{too_large}</div>
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
            {line(NAME, t!(i18n, submission.name), t!(i18n, submission.name_hint), store.name)}
            <CategoryField store error=error(CATEGORY) />
            {line(SOURCE, t!(i18n, submission.source), t!(i18n, submission.source_hint), store.source)}
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
            {line(HOLDER, t!(i18n, submission.holder), t!(i18n, submission.holder_hint), store.holder)}
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

/// One of the eight statutory kinds.
#[component]
fn CategoryField(store: Submission, error: Signal<Option<String>>) -> impl IntoView {
    let i18n = store.app.i18n;
    let choose = move |value: String| {
        let at = value.parse::<usize>().ok();
        let chosen = at.and_then(|at| EvidenceCategory::ALL.get(at).copied());
        store.category.set(chosen);
    };
    let value = Signal::derive(move || {
        let chosen = store.category.get()?;
        let at = EvidenceCategory::ALL.iter().position(|one| *one == chosen);
        at.map(|at| at.to_string())
    });
    let choices = Signal::derive(move || {
        let locale = i18n.locale();
        let none = Choice {
            value: String::new(),
            label: text!(locale, submission.choose),
        };
        let kinds = EvidenceCategory::ALL.into_iter().enumerate();
        let kinds = kinds.map(|(at, one)| Choice {
            value: at.to_string(),
            label: words::category(locale, one),
        });
        std::iter::once(none).chain(kinds).collect::<Vec<_>>()
    });
    view! {
        <SelectField
            id=CATEGORY
            label=t!(i18n, submission.category)
            hint=t!(i18n, submission.category_hint)
            value=Signal::derive(move || value.get().unwrap_or_default())
            choices
            on_choose=choose
            error
            required=true
        />
    }
}
