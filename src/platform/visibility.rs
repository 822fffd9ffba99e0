//! Whether the page is seen and the device is connected, and the moments when that changes.

use super::{
    browser::{document, window},
    listener::Listener,
};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{PageTransitionEvent, VisibilityState};

/// A change around the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The page came to the front.
    Visible,
    /// The page went to the back; it may be killed without another word.
    Hidden,
    /// The page was shown again from the back/forward cache: everything on it may be stale.
    Restored,
    /// The page is being left or frozen.
    Leaving,
    /// The device found a network.
    Online,
    /// The device lost its network.
    Offline,
}

/// The listeners; dropping them ends the watch.
#[must_use = "a dropped watch hears nothing"]
pub struct Watch(#[expect(dead_code, reason = "held for its drop")] Vec<Listener>);

/// Reports every change.
pub fn watch(on_change: impl Fn(Change) + 'static) -> Watch {
    let on_change = Rc::new(on_change);
    let tell = |change: Change| {
        let on_change = on_change.clone();
        move |_: web_sys::Event| on_change(change)
    };
    let seen = on_change.clone();
    let shown = on_change.clone();
    let listeners = [
        Listener::on_document("visibilitychange", move |_| {
            seen(if is_visible() {
                Change::Visible
            } else {
                Change::Hidden
            });
        }),
        Listener::on_window("pageshow", move |event| {
            if event
                .dyn_ref::<PageTransitionEvent>()
                .is_some_and(PageTransitionEvent::persisted)
            {
                shown(Change::Restored);
            }
        }),
        Listener::on_window("pagehide", tell(Change::Leaving)),
        Listener::on_window("online", tell(Change::Online)),
        Listener::on_window("offline", tell(Change::Offline)),
    ];
    Watch(listeners.into_iter().flatten().collect())
}

/// Whether the page is in front.
pub fn is_visible() -> bool {
    document().is_none_or(|document| document.visibility_state() != VisibilityState::Hidden)
}

/// Whether the device believes to have a network. "True" promises nothing.
pub fn is_online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}
