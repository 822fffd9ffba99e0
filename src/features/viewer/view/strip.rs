//! The strip: pages of this file, or the files that belong together.

use std::rc::Rc;

use anjian_api::file::{FileFacts, FileId, FileVariant};
use anjian_api::ids::CaseId;
use leptos::prelude::*;

use crate::api::file_url;
use crate::app::use_app;
use crate::features::viewer::model::form::{Form, form};
use crate::features::viewer::store::{Act, Source, ViewerStore};
use crate::i18n::{t, text};
use crate::platform::canvas::{Canvas, PictureUrl};
use crate::platform::pdf::Drawn;
use crate::platform::task;
use crate::ui::{FramedPicture, Framing};

/// Pages shown before and after the one that the reader is on.
const AROUND: usize = 8;
/// Width of a small picture of a page, device px.
const SMALL: u32 = 144;

/// Small pages around the one that is read, or small files.
#[component]
pub fn Strip(
    store: ViewerStore,
    case: CaseId,
    #[prop(into)] files: Signal<Vec<FileFacts>>,
    #[prop(into)] now: Signal<Option<FileId>>,
    /// How the submitter framed a photograph.
    framing_of: Callback<FileId, Option<Framing>>,
    on_file: Callback<FileId>,
) -> impl IntoView {
    let i18n = use_app().i18n;
    let pages = Memo::new(move |_| {
        let (page, pages) = (store.current(), store.pages());
        if pages > 1 {
            page.saturating_sub(AROUND)..(page + AROUND + 1).min(pages)
        } else {
            0..0
        }
    });
    let several = Memo::new(move |_| files.with(Vec::len) > 1);
    view! {
        <nav class="viewer__strip" aria-label=t!(i18n, viewer.strip) data-testid="viewer-strip">
            <Show when=move || several.get()>
                <div class="viewer__cells">
                    <For each=move || files.get() key=|facts| facts.id let:facts>
                        <FileCell case facts now framing_of on_file />
                    </For>
                </div>
            </Show>
            <Show when=move || !pages.read().is_empty()>
                <div class="viewer__cells">
                    <For each=move || pages.get() key=|page| *page let:page>
                        <PageCell store page />
                    </For>
                    <GoTo store />
                </div>
            </Show>
        </nav>
    }
}

#[component]
fn FileCell(
    case: CaseId,
    facts: FileFacts,
    now: Signal<Option<FileId>>,
    framing_of: Callback<FileId, Option<Framing>>,
    on_file: Callback<FileId>,
) -> impl IntoView {
    let id = facts.id;
    let has_picture = matches!(form(facts.kind), Form::Picture | Form::Pdf);
    let failed = RwSignal::new(!has_picture);
    let address = file_url(case, id, FileVariant::Thumb);
    let framed = untrack(|| framing_of.run(id)).zip(facts.pixels);
    let picture = move || {
        match framed {
        Some((framing, pixels)) => {
            let address = address.clone();
            view! {
                <FramedPicture
                    address
                    pixels
                    framing
                    class="viewer__small"
                    on_error=move |()| failed.set(true)
                />
            }
            .into_any()
        }
        None => view! {
            <img class="viewer__small" src=address.clone() alt="" on:error=move |_| failed.set(true) />
        }
        .into_any(),
    }
    };
    view! {
        <button
            type="button"
            class="viewer__cell"
            aria-current=move || (now.get() == Some(id)).then_some("true")
            title=facts.name.clone()
            on:click=move |_| on_file.run(id)
        >
            <Show when=move || !failed.get()>
                {picture.clone()}
            </Show>
            <span class="viewer__cell-name">{facts.name.clone()}</span>
        </button>
    }
}

#[component]
fn PageCell(store: ViewerStore, page: usize) -> impl IntoView {
    let i18n = use_app().i18n;
    let picture = RwSignal::new_local(None::<Rc<PictureUrl>>);
    if let Some(Source::Pdf(pdf)) = store.source.get_untracked() {
        task::scoped(async move {
            let place = store.column.with_untracked(|column| column.place(page));
            let turn = store
                .column
                .with_untracked(super::super::model::column::Column::turn);
            let height = f64::from(SMALL) * place.height / place.width.max(1.0);
            let Some(canvas) = Canvas::new(SMALL, height as u32) else {
                return;
            };
            let number = u32::try_from(page + 1).unwrap_or(1);
            if pdf.draw(number, &canvas, turn, false, None).await == Drawn::Whole {
                let drawn = canvas.picture().await.map(Rc::new);
                let _ = picture.try_set(drawn);
            }
        });
    }
    view! {
        <button
            type="button"
            class="viewer__cell"
            aria-current=move || (store.current() == page).then_some("true")
            aria-label=move || text!(i18n.locale(), viewer.go_to_page, page = page + 1)
            data-testid=format!("viewer-cell-{}", page + 1)
            on:click=move |_| store.act(Act::GoTo(page))
        >
            {move || picture.get().map(|picture| view! { <img class="viewer__small" src=picture.url().to_owned() alt="" /> })}
            <span class="viewer__cell-name">{page + 1}</span>
        </button>
    }
}

/// A page by its number.
#[component]
fn GoTo(store: ViewerStore) -> impl IntoView {
    let i18n = use_app().i18n;
    let go = move |event: leptos::ev::Event| {
        if let Ok(page) = event_target_value(&event).trim().parse::<usize>() {
            store.act(Act::GoTo(page.saturating_sub(1)));
        }
    };
    view! {
        <label class="viewer__goto">
            <span>{t!(i18n, viewer.go_to)}</span>
            <input
                class="viewer__goto-input"
                inputmode="numeric"
                autocomplete="off"
                prop:value=move || (store.current() + 1).to_string()
                on:change=go
                data-testid="viewer-goto"
            />
        </label>
    }
}
