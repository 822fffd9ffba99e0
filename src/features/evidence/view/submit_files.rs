//! The files of an exhibit that is being prepared: picked, on their way, in the order of its pages.

use anjian_sync::{Fault, Stage, UploadView};
use leptos::ev::DragEvent;
use leptos::prelude::*;

use crate::app::App;
use crate::features::evidence::store::{Page, Submission};
use crate::features::evidence::view::tiles::picture;
use crate::i18n::{Locale, t, text, words};
use crate::platform::files::{ObjectUrl, open_picker, picked};
use crate::routes;
use crate::state::uploads::Stand;
use crate::ui::{Button, IconButton, IconName};
use anjian_api::file::FileId;

/// What may be picked; the server looks at the bytes in any case.
const DOCUMENTS: &str = ".pdf,.jpg,.jpeg,.png,.heic,.mp3,.m4a,.wav,.mp4,.webm,.docx,.xlsx,.pptx,\
    .txt,.ofd";

/// Three ways to files: the camera, the album, the device's folders.
#[component]
pub fn Pickers(store: Submission) -> impl IntoView {
    let i18n = store.app.i18n;
    let on_change = move |event: leptos::ev::Event| store.add(picked(&event));
    let entrance = move |id: &'static str, label: Signal<String>| {
        view! {
            <Button label small=true on_press=move |()| open_picker(id) test_id=id />
        }
    };
    view! {
        <div class="ev-pickers" id="evidence-files" tabindex="-1">
            {entrance("evidence-camera", t!(i18n, submission.photograph))}
            {entrance("evidence-album", t!(i18n, submission.album))}
            {entrance("evidence-file", t!(i18n, submission.file))}
            <input
                type="file"
                id="evidence-camera"
                accept="image/*"
                capture="environment"
                hidden
                on:change=on_change
            />
            <input
                type="file"
                id="evidence-album"
                accept="image/*,video/*"
                multiple
                hidden
                on:change=on_change
            />
            <input
                type="file"
                id="evidence-file"
                accept=DOCUMENTS
                multiple
                hidden
                on:change=on_change
            />
        </div>
    }
}

/// The pages, to be arranged by buttons or by dragging.
#[component]
pub fn Pages(store: Submission) -> impl IntoView {
    let pages = Memo::new(move |_| store.files());
    let dragged = RwSignal::new(None::<FileId>);
    let row = move |(at, page): (usize, Page)| view! { <PageRow store pages dragged at page /> };
    view! {
        <ol class="ev-pages" data-testid="evidence-pages">
            {move || pages.get().into_iter().enumerate().map(row).collect_view()}
        </ol>
    }
}

#[component]
fn PageRow(
    store: Submission,
    pages: Memo<Vec<Page>>,
    dragged: RwSignal<Option<FileId>>,
    at: usize,
    page: Page,
) -> impl IntoView {
    let app = store.app;
    let i18n = app.i18n;
    let file = page.planned.file;
    let name = StoredValue::new(page.planned.name.clone());
    let name = move || name.get_value();
    let title = move || text!(i18n.locale(), submission.page_n, n = at + 1, name = name());
    let last = pages.with_untracked(Vec::len).saturating_sub(1);
    let drop_here = move |event: DragEvent| {
        event.prevent_default();
        if let Some(other) = dragged.get_untracked() {
            store.put(other, at);
        }
        dragged.set(None);
    };
    let (out, planned) = (page.clone(), page.planned.clone());
    let repick = {
        let batch = page.batch;
        move |event: leptos::ev::Event| {
            if let Some(again) = picked(&event).into_iter().next() {
                crate::platform::task::detached(async move {
                    app.uploads.repick(batch, file, again).await;
                });
            }
        }
    };
    let needs_file = Memo::new(move |_| {
        planned.receipt.is_none() && app.uploads.stand(file) == Some(Stand::NeedsFile)
    });
    let again_id = format!("evidence-again-{file}");
    let again = again_id.clone();
    let again_view = move || {
        needs_file.get().then(|| {
            let again = again.clone();
            view! {
                <Button
                    label=t!(i18n, submission.pick_again)
                    small=true
                    on_press=move |()| open_picker(&again)
                />
            }
        })
    };
    view! {
        <li
            class="ev-page"
            draggable="true"
            data-testid="evidence-page-row"
            on:dragstart=move |_| dragged.set(Some(file))
            on:dragover=move |event| event.prevent_default()
            on:drop=drop_here
        >
            {small_picture(app, store, &page)}
            <div class="ev-page__main">
                <p class="ev-page__name">{title}</p>
                <Progress app page=page.clone() />
                {again_view}
                <input type="file" id=again_id hidden on:change=repick />
            </div>
            <div class="ev-page__acts">
                <Show when=move || at != 0>
                    <IconButton
                        icon=IconName::ArrowUp
                        label=Signal::derive(move || {
                            text!(i18n.locale(), submission.move_up, name = name())
                        })
                        on_press=move |()| store.put(file, at.saturating_sub(1))
                    />
                </Show>
                <Show when=move || at != last>
                    <IconButton
                        icon=IconName::ArrowDown
                        label=Signal::derive(move || {
                            text!(i18n.locale(), submission.move_down, name = name())
                        })
                        on_press=move |()| store.put(file, at + 1)
                    />
                </Show>
                <IconButton
                    icon=IconName::Close
                    label=Signal::derive(move || {
                        text!(i18n.locale(), submission.remove, name = name())
                    })
                    on_press=move |()| store.remove(&out)
                />
            </div>
        </li>
    }
}

/// The picture on this device, or the server's once it has the file; it leads into the viewer then.
fn small_picture(app: App, store: Submission, page: &Page) -> AnyView {
    let i18n = app.i18n;
    if let Some(receipt) = &page.planned.receipt {
        let href = routes::Page::file(store.case, receipt.facts.id).path();
        let name = page.planned.name.clone();
        let label = move || text!(i18n.locale(), submission.view, name = name);
        return view! {
            <a class="ev-page__picture" href=href aria-label=label>
                {picture(store.case, &receipt.facts)}
            </a>
        }
        .into_any();
    }
    let shown = app
        .uploads
        .picked(page.planned.file)
        .filter(|file| file.media_type().starts_with("image/"))
        .and_then(|file| ObjectUrl::of(&file));
    match shown {
        Some(url) => {
            let address = url.url().to_owned();
            // Given back when the row goes.
            crate::platform::keep(url);
            view! {
                <span class="ev-page__picture">
                    <img class="ev-tile__picture" src=address alt="" />
                </span>
            }
            .into_any()
        }
        None => view! {
            <span class="ev-page__picture ev-tile__picture ev-tile__picture--none">
                <crate::ui::Icon name=IconName::Document />
            </span>
        }
        .into_any(),
    }
}

/// How far a file is, with a figure.
#[component]
fn Progress(app: App, page: Page) -> impl IntoView {
    let i18n = app.i18n;
    let file = page.planned.file;
    let (is_here, was_known) = (page.planned.receipt.is_some(), page.planned.was_known);
    let stand = Memo::new(move |_| app.uploads.stand(file));
    let words = move || {
        let locale = i18n.locale();
        if is_here {
            return match was_known {
                true => text!(locale, submission.was_known),
                false => text!(locale, submission.received),
            };
        }
        match stand.get() {
            Some(Stand::Here(view)) => stand_words(locale, &view),
            Some(Stand::Elsewhere) => text!(locale, submission.elsewhere),
            Some(Stand::NeedsFile) => String::new(),
            None => text!(locale, submission.waiting),
        }
    };
    let has_failed = move || {
        !is_here
            && matches!(
                stand.get(),
                Some(Stand::Here(view)) if matches!(view.stage, Stage::Failed(_))
            )
    };
    view! {
        <p class="ev-page__stand" class:ev-page__stand--done=is_here>
            {words}
        </p>
        <Show when=has_failed>
            <Button
                label=t!(i18n, submission.retry)
                small=true
                on_press=move |()| app.uploads.retry(file)
            />
        </Show>
    }
}

fn stand_words(locale: Locale, view: &UploadView) -> String {
    match &view.stage {
        Stage::Queued | Stage::Preparing => text!(locale, submission.waiting),
        Stage::Sending => {
            let percent = view.sent.saturating_mul(100) / view.size.max(1);
            text!(locale, submission.uploading, percent = percent)
        }
        Stage::Paused(_) | Stage::Retrying(_) => text!(locale, submission.paused),
        Stage::Finishing => text!(locale, submission.checking),
        Stage::Done(_) | Stage::Known(_) => text!(locale, submission.received),
        Stage::Failed(Fault::Problem(problem)) => {
            let words = words::problem(locale, problem, "");
            format!("{} {}", words.what, words.next)
        }
        Stage::Failed(Fault::Unreadable) | Stage::Cancelled => text!(locale, submission.failed),
    }
}
