//! The pad on the screen, with fingers and pens that the tests move.

use super::eventually;
use anjian::features::documents::pad::{Pad, PadView};
use anjian::platform::{local_storage, timer};
use anjian_ink::svg;
use anjian_ink::trace::{Event, Tool, Trace};
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};
use web_sys::{PointerEvent, PointerEventInit};

/// A pad on the screen, and what it gave.
pub struct World {
    pub pad: Pad,
    pub sideways: RwSignal<bool>,
    pub given: Rc<RefCell<Vec<Trace>>>,
    owner: Owner,
    _mounted: Box<dyn std::any::Any>,
}

fn hold<T: Mountable + 'static>(mounted: UnmountHandle<T>) -> Box<dyn std::any::Any> {
    Box::new(mounted)
}

impl Drop for World {
    fn drop(&mut self) {
        self.pad.forget();
        self.owner.cleanup();
    }
}

pub async fn open(key: &str, sideways: bool) -> World {
    // What a test that failed left behind would be found first.
    while let Some(old) = find(".pad") {
        old.remove();
    }
    let owner = Owner::new();
    let given = Rc::new(RefCell::new(Vec::new()));
    let (pad, sideways) = owner.with(|| (Pad::open(key.to_owned()), RwSignal::new(sideways)));
    let gave = given.clone();
    let gave = send_wrapper(gave);
    let mounted = mount_to(document_body(), move || {
        let gave = gave.clone();
        view! {
            <PadView
                pad
                title="请某三（原告）签名"
                subtitle="送达地址确认书"
                on_done=move |trace| gave.with(|given| given.borrow_mut().push(trace))
                on_close=|()| ()
                sideways=sideways
            />
        }
    });
    let world = World {
        pad,
        sideways,
        given,
        owner,
        _mounted: hold(mounted),
    };
    let is_there = eventually(|| paper().is_some_and(|paper| paper.width() > 100)).await;
    assert!(is_there, "no paper");
    world
}

/// Tests run on one thread, and callbacks want to be sent.
#[derive(Clone)]
struct OneThread<T>(StoredValue<T, LocalStorage>);

fn send_wrapper<T: 'static>(value: T) -> OneThread<T> {
    OneThread(StoredValue::new_local(value))
}

impl<T: 'static> OneThread<T> {
    fn with(&self, use_it: impl FnOnce(&T)) {
        self.0.with_value(use_it);
    }
}

fn document_body() -> HtmlElement {
    web_sys::window()
        .unwrap()
        .document()
        .unwrap()
        .body()
        .unwrap()
}

pub fn find(selector: &str) -> Option<HtmlElement> {
    let found = web_sys::window()?.document()?.query_selector(selector);
    found.ok()??.dyn_into().ok()
}

pub fn paper() -> Option<HtmlCanvasElement> {
    find(".ink-paper")?.dyn_into().ok()
}

pub struct Finger {
    pub id: i32,
    pub kind: &'static str,
    pub size: i32,
}

pub const FINGER: Finger = Finger {
    id: 7,
    kind: "touch",
    size: 20,
};

impl Finger {
    /// What it is and where, in parts of the sides of the ink's box as the screen shows it.
    pub fn init(&self, (x, y): (f64, f64)) -> PointerEventInit {
        let rect = find(".pad__ink").unwrap().get_bounding_client_rect();
        let init = PointerEventInit::new();
        init.set_bubbles(true);
        init.set_cancelable(true);
        init.set_pointer_id(self.id);
        init.set_pointer_type(self.kind);
        init.set_width(self.size);
        init.set_height(self.size);
        init.set_client_x((rect.x() + rect.width() * x) as i32);
        init.set_client_y((rect.y() + rect.height() * y) as i32);
        init
    }

    pub fn event(&self, name: &str, place: (f64, f64)) -> PointerEvent {
        PointerEvent::new_with_event_init_dict(name, &self.init(place)).unwrap()
    }

    pub fn does(&self, name: &str, place: (f64, f64)) {
        let event = self.event(name, place);
        find(".pad__ink").unwrap().dispatch_event(&event).unwrap();
    }

    /// A line of 20 points from one place to another.
    pub fn draws(&self, from: (f64, f64), to: (f64, f64)) {
        self.begins(from, to);
        self.does("pointerup", to);
    }

    pub fn begins(&self, from: (f64, f64), to: (f64, f64)) {
        self.does("pointerdown", from);
        for step in 1..20 {
            let share = f64::from(step) / 19.0;
            let part = |a: f64, b: f64| a + (b - a) * share;
            self.does("pointermove", (part(from.0, to.0), part(from.1, to.1)));
        }
    }
}

pub fn strokes(trace: &Trace) -> Vec<usize> {
    let count = |event: &Event| match event {
        Event::Stroke(stroke) => stroke.points.len(),
        _ => 0,
    };
    trace.events.iter().map(count).collect()
}

/// How dark the paper is around a place, 0 (white) to 255: a quick line is thin.
pub fn dark_at((x, y): (f64, f64)) -> u8 {
    const AROUND: f64 = 3.0;
    let paper = paper().unwrap();
    let ink: CanvasRenderingContext2d = paper.get_context("2d").unwrap().unwrap().unchecked_into();
    let (x, y) = (
        (f64::from(paper.width()) * x).round() - AROUND,
        (f64::from(paper.height()) * y).round() - AROUND,
    );
    let side = AROUND * 2.0 + 1.0;
    let data = ink.get_image_data(x, y, side, side).unwrap().data();
    assert!(
        data.chunks(4).all(|pixel| pixel[3] == 255),
        "the paper is opaque"
    );
    255 - data.chunks(4).map(|pixel| pixel[0]).min().unwrap()
}

pub fn press(test_id: &str) {
    find(&format!("[data-testid={test_id}]")).unwrap().click();
}

pub fn said() -> String {
    find("[data-testid=pad-said]")
        .unwrap()
        .text_content()
        .unwrap()
}

#[wasm_bindgen_test]
async fn every_point_is_kept_and_drawn_inside_of_its_event() {
    let world = open("pad-1", false).await;
    FINGER.begins((0.2, 0.5), (0.8, 0.5));
    // Before any frame, before the finger is up.
    assert!(dark_at((0.5, 0.5)) > 100);
    assert_eq!(dark_at((0.5, 0.2)), 0);
    FINGER.does("pointerup", (0.8, 0.5));
    let trace = world.pad.trace();
    assert_eq!(strokes(&trace), [20]);
    let sheet = trace.sheet;
    let first = trace.ink()[0].points[0];
    assert!((f64::from(first.x) - f64::from(sheet.width) * 0.2).abs() < 200.0);
}

#[wasm_bindgen_test]
async fn sideways_a_line_down_the_screen_is_a_line_across_the_paper() {
    let world = open("pad-2", true).await;
    FINGER.draws((0.5, 0.2), (0.5, 0.8));
    let trace = world.pad.trace();
    let points = &trace.ink()[0].points;
    let (first, last) = (points[0], points[points.len() - 1]);
    assert!(last.x - first.x > trace.sheet.width / 2);
    assert!((last.y - first.y).abs() < 200);
    assert!(dark_at((0.5, 0.5)) > 100);
}

#[wasm_bindgen_test]
async fn nothing_is_lost_when_the_screen_turns() {
    let world = open("pad-3", true).await;
    FINGER.draws((0.3, 0.2), (0.7, 0.8));
    let before = world.pad.trace();
    let width = paper().unwrap().width();
    world.sideways.set(false);
    let pad = find("[data-testid=pad]").unwrap();
    pad.style().set_property("right", "30%").unwrap();
    assert!(eventually(|| paper().unwrap().width() != width).await);
    assert_eq!(world.pad.trace(), before);
    // The same ink stands on the paper, as large as it fits.
    let ink: CanvasRenderingContext2d = paper()
        .unwrap()
        .get_context("2d")
        .unwrap()
        .unwrap()
        .unchecked_into();
    let (wide, high) = (paper().unwrap().width(), paper().unwrap().height());
    let data = ink
        .get_image_data(0.0, 0.0, f64::from(wide), f64::from(high))
        .unwrap()
        .data();
    let dark = data.chunks(4).filter(|pixel| pixel[0] < 160).count();
    assert!(dark > 100, "{dark} dark pixels");
    // And the next stroke is on the same paper.
    FINGER.draws((0.4, 0.4), (0.6, 0.6));
    assert_eq!(world.pad.trace().sheet, before.sheet);
    assert_eq!(strokes(&world.pad.trace()), [20, 20]);
}

#[wasm_bindgen_test]
async fn a_call_that_comes_in_ends_the_stroke_and_loses_nothing() {
    let world = open("pad-4", false).await;
    FINGER.begins((0.2, 0.5), (0.6, 0.5));
    FINGER.does("pointercancel", (0.0, 0.0));
    FINGER.does("pointermove", (0.9, 0.9));
    assert_eq!(strokes(&world.pad.trace()), [20]);
    FINGER.begins((0.2, 0.7), (0.6, 0.7));
    let away = web_sys::Event::new("pagehide").unwrap();
    web_sys::window().unwrap().dispatch_event(&away).unwrap();
    assert_eq!(strokes(&world.pad.trace()), [20, 20]);
}

#[wasm_bindgen_test]
async fn one_hand_writes_a_palm_does_not_and_the_pen_goes_before_the_finger() {
    let world = open("pad-5", false).await;
    let palm = Finger {
        id: 8,
        size: 120,
        ..FINGER
    };
    palm.draws((0.1, 0.9), (0.3, 0.9));
    assert!(world.pad.trace().events.is_empty());
    FINGER.begins((0.2, 0.5), (0.4, 0.5));
    timer::sleep(100).await;
    let second = Finger { id: 9, ..FINGER };
    second.draws((0.1, 0.1), (0.9, 0.1));
    FINGER.does("pointerup", (0.4, 0.5));
    assert_eq!(strokes(&world.pad.trace()), [20]);
    let pen = Finger {
        id: 10,
        kind: "pen",
        size: 1,
    };
    pen.draws((0.2, 0.3), (0.4, 0.3));
    FINGER.draws((0.2, 0.6), (0.4, 0.6));
    let trace = world.pad.trace();
    assert_eq!(strokes(&trace), [20, 20]);
    assert_eq!(trace.ink()[1].tool, Tool::Pen);
}

#[wasm_bindgen_test]
async fn undo_and_clear_take_ink_from_the_paper_and_stay_in_the_record() {
    let world = open("pad-6", false).await;
    FINGER.draws((0.2, 0.3), (0.8, 0.3));
    FINGER.draws((0.2, 0.6), (0.8, 0.6));
    assert!(
        eventually(|| find("[data-testid=pad-undo]")
            .unwrap()
            .get_attribute("aria-disabled")
            .is_none())
        .await
    );
    press("pad-undo");
    assert!(dark_at((0.5, 0.3)) > 100 && dark_at((0.5, 0.6)) == 0);
    press("pad-clear");
    assert_eq!(dark_at((0.5, 0.3)), 0);
    let trace = world.pad.trace();
    assert!(trace.ink().is_empty());
    assert_eq!(trace.events.len(), 4);
    assert_eq!(trace.points(), 40);
}

#[wasm_bindgen_test]
async fn a_reload_goes_on_where_the_hand_was() {
    let first = open("pad-7", false).await;
    FINGER.draws((0.2, 0.3), (0.8, 0.3));
    let kept = first.pad.trace();
    let again = Owner::new();
    let pad = again.with(|| Pad::open("pad-7".to_owned()));
    assert_eq!(pad.trace(), kept);
    first.pad.forget();
    assert_eq!(local_storage::kept_in_tab("pad-7"), None);
    assert!(first.pad.trace().events.is_empty());
}

#[wasm_bindgen_test]
async fn what_is_no_name_is_refused_in_words_and_haste_is_asked_about_once() {
    let world = open("pad-8", false).await;
    press("pad-done");
    assert!(eventually(|| said().contains("还没有写字")).await);
    FINGER.draws((0.2, 0.5), (0.8, 0.5));
    press("pad-done");
    assert!(eventually(|| said().contains("一条线")).await);
    FINGER.draws((0.5, 0.2), (0.5, 0.8));
    // Writing on answers the question.
    assert!(eventually(|| said().contains("请在框内")).await);
    press("pad-done");
    assert!(eventually(|| said().contains("很快")).await);
    assert!(world.given.borrow().is_empty());
    press("pad-done");
    assert_eq!(*world.given.borrow(), [world.pad.trace()]);
}

#[wasm_bindgen_test]
async fn the_screen_shows_what_the_svg_says() {
    let world = open("pad-9", false).await;
    FINGER.draws((0.2, 0.3), (0.8, 0.4));
    FINGER.draws((0.5, 0.2), (0.45, 0.8));
    let settled = Rc::new(Cell::new(false));
    let mark = settled.clone();
    let _frame = timer::next_frame(move || mark.set(true));
    assert!(eventually(|| settled.get()).await);
    let paper = paper().unwrap();
    let (width, height) = (f64::from(paper.width()), f64::from(paper.height()));
    let ink: CanvasRenderingContext2d = paper.get_context("2d").unwrap().unwrap().unchecked_into();
    let seen = ink.get_image_data(0.0, 0.0, width, height).unwrap().data();
    // The same words as the SVG's, filled in one go on other paper.
    let trace = world.pad.trace();
    let other: HtmlCanvasElement = web_sys::window()
        .unwrap()
        .document()
        .unwrap()
        .create_element("canvas")
        .unwrap()
        .unchecked_into();
    other.set_width(paper.width());
    other.set_height(paper.height());
    let fresh: CanvasRenderingContext2d =
        other.get_context("2d").unwrap().unwrap().unchecked_into();
    fresh.set_fill_style_str("#fff");
    fresh.fill_rect(0.0, 0.0, width, height);
    fresh.set_fill_style_str("#000");
    let scale = width / f64::from(trace.sheet.width);
    fresh
        .set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0)
        .unwrap();
    let path = web_sys::Path2d::new_with_path_string(&svg::path(&svg::outlines(&trace))).unwrap();
    fresh.fill_with_path_2d(&path);
    let wanted = fresh
        .get_image_data(0.0, 0.0, width, height)
        .unwrap()
        .data();
    let differ = seen
        .iter()
        .zip(wanted.iter())
        .filter(|(a, b)| a.abs_diff(**b) > 16)
        .count();
    assert!(differ < 8, "{differ} bytes of {} differ", seen.len());
}

fn told(words: &'static str) -> impl Fn() -> bool {
    move || said().contains(words)
}

#[wasm_bindgen_test]
async fn a_sheet_that_is_full_says_so_and_starting_again_makes_it_write() {
    let world = open("pad-10", false).await;
    FINGER.does("pointerdown", (0.1, 0.5));
    for step in 0..anjian_ink::trace::MOST_POINTS {
        // Two neighbouring places in turn: what stays where it is is no new point.
        let x = if step % 2 == 0 { 0.3 } else { 0.31 };
        FINGER.does("pointermove", (x, 0.5));
    }
    // Said while the finger is still down.
    assert!(eventually(told("写满了")).await);
    FINGER.does("pointerup", (0.3, 0.5));
    timer::sleep(50).await;
    assert!(told("写满了")(), "and when it is up");
    FINGER.draws((0.2, 0.2), (0.8, 0.2));
    assert_eq!(world.pad.trace().ink().len(), 1);
    assert!(told("写满了")());
    press("pad-clear");
    assert!(eventually(told("请在框内")).await);
    FINGER.draws((0.2, 0.2), (0.8, 0.2));
    assert_eq!(strokes(&world.pad.trace()), [20]);
    assert!(dark_at((0.5, 0.2)) > 100);
}

#[wasm_bindgen_test]
async fn what_one_person_wrote_is_not_in_the_trace_of_the_next() {
    let first = Owner::new();
    let pad = first.with(|| Pad::open("pad-11".to_owned()));
    pad.belongs_to("周敏");
    drop(first);
    let world = open("pad-11", false).await;
    world.pad.belongs_to("周敏");
    FINGER.draws((0.2, 0.3), (0.8, 0.3));
    world.pad.clear();
    assert_eq!(world.pad.trace().events.len(), 2);
    // The same person, named again with a space: nothing is lost.
    world.pad.belongs_to(" 周敏 ");
    assert_eq!(world.pad.trace().events.len(), 2);
    // After a reload it is known whose it is.
    let again = Owner::new();
    let pad = again.with(|| Pad::open("pad-11".to_owned()));
    pad.belongs_to("周敏");
    assert_eq!(pad.trace().events.len(), 2);
    pad.belongs_to("周明");
    assert!(pad.trace().events.is_empty());
    assert_eq!(local_storage::kept_in_tab("pad-11"), None);
}

#[wasm_bindgen_test]
async fn a_finger_beside_a_pen_is_told_why_it_does_not_write() {
    let world = open("pad-12", false).await;
    let pen = Finger {
        id: 10,
        kind: "pen",
        size: 1,
    };
    pen.draws((0.2, 0.3), (0.4, 0.3));
    for _ in 0..2 {
        timer::sleep(300).await;
        FINGER.draws((0.2, 0.6), (0.4, 0.6));
    }
    assert_eq!(world.pad.trace().ink().len(), 1);
    assert!(eventually(told("手指也不会写上")).await);
    press("pad-clear");
    FINGER.draws((0.2, 0.6), (0.4, 0.6));
    assert_eq!(world.pad.trace().ink().len(), 1);
    assert!(eventually(told("请在框内")).await);
}
