//! What a paper is made of: the PDF of a sender, and the next version.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use anjian_api::document::DocumentKind;
use anjian_api::ids::{Moment, Seq};
use anjian_domain::document::REASON_CHARS;
use anjian_domain::words::LINE_CHARS;

use super::places::Places;
use super::problem::problem;
use crate::app::App;
use crate::features::case_space::read_due;
use crate::features::documents::store::{From, Sending, Sent};
use crate::i18n::{t, text};
use crate::platform::files::{open_picker, picked};
use crate::state::court::CaseHandle;
use crate::ui::{Button, ButtonKind, SwitchCell, TextField, WordsField};

/// A PDF of the sender's.
#[component]
pub fn PdfField(
    app: App,
    store: Sending,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let i18n = app.i18n;
    // The app may have been reloaded right here, before it knew whose page it is.
    Effect::new(move |_| {
        if app.session.current().is_some() {
            app.uploads.resume();
        }
    });
    let state = move || {
        let locale = i18n.locale();
        match store.file() {
            None => text!(locale, papers.pdf_hint),
            Some((name, None)) => text!(locale, papers.pdf_on_its_way, name = name),
            Some((name, Some(facts))) => text!(
                locale,
                papers.pdf_there,
                name = name,
                pages = facts.pages.unwrap_or_default()
            ),
        }
    };
    // What was missing is there.
    let error = move || error.get().filter(|_| !store.has_file());
    view! {
        <TextField
            id="paper-title"
            label=t!(i18n, papers.pdf_title)
            value=store.title
            required=true
            maxlength=LINE_CHARS
            test_id="paper-title"
        />
        <div class="doc-inline" id="paper-file" tabindex="-1">
            <Button
                label=t!(i18n, papers.pdf_choose)
                on_press=move |()| open_picker("paper-pdf")
                test_id="choose-pdf"
            />
            <input
                type="file"
                id="paper-pdf"
                accept=".pdf,application/pdf"
                hidden
                on:change=move |event| store.take(picked(&event))
            />
        </div>
        <p class="doc-note" role="status" data-testid="pdf-state">{state}</p>
        <p class="ui-field__error">{error}</p>
        <SwitchCell
            label=t!(i18n, papers.initials)
            note=t!(i18n, papers.initials_note)
            checked=store.initials
            on_change=move |on| store.initials.set(on)
            test_id="paper-initials"
        />
    }
}

/// Why it was not taken.
#[component]
pub fn NotSent(app: App, store: Sending) -> impl IntoView {
    move || match store.sent.get() {
        Sent::Failed(error) => Some(problem(app, store.case, &error, None)),
        _ => None,
    }
}

/// The next version of a document.
#[component]
pub fn ReviseForm(
    app: App,
    case: CaseHandle,
    document: Seq,
    version: u32,
    is_uploaded: bool,
    /// Until when it was asked for.
    old_due: Option<Moment>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let i18n = app.i18n;
    let store = Sending::open(app, case.id, From::Next { document, version });
    store.paper.set(Some(match is_uploaded {
        true => DocumentKind::Other,
        // Any of the court's own: the server makes anew what the document is.
        false => DocumentKind::RightsNotice,
    }));
    let wrong = RwSignal::new(None::<String>);
    let no_file = RwSignal::new(None::<String>);
    let too_late = RwSignal::new(None::<String>);
    let due = move || read_due(&store.due.get());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let locale = i18n.locale_untracked();
        let is_empty = store
            .reason
            .with_untracked(|reason| reason.trim().is_empty());
        wrong.set(is_empty.then(|| text!(locale, papers.reason_missing)));
        let request = untrack(|| store.request(due()));
        no_file.set(request.is_none().then(|| text!(locale, papers.pdf_missing)));
        let typed = store.due.get_untracked();
        let until = untrack(due).or(old_due.filter(|_| typed.is_empty()));
        // What is typed may be no date at all.
        let is_late = match until {
            Some(until) => until <= app.clock.now(),
            None => !typed.is_empty(),
        };
        too_late.set(is_late.then(|| text!(locale, papers.revise_due_past)));
        if let Some(request) = request.filter(|_| !is_empty && !is_late) {
            store.send(request);
        }
    };
    Effect::new(move |_| {
        if store.sent.get() == Sent::Done {
            app.toasts
                .show(text!(i18n.locale_untracked(), papers.revised));
            on_done.run(());
        }
    });
    view! {
        <form class="ui-form" novalidate on:submit=submit data-testid="revise-form">
            <p>{t!(i18n, papers.revise_note)}</p>
            {is_uploaded
                .then(|| {
                    view! {
                        <PdfField app store error=no_file />
                        <Places app case store />
                    }
                })}
            {old_due
                .map(|_| {
                    view! {
                        <TextField
                            id="revise-due"
                            label=t!(i18n, papers.due)
                            hint=t!(i18n, papers.revise_due_hint)
                            value=store.due
                            error=too_late
                            input_type="datetime-local"
                            test_id="revise-due"
                        />
                    }
                })}
            <WordsField
                id="revise-reason"
                label=t!(i18n, papers.revise_reason)
                value=store.reason
                on_type=move |typed| store.reason.set(typed)
                error=wrong
                required=true
                maxlength=REASON_CHARS
            />
            <NotSent app store />
            <Button
                label=t!(i18n, papers.revise_do)
                kind=ButtonKind::Primary
                submit=true
                busy=Signal::derive(move || store.sent.get() == Sent::Sending)
                test_id="revise-submit"
            />
        </form>
    }
}
