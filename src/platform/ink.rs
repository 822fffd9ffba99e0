//! A sheet that is written on: what pointers do, as exactly as the engine tells, and the canvases.
//!
//! Places are those of the window. What an engine says of a place inside of a turned element is not
//! asked for: engines do not agree on it.

use super::browser::{call, document, object, property};
use super::listener::Listener;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, Element, Event, HtmlCanvasElement, Path2d, PointerEvent};

/// Device pixels in a CSS pixel that a sheet has at most.
const SHARPEST: f64 = 3.0;

/// What a pointer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tip {
    /// A finger.
    Touch,
    /// A pen.
    Pen,
    /// A mouse, or what acts as one.
    Mouse,
}

/// What a pointer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    /// It came down.
    Down,
    /// It moved.
    Move,
    /// It went up, or the engine took it away.
    Up,
}

/// One point of a pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Touching {
    /// The engine's number for the pointer.
    pub id: i32,
    /// What it is.
    pub tip: Tip,
    /// What it did.
    pub did: Did,
    /// In CSS px of the window, with their fractions.
    pub place: (f64, f64),
    /// The event's own time, ms.
    pub at: f64,
    /// 0 to 1.
    pub pressure: f64,
    /// Lean in degrees along x and y.
    pub tilt: (f64, f64),
    /// Half the larger side of the contact, CSS px.
    pub radius: f64,
}

/// Listens until it is dropped.
#[must_use = "a dropped surface feels nothing"]
pub struct InkSurface {
    _listeners: Vec<Listener>,
}

impl InkSurface {
    /// Tells every point that comes to `element`, and after it those that the engine guesses will
    /// come next.
    pub fn listen(
        element: &Element,
        on_points: impl Fn(&[Touching], &[Touching]) + 'static,
    ) -> Self {
        let tell = Rc::new(on_points);
        // Where the engine tells points before the next frame, its later words are the same again.
        let is_raw = Rc::new(Cell::new(false));
        let mut listeners = Vec::new();
        for name in [
            "pointerdown",
            "pointerrawupdate",
            "pointermove",
            "pointerup",
            "pointercancel",
            "lostpointercapture",
        ] {
            let (tell, place, is_raw) = (tell.clone(), element.clone(), is_raw.clone());
            listeners.extend(Listener::on(element, name, move |event| {
                let Some(event) = event.dyn_ref::<PointerEvent>() else {
                    return;
                };
                match name {
                    "pointerdown" => {
                        if event.button() > 0 {
                            return;
                        }
                        // A page or a selection must not move under the hand.
                        event.prevent_default();
                        // A test's finger cannot be captured, and need not be.
                        let _ = place.set_pointer_capture(event.pointer_id());
                        tell(&[point(event, Did::Down)], &[]);
                    }
                    "pointerrawupdate" => {
                        is_raw.set(true);
                        tell(&coalesced(event), &[]);
                    }
                    "pointermove" => {
                        let guessed = listed(event, "getPredictedEvents");
                        if is_raw.get() {
                            tell(&[], &guessed);
                        } else {
                            tell(&coalesced(event), &guessed);
                        }
                    }
                    _ => tell(&[point(event, Did::Up)], &[]),
                }
            }));
        }
        // Scribble on iPads, the magnifying glass, menus and dragging: the hand is writing.
        for name in [
            "touchstart",
            "touchmove",
            "contextmenu",
            "selectstart",
            "dragstart",
        ] {
            listeners.extend(Listener::on(element, name, |event: Event| {
                event.prevent_default();
            }));
        }
        Self {
            _listeners: listeners,
        }
    }
}

/// Every point that the engine gathered into one event.
fn coalesced(event: &PointerEvent) -> Vec<Touching> {
    let all = listed(event, "getCoalescedEvents");
    if all.is_empty() {
        return vec![point(event, Did::Move)];
    }
    all
}

fn listed(event: &PointerEvent, method: &str) -> Vec<Touching> {
    let list = call(event, method, &[]).and_then(|list| list.dyn_into::<js_sys::Array>().ok());
    let points = list.iter().flat_map(js_sys::Array::iter);
    points
        .filter_map(|event| event.dyn_into::<PointerEvent>().ok())
        .map(|event| point(&event, Did::Move))
        .collect()
}

fn point(event: &PointerEvent, did: Did) -> Touching {
    // By hand: the typed getters round to whole pixels.
    let number = |name: &str| {
        let value = property(event, name).and_then(|value| value.as_f64());
        value.unwrap_or(f64::NAN)
    };
    let tip = match event.pointer_type().as_str() {
        "pen" => Tip::Pen,
        "touch" => Tip::Touch,
        _ => Tip::Mouse,
    };
    Touching {
        id: event.pointer_id(),
        tip,
        did,
        place: (number("clientX"), number("clientY")),
        at: event.time_stamp(),
        pressure: f64::from(event.pressure()),
        tilt: (f64::from(event.tilt_x()), f64::from(event.tilt_y())),
        radius: number("width").max(number("height")) / 2.0,
    }
}

/// White paper with ink on it, and over it what is only guessed.
#[must_use = "a dropped sheet shows nothing"]
pub struct InkCanvas {
    paper: (HtmlCanvasElement, CanvasRenderingContext2d),
    over: (HtmlCanvasElement, CanvasRenderingContext2d),
    guessed: Cell<Option<[f64; 4]>>,
}

impl InkCanvas {
    /// Two canvases that fill `host`.
    pub fn new(host: &Element) -> Option<Self> {
        // Without alpha the engine may show the canvas without waiting for the page.
        let paper = layer(
            host,
            &[("alpha", false), ("desynchronized", true)],
            "ink-paper",
        )?;
        let over = layer(host, &[("desynchronized", true)], "ink-over")?;
        Some(Self {
            paper,
            over,
            guessed: Cell::new(None),
        })
    }

    /// The engine shows what is drawn without waiting for the page.
    #[must_use]
    pub fn is_prompt(&self) -> bool {
        let granted = call(&self.paper.1, "getContextAttributes", &[]);
        granted
            .and_then(|granted| property(&granted, "desynchronized"))
            .is_some_and(|is| is.is_truthy())
    }

    /// Takes the size of its host, in CSS px. What was drawn is gone: draw it again. Gives the
    /// device pixels in a CSS px.
    pub fn resize(&self, width: f64, height: f64) -> f64 {
        let ratio = self.wanted_ratio();
        for (canvas, _) in [&self.paper, &self.over] {
            canvas.set_width((width * ratio).round().max(1.0) as u32);
            canvas.set_height((height * ratio).round().max(1.0) as u32);
        }
        self.guessed.set(None);
        self.blank();
        ratio
    }

    /// The device pixels in a CSS pixel that it should have on the screen where it is now.
    #[must_use]
    pub fn wanted_ratio(&self) -> f64 {
        super::canvas::device_pixels().clamp(1.0, SHARPEST)
    }

    /// White paper again.
    pub fn blank(&self) {
        let (canvas, ink) = &self.paper;
        let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
        reset(ink);
        ink.set_fill_style_str("#fff");
        ink.fill_rect(0.0, 0.0, width, height);
        ink.set_fill_style_str("#000");
    }

    /// Fills a path (SVG path data) through a matrix, by the nonzero rule.
    pub fn fill(&self, path: &str, matrix: [f64; 6]) {
        fill(&self.paper.1, path, matrix);
    }

    /// Shows what is only guessed, in a box (left, top, width, height) of the path's own units;
    /// nothing takes it away.
    pub fn guess(&self, guessed: Option<(&str, [f64; 4])>, matrix: [f64; 6]) {
        let ink = &self.over.1;
        if let Some([left, top, width, height]) = self.guessed.take() {
            set(ink, matrix);
            ink.clear_rect(left, top, width, height);
        }
        if let Some((path, place)) = guessed {
            fill(ink, path, matrix);
            self.guessed.set(Some(place));
        }
    }
}

impl Drop for InkCanvas {
    fn drop(&mut self) {
        for (canvas, _) in [&self.paper, &self.over] {
            // iOS gives the memory of a canvas back only when it has no size.
            canvas.set_width(0);
            canvas.set_height(0);
            canvas.remove();
        }
    }
}

fn layer(
    host: &Element,
    options: &[(&str, bool)],
    class: &str,
) -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
    let canvas: HtmlCanvasElement = document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_class_name(class);
    let _ = canvas.set_attribute("aria-hidden", "true");
    let options: Vec<(&str, JsValue)> = options
        .iter()
        .map(|(name, is)| (*name, JsValue::from_bool(*is)))
        .collect();
    let ink = canvas
        .get_context_with_context_options("2d", &object(&options))
        .ok()??;
    host.append_child(&canvas).ok()?;
    Some((canvas, ink.dyn_into().ok()?))
}

fn reset(ink: &CanvasRenderingContext2d) {
    set(ink, [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
}

fn set(ink: &CanvasRenderingContext2d, [a, b, c, d, e, f]: [f64; 6]) {
    // Numbers that are finite are always taken.
    let _ = ink.set_transform(a, b, c, d, e, f);
}

fn fill(ink: &CanvasRenderingContext2d, path: &str, matrix: [f64; 6]) {
    let Ok(path) = Path2d::new_with_path_string(path) else {
        return;
    };
    set(ink, matrix);
    ink.fill_with_path_2d(&path);
}
