//! The pictures and the recording of a draft.

use std::rc::Rc;

use anjian_api::feedback::{MAX_ATTACHMENT, MAX_PICTURES};
use leptos::ev;
use leptos::prelude::*;

use super::form::{Form, Picture};
use crate::features::feedback::kept;
use crate::features::voice::{self, HoldToTalk, OnSpoken, Then};
use crate::i18n::{labels, t, text};
use crate::platform::files::{self, ObjectUrl, PickedFile};
use crate::platform::{canvas, task};
use crate::ui::{Button, ButtonKind, IconButton, IconName};

const INPUT: &str = "feedback-pictures";
/// The longest side of what is made smaller, px: the court keeps no more than the first.
const LONGEST: [u32; 3] = [1_600, 1_200, 800];

/// Takes what was picked, as far as there is room. What is larger than the court takes is drawn
/// smaller first: photographs of today's phones all are.
fn take(form: Form, picked: Vec<PickedFile>) {
    let app = form.app;
    form.busy.set(true);
    task::detached(async move {
        for file in picked {
            let name = file.name().to_owned();
            let Some(file) = fitting(file).await else {
                let locale = app.i18n.locale_untracked();
                let size = labels::size(locale, MAX_ATTACHMENT);
                app.toasts
                    .show(text!(locale, media.too_large, name = name, size = size));
                continue;
            };
            keep_one(form, file).await;
        }
        let _ = form.busy.try_set(false);
    });
}

/// Puts a picture to the draft, as far as there is room and the page is still there.
pub async fn keep_one(form: Form, file: PickedFile) {
    let place = kept::keep(&file).await;
    let took = form.pictures.try_update(|all| {
        let has_room = all.len() < usize::from(MAX_PICTURES);
        if has_room {
            all.push((place.clone(), file));
        }
        has_room
    });
    match took {
        Some(true) => form.note_files(),
        Some(false) | None => kept::forget(vec![place]).await,
    }
}

/// Puts a recording to the draft, if the page is still there.
pub async fn keep_voice(form: Form, file: PickedFile, ms: u32) {
    let place = kept::keep(&file).await;
    match form.voice.try_set(Some((place.clone(), file, ms))) {
        None => form.note_files(),
        Some(_) => kept::forget(vec![place]).await,
    }
}

/// The picture in a size that the court takes; none where this browser cannot make it smaller.
async fn fitting(file: PickedFile) -> Option<PickedFile> {
    if file.size() <= MAX_ATTACHMENT {
        return Some(file);
    }
    for longest in LONGEST {
        let smaller = canvas::smaller(&file, longest).await?;
        if smaller.size() <= MAX_ATTACHMENT {
            return Some(smaller);
        }
    }
    None
}

/// Forgets one of the pictures.
fn remove(form: Form, at: usize) {
    let removed = form
        .pictures
        .try_update(|all| (at < all.len()).then(|| all.remove(at)));
    form.note_files();
    if let Some(Some((place, _))) = removed {
        task::detached(kept::forget(vec![place]));
    }
}

/// The field of pictures.
#[component]
pub fn Pictures(form: Form) -> impl IntoView {
    let i18n = form.app.i18n;
    let picked = move |event: ev::Event| take(form, files::picked(&event));
    let has_room = move || form.pictures.with(Vec::len) < usize::from(MAX_PICTURES);
    let tile = move |(at, (_, file)): (usize, Picture)| {
        let url = ObjectUrl::of(&file)?;
        let address = url.url().to_owned();
        // Lives as long as the tile.
        StoredValue::new_local(url);
        let label = move || text!(i18n.locale(), feedback.picture, number = at + 1);
        let removing =
            Signal::derive(move || text!(i18n.locale(), feedback.picture_remove, number = at + 1));
        Some(view! {
            <li class="fb-picture">
                <img src=address alt=label />
                <IconButton
                    icon=IconName::Close
                    label=removing
                    on_press=move |()| remove(form, at)
                />
            </li>
        })
    };
    let tiles = move || {
        let all = form.pictures.get();
        all.into_iter().enumerate().map(tile).collect_view()
    };
    view! {
        <input
            id=INPUT
            type="file"
            accept="image/jpeg,image/png"
            multiple=true
            hidden=|| true
            on:change=picked
        />
        <ul class="fb-pictures">{tiles}</ul>
        <Show when=has_room>
            <Button
                label=t!(i18n, feedback.add_picture)
                icon=IconName::Picture
                small=true
                on_press=move |()| files::open_picker(INPUT)
                test_id="feedback-add-picture"
            />
        </Show>
    }
}

/// Forgets the recording.
fn take_back(form: Form) {
    let removed = form.voice.try_update(Option::take);
    form.note_files();
    if let Some(Some((place, ..))) = removed {
        task::detached(kept::forget(vec![place]));
    }
}

/// The field of the recording; nothing where this browser cannot record.
#[component]
pub fn Recorded(form: Form) -> impl IntoView {
    let i18n = form.app.i18n;
    move || match form.voice.get() {
        Some((_, _, ms)) => {
            let words = move || labels::voice_line(i18n.locale(), ms);
            Some(
                view! {
                    <p class="fb-voice" data-testid="feedback-voice">
                        {words}
                        <Button
                            label=t!(i18n, feedback.voice_remove)
                            kind=ButtonKind::Link
                            on_press=move |()| take_back(form)
                        />
                    </p>
                }
                .into_any(),
            )
        }
        None if voice::is_possible() => {
            let on_spoken: OnSpoken = Rc::new(move |file, spoken| {
                task::detached(keep_voice(form, file, spoken.duration_ms));
            });
            Some(
                view! {
                    <HoldToTalk
                        app=form.app
                        on_spoken
                        then=Then::Keep
                        hint_id="feedback-hold-hint"
                        test_id="feedback-hold"
                    />
                }
                .into_any(),
            )
        }
        None => None,
    }
}
