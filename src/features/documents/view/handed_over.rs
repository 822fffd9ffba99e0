//! A document that a desktop handed over to this phone: read first, then signed.

use anjian_api::handoff::{HandoffSign, HandoffStep};
use anjian_api::ids::HandoffId;
use anjian_api::refusal::Refusal;
use anjian_domain::document::DocumentRecord;
use leptos::prelude::*;

use super::document_page::Words;
use super::files::Files;
use super::sign_page::{ForDesktop, SignPage};
use crate::app::{App, use_app};
use crate::features::documents::store::PaperStore;
use crate::features::documents::{STYLE, words};
use crate::i18n::{t, text};
use crate::platform::styles;
use crate::routes::Page;
use crate::state::court::{CaseHandle, CaseLoad};
use crate::ui::{Button, ButtonKind, NavBar, ProblemView, Skeleton, close_on_back};

/// What is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Reading,
    Signing,
    /// It stands; there is no way back to the pad.
    Signed,
}

/// The text, then the signature, each told to the desktop.
#[component]
pub fn HandedOver(
    /// What, and in which version.
    sign: HandoffSign,
    /// The hand-off that this phone has.
    handoff: HandoffId,
    /// Tells the desktop how far it is.
    #[prop(into)]
    on_step: Callback<HandoffStep>,
    /// Somebody goes back before it is done.
    #[prop(into)]
    on_leave: Callback<()>,
    /// The court has the signature, whatever this phone heard of it.
    is_done: Signal<bool>,
) -> impl IntoView {
    styles::add(STYLE);
    let app = use_app();
    let i18n = app.i18n;
    let case = app.court.open(sign.case);
    let record = Memo::new(move |_| case.state().documents.sent.get(&sign.document).cloned());
    let version =
        Memo::new(move |_| record.with(|record| record.as_ref().map(DocumentRecord::version)));
    let stage = RwSignal::new(Stage::Reading);
    Effect::new(move |_| match stage.get() {
        Stage::Reading => on_step.run(HandoffStep::Reading),
        Stage::Signing => on_step.run(HandoffStep::Signing),
        // The server has told it.
        Stage::Signed => {}
    });
    // Signed, as the court says, and somebody went back from the pad: there is nothing left to read.
    Effect::new(move |_| {
        if is_done.get() && stage.get() == Stage::Reading {
            on_leave.run(());
        }
    });
    let for_desktop = ForDesktop {
        handoff,
        on_back: Callback::new(move |()| stage.set(Stage::Reading)),
        on_signed: Callback::new(move |()| stage.set(Stage::Signed)),
        is_signed: is_done,
    };
    // Signing and what was signed are one page.
    let is_reading = Memo::new(move |_| stage.get() == Stage::Reading);
    let is_withdrawn = Memo::new(move |_| {
        record.with(|record| (record.as_ref()).is_some_and(|record| record.withdrawn.is_some()))
    });
    move || match version.get() {
        // Before anybody writes for nothing.
        Some(_) if is_withdrawn.get() && stage.get_untracked() != Stage::Signed => {
            view! { <Withdrawn app sign /> }.into_any()
        }
        Some(now) if now != sign.version && stage.get_untracked() != Stage::Signed => {
            view! { <OtherVersion app sign /> }.into_any()
        }
        Some(_) if is_reading.get() => {
            let go = move |()| stage.set(Stage::Signing);
            view! { <Reading app case sign record on_go=go on_leave /> }.into_any()
        }
        Some(_) => {
            // Once it stands there is nothing to go back to.
            let back = move || {
                let is_signing = stage.get() == Stage::Signing;
                is_signing.then(|| close_on_back(for_desktop.on_back))
            };
            view! {
                {back}
                <SignPage case=sign.case document=sign.document for_desktop />
            }
            .into_any()
        }
        None if matches!(case.load(), CaseLoad::Loading) => {
            view! { <Skeleton label=t!(i18n, common.loading) /> }.into_any()
        }
        None => view! {
            <ProblemView
                what=t!(i18n, papers.not_here)
                next=t!(i18n, papers.not_here_next)
                whom=t!(i18n, papers.whom)
            />
        }
        .into_any(),
    }
}

#[component]
fn Reading(
    app: App,
    case: CaseHandle,
    sign: HandoffSign,
    record: Memo<Option<DocumentRecord>>,
    #[prop(into)] on_go: Callback<()>,
    on_leave: Callback<()>,
) -> impl IntoView {
    let i18n = app.i18n;
    close_on_back(on_leave);
    let store = PaperStore::open(app, sign.case, sign.document);
    store.fetch(sign.version);
    let version = Memo::new(move |_| sign.version);
    let title = Signal::derive(move || {
        record.with(|record| {
            record
                .as_ref()
                .map_or_else(String::new, |record| record.title.clone())
        })
    });
    let identity = move || {
        record.with(|record| {
            record
                .as_ref()
                .map(|record| words::identity(i18n.locale(), record))
        })
    };
    view! {
        <div class="page" data-testid="handed-over">
            <NavBar title on_back=on_leave back_label=t!(i18n, handoff.go_back) />
            <div class="pane__scroll" tabindex="0">
                <header class="doc-head">
                    <p class="doc-head__id">{identity}</p>
                    <p class="doc-head__fact">{move || text!(i18n.locale(), handoff.read_first)}</p>
                </header>
                <Words app store version record />
                <Files app case record />
                <div class="doc-actions">
                    <Button
                        label=t!(i18n, papers.do_sign)
                        kind=ButtonKind::Primary
                        on_press=on_go
                        test_id="handed-over-sign"
                    />
                </div>
                <div class="doc-end"></div>
            </div>
        </div>
    }
}

/// What the desktop shows is not what would be signed.
#[component]
fn OtherVersion(app: App, sign: HandoffSign) -> impl IntoView {
    let i18n = app.i18n;
    view! {
        <div class="page" data-testid="handed-over-outdated">
            <NavBar title=t!(i18n, handoff.on_phone) />
            <ProblemView
                what=t!(i18n, handoff.other_version)
                next=t!(i18n, handoff.next_other_version)
                whom=String::new()
                action_label=t!(i18n, papers.to_document)
                on_action=move |()| app.go_replacing(Page::Document(sign.case, sign.document))
            />
        </div>
    }
}

/// The court took it back.
#[component]
fn Withdrawn(app: App, sign: HandoffSign) -> impl IntoView {
    let i18n = app.i18n;
    let words = Memo::new(move |_| {
        let _ = i18n.locale();
        app.refusal_words(&Refusal::DocumentWithdrawn)
    });
    view! {
        <div class="page" data-testid="handed-over-withdrawn">
            <NavBar title=t!(i18n, handoff.on_phone) />
            <ProblemView
                what=Signal::derive(move || words.read().what.clone())
                next=Signal::derive(move || words.read().next.clone())
                whom=Signal::derive(move || words.read().whom.clone())
                action_label=t!(i18n, papers.to_document)
                on_action=move |()| app.go_replacing(Page::Document(sign.case, sign.document))
            />
        </div>
    }
}
