//! Event listeners that are removed when their guard is dropped.

use super::browser::{document, window};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventTarget, KeyboardEvent};

/// A registered listener.
#[must_use = "a dropped listener hears nothing"]
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    /// Before the elements hear it.
    is_first: bool,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Listens on any target.
    pub fn on(
        target: &EventTarget,
        name: &'static str,
        action: impl FnMut(Event) + 'static,
    ) -> Option<Self> {
        Self::add(target, name, false, Closure::new(action))
    }

    /// Apart from what differs by action: there is one of it in the program.
    fn add(
        target: &EventTarget,
        name: &'static str,
        is_first: bool,
        closure: Closure<dyn FnMut(Event)>,
    ) -> Option<Self> {
        target
            .add_event_listener_with_callback_and_bool(
                name,
                closure.as_ref().unchecked_ref(),
                is_first,
            )
            .ok()?;
        Some(Self {
            target: target.clone(),
            name,
            is_first,
            closure,
        })
    }

    /// Listens on the window.
    pub fn on_window(name: &'static str, action: impl FnMut(Event) + 'static) -> Option<Self> {
        Self::on(window()?.as_ref(), name, action)
    }

    /// Listens on the document.
    pub fn on_document(name: &'static str, action: impl FnMut(Event) + 'static) -> Option<Self> {
        Self::on(document()?.as_ref(), name, action)
    }

    /// Hears Escape before any element of the page does. `action` says whether it used the key; then
    /// no element hears it. The Escape that ends the work of an input method is none.
    pub fn on_escape(mut action: impl FnMut() -> bool + 'static) -> Option<Self> {
        let first = move |event: Event| {
            let key = event.dyn_ref::<KeyboardEvent>();
            let is_escape = key.is_some_and(|key| key.key() == "Escape" && !key.is_composing());
            if is_escape && action() {
                event.prevent_default();
                event.stop_propagation();
            }
        };
        Self::add(document()?.as_ref(), "keydown", true, Closure::new(first))
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback_and_bool(
            self.name,
            callback,
            self.is_first,
        );
    }
}
