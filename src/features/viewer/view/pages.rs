//! Pages under the fingers: one layer that is moved and enlarged, and the few pages in sight on it.

use leptos::html;
use leptos::prelude::*;

use crate::app::use_app;
use crate::features::viewer::geometry::Size;
use crate::features::viewer::model::column::Column;
use crate::features::viewer::store::{Framed, Source, ViewerStore};
use crate::i18n::{t, text};
use crate::platform::text_layer::UNITS;
use crate::platform::{dom, gesture::Surface, keep};
use crate::ui::FramedPicture;

/// The window onto the pages.
#[component]
pub fn Pages(store: ViewerStore) -> impl IntoView {
    let stage = NodeRef::<html::Div>::new();
    stage.on_load(move |stage| {
        let measured = stage.clone();
        let measure = move || {
            let rect = dom::rect(&measured);
            let size = Size {
                width: rect.width,
                height: rect.height,
            };
            // While it is being closed it has no size.
            if size.width > 0.0 && store.view.try_get_untracked().is_some() {
                store.set_view(size);
            }
        };
        measure();
        let sizes = dom::SizeObserver::new(move |_| measure());
        if let Some(sizes) = &sizes {
            sizes.observe(&stage);
        }
        keep(sizes);
        keep(Surface::listen(&stage, move |input| store.feed(input)));
    });
    // All that may change what has to be drawn.
    Effect::new(move |_| {
        store.rested.track();
        store.source.track();
        store.paint();
    });
    let window = Memo::new(move |_| {
        let (pose, view) = (store.pose.get(), store.view.get());
        store.column.with(|column| column.window(pose, view))
    });
    let transform = move || {
        let pose = store.pose.get();
        format!(
            "translate({}px, {}px) scale({})",
            pose.x, pose.y, pose.scale
        )
    };
    // By which a layer of words, laid out in points, becomes as large as its page, and turns with it.
    let points = Memo::new(move |_| store.column.with(Column::per_point) / UNITS);
    let turn = Memo::new(move |_| store.column.with(Column::turn));
    view! {
        <div
            class="viewer__stage"
            class:viewer__stage--moving=move || store.moving.get()
            style=("--words-scale", move || points.get().to_string())
            style=("--words-turn", move || format!("{}deg", turn.get()))
            node_ref=stage
            data-testid="viewer-stage"
        >
            <div class="viewer__layer" style:transform=transform>
                <For each=move || window.get() key=|page| *page let:page>
                    <Sheet store page />
                </For>
            </div>
        </div>
    }
}

/// One page on white paper.
#[component]
fn Sheet(store: ViewerStore, page: usize) -> impl IntoView {
    let i18n = use_app().i18n;
    let place = Memo::new(move |_| store.column.with(|column| column.place(page)));
    let paper = NodeRef::<html::Div>::new();
    // At once: pages come and go with every turn, and each style of its own is one more thing to run.
    Effect::new(move |_| {
        let place = place.get();
        if let Some(paper) = paper.get() {
            dom::set_style(
                &paper,
                &format!(
                    "left: {}px; top: {}px; width: {}px; height: {}px",
                    place.x, place.y, place.width, place.height
                ),
            );
        }
    });
    paper.on_load(move |paper| store.page_came(page, paper.into()));
    on_cleanup(move || store.page_went(page));
    let picture = move || match store.source.get() {
        Some(Source::Pictures(address)) => {
            Some(view! { <Picture store page address=address(page) /> }.into_any())
        }
        Some(Source::Framed(framed)) => Some(view! { <FramedSheet store framed /> }.into_any()),
        _ => None,
    };
    let marks = move || {
        let at = store.at_hit.get();
        store.hits.with(|hits| {
            let here = hits.iter().enumerate().filter(|(_, hit)| hit.page == page);
            here.flat_map(|(index, hit)| hit.boxes.iter().map(move |place| (index == at, *place)))
                .map(|(is_here, place)| {
                    let [x, y, width, height] = store.column.with(|column| column.turn_box(place));
                    let part = |value: f64| format!("{}%", value * 100.0);
                    view! {
                        <span
                            class="viewer__mark"
                            class:viewer__mark--here=is_here
                            style:left=part(x)
                            style:top=part(y)
                            style:width=part(width)
                            style:height=part(height)
                        ></span>
                    }
                })
                .collect_view()
        })
    };
    // A picture says nothing more to a screen reader than its number; a page reads out its words.
    let role = move || match store.source.get() {
        Some(Source::Pdf(_)) => "group",
        _ => "img",
    };
    let failed = Memo::new(move |_| store.failed.with(|failed| failed.contains(&page)));
    let label = move || {
        text!(
            i18n.locale(),
            viewer.page_of,
            page = page + 1,
            pages = store.pages()
        )
    };
    view! {
        <div
            class="viewer__sheet"
            role=role
            aria-label=label
            data-testid=format!("viewer-page-{}", page + 1)
            node_ref=paper
        >
            {picture}
            {marks}
            <Show when=move || failed.get()>
                <p class="viewer__fault" role="alert">{t!(i18n, viewer.page_failed)}</p>
            </Show>
        </div>
    }
}

#[component]
fn Picture(store: ViewerStore, page: usize, address: String) -> impl IntoView {
    let i18n = use_app().i18n;
    let failed = RwSignal::new(false);
    let image = NodeRef::<html::Img>::new();
    let loaded = move |_| {
        if let Some(image) = image.get_untracked() {
            let size = (
                f64::from(image.natural_width()),
                f64::from(image.natural_height()),
            );
            if size.0 > 0.0 {
                store.set_page_size(page, size);
            }
        }
    };
    let turned = move || {
        store
            .column
            .with(|column| (column.turn(), column.place(page)))
    };
    let side = move |upright: bool| {
        let (turn, place) = turned();
        let px = if upright == (turn % 180 == 0) {
            place.width
        } else {
            place.height
        };
        format!("{px}px")
    };
    view! {
        <img
            class="viewer__picture"
            src=address
            alt=""
            draggable="false"
            style:width=move || side(true)
            style:height=move || side(false)
            style:transform=move || format!("translate(-50%, -50%) rotate({}deg)", turned().0)
            on:load=loaded
            on:error=move |_| failed.set(true)
            node_ref=image
        />
        <Show when=move || failed.get()>
            <p class="viewer__fault" role="alert">{t!(i18n, viewer.picture_missing)}</p>
        </Show>
    }
}

/// A photograph as its submitter framed it, turned further as the reader wants.
#[component]
fn FramedSheet(store: ViewerStore, framed: Framed) -> impl IntoView {
    let i18n = use_app().i18n;
    let failed = RwSignal::new(false);
    let framing = Signal::derive(move || {
        let quarters = store.column.with(|column| column.turn() / 90);
        framed
            .framing
            .turned(u8::try_from(quarters).unwrap_or_default())
    });
    view! {
        <FramedPicture
            address=framed.address
            pixels=framed.pixels
            framing
            class="viewer__framed"
            on_error=move |()| failed.set(true)
        />
        <Show when=move || failed.get()>
            <p class="viewer__fault" role="alert">{t!(i18n, viewer.picture_missing)}</p>
        </Show>
    }
}
