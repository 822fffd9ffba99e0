//! What was picked, before it is sent: previews, what the camera wrote, to whom it goes.

use std::sync::Arc;

use anjian_api::file::{FileForm, FileKind};
use leptos::ev;
use leptos::prelude::*;

use super::audience::audience_name;
use super::media::{FileName, face};
use super::uploading::{stand_words, was_refused};
use crate::features::case_space::model::media::MOST_FILES;
use crate::features::case_space::store::{Sheet, Space, use_space};
use crate::i18n::{labels, t, text};
use crate::platform::files::{self, ObjectUrl, PickedFile};
use crate::state::uploads::{Advice, Batch, Intent, MessagePlan, Planned};
use crate::ui::{
    Button, ButtonKind, CellGroup, Dialog, DialogShape, Icon, IconButton, IconName, SwitchCell,
};

/// The ids of the inputs behind the tiles of the panel.
pub const CAMERA: &str = "pick-camera";
/// 相册
pub const ALBUM: &str = "pick-album";
/// 文件
pub const FILE: &str = "pick-file";

/// Three inputs, because no single one offers camera, album and files on every phone. They live
/// with the page: the panel may be closed while the browser's own picker is open.
#[component]
pub fn Inputs() -> impl IntoView {
    let space = use_space()?;
    let take = move |event: ev::Event| take(space, files::picked(&event));
    let hidden = || true;
    let album = files::album_types();
    Some(view! {
        <input id=CAMERA type="file" accept="image/*" capture="environment" hidden=hidden on:change=take />
        <input id=ALBUM type="file" accept=album multiple=true hidden=hidden on:change=take />
        <input id=FILE type="file" multiple=true hidden=hidden on:change=take />
    })
}

/// Takes what was picked, dropped or pasted; it goes up while the person still looks at it.
pub fn take(space: Space, picked: Vec<PickedFile>) {
    let app = space.app;
    let locale = app.i18n.locale_untracked();
    let most = untrack(|| app.max_file());
    let (mut fitting, large): (Vec<_>, Vec<_>) =
        picked.into_iter().partition(|file| file.size() <= most);
    if let Some(file) = large.first() {
        let size = labels::size(locale, most);
        let words = text!(locale, media.too_large, name = file.name(), size = size);
        app.toasts.show(words);
    }
    let open = untrack(|| sheet_batch(space));
    let held = open.as_ref().map_or(0, |batch| batch.files.len());
    if held + fitting.len() > MOST_FILES {
        fitting.truncate(MOST_FILES.saturating_sub(held));
        app.toasts
            .show(text!(locale, media.too_many, count = MOST_FILES));
    }
    if fitting.is_empty() {
        return;
    }
    match open {
        Some(batch) => app.uploads.add_to(batch.id, fitting),
        None => {
            app.uploads.add(space.case.id, fitting, Intent::Sheet);
        }
    }
}

/// What is being looked at before it is sent; also after a reload.
fn sheet_batch(space: Space) -> Option<Arc<Batch>> {
    let batches = space.app.uploads.batches(space.case.id);
    batches
        .into_iter()
        .find(|batch| batch.intent == Intent::Sheet)
}

/// The sheet, while something is picked.
#[component]
pub fn SendSheet() -> impl IntoView {
    let space = use_space()?;
    let i18n = space.app.i18n;
    let uploads = space.app.uploads;
    let current = Memo::new(move |_| sheet_batch(space).map(|batch| batch.id));
    // While the audience is chosen, its own dialog is the one on top.
    let open = Signal::derive(move || {
        current.get().is_some() && space.sheet.get() != Some(Sheet::Audience)
    });
    let with_capture = RwSignal::new(false);
    let has_refused = move || {
        sheet_batch(space).is_some_and(|batch| {
            let mut files = batch.files.iter().map(|one| one.file);
            files.any(|file| was_refused(uploads.stand(file)))
        })
    };
    let close = move |()| {
        if let Some(id) = current.get_untracked() {
            uploads.discard(id);
        }
        with_capture.set(false);
    };
    let send = move |()| {
        let (Some(id), Some(audience)) = (
            current.get_untracked(),
            untrack(|| space.composing.audience()),
        ) else {
            return;
        };
        let plan = MessagePlan {
            audience,
            quote: space.composing.quote.get_untracked(),
            with_capture: with_capture.get_untracked(),
            voice: None,
        };
        with_capture.set(false);
        space.composing.quote.set(None);
        uploads.send(id, plan);
        space.timeline.jump_to_end();
    };
    Some(view! {
        <Dialog
            open
            on_close=close
            title=t!(i18n, media.sheet_title)
            close_label=t!(i18n, media.sheet_close)
            shape=DialogShape::HalfScreen
        >
            <Picks space />
            <CaptureChoice space with_capture />
            <ToWhom space />
            <div class="ui-dialog__actions">
                <Button
                    label=t!(i18n, media.add_more)
                    on_press=move |()| files::open_picker(ALBUM)
                    test_id="media-more"
                />
                <Button
                    label=t!(i18n, case_space.send)
                    kind=ButtonKind::Primary
                    disabled=Signal::derive(has_refused)
                    reason=t!(i18n, media.remove_refused)
                    on_press=send
                    test_id="media-send"
                />
            </div>
        </Dialog>
    })
}

#[component]
fn Picks(space: Space) -> impl IntoView {
    let i18n = space.app.i18n;
    let each = move || {
        sheet_batch(space).map_or_else(Vec::new, |batch| {
            let id = batch.id;
            batch.files.iter().map(|one| (id, one.clone())).collect()
        })
    };
    view! {
        <ul class="media__picks" aria-label=t!(i18n, media.picked_label)>
            <For
                each
                key=|(_, planned)| (planned.file, planned.receipt.is_some())
                children=move |(batch, planned)| view! { <Pick space batch planned /> }
            />
        </ul>
    }
}

#[component]
fn Pick(space: Space, batch: uuid::Uuid, planned: Planned) -> impl IntoView {
    let i18n = space.app.i18n;
    let uploads = space.app.uploads;
    let file = planned.file;
    let size = planned.size;
    let stand = planned.clone();
    let words = move || {
        let size = labels::size(i18n.locale(), size);
        match stand_words(space, &stand, uploads.stand(stand.file)) {
            Some(words) => format!("{size} · {words}"),
            None => size,
        }
    };
    let is_bad = move || was_refused(uploads.stand(file));
    let name = planned.name.clone();
    let remove = move || text!(i18n.locale(), media.remove, name = name);
    view! {
        <li class="media__pick" data-testid="media-pick">
            <Preview space planned=planned.clone() />
            <span class="media__words">
                <FileName name=planned.name.clone() />
                <span class="media__detail" class:media__detail--bad=is_bad role="status">
                    {words}
                </span>
                <AdviceNote space planned=planned.clone() />
            </span>
            <Show when=is_bad>
                <IconButton
                    icon=IconName::Retry
                    label=t!(i18n, case_space.retry)
                    on_press=move |()| uploads.retry(file)
                />
            </Show>
            <IconButton
                icon=IconName::Close
                label=Signal::derive(remove)
                on_press=move |()| uploads.remove(batch, file)
                test_id="media-remove"
            />
        </li>
    }
}

/// What is taken but not shown is said before it is sent.
#[component]
pub fn AdviceNote(space: Space, planned: Planned) -> impl IntoView {
    let i18n = space.app.i18n;
    let words = move || {
        let server = space.app.info()?;
        let words = match Advice::on(&planned.name, &planned.declared, &server)? {
            Advice::Heic => text!(i18n.locale(), media.heic_note),
            Advice::Office => text!(i18n.locale(), media.office_note),
        };
        Some(view! { <span class="media__detail" data-testid="media-advice">{words}</span> })
    };
    view! { {words} }
}

/// What the browser itself can show of a picked file.
#[component]
pub fn Preview(space: Space, planned: Planned) -> impl IntoView {
    let form = form_of(&planned.declared);
    let url = (form == FileForm::Picture)
        .then(|| space.app.uploads.picked(planned.file))
        .flatten()
        .and_then(|picked| ObjectUrl::of(&picked));
    let (icon, class) = face(form);
    let address = url.as_ref().map(|url| url.url().to_owned());
    crate::platform::keep(url);
    // A HEIC says that it is a picture, and most browsers cannot draw it.
    let is_drawn = RwSignal::new(address.is_some());
    move || match address.clone().filter(|_| is_drawn.get()) {
        Some(address) => view! {
            <img
                class="media__thumb"
                src=move || address.clone()
                alt=""
                on:error=move |_| is_drawn.set(false)
            />
        }
        .into_any(),
        None => view! {
            <span class=class>
                <Icon name=icon />
            </span>
        }
        .into_any(),
    }
}

/// A guess, for an icon before the server has looked.
pub fn form_of(declared: &str) -> FileForm {
    let by_type = FileKind::ALL
        .into_iter()
        .find(|kind| kind.media_type() == declared)
        .map(FileKind::form);
    by_type.unwrap_or_else(|| match declared.split('/').next() {
        Some("image") => FileForm::Picture,
        Some("video") => FileForm::Video,
        Some("audio") => FileForm::Audio,
        _ => FileForm::Download,
    })
}

/// Where and when the pictures were taken is told only if the person says so.
#[component]
fn CaptureChoice(space: Space, with_capture: RwSignal<bool>) -> impl IntoView {
    let i18n = space.app.i18n;
    let has = Memo::new(move |_| sheet_batch(space).is_some_and(|batch| batch.has_capture()));
    view! {
        <Show when=move || has.get()>
            <CellGroup note=t!(i18n, media.capture_note)>
                <SwitchCell
                    label=t!(i18n, media.capture_ask)
                    checked=with_capture
                    on_change=move |on| with_capture.set(on)
                    test_id="media-capture"
                />
            </CellGroup>
        </Show>
    }
}

#[component]
fn ToWhom(space: Space) -> impl IntoView {
    let i18n = space.app.i18n;
    let words = move || {
        let locale = i18n.locale();
        let audience = space.composing.audience()?;
        let name = audience_name(locale, &space.case.state(), space.case.you(), &audience);
        Some(text!(locale, case_space.audience_button, audience = name))
    };
    view! {
        <p class="media__to">
            <button
                type="button"
                class="ui-link"
                data-testid="media-audience"
                on:click=move |_| space.sheet.set(Some(Sheet::Audience))
            >
                {words}
            </button>
        </p>
    }
}
