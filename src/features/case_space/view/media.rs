//! Pictures, films and documents in a message.

use anjian_api::file::{FileFacts, FileForm, FileVariant};
use anjian_api::ids::Seq;
use leptos::prelude::*;

use crate::api::file_url;
use crate::features::case_space::model::media::in_two;
use crate::features::case_space::store::Space;
use crate::i18n::{labels, t, text};
use crate::routes::Page;
use crate::ui::{Icon, IconName};

/// What was sent together: pictures side by side, everything else one below the other.
#[component]
pub fn FilesView(space: Space, seq: Seq, files: Vec<FileFacts>) -> impl IntoView {
    let is_picture = |facts: &FileFacts| facts.kind.form() == FileForm::Picture;
    let (pictures, others): (Vec<_>, Vec<_>) = files.into_iter().partition(is_picture);
    let count = pictures.len();
    let grid = (count > 0).then(|| {
        view! {
            <div class="media__grid" class:media__grid--one=count == 1 class:media__grid--two=count == 2 || count == 4>
                {pictures.into_iter().map(|facts| view! { <Picture space seq facts /> }).collect_view()}
            </div>
        }
    });
    let others = others.into_iter().map(|facts| match facts.kind.form() {
        FileForm::Video => view! { <Film space facts /> }.into_any(),
        _ => view! { <FileCard space seq facts /> }.into_any(),
    });
    view! { <div class="media">{grid} {others.collect_view()}</div> }
}

/// Opens a file over the conversation, among the others of its message.
fn open(space: Space, seq: Seq, facts: &FileFacts) {
    let case = space.case.id;
    let page = if seq == Seq::START {
        Page::file(case, facts.id)
    } else {
        Page::file_of(case, seq, facts.id)
    };
    space.app.go(page);
}

#[component]
fn Picture(space: Space, seq: Seq, facts: FileFacts) -> impl IntoView {
    let i18n = space.app.i18n;
    let broken = RwSignal::new(false);
    let url = file_url(space.case.id, facts.id, FileVariant::Thumb);
    let name = facts.name.clone();
    let label = move || text!(i18n.locale(), media.picture_open, name = name);
    // The place is kept before the picture is here: nothing jumps.
    let shape = facts.pixels.map(|(width, height)| {
        let (width, height) = (width.max(1), height.max(1));
        format!("{} / {}", width.min(height * 3), height.min(width * 3))
    });
    view! {
        <button
            type="button"
            class="media__picture"
            data-testid="picture-open"
            aria-label=label
            style:aspect-ratio=shape
            on:click=move |_| open(space, seq, &facts)
        >
            {move || {
                if broken.get() {
                    view! {
                        <span class="media__broken">
                            <Icon name=IconName::Picture />
                            <span>{t!(i18n, media.no_thumb)}</span>
                        </span>
                    }
                    .into_any()
                } else {
                    let url = url.clone();
                    view! {
                        <img
                            src=move || url.clone()
                            alt=""
                            loading="lazy"
                            decoding="async"
                            draggable="false"
                            on:error=move |_| broken.set(true)
                        />
                    }
                    .into_any()
                }
            }}
        </button>
    }
}

/// A short film, played where it stands.
#[component]
fn Film(space: Space, facts: FileFacts) -> impl IntoView {
    let i18n = space.app.i18n;
    let broken = RwSignal::new(false);
    let url = file_url(space.case.id, facts.id, FileVariant::Play);
    let name = facts.name.clone();
    let label = move || text!(i18n.locale(), media.film_label, name = name);
    view! {
        <div class="media__film" data-testid="film">
            <video
                controls=true
                playsinline=true
                preload="metadata"
                aria-label=label
                src=move || url.clone()
                on:error=move |_| broken.set(true)
            ></video>
            <Show when=move || broken.get()>
                <p class="media__note">{t!(i18n, media.cannot_play)}</p>
            </Show>
        </div>
    }
}

/// A name whose end is always seen.
#[component]
pub fn FileName(name: String) -> impl IntoView {
    let (head, tail) = in_two(&name);
    let (head, tail) = (head.to_owned(), tail.to_owned());
    view! {
        <span class="media__name" dir="auto" title=name>
            <span class="media__head">{head}</span>
            <span class="media__tail">{tail}</span>
        </span>
    }
}

/// The icon and the colour of a kind of file.
pub const fn face(form: FileForm) -> (IconName, &'static str) {
    match form {
        FileForm::Picture => (IconName::Picture, "media__face media__face--picture"),
        FileForm::Audio => (IconName::Mic, "media__face media__face--sound"),
        FileForm::Video => (IconName::Film, "media__face media__face--film"),
        FileForm::Pages | FileForm::Text | FileForm::Download => {
            (IconName::Document, "media__face")
        }
    }
}

#[component]
fn FileCard(space: Space, seq: Seq, facts: FileFacts) -> impl IntoView {
    let i18n = space.app.i18n;
    let (icon, class) = face(facts.kind.form());
    let size = facts.size;
    let pages = facts.pages;
    let detail = move || {
        let locale = i18n.locale();
        let size = labels::size(locale, size);
        match pages {
            Some(pages) => text!(locale, media.size_and_pages, size = size, count = pages),
            None => size,
        }
    };
    let name = facts.name.clone();
    view! {
        <button
            type="button"
            class="media__card"
            data-testid="file-card"
            on:click=move |_| open(space, seq, &facts)
        >
            <span class="media__words">
                <FileName name />
                <span class="media__detail">{detail}</span>
            </span>
            <span class=class>
                <Icon name=icon />
            </span>
        </button>
    }
}
