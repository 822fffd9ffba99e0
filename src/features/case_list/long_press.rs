//! A finger that stays where it is.

use leptos::ev::PointerEvent;
use leptos::prelude::*;

use crate::platform::timer::{self, Timer};

/// WeChat's long press.
const LONG_PRESS_MS: u32 = 450;
/// A finger that moves further scrolls.
const STILL_PX: f64 = 10.0;

/// Watches one element for a long press of a finger or pen.
#[derive(Clone, Copy)]
pub struct LongPress {
    running: StoredValue<Option<(Timer, Point)>, LocalStorage>,
    on_press: Callback<Point>,
}

/// Place in the window.
pub type Point = (f64, f64);

impl LongPress {
    /// Calls `on_press` with the place of the finger.
    pub fn new(on_press: impl Fn(Point) + Send + Sync + 'static) -> Self {
        Self {
            running: StoredValue::new_local(None),
            on_press: Callback::new(on_press),
        }
    }

    /// A pointer came down. A mouse has its right button instead.
    pub fn begin(self, event: &PointerEvent) {
        if event.pointer_type() == "mouse" || !event.is_primary() {
            return;
        }
        let at = place(event);
        let on_press = self.on_press;
        let timer = timer::after(LONG_PRESS_MS, move || {
            on_press.try_run(at);
        });
        self.running.try_set_value(Some((timer, at)));
    }

    /// The pointer moved.
    pub fn moved(self, event: &PointerEvent) {
        let (x, y) = place(event);
        let went_away = self.running.try_with_value(|running| {
            running
                .as_ref()
                .is_some_and(|(_, from)| (x - from.0).hypot(y - from.1) > STILL_PX)
        });
        if went_away == Some(true) {
            self.cancel();
        }
    }

    /// The pointer was lifted or taken away.
    pub fn cancel(self) {
        self.running.try_set_value(None);
    }
}

fn place(event: &PointerEvent) -> Point {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}
