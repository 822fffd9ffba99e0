//! The pictures and the recording of a draft.

use std::rc::Rc;

use anjian_api::feedback::{MAX_ATTACHMENT, MAX_PICTURES};
use leptos::ev;
use leptos::prelude::*;

use super::form::Form;
use crate::features::voice::{self, HoldToTalk, OnSpoken, Then};
use crate::i18n::{labels, t, text};
use crate::platform::files::{self, ObjectUrl, PickedFile};
use crate::ui::{Button, ButtonKind, IconButton, IconName};

const INPUT: &str = "feedback-pictures";

/// Takes what was picked, as far as it fits.
fn take(form: Form, picked: Vec<PickedFile>) {
    let (fitting, large): (Vec<_>, Vec<_>) = picked
        .into_iter()
        .partition(|file| file.size() <= MAX_ATTACHMENT);
    let locale = form.app.i18n.locale_untracked();
    if let Some(file) = large.first() {
        let size = labels::size(locale, MAX_ATTACHMENT);
        let words = text!(locale, media.too_large, name = file.name(), size = size);
        form.app.toasts.show(words);
    }
    form.pictures.update(|all| {
        all.extend(fitting);
        all.truncate(usize::from(MAX_PICTURES));
    });
}

/// The field of pictures.
#[component]
pub fn Pictures(form: Form) -> impl IntoView {
    let i18n = form.app.i18n;
    let picked = move |event: ev::Event| take(form, files::picked(&event));
    let has_room = move || form.pictures.with(Vec::len) < usize::from(MAX_PICTURES);
    let tile = move |(at, file): (usize, PickedFile)| {
        let url = ObjectUrl::of(&file)?;
        let address = url.url().to_owned();
        // Lives as long as the tile.
        StoredValue::new_local(url);
        let label = move || text!(i18n.locale(), feedback.picture, number = at + 1);
        let remove =
            Signal::derive(move || text!(i18n.locale(), feedback.picture_remove, number = at + 1));
        Some(view! {
            <li class="fb-picture">
                <img src=address alt=label />
                <IconButton
                    icon=IconName::Close
                    label=remove
                    on_press=move |()| {
                        form.pictures.update(|all| { all.remove(at); });
                    }
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

/// The field of the recording; nothing where this browser cannot record.
#[component]
pub fn Recorded(form: Form) -> impl IntoView {
    let i18n = form.app.i18n;
    move || match form.voice.get() {
        Some((_, ms)) => {
            let words = move || labels::voice_line(i18n.locale(), ms);
            Some(
                view! {
                    <p class="fb-voice" data-testid="feedback-voice">
                        {words}
                        <Button
                            label=t!(i18n, feedback.voice_remove)
                            kind=ButtonKind::Link
                            on_press=move |()| form.voice.set(None)
                        />
                    </p>
                }
                .into_any(),
            )
        }
        None if voice::is_possible() => {
            let on_spoken: OnSpoken = Rc::new(move |file, spoken| {
                form.voice.set(Some((file, spoken.duration_ms)));
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
