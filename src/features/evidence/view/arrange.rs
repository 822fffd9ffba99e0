//! 整理页面: a photographed page is turned upright and cut to its edges. The photograph itself is
//! evidence and stays as it is: what is said here goes beside it.

use anjian_api::evidence::{Crop, PageView};
use anjian_api::file::{FileId, FileKind, FileVariant};
use anjian_api::ids::CaseId;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::{html, prelude::*};

use crate::api::file_url;
use crate::app::App;
use crate::features::evidence::model::cut::{Edge, press, put};
use crate::features::evidence::model::edges::{self, Grey};
use crate::features::evidence::store::{Page, Submission};
use crate::i18n::{t, text};
use crate::platform::files::ObjectUrl;
use crate::platform::{canvas, dom, task};
use crate::ui::{Button, ButtonKind, Dialog, DialogShape, FramedPicture, Framing, IconName};

/// How a page is looked at, as the design system takes it.
#[must_use]
pub fn framing(view: Option<&PageView>) -> Option<Framing> {
    view.map(|view| Framing {
        turns: view.turns,
        part: view.part(),
    })
}

fn view_of(file: FileId, framing: Framing) -> PageView {
    let [left, top, right, bottom] = framing.part;
    let crop = Crop {
        left,
        top,
        right,
        bottom,
    };
    PageView {
        file,
        turns: framing.turns,
        crop: (framing.part != Framing::WHOLE.part).then_some(crop),
    }
}

/// The width and height of a page that can be arranged: a photograph that browsers show, or one of
/// which the server makes a picture that they show. Before the server has looked, `seen` is what this
/// browser found.
#[must_use]
pub fn pixels(
    page: &Page,
    seen: Option<(u32, u32)>,
    server_draws_heic: bool,
) -> Option<(u32, u32)> {
    match &page.planned.receipt {
        Some(receipt) => match receipt.facts.kind {
            FileKind::Jpeg | FileKind::Png => receipt.facts.pixels,
            FileKind::Heic if server_draws_heic => receipt.facts.pixels,
            _ => None,
        },
        None => seen.filter(|_| matches!(&*page.planned.declared, "image/jpeg" | "image/png")),
    }
}

/// Where the picture is to be had: on this device, else from the server.
fn address(app: App, case: CaseId, page: &Page) -> Option<String> {
    if let Some(receipt) = &page.planned.receipt {
        return Some(file_url(case, receipt.facts.id, FileVariant::View));
    }
    let url = ObjectUrl::of(&app.uploads.picked(page.planned.file)?)?;
    let address = url.url().to_owned();
    // Given back when the dialog goes.
    crate::platform::keep(url);
    Some(address)
}

/// The page that is being arranged, with its size; none: the dialog is closed.
pub type Arranged = RwSignal<Option<(Page, (u32, u32))>>;

/// The dialog.
#[component]
pub fn ArrangeDialog(store: Submission, arranged: Arranged) -> impl IntoView {
    let i18n = store.app.i18n;
    let open = Signal::derive(move || arranged.read().is_some());
    let close = move |()| arranged.set(None);
    view! {
        <Dialog
            open
            on_close=close
            title=t!(i18n, submission.arrange_title)
            close_label=t!(i18n, submission.arrange_leave)
            shape=DialogShape::HalfScreen
        >
            {move || {
                arranged
                    .get()
                    .map(|(page, pixels)| view! { <Inside store arranged page pixels /> })
            }}
        </Dialog>
    }
}

#[component]
fn Inside(store: Submission, arranged: Arranged, page: Page, pixels: (u32, u32)) -> impl IntoView {
    let app = store.app;
    let i18n = app.i18n;
    let file = page.planned.file;
    let before = framing(store.view_of(file).as_ref());
    let now = RwSignal::new(before.unwrap_or(Framing::WHOLE));
    let address = address(app, store.case, &page).unwrap_or_default();
    let turn = move |()| {
        now.update(|now| *now = now.turned(1));
        let degrees = u32::from(now.get_untracked().turns) * 90;
        let words = text!(
            i18n.locale_untracked(),
            submission.arrange_turned,
            degrees = degrees
        );
        app.announcer.polite(&words);
    };
    let found = RwSignal::new(None::<bool>);
    let seen_at = address.clone();
    let find = move |()| {
        let address = seen_at.clone();
        task::detached(async move {
            let grey = canvas::grey(&address, edges::LONGEST).await;
            let part = grey.and_then(|grey| {
                edges::sheet(Grey {
                    width: grey.width,
                    values: &grey.values,
                })
            });
            // The dialog may be gone by now.
            let _ = found.try_set(Some(part.is_some()));
            let _ = now.try_update(|now| now.part = part.unwrap_or(Framing::WHOLE.part));
        });
    };
    let finding = move || {
        let locale = i18n.locale();
        found.get().map(|found| match found {
            true => text!(locale, submission.arrange_found),
            false => text!(locale, submission.arrange_not_found),
        })
    };
    let whole = move |()| now.set(Framing::WHOLE);
    let done = move |()| {
        store.look_at(view_of(file, now.get_untracked()));
        arranged.set(None);
    };
    // The whole picture, turned as it will stand: the part that is cut away stays in sight.
    let turned = Signal::derive(move || Framing::WHOLE.turned(now.get().turns));
    let ratio = move || {
        let (width, height) = turned.get().size(pixels);
        format!("{:.4}", width / height.max(1.0))
    };
    view! {
        <p class="ev-form__note">{t!(i18n, submission.arrange_note)}</p>
        <div class="ev-cut" style:--ratio=ratio data-testid="arrange-stage">
            <FramedPicture address pixels framing=turned class="ev-cut__picture" />
            <Frame app now />
        </div>
        <div class="ev-cut__tools">
            <Button
                label=t!(i18n, submission.arrange_find)
                icon=IconName::Search
                small=true
                on_press=find
                test_id="arrange-find"
            />
            <Button
                label=t!(i18n, submission.arrange_turn)
                icon=IconName::Rotate
                small=true
                on_press=turn
                test_id="arrange-turn"
            />
            <Button
                label=t!(i18n, submission.arrange_whole)
                icon=IconName::Expand
                small=true
                on_press=whole
                test_id="arrange-whole"
            />
        </div>
        <p class="ev-form__note" role="status">{finding}</p>
        <div class="ui-dialog__actions">
            <Button
                label=t!(i18n, submission.arrange_done)
                kind=ButtonKind::Primary
                on_press=done
                test_id="arrange-done"
            />
        </div>
    }
}

/// The part that will be shown, with its edges and corners to be drawn.
#[component]
fn Frame(app: App, now: RwSignal<Framing>) -> impl IntoView {
    let i18n = app.i18n;
    let stage = NodeRef::<html::Div>::new();
    let standing = Memo::new(move |_| now.get().standing());
    let set = move |part: [u16; 4]| now.update(|now| *now = Framing::of_standing(now.turns, part));
    // The edges under the finger.
    let held = StoredValue::new(Vec::<Edge>::new());
    let down = move |edges: &'static [Edge]| {
        move |event: PointerEvent| {
            if event.button() == 0 {
                event.prevent_default();
                dom::capture_pointer(&event);
                held.set_value(edges.to_vec());
            }
        }
    };
    let moved = move |event: PointerEvent| {
        let Some(stage) = stage.get_untracked() else {
            return;
        };
        let place = dom::rect(&stage);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a place on a screen, per mille"
        )]
        let per_mille = |at: f64, from: f64, size: f64| ((at - from) / size.max(1.0) * 1e3) as i32;
        let across = per_mille(f64::from(event.client_x()), place.x, place.width);
        let along = per_mille(f64::from(event.client_y()), place.y, place.height);
        let mut part = standing.get_untracked();
        let edges = held.get_value();
        for edge in &edges {
            let at = if edge.is_upright() { across } else { along };
            part = put(part, *edge, at);
        }
        if !edges.is_empty() {
            set(part);
        }
    };
    let up = move |_: PointerEvent| held.set_value(Vec::new());
    let name = move |edge: Edge| {
        let locale = i18n.locale();
        match edge {
            Edge::Left => text!(locale, submission.edge_left),
            Edge::Top => text!(locale, submission.edge_top),
            Edge::Right => text!(locale, submission.edge_right),
            Edge::Bottom => text!(locale, submission.edge_bottom),
        }
    };
    let side = move |edge: Edge| {
        let on_key = move |event: KeyboardEvent| {
            let part = standing.get_untracked();
            if let Some(part) = press(part, edge, &event.key(), event.shift_key()) {
                event.prevent_default();
                set(part);
            }
        };
        let percent = move || f64::from(standing.get()[edge.index()]) / 10.0;
        let orientation = if edge.is_upright() {
            "horizontal"
        } else {
            "vertical"
        };
        let (class, edges, test_id): (_, &'static [Edge], _) = match edge {
            Edge::Left => ("left", &[Edge::Left], "edge-left"),
            Edge::Top => ("top", &[Edge::Top], "edge-top"),
            Edge::Right => ("right", &[Edge::Right], "edge-right"),
            Edge::Bottom => ("bottom", &[Edge::Bottom], "edge-bottom"),
        };
        view! {
            <div
                class=format!("ev-cut__edge ev-cut__edge--{class}")
                role="slider"
                tabindex="0"
                aria-label=move || name(edge)
                aria-orientation=orientation
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || format!("{:.0}", percent())
                aria-valuetext=move || format!("{:.0}%", percent())
                data-testid=test_id
                on:pointerdown=down(edges)
                on:keydown=on_key
            ></div>
        }
    };
    let corner = move |class: &'static str, edges: &'static [Edge]| {
        view! {
            <div
                class=format!("ev-cut__corner ev-cut__corner--{class}")
                aria-hidden="true"
                data-testid=format!("corner-{class}")
                on:pointerdown=down(edges)
            ></div>
        }
    };
    // From the edge of the same name: what is cut away on the right counts from the right.
    let inset = move |edge: Edge| {
        move || {
            let at = standing.get()[edge.index()];
            let at = match edge {
                Edge::Left | Edge::Top => at,
                Edge::Right | Edge::Bottom => 1_000 - at.min(1_000),
            };
            format!("{:.1}%", f64::from(at) / 10.0)
        }
    };
    // What is cut away lies in the shade, and nothing beside the picture does.
    view! {
        <div class="ev-cut__shade">
            <div
                class="ev-cut__hole"
                style:left=inset(Edge::Left)
                style:top=inset(Edge::Top)
                style:right=inset(Edge::Right)
                style:bottom=inset(Edge::Bottom)
            ></div>
        </div>
        <div
            class="ev-cut__stage"
            node_ref=stage
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=up
        >
            <div
                class="ev-cut__part"
                style:left=inset(Edge::Left)
                style:top=inset(Edge::Top)
                style:right=inset(Edge::Right)
                style:bottom=inset(Edge::Bottom)
            >
                {Edge::ALL.map(side)}
                {corner("left-top", &[Edge::Left, Edge::Top])}
                {corner("right-top", &[Edge::Right, Edge::Top])}
                {corner("left-bottom", &[Edge::Left, Edge::Bottom])}
                {corner("right-bottom", &[Edge::Right, Edge::Bottom])}
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(kind: &str) -> Page {
        let id = "0190163d-8694-739b-aea5-966c26f8ad91";
        let facts = serde_json::json!({
            "id": id, "name": "示例", "kind": kind, "size": 9, "pixels": [640, 480],
            "sha256": "0".repeat(64), "sm3": "0".repeat(64)
        });
        let planned = serde_json::json!({
            "file": id, "name": "示例", "declared": "image/heic", "size": 9,
            "receipt": { "facts": facts, "entry": 9, "at": 0, "signature": "0".repeat(128) }
        });
        Page {
            batch: uuid::Uuid::nil(),
            planned: serde_json::from_value(planned).unwrap(),
        }
    }

    #[test]
    fn a_heic_is_arranged_where_the_server_draws_it() {
        assert_eq!(pixels(&page("heic"), None, true), Some((640, 480)));
        assert_eq!(pixels(&page("heic"), None, false), None);
        assert_eq!(pixels(&page("jpeg"), None, false), Some((640, 480)));
    }
}
