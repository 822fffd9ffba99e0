//! What the pad takes from the engine: every point, pressure, lean, guesses; screens of all kinds.

use super::eventually;
use super::pad::{FINGER, Finger, dark_at, find, open, paper, press, said, strokes};
use anjian::platform::timer;
use anjian_ink::trace::Tool;
use js_sys::{Array, Function, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, PointerEvent};

fn window() -> web_sys::Window {
    web_sys::window().unwrap()
}

/// A property that answers so, until it is deleted.
fn define(object: &JsValue, name: &str, value: &JsValue) {
    let how = Object::new();
    for (key, value) in [("value", value), ("configurable", &JsValue::TRUE)] {
        Reflect::set(&how, &key.into(), value).unwrap();
    }
    Reflect::define_property(object.unchecked_ref::<Object>(), &name.into(), &how).unwrap();
}

fn undefine(object: &JsValue, name: &str) {
    Reflect::delete_property(object.unchecked_ref::<Object>(), &name.into()).unwrap();
}

/// An event that answers these when it is asked so.
fn answering(event: &PointerEvent, method: &str, points: &[PointerEvent]) {
    let list: Array = points.iter().collect();
    let answer = Function::new_with_args("", "return this.points_of_test");
    let bound = Object::new();
    Reflect::set(&bound, &"points_of_test".into(), &list).unwrap();
    define(event, method, &answer.bind0(&bound));
}

fn context(canvas: &HtmlCanvasElement) -> CanvasRenderingContext2d {
    canvas.get_context("2d").unwrap().unwrap().unchecked_into()
}

fn fire(name: &str) {
    let event = web_sys::Event::new(name).unwrap();
    window().dispatch_event(&event).unwrap();
}

#[wasm_bindgen_test]
async fn every_point_that_the_engine_gathered_is_kept() {
    let world = open("engine-1", false).await;
    FINGER.does("pointerdown", (0.2, 0.5));
    let places: Vec<(f64, f64)> = (1..=5).map(|at| (0.2 + f64::from(at) * 0.1, 0.5)).collect();
    let gathered: Vec<PointerEvent> = places
        .iter()
        .map(|place| FINGER.event("pointermove", *place))
        .collect();
    let event = FINGER.event("pointermove", places[4]);
    answering(&event, "getCoalescedEvents", &gathered);
    find(".pad__ink").unwrap().dispatch_event(&event).unwrap();
    FINGER.does("pointerup", places[4]);
    let trace = world.pad.trace();
    assert_eq!(strokes(&trace), [6]);
    let points = &trace.ink()[0].points;
    assert!(points.windows(2).all(|pair| pair[0].x < pair[1].x));
}

#[wasm_bindgen_test]
async fn what_is_guessed_is_seen_over_the_paper_and_is_neither_on_it_nor_in_the_record() {
    let world = open("engine-2", false).await;
    FINGER.begins((0.2, 0.5), (0.5, 0.5));
    let event = FINGER.event("pointermove", (0.52, 0.5));
    let guessed = [FINGER.event("pointermove", (0.7, 0.5))];
    answering(&event, "getPredictedEvents", &guessed);
    find(".pad__ink").unwrap().dispatch_event(&event).unwrap();
    let over: HtmlCanvasElement = find(".ink-over").unwrap().unchecked_into();
    let seen = |x: f64| {
        let (wide, high) = (f64::from(over.width()), f64::from(over.height()));
        let data = context(&over)
            .get_image_data((wide * x).round(), (high * 0.5).round() - 4.0, 1.0, 9.0)
            .unwrap()
            .data();
        data.chunks(4).map(|pixel| pixel[3]).max().unwrap()
    };
    assert!(seen(0.62) > 100);
    assert_eq!(dark_at((0.62, 0.5)), 0);
    FINGER.does("pointermove", (0.53, 0.5));
    assert_eq!(seen(0.62), 0, "the next points take the guess away");
    FINGER.does("pointerup", (0.53, 0.5));
    let last = world.pad.trace().ink()[0].points.last().unwrap().x;
    assert!(f64::from(last) < f64::from(world.pad.trace().sheet.width) * 0.54);
}

#[wasm_bindgen_test]
async fn a_pens_pressure_and_lean_are_kept() {
    let world = open("engine-3", false).await;
    let pen = Finger {
        id: 4,
        kind: "pen",
        size: 1,
    };
    let init = pen.init((0.5, 0.5));
    init.set_pressure(0.5);
    init.set_tilt_x(30);
    init.set_tilt_y(-45);
    let down = PointerEvent::new_with_event_init_dict("pointerdown", &init).unwrap();
    find(".pad__ink").unwrap().dispatch_event(&down).unwrap();
    pen.does("pointerup", (0.5, 0.5));
    let trace = world.pad.trace();
    let stroke = trace.ink()[0];
    assert_eq!(stroke.tool, Tool::Pen);
    let point = stroke.points[0];
    assert_eq!((point.pressure, point.tilt), (512, (30, -45)));
}

#[wasm_bindgen_test]
async fn the_paper_is_as_sharp_as_the_screen_also_when_the_window_goes_to_another() {
    let world = open("engine-4", false).await;
    FINGER.draws((0.2, 0.5), (0.8, 0.5));
    let before = world.pad.trace();
    let css = find(".pad__ink").unwrap().get_bounding_client_rect();
    let own = window().device_pixel_ratio();
    // No screen needs more than three.
    for (ratio, drawn) in [(2.0, 2.0), (2.6, 2.6), (4.0, 3.0), (1.0, 1.0)] {
        define(&window(), "devicePixelRatio", &JsValue::from_f64(ratio));
        fire("resize");
        let wanted = (css.width() * drawn).round() as u32;
        assert!(paper().unwrap().width().abs_diff(wanted) <= 1, "at {ratio}");
        assert!(dark_at((0.5, 0.5)) > 100, "drawn again at {ratio}");
    }
    // The window's own property, which nothing brings back once it is deleted.
    define(&window(), "devicePixelRatio", &JsValue::from_f64(own));
    fire("resize");
    assert_eq!(world.pad.trace(), before);
}

#[wasm_bindgen_test]
async fn the_canvas_says_whether_the_engine_shows_it_at_once() {
    let _world = open("engine-5", false).await;
    let ink = context(&paper().unwrap());
    let ask: Function = Reflect::get(&ink, &"getContextAttributes".into())
        .unwrap()
        .unchecked_into();
    let granted = ask.call0(&ink).unwrap();
    let granted = Reflect::get(&granted, &"desynchronized".into()).unwrap();
    let told = find(".pad__ink").unwrap().get_attribute("data-prompt");
    assert_eq!(told, Some(granted.is_truthy().to_string()));
}

#[wasm_bindgen_test]
async fn paper_is_white_on_dark_pages() {
    let page = window().document().unwrap().document_element().unwrap();
    let before = page.get_attribute("data-weui-theme");
    page.set_attribute("data-weui-theme", "dark").unwrap();
    let _world = open("engine-6", false).await;
    assert_eq!(dark_at((0.02, 0.02)), 0);
    let sheet = find(".pad__paper").unwrap();
    let style = window().get_computed_style(&sheet).unwrap().unwrap();
    let ground = style.get_property_value("background-color").unwrap();
    assert_eq!(ground, "rgb(255, 255, 255)");
    match before {
        Some(before) => page.set_attribute("data-weui-theme", &before).unwrap(),
        None => page.remove_attribute("data-weui-theme").unwrap(),
    }
}

#[wasm_bindgen_test]
async fn what_is_small_or_cut_off_is_asked_about_once() {
    let world = open("engine-7", false).await;
    FINGER.draws((0.4, 0.45), (0.5, 0.46));
    FINGER.draws((0.45, 0.4), (0.45, 0.5));
    press("pad-done");
    assert!(eventually(|| said().contains("字写得很小")).await);
    assert!(world.given.borrow().is_empty());
    press("pad-done");
    assert_eq!(world.given.borrow().len(), 1);
    world.pad.clear();
    FINGER.draws((0.2, 0.5), (0.9, 0.2));
    FINGER.draws((0.5, 0.2), (1.0, 1.0));
    FINGER.draws((1.0, 0.1), (1.0, 0.9));
    press("pad-done");
    assert!(eventually(|| said().contains("到了边上")).await);
    assert_eq!(world.given.borrow().len(), 1);
    press("pad-done");
    assert_eq!(world.given.borrow().len(), 2);
}

#[wasm_bindgen_test]
async fn a_page_that_goes_to_the_back_keeps_the_line_under_the_tip() {
    let world = open("engine-8", false).await;
    FINGER.begins((0.2, 0.5), (0.6, 0.5));
    let document = window().document().unwrap();
    define(&document, "visibilityState", &"hidden".into());
    let event = web_sys::Event::new("visibilitychange").unwrap();
    document.dispatch_event(&event).unwrap();
    undefine(&document, "visibilityState");
    assert_eq!(strokes(&world.pad.trace()), [20]);
    FINGER.does("pointermove", (0.9, 0.9));
    assert_eq!(strokes(&world.pad.trace()), [20]);
    assert!(dark_at((0.4, 0.5)) > 100);
}

#[wasm_bindgen_test]
async fn a_keyboard_that_opens_and_a_turn_with_the_tip_down_lose_nothing() {
    let world = open("engine-9", false).await;
    FINGER.begins((0.2, 0.4), (0.4, 0.4));
    let sheet = world.pad.trace().sheet;
    let (width, height) = (paper().unwrap().width(), paper().unwrap().height());
    let pad = find("[data-testid=pad]").unwrap();
    // A keyboard takes the lower part.
    pad.style().set_property("bottom", "40%").unwrap();
    assert!(eventually(|| paper().unwrap().height() != height).await);
    pad.style().remove_property("bottom").unwrap();
    assert!(eventually(|| paper().unwrap().height() == height).await);
    // Turned, and back, and the line goes on.
    world.sideways.set(true);
    timer::sleep(50).await;
    world.sideways.set(false);
    assert!(eventually(|| paper().unwrap().width() == width).await);
    FINGER.does("pointermove", (0.6, 0.4));
    FINGER.does("pointerup", (0.6, 0.4));
    let trace = world.pad.trace();
    assert_eq!((strokes(&trace), trace.sheet), (vec![21], sheet));
    assert!(dark_at((0.3, 0.4)) > 100);
}
