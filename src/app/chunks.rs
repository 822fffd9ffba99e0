//! The parts of the app that are fetched when they are first needed (docs/adr/0005-code-splitting.md).
//!
//! What stands before the first tap (the frame, the log-in, the list) is one file; each function
//! made by [`chunk!`] is the way into another. `cargo xtask bundle` cuts them apart, with the
//! feature `split`; without it, and in tests, everything is one and nothing has to be fetched.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use anjian_api::handoff::HandoffPurpose;
use futures::FutureExt;
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
#[cfg(feature = "split")]
use leptos::wasm_split::wasm_split;

use super::use_app;
use crate::features::case_space::{CaseSpacePage, OfCase};
use crate::features::desk::{AccountsPage, MembersPage, OpenCasePage};
use crate::features::details::DetailsPage;
use crate::features::documents::{DocumentPage, DocumentsPage, HandedOver, SendPage, SignPage};
use crate::features::evidence::{EvidencePage, ExchangePage, ExhibitPage, MatrixPage, SubmitPage};
use crate::features::feedback::{CourtFeedbackPage, FeedbackPage, WaitingFeedback};
use crate::features::handoff::{PhoneHandoff, Turn};
use crate::features::location::LocationPage;
use crate::features::login::PasswordPage;
use crate::features::me::{AboutPage, AppearancePage, DevicesPage, HelpPage, LanguagePage, MePage};
use crate::features::people::PeoplePage;
use crate::features::services::ServicesPage;
use crate::features::viewer::ViewerPage;
use crate::i18n::t;
use crate::platform::task;
use crate::routes::Page;
use crate::ui::{ProblemView, Skeleton};

/// A part of the app in a file of its own.
#[derive(Clone, Copy)]
pub(super) struct Chunk {
    load: fn() -> Pin<Box<dyn Future<Output = bool>>>,
    view: fn(Page) -> Option<AnyView>,
}

macro_rules! chunk {
    ($(#[$doc:meta])* $name:ident, $chunk:ident, $load:ident, $view:ident, $page:ident => $body:expr) => {
        #[cfg(feature = "split")]
        #[wasm_split($chunk, wasm_split_path = ::leptos::wasm_split, fallible, preload($load))]
        fn $view($page: Page) -> Result<AnyView, SplitLoaderError> {
            Ok($body)
        }
        #[cfg(not(feature = "split"))]
        async fn $view($page: Page) -> Result<AnyView, SplitLoaderError> {
            Ok($body)
        }
        #[cfg(not(feature = "split"))]
        async fn $load() -> Result<(), SplitLoaderError> {
            Ok(())
        }
        $(#[$doc])*
        pub(super) const $name: Chunk = Chunk {
            load: || Box::pin(async { $load().await.is_ok() }),
            // Ready at once when the file is there: no flicker between two pages.
            view: |page| $view(page).now_or_never()?.ok(),
        };
    };
}

chunk!(
    /// A case: what is said in it, its details, its people.
    CASE, case, load_case, case_view, page => match page {
        Page::Case(case) => view! { <CaseSpacePage case /> }.into_any(),
        Page::CasePeople(case) => view! { <OfCase page><PeoplePage case /></OfCase> }.into_any(),
        Page::CaseLocation(case) => view! { <OfCase page><LocationPage case /></OfCase> }.into_any(),
        page => page.case().map(|case| view! { <OfCase page><DetailsPage case /></OfCase> }).into_any(),
    }
);

chunk!(
    /// The court's desk.
    DESK, desk, load_desk, desk_view, page => match page {
        Page::OpenCase => view! { <OpenCasePage /> }.into_any(),
        Page::CaseMembers(case) => view! { <OfCase page><MembersPage case /></OfCase> }.into_any(),
        _ => view! { <AccountsPage /> }.into_any(),
    }
);

chunk!(
    /// The pages behind the other two tabs, and the first password.
    OWN, own, load_own, own_view, page => match page {
        Page::Services => view! { <ServicesPage /> }.into_any(),
        Page::Devices => view! { <DevicesPage /> }.into_any(),
        Page::Language => view! { <LanguagePage /> }.into_any(),
        Page::Appearance => view! { <AppearancePage /> }.into_any(),
        Page::Help => view! { <HelpPage /> }.into_any(),
        Page::About => view! { <AboutPage /> }.into_any(),
        Page::Password => view! { <PasswordPage /> }.into_any(),
        _ => view! { <MePage /> }.into_any(),
    }
);

chunk!(
    /// Evidence: the list, an exhibit, the matrix, the exchange, submitting.
    EVIDENCE, evidence, load_evidence, evidence_view, page => match page {
        Page::SubmitEvidence(case) => view! { <OfCase page><SubmitPage case /></OfCase> }.into_any(),
        Page::Exhibit(case, exhibit) => view! { <OfCase page><ExhibitPage case exhibit /></OfCase> }.into_any(),
        Page::EvidenceMatrix(case) => view! { <OfCase page><MatrixPage case /></OfCase> }.into_any(),
        Page::EvidenceExchange(case) => view! { <OfCase page><ExchangePage case /></OfCase> }.into_any(),
        page => page.case().map(|case| view! { <OfCase page><EvidencePage case /></OfCase> }).into_any(),
    }
);

chunk!(
    /// Documents: the list, one document, sending, signing with the pad, here or for a desktop.
    DOCUMENTS, documents, load_documents, documents_view, page => match page {
        Page::SendDocument(case) => view! { <OfCase page><SendPage case /></OfCase> }.into_any(),
        Page::Document(case, document) => view! { <OfCase page><DocumentPage case document /></OfCase> }.into_any(),
        Page::SignDocument(case, document) => view! { <OfCase page><SignPage case document /></OfCase> }.into_any(),
        Page::Handoff(code) => {
            let code = code.simple().to_string();
            view! { <PhoneHandoff code then=Rc::new(handed_over) /> }.into_any()
        }
        page => page.case().map(|case| view! { <OfCase page><DocumentsPage case /></OfCase> }).into_any(),
    }
);

chunk!(
    /// Files: PDF, pictures, sound, moving pictures, text.
    VIEWER, viewer, load_viewer, viewer_view, page => match page {
        Page::File(case, file, of) => view! { <ViewerPage case file of /> }.into_any(),
        _ => ().into_any(),
    }
);

chunk!(
    /// Feedback: given, followed, answered; and what waits to be sent.
    FEEDBACK, feedback, load_feedback, feedback_view, page => match page {
        Page::Feedback(case) => view! { <FeedbackPage case /> }.into_any(),
        Page::CourtFeedback => view! { <CourtFeedbackPage /> }.into_any(),
        _ => view! { <WaitingFeedback /> }.into_any(),
    }
);

/// What a phone goes on with for a desktop.
fn handed_over(turn: Turn) -> AnyView {
    let HandoffPurpose::Sign(sign) = turn.offer.about.purpose();
    let handoff = turn.offer.id;
    let (on_step, on_leave, is_done) = (turn.on_step, turn.on_leave, turn.is_done);
    let page = Page::SignDocument(sign.case, sign.document);
    view! {
        <OfCase page alone=true>
            <HandedOver sign handoff on_step on_leave is_done />
        </OfCase>
    }
    .into_any()
}

impl Chunk {
    /// Fetches it before anybody asks for it; a failure matters only when somebody does.
    pub(super) fn fetch_ahead(self) {
        task::detached(async move {
            (self.load)().await;
        });
    }

    /// A page of it: at once when it is here, else when it has come.
    pub(super) fn page(self, page: Page) -> AnyView {
        match (self.view)(page) {
            Some(view) => view,
            None => view! { <Awaited chunk=self page /> }.into_any(),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Arrival {
    Coming,
    Here,
    Failed,
}

/// Grey shapes until the chunk has come, and a way to try again when it did not.
#[component]
fn Awaited(chunk: Chunk, page: Page) -> impl IntoView {
    let i18n = use_app().i18n;
    let arrival = ArcRwSignal::new(Arrival::Coming);
    let fetch = {
        let arrival = arrival.clone();
        move || {
            let arrival = arrival.clone();
            arrival.set(Arrival::Coming);
            task::detached(async move {
                let came = (chunk.load)().await;
                arrival.set(if came { Arrival::Here } else { Arrival::Failed });
            });
        }
    };
    fetch();
    let again = Callback::new(move |()| fetch());
    move || match arrival.get() {
        Arrival::Here => (chunk.view)(page).into_any(),
        Arrival::Coming => {
            view! { <Skeleton label=t!(i18n, common.loading) with_avatar=true /> }.into_any()
        }
        Arrival::Failed => view! {
            <ProblemView
                what=t!(i18n, common.part_missing)
                next=t!(i18n, common.part_missing_next)
                whom=t!(i18n, problem.whom_plain)
                action_label=t!(i18n, common.retry)
                on_action=again
            />
        }
        .into_any(),
    }
}
