//! Pages for the printer: drawn for paper, then handed to the browser's own printing.

use std::rc::Rc;

use leptos::prelude::*;

use crate::features::viewer::model::column::{Column, canvas_height, canvas_width};
use crate::features::viewer::store::{Framed, Source, ViewerStore};
use crate::platform::canvas::Canvas;
use crate::platform::listener::Listener;
use crate::platform::pdf::Drawn;
use crate::platform::{keep, page, task};
use crate::ui::FramedPicture;

/// Pages that are printed at one time; each is a picture in memory.
pub const MOST: usize = 40;
/// Dots across a page: 150 an inch on A4.
const DOTS: u32 = 1_240;
/// Dots of a page in all.
const MOST_DOTS: f64 = 8e6;

/// Draws from the page that is read on, at most [`MOST`]; gives how many will be printed.
pub fn print_file(store: ViewerStore) -> usize {
    let pages = store.column.with_untracked(Column::len);
    let first = if pages > MOST {
        store.current_untracked()
    } else {
        0
    };
    let last = (first + MOST).min(pages);
    let pdf = match store.source.get_untracked() {
        Some(Source::Pdf(pdf)) => pdf,
        Some(Source::Pictures(address)) => {
            let pictures = (first..last).map(|at| (address(at), None));
            store.prints.set(pictures.collect());
            return last - first;
        }
        Some(Source::Framed(framed)) => {
            store.prints.set(vec![(framed.address, None)]);
            return 1;
        }
        None => return 0,
    };
    task::detached(async move {
        let mut drawn = Vec::new();
        for at in first..last {
            let Some(column) = store.column.try_get_untracked() else {
                return;
            };
            let place = column.place(at);
            let (width, height) = (place.width, place.height);
            let dots = canvas_width(width, height, f64::from(DOTS) / width.max(1.0), MOST_DOTS);
            let Some(canvas) = Canvas::new(dots, canvas_height(dots, width, height)) else {
                continue;
            };
            let number = u32::try_from(at + 1).unwrap_or(1);
            if pdf.draw(number, &canvas, column.turn(), true, None).await == Drawn::Whole
                && let Some(picture) = canvas.picture().await
            {
                drawn.push((picture.url().to_owned(), Some(Rc::new(picture))));
            }
        }
        let _ = store.prints.try_set(drawn);
    });
    last - first
}

/// The pages as the printer gets them; nothing on the screen.
#[component]
pub fn PrintPages(store: ViewerStore) -> impl IntoView {
    let loaded = RwSignal::new(0_usize);
    let came = move || {
        loaded.update(|count| *count += 1);
        if loaded.get_untracked() == store.prints.with_untracked(Vec::len) {
            page::print();
        }
    };
    let one_more = move |_| came();
    keep(Listener::on_window("afterprint", move |_| {
        let _ = store.prints.try_set(Vec::new());
    }));
    Effect::new(move |_| {
        if store.prints.with(Vec::is_empty) {
            loaded.set(0);
        }
    });
    // As on the screen, turned as the reader turned it.
    let sheet = move |framed: Framed| {
        let quarters = store.column.with_untracked(|column| column.turn() / 90);
        let framing = framed
            .framing
            .turned(u8::try_from(quarters).unwrap_or_default());
        view! {
            <FramedPicture
                address=framed.address
                pixels=framed.pixels
                framing
                class="viewer__print"
                on_load=move |()| came()
            />
        }
    };
    view! {
        <div class="viewer__prints" aria-hidden="true">
            {move || {
                let prints = store.prints.get();
                if let Some(Source::Framed(framed)) = store.source.get_untracked() {
                    return prints.into_iter().map(|_| sheet(framed.clone())).collect_view().into_any();
                }
                let pages = prints.iter().map(|(address, _)| {
                    view! { <img class="viewer__print" src=address.clone() alt="" on:load=one_more /> }
                });
                pages.collect_view().into_any()
            }}
        </div>
    }
}
