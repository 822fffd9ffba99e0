//! One file in its form.

use std::rc::Rc;

use anjian_api::file::{FileFacts, FileKind, FileVariant};
use anjian_api::ids::CaseId;
use leptos::prelude::*;

use super::pages::Pages;
use super::password::PasswordForm;
use super::plain::{Film, Sound, TakeAway, TextPaper};
use crate::api::{file_url, page_url};
use crate::app::use_app;
use crate::features::viewer::model::column::{Fit, MOST_PAGES};
use crate::features::viewer::model::form::{Form, form, is_miscounted, is_office};
use crate::features::viewer::store::{Framed, Source, ViewerStore};
use crate::i18n::{t, text};
use crate::platform::pdf::{Pdf, PdfError};
use crate::platform::{page, task};
use crate::ui::{Framing, Skeleton};

/// Where a file of pages stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Opening {
    Coming,
    Open,
    Locked { wrong: bool },
    Failed(Fault),
}

/// Why nothing is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The bytes are damaged.
    Broken,
    /// There is no connection.
    Offline,
    /// The server gives it no longer.
    Gone,
    /// The server cannot turn this office file into pages.
    NoConverter,
    /// This browser cannot, and the server has no pictures of it.
    Browser,
    /// It came to no end in all the time there is.
    Stuck,
    /// It claims to have more pages than can be looked at.
    TooLong,
    /// No program on the web shows this kind.
    Kind,
}

/// A PDF is A4 until its first page says otherwise: CSS px.
const A4: (f64, f64) = (794.0, 1123.0);

/// The file, shown.
#[component]
pub fn Shown(
    store: ViewerStore,
    case: CaseId,
    facts: FileFacts,
    /// How its submitter framed it.
    framing: Option<Framing>,
) -> impl IntoView {
    // Nothing of the file before stays.
    store.end();
    on_cleanup(move || {
        if store.source.try_get_untracked().is_some() {
            store.end();
        }
    });
    // A HEIC is a picture only where the server has a decoder for it.
    let server = untrack(|| use_app().info());
    let is_drawn = facts.kind != FileKind::Heic || server.is_none_or(|server| server.heic);
    match form(facts.kind) {
        Form::Picture if !is_drawn => {
            view! { <TakeAway case facts fault=Fault::Kind /> }.into_any()
        }
        Form::Pdf => view! { <Paged store case facts /> }.into_any(),
        Form::Picture => view! { <OnePicture store case facts framing /> }.into_any(),
        Form::Sound => view! { <Sound case facts /> }.into_any(),
        Form::Film => view! { <Film case facts /> }.into_any(),
        Form::Text => view! { <TextPaper case facts /> }.into_any(),
        Form::Download => view! { <TakeAway case facts fault=Fault::Kind /> }.into_any(),
    }
}

#[component]
fn OnePicture(
    store: ViewerStore,
    case: CaseId,
    facts: FileFacts,
    framing: Option<Framing>,
) -> impl IntoView {
    let address = file_url(case, facts.id, FileVariant::View);
    let pixels = facts.pixels.unwrap_or((1_600, 1_200));
    // After the window has been measured: at once when it was before.
    let begin = move |whole: bool| {
        let address = address.clone();
        let (source, size) = match framing.filter(|_| !whole) {
            Some(framing) => {
                let size = framing.size(pixels);
                let framed = Framed {
                    address,
                    pixels,
                    framing,
                };
                (Source::Framed(framed), size)
            }
            None => {
                let size = (f64::from(pixels.0), f64::from(pixels.1));
                (Source::Pictures(Rc::new(move |_| address.clone())), size)
            }
        };
        store.begin(source, 1, size, Fit::Whole);
    };
    begin(false);
    Effect::new(move |before: Option<bool>| {
        let whole = store.whole.get();
        if before.is_some_and(|before| before != whole) {
            begin(whole);
        }
        whole
    });
    view! {
        <Pages store />
        {framing.map(|_| view! { <WholeButton store /> })}
    }
}

/// 看原图: always there where a page is shown in another way than the camera took it.
#[component]
fn WholeButton(store: ViewerStore) -> impl IntoView {
    let i18n = use_app().i18n;
    let words = move || match store.whole.get() {
        true => text!(i18n.locale(), viewer.show_framed),
        false => text!(i18n.locale(), viewer.show_whole),
    };
    view! {
        <div class="viewer__over">
            <button
                type="button"
                class="viewer__whole"
                on:click=move |_| store.whole.update(|whole| *whole = !*whole)
                data-testid="viewer-whole"
            >
                {words}
            </button>
        </div>
    }
}

#[component]
fn Paged(store: ViewerStore, case: CaseId, facts: FileFacts) -> impl IntoView {
    let i18n = use_app().i18n;
    let stand = RwSignal::new(Opening::Coming);
    let facts = StoredValue::new(facts);
    let open = Callback::new(move |password: Option<String>| {
        stand.set(Opening::Coming);
        let facts = facts.get_value();
        task::detached(async move {
            let opened = open_pdf(case, &facts, password.as_deref()).await;
            // The person may have gone on meanwhile.
            if stand.try_get_untracked().is_none() {
                return;
            }
            let next = match opened {
                Ok((source, pages, first)) => {
                    store.begin(source, pages, first, Fit::Width);
                    page::mark("viewer-open");
                    Opening::Open
                }
                Err(Trouble::Locked { wrong }) => Opening::Locked { wrong },
                Err(Trouble::Fault(fault)) => Opening::Failed(fault),
            };
            let _ = stand.try_set(next);
        });
    });
    open.run(None);
    // What draws may answer nothing any more: the pictures that the server makes take its place.
    Effect::new(move |_| {
        if !store.stuck.get() {
            return;
        }
        let next = match by_server(case, &facts.get_value(), Fault::Stuck) {
            Ok((source, pages, first)) => {
                store.begin(source, pages, first, Fit::Width);
                Opening::Open
            }
            Err(Trouble::Locked { wrong }) => Opening::Locked { wrong },
            Err(Trouble::Fault(fault)) => {
                store.end();
                Opening::Failed(fault)
            }
        };
        stand.set(next);
    });
    move || {
        match stand.get() {
        Opening::Coming => view! {
            <div class="viewer__stage viewer__stage--waiting">
                <Skeleton label=t!(i18n, viewer.opening) />
            </div>
        }
        .into_any(),
        Opening::Open => view! { <Pages store /> }.into_any(),
        Opening::Locked { wrong } => {
            let on_give = Callback::new(move |password| open.run(Some(password)));
            view! { <div class="viewer__middle"><PasswordForm wrong on_give /></div> }.into_any()
        }
        Opening::Failed(fault) => view! {
            <TakeAway case facts=facts.get_value() fault on_retry=Callback::new(move |()| open.run(None)) />
        }
        .into_any(),
    }
    }
}

enum Trouble {
    Locked { wrong: bool },
    Fault(Fault),
}

type Opened = (Source, u32, (f64, f64));

async fn open_pdf(
    case: CaseId,
    facts: &FileFacts,
    password: Option<&str>,
) -> Result<Opened, Trouble> {
    let url = file_url(case, facts.id, FileVariant::Pdf);
    let opened = match Pdf::open(&url, password, true).await {
        // Some networks and old WeChat break partial answers: once more, whole.
        Err(PdfError::NotReached(None) | PdfError::Broken) => {
            Pdf::open(&url, password, false).await
        }
        other => other,
    };
    match opened {
        // What would be shown is not what was submitted: the server's pictures are.
        Ok(pdf) if is_miscounted(facts, pdf.pages()) => by_server(case, facts, Fault::Browser),
        Ok(pdf) if pdf.pages() > MOST_PAGES => Err(Trouble::Fault(Fault::TooLong)),
        Ok(pdf) => {
            let first = pdf.size(1).await.unwrap_or(A4);
            let pages = pdf.pages();
            Ok((Source::Pdf(Rc::new(pdf)), pages, first))
        }
        Err(PdfError::Locked { wrong }) => Err(Trouble::Locked { wrong }),
        Err(PdfError::Impossible) => by_server(case, facts, Fault::Browser),
        Err(PdfError::Stuck) => by_server(case, facts, Fault::Stuck),
        Err(PdfError::NotReached(None)) => Err(Trouble::Fault(Fault::Offline)),
        Err(PdfError::NotReached(Some(422))) if is_office(facts.kind) => {
            Err(Trouble::Fault(Fault::NoConverter))
        }
        Err(PdfError::NotReached(Some(404 | 401 | 403))) => Err(Trouble::Fault(Fault::Gone)),
        Err(PdfError::NotReached(Some(_))) => Err(Trouble::Fault(Fault::Offline)),
        Err(PdfError::Broken) => Err(Trouble::Fault(Fault::Broken)),
    }
}

/// Pages as pictures that the server makes; the fault, where it makes none.
fn by_server(case: CaseId, facts: &FileFacts, fault: Fault) -> Result<Opened, Trouble> {
    let file = facts.id;
    let pages = facts.pages.ok_or(Trouble::Fault(fault))?;
    if pages > MOST_PAGES {
        return Err(Trouble::Fault(Fault::TooLong));
    }
    let address = move |at: usize| page_url(case, file, u32::try_from(at + 1).unwrap_or(1));
    Ok((Source::Pictures(Rc::new(address)), pages, A4))
}
