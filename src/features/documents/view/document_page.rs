//! One document: its words, its versions, where it stands, and what this person may do with it.

use anjian_api::document::Duty;
use anjian_api::document::command::{
    ConfirmDocument, DocumentCommand, ReadDocument, RefuseDocument,
};
use anjian_api::ids::{CaseId, Seq};
use anjian_domain::document::DocumentRecord;
use leptos::prelude::*;

use super::act::{May, give, may};
use super::answers::{Answers, Head};
use super::court::Court;
use super::files::Files;
use super::fill_form::FillForm;
use super::frame::Frame;
use super::looking::Looking;
use super::paper;
use super::problem::problem;
use super::reason::Reason;
use super::sign_on_phone::SignOnPhone;
use crate::app::{App, use_app};
use crate::features::documents::STYLE;
use crate::features::documents::model::standing::{Standing, signatures, standing};
use crate::features::documents::store::PaperStore;
use crate::i18n::{t, text};
use crate::platform::styles;
use crate::routes::Page;
use crate::state::Load;
use crate::state::court::CaseHandle;
use crate::ui::{Banner, Button, ButtonKind, IconName, Skeleton};

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
    let is_here = Memo::new(move |_| record.read().is_some());
    let inside = move || {
        let inside = || view! { <Inside app case=handle document record /> }.into_any();
        is_here.get().then(inside)
    };
    view! {
        <Frame
            case=handle
            title
            on_back=move |()| app.back(Page::Documents(case))
            back_label=t!(i18n, papers.back_list)
            test_id="document-page"
            inside
        />
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
            .map(|()| view! { <FillForm app store version /> })
    };
    view! {
        {stale}
        {withdrawn}
        <Head app case record />
        <Words app store version record />
        <Files app case record />
        {fill}
        <Acts app case document record />
        <Answers app case record />
        <Looking app case document record />
        <Court app case document record />
        <div class="doc-end"></div>
    }
}

/// The words, or why they are not here.
#[component]
pub(super) fn Words(
    app: App,
    store: PaperStore,
    version: Memo<u32>,
    record: Memo<Option<DocumentRecord>>,
) -> impl IntoView {
    let i18n = app.i18n;
    let signed = Memo::new(move |_| record.with(|record| record.as_ref().map(signatures)));
    let signed = Signal::derive(move || signed.get().unwrap_or_default());
    move || {
        let load = store.text();
        if let Some(text) = load.value() {
            if text.lines.is_empty() {
                return view! { <p class="doc-note">{t!(i18n, papers.pages_only)}</p> }.into_any();
            }
            return view! {
                <section class="doc-sheet">
                    <h2 class="ui-sr">{t!(i18n, papers.words)}</h2>
                    {paper::lines(app, &text.lines, signed)}
                </section>
            }
            .into_any();
        }
        match load {
            Load::Failed { error, .. } => {
                let again = Callback::new(move |()| store.fetch(version.get_untracked()));
                problem(app, store.case, &error, Some(again))
            }
            _ => view! { <Skeleton label=t!(i18n, papers.reading) /> }.into_any(),
        }
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
