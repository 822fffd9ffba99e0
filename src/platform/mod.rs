//! The browser: the only module that names `web_sys` and `js_sys`.
//!
//! Whatever registers something (timer, listener, observer, lock, socket) returns a guard that
//! releases it when dropped; `keep` ties a guard to the reactive owner. On the host every entry
//! answers "not there", so that stores can be tested without a browser.

pub mod broadcast;
mod browser;
pub mod canvas;
pub mod clipboard;
pub mod clock;
pub mod crash;
pub mod device;
pub mod device_key;
pub mod dom;
pub mod event_stream;
pub mod files;
pub mod geolocation;
pub mod gesture;
pub mod history;
pub mod ink;
pub mod listener;
pub mod local_storage;
pub mod locks;
pub mod look;
pub mod net;
pub mod page;
pub mod pdf;
pub mod random;
pub mod recorder;
pub mod send;
pub mod shell;
pub mod signature;
pub mod socket;
pub mod storage;
pub mod styles;
pub mod task;
pub mod text_layer;
pub mod timer;
pub mod viewport;
pub mod visibility;
pub mod worker;

use leptos::prelude::StoredValue;

/// Keeps a guard until the current reactive owner is cleaned up, then drops it.
pub fn keep<T: 'static>(guard: T) {
    // A local arena item is dropped together with its owner; the handle itself is not needed.
    let _handle = StoredValue::new_local(guard);
}
