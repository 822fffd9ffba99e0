//! Event listeners that are removed when their guard is dropped.

use super::browser::{document, window};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventTarget};

/// A registered listener.
#[must_use = "a dropped listener hears nothing"]
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Listens on any target.
    pub fn on(
        target: &EventTarget,
        name: &'static str,
        action: impl FnMut(Event) + 'static,
    ) -> Option<Self> {
        let closure = Closure::<dyn FnMut(Event)>::new(action);
        target
            .add_event_listener_with_callback(name, closure.as_ref().unchecked_ref())
            .ok()?;
        Some(Self {
            target: target.clone(),
            name,
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
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        let _ = self
            .target
            .remove_event_listener_with_callback(self.name, callback);
    }
}
