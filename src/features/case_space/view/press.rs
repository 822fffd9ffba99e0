//! Three ways to the menu of a line: a long press, the right button, and the menu key.

use anjian_api::ids::Seq;
use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent};
use leptos::prelude::*;

use super::keeper::row_id;
use super::menu::open_menu;
use crate::features::case_space::store::Space;
use crate::platform::dom;
use crate::platform::timer::{self, Timer};

/// As in WeChat.
const LONG_MS: u32 = 450;
/// A finger that goes further than this scrolls.
const SLIP: f64 = 10.0;

/// The press on one line.
#[derive(Clone, Copy)]
pub struct Press {
    space: Space,
    seq: Seq,
    timer: StoredValue<Option<Timer>, LocalStorage>,
    from: StoredValue<(f64, f64)>,
}

impl Press {
    /// For a line; lives with it.
    pub fn new(space: Space, seq: Seq) -> Self {
        let timer = StoredValue::new_local(None);
        Self {
            space,
            seq,
            timer,
            from: StoredValue::new((0.0, 0.0)),
        }
    }

    /// A finger comes down.
    pub fn down(self, event: &PointerEvent) {
        if event.pointer_type() == "mouse" {
            return;
        }
        let at = (f64::from(event.client_x()), f64::from(event.client_y()));
        self.from.set_value(at);
        let open = move || {
            open_menu(self.space, self.seq, at);
        };
        self.timer.set_value(Some(timer::after(LONG_MS, open)));
    }

    /// A finger moves: a little is still a press.
    pub fn moved(self, event: &PointerEvent) {
        let (x, y) = self.from.get_value();
        let way = (f64::from(event.client_x()) - x).hypot(f64::from(event.client_y()) - y);
        if way > SLIP {
            self.end();
        }
    }

    /// A finger goes up, or the browser scrolls with it.
    pub fn end(self) {
        self.timer.set_value(None);
    }

    /// The right button, the menu key, or the browser's own long press.
    pub fn context(self, event: &MouseEvent) {
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        self.end();
        // The menu key gives no place.
        let at = if x > 0.0 || y > 0.0 {
            (x, y)
        } else {
            self.middle()
        };
        if open_menu(self.space, self.seq, at) {
            event.prevent_default();
        }
    }

    /// Shift+F10 and Enter on the line itself.
    pub fn key(self, event: &KeyboardEvent) {
        let is_menu = matches!(event.key().as_str(), "ContextMenu" | "Enter")
            || (event.key() == "F10" && event.shift_key());
        let is_here = dom::focused().is_some_and(|focused| focused.id() == row_id(self.seq));
        if is_menu && is_here && open_menu(self.space, self.seq, self.middle()) {
            event.prevent_default();
        }
    }

    /// The button that everybody sees.
    pub fn button(self) {
        open_menu(self.space, self.seq, self.middle());
    }

    fn middle(self) -> (f64, f64) {
        let rect = dom::by_id(&row_id(self.seq))
            .map(|row| dom::rect(&row))
            .unwrap_or_default();
        (
            rect.x + rect.width / 2.0,
            rect.y + rect.height.min(120.0) / 2.0,
        )
    }
}
