//! 发出文书: which paper, who is asked for what, until when, what otherwise; a last look; sent.

use anjian_api::document::{DocumentKind, Duty};
use anjian_api::ids::{CaseId, SeatId};
use anjian_domain::roles;
use anjian_domain::words::LINE_CHARS;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::paper;
use super::places::Places;
use super::problem::problem;
use super::send_form::{NotSent, PdfField};
use crate::app::{App, use_app};
use crate::features::case_space::read_due;
use crate::features::case_space::who::who;
use crate::features::documents::store::{From, Sending, Sent};
use crate::features::documents::{STYLE, words};
use crate::i18n::{t, text};
use crate::platform::styles;
use crate::routes::Page;
use crate::state::court::CaseHandle;
use crate::ui::{
    Button, ButtonKind, Choice, ChoiceField, Dialog, DialogShape, EmptyState, ErrorSummary,
    FieldError, FormErrors, IconName, NavBar, SelectField, Skeleton, TextField,
};

const PAPER: &str = "paper-kind-0";
const TO: &str = "paper-to";
const DUE: &str = "paper-due";
const FILE: &str = "paper-file";
const TITLE: &str = "paper-title";
const PAPERS: [DocumentKind; 4] = [
    DocumentKind::AddressConfirmation,
    DocumentKind::RightsNotice,
    DocumentKind::IntegrityPledge,
    DocumentKind::Other,
];

/// The page.
#[component]
pub fn SendPage(
    /// The case.
    case: CaseId,
) -> impl IntoView {
    styles::add(STYLE);
    let app = use_app();
    let i18n = app.i18n;
    let handle = app.court.open(case);
    let back = move |()| app.back(Page::Documents(case));
    let may_send = Memo::new(move |_| {
        let is_court = handle.seat().is_some_and(|seat| roles::conducts(seat.role));
        is_court && !handle.state().is_closed()
    });
    let is_known = Memo::new(move |_| handle.seat().is_some());
    let inside = move || match (is_known.get(), may_send.get()) {
        (_, true) => view! { <Fields app case=handle /> }.into_any(),
        (false, _) => view! { <Skeleton label=t!(i18n, common.loading) /> }.into_any(),
        _ => view! { <EmptyState title=t!(i18n, papers.only_court) icon=IconName::Lock /> }
            .into_any(),
    };
    view! {
        <div class="page" data-testid="send-document-page">
            <NavBar
                title=t!(i18n, papers.send)
                on_back=back
                back_label=t!(i18n, papers.back_list)
            />
            <div class="pane__scroll" tabindex="0">{inside}</div>
        </div>
    }
}

#[component]
fn Fields(app: App, case: CaseHandle) -> impl IntoView {
    let i18n = app.i18n;
    let store = Sending::open(app, case.id, From::New);
    let looking = RwSignal::new(false);
    let due = move || read_due(&store.due.get());
    let check = move || -> Vec<FieldError> {
        let locale = i18n.locale();
        let typed = store.due.get();
        let is_past =
            !typed.is_empty() && read_due(&typed).is_none_or(|due| due <= app.clock.now());
        let paper = store.paper.get();
        let is_uploaded = paper == Some(DocumentKind::Other);
        let found = [
            (paper.is_none(), PAPER, text!(locale, papers.kind_missing)),
            (
                is_uploaded && store.title.with(|title| title.trim().is_empty()),
                TITLE,
                text!(locale, papers.title_missing),
            ),
            (
                is_uploaded && !store.has_file(),
                FILE,
                text!(locale, papers.pdf_missing),
            ),
            (
                store.to.with(|to| to.is_empty()),
                TO,
                text!(locale, papers.to_missing),
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
    };
    let errors = FormErrors::new(check);
    let error = move |id: &'static str| errors.of(id);
    let whole = move || {
        let is_whole = errors.say();
        untrack(|| store.request(due())).filter(|_| is_whole)
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(request) = whole() {
            store.send(request);
        }
    };
    let look = move |()| {
        if let Some(request) = whole() {
            looking.set(true);
            store.look(request);
        }
    };
    Effect::new(move |_| {
        if store.sent.get() == Sent::Done {
            app.toasts.show(text!(i18n.locale_untracked(), papers.sent));
            app.back(Page::Documents(case.id));
        }
    });
    let kinds = move || {
        let locale = i18n.locale();
        PAPERS.map(|one| words::paper(locale, one)).to_vec()
    };
    let kind = Signal::derive(move || {
        let paper = store.paper.get()?;
        PAPERS.iter().position(|one| *one == paper)
    });
    let is_uploaded = Memo::new(move |_| store.paper.get() == Some(DocumentKind::Other));
    view! {
        <form class="ui-form doc-form" novalidate on:submit=submit data-testid="send-form">
            <ErrorSummary title=t!(i18n, papers.send_errors) errors=errors.all() />
            {move || {
                view! {
                    <ChoiceField
                        id="paper-kind"
                        label=t!(i18n, papers.kind)
                        choices=kinds()
                        value=kind
                        on_choose=move |at: usize| store.choose(PAPERS.get(at).copied())
                        error=error(PAPER)
                    />
                }
            }}
            <Show when=move || is_uploaded.get()>
                <PdfField app store error=error(FILE) />
            </Show>
            <People app case store error=error(TO) />
            <Show when=move || is_uploaded.get()>
                <Places app case store />
            </Show>
            <TextField
                id=DUE
                label=t!(i18n, papers.due)
                hint=t!(i18n, papers.due_hint)
                value=store.due
                error=error(DUE)
                input_type="datetime-local"
                test_id=DUE
            />
            <TextField
                id="paper-otherwise"
                label=t!(i18n, papers.otherwise_label)
                hint=t!(i18n, papers.otherwise_hint)
                value=store.otherwise
                maxlength=LINE_CHARS
                test_id="paper-otherwise"
            />
            <NotSent app store />
            <Show when=move || !is_uploaded.get()>
                <Button label=t!(i18n, papers.preview) on_press=look test_id="preview-paper" />
            </Show>
            <Button
                label=t!(i18n, papers.send_do)
                kind=ButtonKind::Primary
                submit=true
                busy=Signal::derive(move || store.sent.get() == Sent::Sending)
                test_id="send-paper"
            />
            <p class="doc-note">{t!(i18n, papers.draft_kept)}</p>
        </form>
        <Preview app store open=looking />
    }
}

/// Everybody who can be asked, each with what for.
#[component]
fn People(
    app: App,
    case: CaseHandle,
    store: Sending,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let i18n = app.i18n;
    let seats = Memo::new(move |_| {
        let state = case.state();
        let all = state
            .present()
            .filter(|seat| roles::may_speak(seat.role) && !roles::conducts(seat.role));
        all.map(|seat| seat.id).collect::<Vec<SeatId>>()
    });
    let row = move |seat: SeatId| {
        let id = format!("paper-to-{seat}", seat = seat.0);
        let label = Signal::derive(move || {
            let who = who(i18n.locale(), &case.state(), seat);
            format!("{} · {}", who.name, who.label)
        });
        let choices = Signal::derive(move || {
            let locale = i18n.locale();
            let choice = |value: &str, label: String| Choice {
                value: value.to_owned(),
                label,
            };
            let mut choices = vec![
                choice("", text!(locale, papers.not_asked)),
                choice("sign", words::duty(locale, Duty::Sign)),
            ];
            // Nobody else can fill it in.
            if store.paper.get() != Some(DocumentKind::AddressConfirmation) {
                choices.push(choice("confirm", words::duty(locale, Duty::Confirm)));
                choices.push(choice("read", words::duty(locale, Duty::Read)));
            }
            choices
        });
        let value = Signal::derive(move || {
            let duty = store.to.with(|to| to.get(&seat).copied());
            match duty {
                None => "",
                Some(Duty::Sign) => "sign",
                Some(Duty::Confirm) => "confirm",
                Some(Duty::Read) => "read",
            }
            .to_owned()
        });
        let choose = move |value: String| {
            store.ask(
                seat,
                match value.as_str() {
                    "sign" => Some(Duty::Sign),
                    "confirm" => Some(Duty::Confirm),
                    "read" => Some(Duty::Read),
                    _ => None,
                },
            );
        };
        view! { <SelectField id label value choices on_choose=choose /> }
    };
    view! {
        <fieldset class="ui-fieldset" id=TO tabindex="-1" data-testid=TO>
            <legend class="ui-field__label">{t!(i18n, papers.to)}</legend>
            {move || seats.get().into_iter().map(row).collect_view()}
            <p class="ui-field__error">{error}</p>
        </fieldset>
    }
}

/// The first of the papers, line by line.
#[component]
fn Preview(app: App, store: Sending, open: RwSignal<bool>) -> impl IntoView {
    let i18n = app.i18n;
    let inside = move || match store.preview.get() {
        None => view! { <Skeleton label=t!(i18n, papers.reading) /> }.into_any(),
        Some(Ok(text)) => view! {
            // Whoever reads by keys scrolls it.
            <div tabindex="0">
                <h3 class="doc-form__title">{text.title.clone()}</h3>
                {paper::lines(app, &text.lines, Signal::default())}
            </div>
        }
        .into_any(),
        Some(Err(error)) => problem(app, store.case, &error, None),
    };
    view! {
        <Dialog
            open
            on_close=move |()| open.set(false)
            title=t!(i18n, papers.preview)
            close_label=t!(i18n, papers.close)
            shape=DialogShape::HalfScreen
        >
            {inside}
        </Dialog>
    }
}
