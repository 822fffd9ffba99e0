//! What the browser tells of fingers, mouse and wheel on an element.

use super::Input;
use crate::platform::browser::{call, document, property, window};
use crate::platform::{dom, listener::Listener, text_layer};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, PointerEvent, WheelEvent};

/// What reacts to a press by itself; the surface leaves it alone.
const OWN_WILL: &str = "button, a, input, textarea, select, audio, video, [data-own-will]";
/// One line of a wheel that counts in lines (Firefox), px.
const LINE_PX: f64 = 24.0;

/// Listens until it is dropped. The element needs `touch-action: none`.
#[must_use = "a dropped surface feels nothing"]
pub struct Surface {
    _listeners: Vec<Listener>,
}

impl Surface {
    /// Tells everything that happens on `element`, in CSS pixels from its upper left corner.
    ///
    /// Words belong to the mouse that is pressed on them, which selects, and to a long press of a
    /// finger; beside words the mouse moves the paper, and so does a finger anywhere.
    pub fn listen(element: &Element, on_input: impl Fn(Input) + 'static) -> Self {
        let down = Rc::new(Cell::new(None));
        let held = down.clone();
        let tell: Rc<dyn Fn(Input)> = Rc::new(move |input| {
            match input {
                Input::Down { id, .. } => held.set(Some(id)),
                Input::Up { .. } | Input::Cancel { .. } => held.set(None),
                _ => {}
            }
            on_input(input);
        });
        let mut listeners = Vec::new();
        for name in [
            "pointerdown",
            "pointermove",
            "pointerup",
            "pointercancel",
            "lostpointercapture",
        ] {
            let (tell, place) = (tell.clone(), element.clone());
            listeners.extend(Listener::on(element, name, move |event| {
                if let Some(input) = of_pointer(&place, name, &event) {
                    tell(input);
                }
            }));
        }
        let (resting, place) = (tell.clone(), element.clone());
        listeners.extend(Listener::on(element, "wheel", move |event| {
            if let Some(input) = of_wheel(&place, &event) {
                // Else the browser enlarges the whole page.
                event.prevent_default();
                tell(input);
            }
        }));
        // The browser begins to select what is under a resting finger: the finger is its own now.
        for name in ["contextmenu", "selectstart"] {
            let (tell, down) = (resting.clone(), down.clone());
            listeners.extend(Listener::on(element, name, move |event| {
                if let Some(id) = down.get()
                    && is_on_words(&event)
                {
                    tell(Input::Cancel { id });
                }
            }));
        }
        // A picture would be dragged away as a file.
        listeners.extend(Listener::on(element, "dragstart", |event| {
            event.prevent_default();
        }));
        Self {
            _listeners: listeners,
        }
    }
}

fn of_pointer(place: &Element, name: &str, event: &Event) -> Option<Input> {
    let event: &PointerEvent = event.dyn_ref()?;
    let (id, at) = (event.pointer_id(), event.time_stamp());
    let rect = dom::rect(place);
    let (x, y) = (
        f64::from(event.client_x()) - rect.x,
        f64::from(event.client_y()) - rect.y,
    );
    match name {
        "pointerdown" => {
            let is_selecting = event.pointer_type() == "mouse" && is_on_words(event);
            if event.button() > 0 || is_under(event, OWN_WILL) || is_selecting {
                return None;
            }
            select_nothing();
            // Without it a finger that leaves the element would be lost. What is not a real finger
            // (a test's) cannot be captured, and need not be.
            let _ = place.set_pointer_capture(id);
            Some(Input::Down { id, x, y, at })
        }
        "pointermove" => Some(Input::Move { id, x, y, at }),
        "pointerup" => Some(Input::Up { id, at }),
        _ => Some(Input::Cancel { id }),
    }
}

fn of_wheel(place: &Element, event: &Event) -> Option<Input> {
    let event: &WheelEvent = event.dyn_ref()?;
    let rect = dom::rect(place);
    let unit = match event.delta_mode() {
        WheelEvent::DOM_DELTA_LINE => LINE_PX,
        WheelEvent::DOM_DELTA_PAGE => rect.height,
        _ => 1.0,
    };
    let (dx, dy) = (event.delta_x() * unit, event.delta_y() * unit);
    // Shift turns an upright wheel on its side.
    let (dx, dy) = if event.shift_key() && dx == 0.0 {
        (dy, 0.0)
    } else {
        (dx, dy)
    };
    Some(Input::Wheel {
        x: f64::from(event.client_x()) - rect.x,
        y: f64::from(event.client_y()) - rect.y,
        dx,
        dy,
        zoom: event.ctrl_key() || event.meta_key(),
    })
}

fn is_on_words(event: &Event) -> bool {
    is_under(event, text_layer::RUN)
}

fn is_under(event: &Event, selector: &str) -> bool {
    let target = event.target();
    // What begins to be selected is a text, which has no such question.
    let element = target.and_then(|target| match target.dyn_into::<Element>() {
        Ok(element) => Some(element),
        Err(target) => target.dyn_into::<web_sys::Node>().ok()?.parent_element(),
    });
    document().is_some()
        && element
            .is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_some()))
}

/// A press beside what is selected ends the selection, also where nothing can be selected.
fn select_nothing() {
    let selection = window().and_then(|window| call(&window, "getSelection", &[]));
    if let Some(selection) = selection
        && property(&selection, "isCollapsed").is_some_and(|is| is.is_falsy())
    {
        call(&selection, "removeAllRanges", &[]);
    }
}
