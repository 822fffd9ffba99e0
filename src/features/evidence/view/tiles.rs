//! The files of an exhibit as tiles that lead into the viewer.

use anjian_api::file::{FileFacts, FileForm, FileVariant};
use anjian_api::ids::{CaseId, Seq};
use leptos::prelude::*;

use crate::api::file_url;
use crate::app::App;
use crate::i18n::text;
use crate::routes::Page;
use crate::ui::{Icon, IconName};

/// The tiles. With `entry` the viewer holds all files of that entry.
#[component]
pub fn Tiles(app: App, case: CaseId, files: Vec<FileFacts>, entry: Option<Seq>) -> impl IntoView {
    let tile = move |file: FileFacts| {
        let href = match entry {
            Some(entry) => Page::file_of(case, entry, file.id),
            None => Page::file(case, file.id),
        }
        .path();
        let name = file.name.clone();
        let label = move || text!(app.i18n.locale(), exhibit.open_file, name = name);
        view! {
            <li class="ev-tile">
                <a class="ev-tile__link" href=href aria-label=label data-testid="exhibit-file">
                    {picture(case, &file)}
                    <span class="ev-tile__name" aria-hidden="true">
                        {file.name.clone()}
                    </span>
                </a>
            </li>
        }
    };
    view! { <ul class="ev-tiles">{files.into_iter().map(tile).collect_view()}</ul> }
}

/// A small picture of a file, or a sheet where there is none.
pub fn picture(case: CaseId, file: &FileFacts) -> impl IntoView + use<> {
    match file.kind.form() {
        FileForm::Picture | FileForm::Pages if !file.locked => {
            let url = file_url(case, file.id, FileVariant::Thumb);
            view! { <img class="ev-tile__picture" src=url alt="" loading="lazy" /> }.into_any()
        }
        _ => view! {
            <span class="ev-tile__picture ev-tile__picture--none">
                <Icon name=IconName::Document />
            </span>
        }
        .into_any(),
    }
}
