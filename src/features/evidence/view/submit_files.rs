//! The files of an exhibit that is being prepared: picked, on their way, in the order of its pages.

use anjian_sync::{Fault, Stage, UploadView};
use leptos::ev::DragEvent;
use leptos::{html, prelude::*};

use crate::app::App;
use crate::features::evidence::store::{Page, Submission};
use crate::features::evidence::view::arrange::{ArrangeDialog, Arranged, framing, pixels};
use crate::features::evidence::view::tiles::{no_picture, picture};
use crate::i18n::{Locale, t, text, words};
use crate::platform::files::{ObjectUrl, open_picker, picked};
use crate::platform::{dom, task};
use crate::routes;
use crate::state::uploads::{Advice, Stand};
use crate::ui::{Button, FramedPicture, IconButton, IconName};
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
    let arranged: Arranged = RwSignal::new(None);
    view! {
        <ol class="ev-pages" data-testid="evidence-pages">
            // A row stays when the server has its file: nobody loses the focus by that.
            <For each=move || pages.get() key=|page| page.planned.file let:first>
                <PageRow store pages dragged arranged first />
            </For>
        </ol>
        <ArrangeDialog store arranged />
    }
}

#[component]
fn PageRow(
    store: Submission,
    pages: Memo<Vec<Page>>,
    dragged: RwSignal<Option<FileId>>,
    arranged: Arranged,
    first: Page,
) -> impl IntoView {
    let app = store.app;
    let i18n = app.i18n;
    let file = first.planned.file;
    let name = StoredValue::new(first.planned.name.clone());
    let page = Memo::new(move |_| {
        let pages = pages.read();
        let found = pages.iter().find(|page| page.planned.file == file);
        found.unwrap_or(&first).clone()
    });
    let name = move || name.get_value();
    let at = Memo::new(move |_| {
        let pages = pages.read();
        let mut files = pages.iter().map(|page| page.planned.file);
        files.position(|one| one == file).unwrap_or_default()
    });
    let last = move || pages.read().len().saturating_sub(1);
    let title = move || {
        text!(
            i18n.locale(),
            submission.page_n,
            n = at.get() + 1,
            name = name()
        )
    };
    // The row moves away from under the focus: it goes along, to the button that is still there.
    let step = move |up: bool| {
        let from = at.get_untracked();
        let to = if up { from.saturating_sub(1) } else { from + 1 };
        store.put(file, to);
        let locale = i18n.locale_untracked();
        let words = text!(locale, submission.moved, name = name(), n = to + 1);
        app.announcer.polite(&words);
        let (wanted, other) = match up {
            true => (up_id(file), down_id(file)),
            false => (down_id(file), up_id(file)),
        };
        task::detached(async move {
            task::settled().await;
            if !dom::focus_id(&wanted) {
                dom::focus_id(&other);
            }
        });
    };
    // What this browser finds, before the server has looked.
    let seen = RwSignal::new(None::<(u32, u32)>);
    let draws_heic = move || app.info().is_some_and(|server| server.heic);
    let pixels = Memo::new(move |_| pixels(&page.read(), seen.get(), draws_heic()));
    let arrange = move |()| {
        if let Some(pixels) = pixels.get_untracked() {
            arranged.set(Some((page.get_untracked(), pixels)));
        }
    };
    // What is taken but not shown, and so cannot be arranged either, is said at once.
    let advice = move || {
        let page = page.read();
        let words = match Advice::on(&page.planned.name, &page.planned.declared, &*app.info()?)? {
            Advice::Heic => text!(i18n.locale(), media.heic_note),
            Advice::Office => text!(i18n.locale(), media.office_note),
        };
        Some(
            view! { <p class="ev-page__stand ev-page__stand--wide" data-testid="page-advice">{words}</p> },
        )
    };
    let is_arranged = Memo::new(move |_| store.view_of(file).is_some());
    let drop_here = move |event: DragEvent| {
        event.prevent_default();
        if let Some(other) = dragged.get_untracked() {
            store.put(other, at.get_untracked());
        }
        dragged.set(None);
    };
    let repick = move |event: leptos::ev::Event| {
        let batch = page.read_untracked().batch;
        if let Some(again) = picked(&event).into_iter().next() {
            task::detached(async move {
                app.uploads.repick(batch, file, again).await;
            });
        }
    };
    let is_here = Memo::new(move |_| page.read().planned.receipt.is_some());
    let needs_file =
        Memo::new(move |_| !is_here.get() && app.uploads.stand(file) == Some(Stand::NeedsFile));
    let small = move || {
        is_here.track();
        small_picture(app, store, &page.read_untracked(), pixels, seen)
    };
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
            {small}
            <div class="ev-page__main">
                <p class="ev-page__name">{title}</p>
                <Progress app page />
                <Show when=move || is_arranged.get()>
                    <p class="ev-page__stand" data-testid="arranged">{t!(i18n, submission.arranged)}</p>
                </Show>
                {again_view}
                <input type="file" id=again_id hidden on:change=repick />
            </div>
            {advice}
            <div class="ev-page__acts">
                <Show when=move || pixels.get().is_some()>
                    <Button label=t!(i18n, submission.arrange) small=true on_press=arrange test_id="arrange" />
                </Show>
                <Show when=move || at.get() != 0>
                    <IconButton
                        icon=IconName::ArrowUp
                        label=Signal::derive(move || {
                            text!(i18n.locale(), submission.move_up, name = name())
                        })
                        on_press=move |()| step(true)
                        id=up_id(file)
                    />
                </Show>
                <Show when=move || at.get() != last()>
                    <IconButton
                        icon=IconName::ArrowDown
                        label=Signal::derive(move || {
                            text!(i18n.locale(), submission.move_down, name = name())
                        })
                        on_press=move |()| step(false)
                        id=down_id(file)
                    />
                </Show>
                <IconButton
                    icon=IconName::Close
                    label=Signal::derive(move || {
                        text!(i18n.locale(), submission.remove, name = name())
                    })
                    on_press=move |()| store.remove(&page.get_untracked())
                />
            </div>
        </li>
    }
}

fn up_id(file: FileId) -> String {
    format!("evidence-up-{file}")
}

fn down_id(file: FileId) -> String {
    format!("evidence-down-{file}")
}

/// The picture on this device, or the server's once it has the file; it leads into the viewer then.
/// `seen` learns how large the picture is.
fn small_picture(
    app: App,
    store: Submission,
    page: &Page,
    pixels: Memo<Option<(u32, u32)>>,
    seen: RwSignal<Option<(u32, u32)>>,
) -> AnyView {
    let i18n = app.i18n;
    let file = page.planned.file;
    let view = move || framing(store.view_of(file).as_ref()).zip(pixels.get());
    if let Some(receipt) = &page.planned.receipt {
        let href = routes::Page::file(store.case, receipt.facts.id).path();
        let name = page.planned.name.clone();
        let label = move || text!(i18n.locale(), submission.view, name = name);
        let facts = receipt.facts.clone();
        return view! {
            <a class="ev-page__picture" href=href aria-label=label>
                {move || picture(store.case, &facts, view().map(|(framing, _)| framing))}
            </a>
        }
        .into_any();
    }
    let shown = app
        .uploads
        .picked(file)
        .filter(|file| file.media_type().starts_with("image/"))
        .and_then(|file| ObjectUrl::of(&file));
    let Some(url) = shown else {
        return view! { <span class="ev-page__picture">{no_picture()}</span> }.into_any();
    };
    let address = url.url().to_owned();
    // Given back when the row goes.
    crate::platform::keep(url);
    let image = NodeRef::<html::Img>::new();
    let loaded = move |_| {
        if let Some(image) = image.get_untracked() {
            seen.set(Some((image.natural_width(), image.natural_height())));
        }
    };
    // A HEIC says that it is a picture, and most browsers cannot draw it.
    let is_drawn = RwSignal::new(true);
    let inside = move || match view() {
        Some((framing, pixels)) => {
            let address = address.clone();
            view! { <FramedPicture address pixels framing class="ev-tile__picture" fills=true /> }
                .into_any()
        }
        None if !is_drawn.get() => no_picture().into_any(),
        None => view! {
            <img
                class="ev-tile__picture"
                src=address.clone()
                alt=""
                on:load=loaded
                on:error=move |_| is_drawn.set(false)
                node_ref=image
            />
        }
        .into_any(),
    };
    view! { <span class="ev-page__picture">{inside}</span> }.into_any()
}

/// How far a file is, with a figure.
#[component]
fn Progress(app: App, page: Memo<Page>) -> impl IntoView {
    let i18n = app.i18n;
    let file = page.read_untracked().planned.file;
    let is_here = Memo::new(move |_| page.read().planned.receipt.is_some());
    let stand = Memo::new(move |_| app.uploads.stand(file));
    let words = move || {
        let locale = i18n.locale();
        if is_here.get() {
            return match page.read().planned.was_known {
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
        !is_here.get()
            && matches!(
                stand.get(),
                Some(Stand::Here(view)) if matches!(view.stage, Stage::Failed(_))
            )
    };
    view! {
        <p class="ev-page__stand" class:ev-page__stand--done=move || is_here.get()>
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
