//! The files of an exhibit as tiles that lead into the viewer.

use anjian_api::evidence::Exhibit;
use anjian_api::file::{FileFacts, FileForm, FileVariant};
use anjian_api::ids::{CaseId, Seq};
use leptos::prelude::*;

use super::arrange::framing;
use crate::api::file_url;
use crate::app::App;
use crate::i18n::text;
use crate::routes::Page;
use crate::ui::{FramedPicture, Framing, Icon, IconName};

/// The tiles. With `entry` the viewer holds all files of that entry.
#[component]
pub fn Tiles(app: App, case: CaseId, exhibit: Exhibit, entry: Option<Seq>) -> impl IntoView {
    let Exhibit { files, views, .. } = exhibit;
    let tile = move |file: FileFacts| {
        let href = match entry {
            Some(entry) => Page::file_of(case, entry, file.id),
            None => Page::file(case, file.id),
        }
        .path();
        let name = file.name.clone();
        let label = move || text!(app.i18n.locale(), exhibit.open_file, name = name);
        let view = views.iter().find(|view| view.file == file.id);
        let framing = framing(view);
        view! {
            <li class="ev-tile">
                <a class="ev-tile__link" href=href aria-label=label data-testid="exhibit-file">
                    {picture(case, &file, framing)}
                    <span class="ev-tile__name" aria-hidden="true">
                        {file.name.clone()}
                    </span>
                </a>
            </li>
        }
    };
    view! { <ul class="ev-tiles">{files.into_iter().map(tile).collect_view()}</ul> }
}

/// A small picture of a file, framed as its submitter wants it, or a sheet where there is none.
pub fn picture(case: CaseId, file: &FileFacts, framing: Option<Framing>) -> impl IntoView + use<> {
    if let (Some(framing), Some(pixels)) = (framing, file.pixels) {
        // Cut from the larger one: of the small one too little may be left to be known again.
        let address = file_url(case, file.id, FileVariant::View);
        return view! { <FramedPicture address pixels framing class="ev-tile__picture" fills=true /> }
            .into_any();
    }
    let is_drawn = matches!(file.kind.form(), FileForm::Picture | FileForm::Pages) && !file.locked;
    let url = file_url(case, file.id, FileVariant::Thumb);
    // Of a HEIC, and of pages, the court's server makes a picture only where it has the program.
    let is_drawn = RwSignal::new(is_drawn);
    let inside = move || match is_drawn.get() {
        true => view! {
            <img
                class="ev-tile__picture"
                src=url.clone()
                alt=""
                loading="lazy"
                on:error=move |_| is_drawn.set(false)
            />
        }
        .into_any(),
        false => no_picture().into_any(),
    };
    view! { {inside} }.into_any()
}

/// A sheet in the place of a picture.
pub fn no_picture() -> impl IntoView {
    view! {
        <span class="ev-tile__picture ev-tile__picture--none">
            <Icon name=IconName::Document />
        </span>
    }
}
