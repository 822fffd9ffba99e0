//! Timers and animation frames that stop when their guard is dropped.

use super::{browser::window, keep};
use gloo_timers::callback::{Interval, Timeout};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, closure::Closure};

/// A running timer; dropping it stops it.
#[must_use = "a dropped timer never fires"]
pub struct Timer(#[expect(dead_code, reason = "held for its drop")] Running);

#[expect(dead_code, reason = "the parts are held for their drop")]
enum Running {
    Once(Timeout),
    Repeated(Interval),
    /// The host has no timers.
    Never,
}

/// Runs `action` once after `delay_ms`.
pub fn after(delay_ms: u32, action: impl FnOnce() + 'static) -> Timer {
    Timer(match window() {
        Some(_) => Running::Once(Timeout::new(delay_ms, action)),
        None => Running::Never,
    })
}

/// Runs `action` every `period_ms`.
pub fn every(period_ms: u32, action: impl FnMut() + 'static) -> Timer {
    Timer(match window() {
        Some(_) => Running::Repeated(Interval::new(period_ms, action)),
        None => Running::Never,
    })
}

/// Like [`after`], stopped when the current reactive owner goes.
pub fn after_scoped(delay_ms: u32, action: impl FnOnce() + 'static) {
    keep(after(delay_ms, action));
}

/// Like [`every`], stopped when the current reactive owner goes.
pub fn every_scoped(period_ms: u32, action: impl FnMut() + 'static) {
    keep(every(period_ms, action));
}

/// Waits. On the host it never ends: host tests drive time themselves.
pub async fn sleep(duration_ms: u32) {
    if window().is_some() {
        gloo_timers::future::TimeoutFuture::new(duration_ms).await;
    } else {
        std::future::pending::<()>().await;
    }
}

/// A requested animation frame; dropping it cancels the request.
#[must_use = "a dropped frame request never fires"]
pub struct Frame {
    handle: Option<i32>,
    fired: Rc<Cell<bool>>,
    _action: Option<Closure<dyn FnMut()>>,
}

/// Runs `action` before the next paint.
pub fn next_frame(action: impl FnOnce() + 'static) -> Frame {
    let fired = Rc::new(Cell::new(false));
    let Some(window) = window() else {
        return Frame {
            handle: None,
            fired,
            _action: None,
        };
    };
    let mark = fired.clone();
    let closure = Closure::once(move || {
        mark.set(true);
        action();
    });
    let handle = window
        .request_animation_frame(closure.as_ref().unchecked_ref())
        .ok();
    Frame {
        handle,
        fired,
        _action: Some(closure),
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if !self.fired.get()
            && let (Some(window), Some(handle)) = (window(), self.handle)
        {
            let _ = window.cancel_animation_frame(handle);
        }
    }
}
