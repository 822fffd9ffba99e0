//! The form on which the court opens a case.

use anjian_api::account::Staff;
use anjian_api::command::SeatMember;
use anjian_api::ids::CourtId;
use anjian_api::refusal::Refusal;
use anjian_domain::numbering::TYPE_CODES;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::ApiError;
use crate::app::{App, use_app};
use crate::i18n::{labels, t, text, use_i18n};
use crate::ui::{
    Button, ButtonKind, CellGroup, Choice, Dialog, DialogShape, ErrorSummary, FieldError, IconName,
    ProblemView, SelectField, TextField,
};

use super::member_list::MemberList;
use super::model::case_draft::{CaseDraft, DraftFault};
use super::model::enums::{PROCEDURES, of_value, value_of};
use super::open_case_store::{OpenCaseStore, Opening, courts};
use super::person_picker::PersonPicker;

const CAUSE: &str = "case-cause";
const TITLE: &str = "case-title";
const MEMBERS: &str = "case-members";

/// The form.
#[component]
pub fn OpenCaseForm() -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let store = OpenCaseStore::new(app);
    let errors = Signal::derive(move || {
        let is_cause_typed = store.cause.with(|cause| !cause.trim().is_empty());
        let mut faults = store.faults.get();
        // What is being put right is not said any more.
        faults.retain(|it| !is_cause_typed || *it != DraftFault::Cause(Refusal::Empty));
        let error = |fault: DraftFault| {
            let (field_id, text) = say(app, fault);
            FieldError {
                field_id: field_id.to_owned(),
                text,
            }
        };
        faults.into_iter().map(error).collect::<Vec<_>>()
    });
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        store.submit();
    };
    let is_sending = Memo::new(move |_| store.opening() == Opening::Sending);
    let label = Signal::derive(move || match is_sending.get() {
        true => text!(i18n.locale(), desk.opening),
        false => text!(i18n.locale(), desk.open_submit),
    });
    view! {
        <form class="ui-form" novalidate on:submit=on_submit data-testid="open-case-form">
            <ErrorSummary title=t!(i18n, desk.errors_title) errors />
            <CourtFields store />
            <CauseAndTitle store errors />
        </form>
        <Members store errors />
        <div class="ui-actions">
            <Failure store />
            <Button
                label
                on_press=move |()| store.submit()
                kind=ButtonKind::Primary
                busy=is_sending
                test_id="open-case-submit"
            />
        </div>
    }
}

/// The field of a fault, and what to do about it.
fn say(app: App, fault: DraftFault) -> (&'static str, String) {
    let (field, refusal) = match fault {
        DraftFault::Cause(Refusal::Empty) => {
            return (CAUSE, text!(app.i18n.locale(), desk.cause_missing));
        }
        DraftFault::Cause(refusal) => (CAUSE, refusal),
        DraftFault::Title(refusal) => (TITLE, refusal),
        DraftFault::Members(refusal) => (MEMBERS, refusal),
    };
    let words = app.refusal_words(&refusal);
    (field, format!("{} {}", words.what, words.next))
}

fn error_of(errors: Signal<Vec<FieldError>>, field: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || {
        errors.with(|errors| {
            errors
                .iter()
                .find(|error| error.field_id == field)
                .map(|error| error.text.clone())
        })
    })
}

/// Court, type code, procedure.
#[component]
fn CourtFields(store: OpenCaseStore) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let of = move |read: fn(&CaseDraft) -> String| Signal::derive(move || store.draft.with(read));
    let court = |post: Staff| Choice {
        value: post.court.0.to_string(),
        label: post.court_name,
    };
    let courts = Signal::derive(move || courts(app).into_iter().map(court).collect::<Vec<_>>());
    let codes = TYPE_CODES.map(|code| Choice {
        value: code.to_owned(),
        label: code.to_owned(),
    });
    let procedures = Signal::derive(move || {
        let locale = i18n.locale();
        let choice = |procedure| Choice {
            value: value_of(&PROCEDURES, &procedure),
            label: labels::procedure(locale, procedure),
        };
        PROCEDURES.map(choice).to_vec()
    });
    view! {
        <Show when=move || courts.read().len() != 1>
            <SelectField
                id="case-court"
                label=t!(i18n, desk.court)
                value=of(|draft| draft.court.0.to_string())
                choices=courts
                on_choose=move |value: String| {
                    if let Ok(court) = value.parse() {
                        store.draft.update(|draft| draft.court = CourtId(court));
                    }
                }
            />
        </Show>
        <SelectField
            id="case-type-code"
            label=t!(i18n, desk.type_code)
            value=of(|draft| draft.type_code.clone())
            choices=Signal::stored(codes.to_vec())
            on_choose=move |code| store.draft.update(|draft| draft.type_code = code)
            hint=t!(i18n, desk.type_code_hint)
        />
        <SelectField
            id="case-procedure"
            label=t!(i18n, desk.procedure)
            value=of(|draft| value_of(&PROCEDURES, &draft.procedure))
            choices=procedures
            on_choose=move |value: String| {
                if let Some(procedure) = of_value(&PROCEDURES, &value) {
                    store.draft.update(|draft| draft.procedure = procedure);
                }
            }
        />
    }
}

#[component]
fn CauseAndTitle(store: OpenCaseStore, errors: Signal<Vec<FieldError>>) -> impl IntoView {
    let i18n = use_i18n();
    let title_hint = Signal::derive(move || {
        let suggested = store.draft.with(CaseDraft::suggested_title);
        match suggested.is_empty() {
            true => text!(i18n.locale(), desk.case_title_hint_none),
            false => text!(i18n.locale(), desk.case_title_hint, title = suggested),
        }
    });
    view! {
        <TextField
            id=CAUSE
            label=t!(i18n, desk.cause)
            value=store.cause
            hint=t!(i18n, desk.cause_hint)
            error=error_of(errors, CAUSE)
            maxlength=80
            required=true
            test_id="case-cause"
        />
        <TextField
            id=TITLE
            label=t!(i18n, desk.case_title)
            value=store.title
            hint=title_hint
            error=error_of(errors, TITLE)
            maxlength=80
            test_id="case-title"
        />
    }
}

/// The people, and the way to more of them.
#[component]
fn Members(store: OpenCaseStore, errors: Signal<Vec<FieldError>>) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    let is_picking = RwSignal::new(false);
    let error = error_of(errors, MEMBERS);
    let announce = move |name: &str, role| {
        let locale = i18n.locale_untracked();
        let role = labels::role(locale, role);
        app.announcer
            .polite(&text!(locale, desk.member_added, name = name, role = role));
    };
    let on_pick = move |member: SeatMember| {
        announce(&member.name, member.role);
        store.add(member);
        is_picking.set(false);
    };
    let on_remove = move |index: usize| {
        let name = store.draft.with_untracked(|draft| {
            draft
                .members
                .get(index)
                .map(|member| member.name.clone())
                .unwrap_or_default()
        });
        store.draft.update(|draft| draft.remove(index));
        app.announcer.polite(&text!(
            i18n.locale_untracked(),
            desk.member_removed,
            name = name
        ));
    };
    let parties = Signal::derive(move || store.draft.with(CaseDraft::parties));
    view! {
        <div id=MEMBERS tabindex="-1">
            <CellGroup title=t!(i18n, desk.members) note=t!(i18n, desk.members_hint)>
                <MemberList
                    members=Signal::derive(move || store.draft.with(|it| it.members.clone()))
                    on_remove
                />
            </CellGroup>
            <p class="ui-field__error desk__note">{error}</p>
            <div class="desk__acts">
                <AddMe store />
                <Button
                    label=t!(i18n, desk.member_add)
                    on_press=move |()| is_picking.set(true)
                    icon=IconName::Plus
                    test_id="member-add"
                />
            </div>
        </div>
        <Dialog
            open=is_picking
            on_close=move |()| is_picking.set(false)
            title=t!(i18n, desk.pick_title)
            close_label=t!(i18n, common.close)
            shape=DialogShape::HalfScreen
        >
            <PersonPicker parties on_pick />
        </Dialog>
    }
}

/// The opener takes a seat without looking up the own number.
#[component]
fn AddMe(store: OpenCaseStore) -> impl IntoView {
    let i18n = use_i18n();
    let post = Memo::new(move |_| store.post());
    let label = Signal::derive(move || {
        let locale = i18n.locale();
        let role = post
            .get()
            .map(|post| labels::role(locale, post.role))
            .unwrap_or_default();
        text!(locale, desk.member_add_me, role = role)
    });
    view! {
        <Show when=move || post.read().is_some() && !store.has_me()>
            <Button
                label
                on_press=move |()| store.add_me()
                icon=IconName::Person
                test_id="member-add-me"
            />
        </Show>
    }
}

/// Why the case was not opened; the form is kept.
#[component]
fn Failure(store: OpenCaseStore) -> impl IntoView {
    let app = use_app();
    let i18n = use_i18n();
    move || {
        let Opening::Failed(error) = store.opening() else {
            return None;
        };
        let is_uncertain = matches!(
            error,
            ApiError::Offline | ApiError::TimedOut | ApiError::Malformed
        );
        let words = Memo::new(move |_| app.words(&error));
        let next = Signal::derive(move || match is_uncertain {
            true => text!(i18n.locale(), desk.open_uncertain),
            false => words.get().next,
        });
        Some(view! {
            <ProblemView
                what=Signal::derive(move || words.get().what)
                next
                whom=Signal::derive(move || words.get().whom)
                inline=true
            />
        })
    }
}
