//! What needs no pages: sound, moving pictures, text, and what can only be taken away.

use anjian_api::file::{FileFacts, FileVariant};
use anjian_api::ids::CaseId;
use leptos::prelude::*;

use super::document::Fault;
use crate::api::{ApiError, file_url};
use crate::app::use_app;
use crate::i18n::{t, text};
use crate::platform::{page, task};
use crate::ui::{Button, ButtonKind, Icon, IconName, Skeleton};

/// Sound, with the browser's own player.
#[component]
pub fn Sound(case: CaseId, facts: FileFacts) -> impl IntoView {
    let failed = RwSignal::new(false);
    let again = facts.clone();
    view! {
        <div class="viewer__middle">
            <div class="viewer__card">
                <Icon name=IconName::Mic />
                <p class="viewer__card-title">{facts.name.clone()}</p>
                <audio
                    controls
                    preload="metadata"
                    aria-label=facts.name.clone()
                    src=file_url(case, facts.id, FileVariant::Play)
                    on:error=move |_| failed.set(true)
                    data-testid="viewer-sound"
                ></audio>
            </div>
            <Show when=move || failed.get()>
                <TakeAway case facts=again.clone() fault=Fault::Browser />
            </Show>
        </div>
    }
}

/// Moving pictures, with the browser's own player.
#[component]
pub fn Film(case: CaseId, facts: FileFacts) -> impl IntoView {
    let failed = RwSignal::new(false);
    let again = facts.clone();
    view! {
        <div class="viewer__middle">
            <Show
                when=move || !failed.get()
                fallback=move || view! { <TakeAway case facts=again.clone() fault=Fault::Browser /> }
            >
                <video
                    class="viewer__film"
                    controls
                    playsinline
                    preload="metadata"
                    aria-label=facts.name.clone()
                    src=file_url(case, facts.id, FileVariant::Play)
                    on:error=move |_| failed.set(true)
                    data-testid="viewer-film"
                ></video>
            </Show>
        </div>
    }
}

/// Text on white paper.
#[component]
pub fn TextPaper(case: CaseId, facts: FileFacts) -> impl IntoView {
    let app = use_app();
    let i18n = app.i18n;
    let words = RwSignal::new(None::<Result<String, ApiError>>);
    let facts = StoredValue::new(facts);
    let load = Callback::new(move |()| {
        words.set(None);
        let api = app.api();
        let file = facts.with_value(|facts| facts.id);
        task::detached(async move {
            let read = api.text_of_file(case, file).await;
            let _ = words.try_set(Some(read));
        });
    });
    load.run(());
    move || match words.get() {
        None => view! {
            <div class="viewer__middle"><Skeleton label=t!(i18n, viewer.opening) /></div>
        }
        .into_any(),
        Some(Ok(read)) => view! {
            <div class="viewer__reading" tabindex="0" data-testid="viewer-text">
                <pre class="viewer__text">{read}</pre>
            </div>
        }
        .into_any(),
        Some(Err(_)) => view! {
            <TakeAway case facts=facts.get_value() fault=Fault::Offline on_retry=load />
        }
        .into_any(),
    }
}

/// Why it is not shown here, and the way to have it all the same.
#[component]
pub fn TakeAway(
    case: CaseId,
    facts: FileFacts,
    fault: Fault,
    /// Tries again; leave out where that changes nothing.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    let i18n = use_app().i18n;
    let what = move || {
        let locale = i18n.locale();
        match fault {
            Fault::Broken => text!(locale, viewer.broken_what),
            Fault::Offline => text!(locale, viewer.offline_what),
            Fault::Gone => text!(locale, viewer.missing_what),
            Fault::NoConverter => text!(locale, viewer.office_what),
            Fault::Browser => text!(locale, viewer.browser_what),
            Fault::Stuck => text!(locale, viewer.stuck_what),
            Fault::TooLong => text!(locale, viewer.too_long_what),
            Fault::Kind => text!(locale, viewer.kind_what),
        }
    };
    let next = move || {
        let locale = i18n.locale();
        match fault {
            Fault::Broken => text!(locale, viewer.broken_next),
            Fault::Offline => text!(locale, viewer.offline_next),
            Fault::Gone => text!(locale, viewer.missing_next),
            Fault::NoConverter | Fault::Browser | Fault::Stuck | Fault::TooLong | Fault::Kind => {
                text!(locale, viewer.take_next)
            }
        }
    };
    let may_retry = fault == Fault::Offline;
    let address = file_url(case, facts.id, FileVariant::Original);
    let name = facts.name;
    let take = move |()| page::download(&address, &name);
    view! {
        <div class="viewer__middle">
            <section class="viewer__card" role="alert" data-testid="viewer-fault">
                <Icon name=IconName::Warning />
                <p class="viewer__card-title">{what}</p>
                <p>{next}</p>
                <p class="viewer__whom">{t!(i18n, problem.whom_plain)}</p>
                {on_retry
                    .filter(|_| may_retry)
                    .map(|on_press| {
                        view! { <Button label=t!(i18n, common.retry) kind=ButtonKind::Primary on_press /> }
                    })}
                {(fault != Fault::Gone)
                    .then(|| {
                        view! {
                            <Button
                                label=t!(i18n, viewer.download)
                                icon=IconName::Download
                                on_press=take
                                test_id="viewer-take"
                            />
                        }
                    })}
            </section>
        </div>
    }
}
