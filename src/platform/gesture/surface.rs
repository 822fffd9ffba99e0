//! What the browser tells of fingers, mouse and wheel on an element.

use super::Input;
use crate::platform::{browser::document, dom, listener::Listener};
use std::rc::Rc;
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
    pub fn listen(element: &Element, on_input: impl Fn(Input) + 'static) -> Self {
        let tell: Rc<dyn Fn(Input)> = Rc::new(on_input);
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
        let place = element.clone();
        listeners.extend(Listener::on(element, "wheel", move |event| {
            if let Some(input) = of_wheel(&place, &event) {
                // Else the browser enlarges the whole page.
                event.prevent_default();
                tell(input);
            }
        }));
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
            if event.button() > 0 || has_own_will(event) {
                return None;
            }
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

fn has_own_will(event: &PointerEvent) -> bool {
    let element = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    document().is_some()
        && element
            .is_some_and(|element| element.closest(OWN_WILL).is_ok_and(|found| found.is_some()))
}
