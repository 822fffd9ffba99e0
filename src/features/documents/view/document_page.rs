//! One document: its words, its versions, where it stands, and what this person may do with it.

use anjian_api::document::command::{
    ConfirmDocument, DocumentCommand, ReadDocument, RefuseDocument, WithdrawDocument,
};
use anjian_api::document::{DocumentKind, Duty};
use anjian_api::file::FileVariant;
use anjian_api::ids::{CaseId, Seq};
use anjian_domain::document::{DocumentRecord, VersionRecord};
use leptos::prelude::*;

use super::act::{May, give, may};
use super::answers::{Answers, Head};
use super::fill_form::FillForm;
use super::paper;
use super::send_form::ReviseForm;
use super::sign_on_phone::SignOnPhone;
use crate::api::file_url;
use crate::app::{App, use_app};
use crate::features::documents::STYLE;
use crate::features::documents::model::standing::{Standing, standing};
use crate::features::documents::store::PaperStore;
use crate::i18n::{document_words, t, text, time};
use crate::platform::styles;
use crate::routes::Page;
use crate::state::Load;
use crate::state::court::{CaseHandle, CaseLoad};
use crate::ui::{
    Banner, Button, ButtonKind, CellGroup, Dialog, IconName, LinkCell, NavBar, ProblemView,
    Skeleton, WordsField,
};

/// The page.
#[component]
pub fn DocumentPage(
    /// The case.
    case: CaseId,
    /// The entry that sent it.
    document: Seq,
) -> impl IntoView {
    styles::add(STYLE);
    let app = use_app();
    let i18n = app.i18n;
    let handle = app.court.open(case);
    let record = Memo::new(move |_| handle.state().documents.sent.get(&document).cloned());
    let title = Signal::derive(move || {
        record.with(|record| {
            record.as_ref().map_or_else(
                || text!(i18n.locale(), papers.one),
                |record| record.title.clone(),
            )
        })
    });
    let back = move |()| app.back(Page::Documents(case));
    let is_here = Memo::new(move |_| record.read().is_some());
    let inside = move || match is_here.get() {
        true => view! { <Inside app case=handle document record /> }.into_any(),
        false if matches!(handle.load(), CaseLoad::Loading) => {
            view! { <Skeleton label=t!(i18n, common.loading) /> }.into_any()
        }
        false => view! {
            <ProblemView
                what=t!(i18n, papers.not_here)
                next=t!(i18n, papers.not_here_next)
                whom=t!(i18n, papers.whom)
                action_label=t!(i18n, papers.back_list)
                on_action=move |()| app.go_replacing(Page::Documents(case))
            />
        }
        .into_any(),
    };
    view! {
        <div class="page" data-testid="document-page">
            <NavBar title on_back=back back_label=t!(i18n, papers.back_list) />
            <div class="pane__scroll" tabindex="0">{inside}</div>
        </div>
    }
}

#[component]
fn Inside(
    app: App,
    case: CaseHandle,
    document: Seq,
    record: Memo<Option<DocumentRecord>>,
) -> impl IntoView {
    let i18n = app.i18n;
    let store = PaperStore::open(app, case.id, document);
    let version = Memo::new(move |_| {
        record.with(|record| record.as_ref().map_or(0, DocumentRecord::version))
    });
    Effect::new(move |_| store.fetch(version.get()));
    let now = Memo::new(move |_| {
        let you = case.you();
        record.with(|record| record.as_ref().map(|record| standing(record, you)))
    });
    let stale = move || {
        (now.get() == Some(Standing::Stale)).then(|| {
            let words = t!(i18n, papers.stale_note, version = version.get());
            view! { <Banner text=words tone="warn" icon=IconName::Warning /> }
        })
    };
    let withdrawn = move || {
        let reason = record.with(|record| record.as_ref()?.withdrawn.clone())?;
        let words = t!(i18n, papers.withdrawn_note, reason = reason.clone());
        Some(view! { <Banner text=words tone="warn" icon=IconName::Warning /> })
    };
    let is_mine_to_fill = Memo::new(move |_| {
        let you = case.you();
        record.with(|record| {
            let record = record.as_ref()?;
            let unfilled = record.current()?.unfilled && record.withdrawn.is_none();
            let signs = record
                .asked
                .get(&you)
                .is_some_and(|asked| asked.duty == Duty::Sign);
            (unfilled && signs).then_some(())
        })
    });
    let fill = move || {
        is_mine_to_fill
            .get()
            .map(|()| view! { <FillForm app store version=version.get_untracked() /> })
    };
    view! {
        {stale}
        {withdrawn}
        <Head app case record />
        <Words app store version />
        <Files app case record />
        {fill}
        <Acts app case document record />
        <Answers app case record />
        <Court app case document record />
        <div class="doc-end"></div>
    }
}

/// The words, or why they are not here.
#[component]
pub(super) fn Words(app: App, store: PaperStore, version: Memo<u32>) -> impl IntoView {
    let i18n = app.i18n;
    move || {
        let load = store.text();
        if let Some(text) = load.value() {
            if text.lines.is_empty() {
                return view! { <p class="doc-note">{t!(i18n, papers.pages_only)}</p> }.into_any();
            }
            return view! {
                <section class="doc-sheet">
                    <h2 class="ui-sr">{t!(i18n, papers.words)}</h2>
                    {paper::lines(&text.lines)}
                </section>
            }
            .into_any();
        }
        match load {
            Load::Failed { error, .. } => {
                let words = document_words::error(i18n.locale(), &error, "");
                view! {
                    <ProblemView
                        what=words.what
                        next=words.next
                        whom=t!(i18n, papers.whom)
                        action_label=t!(i18n, common.retry)
                        on_action=move |()| store.fetch(version.get_untracked())
                        inline=true
                    />
                }
                .into_any()
            }
            _ => view! { <Skeleton label=t!(i18n, papers.reading) /> }.into_any(),
        }
    }
}

/// The PDF of each version, and with its signatures.
#[component]
pub(super) fn Files(
    app: App,
    case: CaseHandle,
    record: Memo<Option<DocumentRecord>>,
) -> impl IntoView {
    let i18n = app.i18n;
    let one = move |(at, version): (usize, VersionRecord)| {
        let number = at + 1;
        let made = version.at;
        let label = t!(i18n, papers.pdf_of, version = number);
        let when = Signal::derive(move || Some(time::date_label(i18n.locale(), made)));
        let sealed = version.sealed.map(|file| {
            let name = format!("{number}.pdf");
            view! {
                <a
                    class="weui-cell weui-cell_active ui-cell"
                    href=file_url(case.id, file.id, FileVariant::Original)
                    download=name
                    data-testid=format!("signed-pdf-{number}")
                >
                    <span class="ui-cell__icon">
                        <crate::ui::Icon name=IconName::Download />
                    </span>
                    <span class="ui-cell__label">{t!(i18n, papers.signed_pdf, version = number)}</span>
                </a>
            }
        });
        let reason = version.reason.map(|reason| {
            view! { <p class="doc-note">{t!(i18n, papers.changed, reason = reason)}</p> }
        });
        view! {
            <LinkCell
                href=Page::file(case.id, version.file.id).path()
                label
                value=when
                icon=IconName::Document
            />
            {sealed}
            {reason}
        }
    };
    let rows = move || {
        let versions = record.with(|record| record.as_ref().map(|record| record.versions.clone()));
        let versions = versions.unwrap_or_default().into_iter().enumerate().rev();
        versions.map(one).collect_view()
    };
    view! {
        <div class="doc-files">
            <CellGroup title=t!(i18n, papers.versions)>{rows}</CellGroup>
        </div>
    }
}

/// What whoever is asked does with it.
#[component]
fn Acts(
    app: App,
    case: CaseHandle,
    document: Seq,
    record: Memo<Option<DocumentRecord>>,
) -> impl IntoView {
    let i18n = app.i18n;
    let version = move || record.with(|record| record.as_ref().map(DocumentRecord::version));
    let duty = Memo::new(move |_| {
        let you = case.you();
        record.with(|record| Some(record.as_ref()?.asked.get(&you)?.duty))
    });
    let read = move || {
        let version = version()?;
        Some(DocumentCommand::ReadDocument(ReadDocument {
            document,
            version,
        }))
    };
    let confirm = move || {
        let version = version()?;
        Some(DocumentCommand::ConfirmDocument(ConfirmDocument {
            document,
            version,
        }))
    };
    let refuse = move |reason: String| {
        let version = version()?;
        Some(DocumentCommand::RefuseDocument(RefuseDocument {
            document,
            version,
            reason,
        }))
    };
    let may_read = may(app, case, read);
    let may_confirm = may(app, case, confirm);
    let may_refuse = may(app, case, move || refuse("…".to_owned()));
    let refusing = RwSignal::new(false);
    let do_it = move |command: Option<DocumentCommand>| {
        if let Some(command) = command {
            give(app, case, command);
        }
    };
    let is_unfilled = Memo::new(move |_| {
        record.with(|record| {
            let current = record.as_ref().and_then(DocumentRecord::current);
            current.is_some_and(|version| version.unfilled)
        })
    });
    let is_open = Memo::new(move |_| {
        record.with(|record| {
            record
                .as_ref()
                .is_some_and(|record| record.withdrawn.is_none())
        }) && !case.state().is_closed()
    });
    let now = Memo::new(move |_| {
        let you = case.you();
        record.with(|record| record.as_ref().map(|record| standing(record, you)))
    });
    let primary = move || {
        if !is_open.get() {
            return None;
        }
        Some(match duty.get()? {
            Duty::Read if may_read.get() == May::Yes => view! {
                <Button
                    label=t!(i18n, papers.do_read)
                    kind=ButtonKind::Primary
                    on_press=move |()| do_it(read())
                    test_id="document-read"
                />
            }
            .into_any(),
            Duty::Confirm if may_confirm.get() == May::Yes => view! {
                <Button
                    label=t!(i18n, papers.do_confirm)
                    kind=ButtonKind::Primary
                    on_press=move |()| do_it(confirm())
                    test_id="document-confirm"
                />
            }
            .into_any(),
            Duty::Sign => {
                let kind = match now.get() {
                    Some(Standing::Signed) => ButtonKind::Plain,
                    _ => ButtonKind::Primary,
                };
                let label = match now.get() {
                    Some(Standing::Signed) => t!(i18n, papers.sign_more),
                    Some(Standing::Stale) => t!(i18n, papers.sign_again),
                    _ => t!(i18n, papers.do_sign),
                };
                view! {
                    <Button
                        label
                        kind
                        disabled=is_unfilled
                        reason=t!(i18n, papers.fill_first)
                        on_press=move |()| app.go(Page::SignDocument(case.id, document))
                        test_id="document-sign"
                    />
                }
                .into_any()
            }
            Duty::Read | Duty::Confirm => return None,
        })
    };
    // Nobody draws well with a mouse.
    let handing_over = RwSignal::new(false);
    let may_hand_over = Memo::new(move |_| {
        let is_due = duty.get() == Some(Duty::Sign) && now.get() != Some(Standing::Signed);
        // Whoever hands over is still told how it ended.
        handing_over.get() || (is_open.get() && is_due)
    });
    view! {
        <div class="doc-actions">
            {primary}
            <Show when=move || may_hand_over.get()>
                <SignOnPhone
                    app
                    open=handing_over
                    case=case.id
                    document
                    version=Signal::derive(version)
                    disabled=is_unfilled
                    reason=t!(i18n, papers.fill_first)
                    on_done=|()| ()
                />
            </Show>
            <Show when=move || may_refuse.get() == May::Yes>
                <Button
                    label=t!(i18n, papers.do_refuse)
                    on_press=move |()| refusing.set(true)
                    test_id="document-refuse"
                />
            </Show>
        </div>
        <Reason
            app
            open=refusing
            title=t!(i18n, papers.refuse_title)
            note=t!(i18n, papers.refuse_note)
            label=t!(i18n, papers.refuse_reason)
            verb=t!(i18n, papers.do_refuse)
            on_reason=move |reason| {
                refuse(reason).is_some_and(|command| give(app, case, command))
            }
        />
    }
}

/// New versions and taking back, for who sent it.
#[component]
fn Court(
    app: App,
    case: CaseHandle,
    document: Seq,
    record: Memo<Option<DocumentRecord>>,
) -> impl IntoView {
    let i18n = app.i18n;
    let withdraw = move |reason: String| {
        Some(DocumentCommand::WithdrawDocument(WithdrawDocument {
            document,
            reason,
        }))
    };
    let may_withdraw = may(app, case, move || withdraw("…".to_owned()));
    let withdrawing = RwSignal::new(false);
    let revising = RwSignal::new(false);
    let form = move || {
        let record = record.get_untracked()?;
        let is_uploaded = record.paper == DocumentKind::Other;
        let version = record.version();
        let done = move |()| revising.set(false);
        Some(view! { <ReviseForm app case document version is_uploaded on_done=done /> })
    };
    view! {
        <Show when=move || may_withdraw.get() == May::Yes>
            <div class="doc-actions doc-actions--court">
                <Button
                    label=t!(i18n, papers.revise)
                    on_press=move |()| revising.set(true)
                    test_id="document-revise"
                />
                <Button
                    label=t!(i18n, papers.withdraw)
                    kind=ButtonKind::Danger
                    on_press=move |()| withdrawing.set(true)
                    test_id="document-withdraw"
                />
            </div>
        </Show>
        <Dialog
            open=revising
            on_close=move |()| revising.set(false)
            title=t!(i18n, papers.revise_title)
            close_label=t!(i18n, papers.close)
            shape=crate::ui::DialogShape::HalfScreen
        >
            {form}
        </Dialog>
        <Reason
            app
            open=withdrawing
            title=t!(i18n, papers.withdraw_title)
            note=t!(i18n, papers.withdraw_note)
            label=t!(i18n, papers.withdraw_reason)
            verb=t!(i18n, papers.withdraw)
            on_reason=move |reason| {
                withdraw(reason).is_some_and(|command| give(app, case, command))
            }
        />
    }
}

/// A dialog that asks for a reason before something is done that stays in the record.
#[component]
fn Reason(
    app: App,
    open: RwSignal<bool>,
    title: Signal<String>,
    note: Signal<String>,
    label: Signal<String>,
    verb: Signal<String>,
    /// Gives false when it was not taken: the words stay.
    on_reason: impl Fn(String) -> bool + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = app.i18n;
    let reason = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = reason.get_untracked().trim().to_owned();
        if words.is_empty() {
            wrong.set(Some(text!(i18n.locale_untracked(), papers.reason_missing)));
        } else if on_reason(words) {
            reason.set(String::new());
            wrong.set(None);
            open.set(false);
        }
    };
    view! {
        <Dialog
            open
            on_close=move |()| open.set(false)
            title
            close_label=t!(i18n, papers.close)
        >
            <form class="ui-form" novalidate on:submit=submit>
                <p>{note}</p>
                <WordsField
                    id="document-reason"
                    label
                    value=reason
                    on_type=move |typed| reason.set(typed)
                    error=wrong
                    required=true
                />
                <Button label=verb kind=ButtonKind::Danger submit=true test_id="reason-submit" />
            </form>
        </Dialog>
    }
}
