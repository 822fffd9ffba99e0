//! The on-screen keyboard, as far as a page can know it.

use super::{
    browser::{document, window},
    listener::Listener,
    page,
    timer::{self, Timer},
};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// WeChat on iOS needs this long after the keyboard before it accepts a scroll.
const SETTLE_MS: u32 = 100;

/// The watch; dropping it ends it.
#[must_use = "a dropped watch sees nothing"]
pub struct KeyboardWatch {
    _listeners: Vec<Listener>,
    _settling: Rc<RefCell<Option<Timer>>>,
}

/// Width and height of the window, CSS pixels; zeros on the host.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole pixels"
)]
pub fn size() -> (u32, u32) {
    let side = |value: Option<wasm_bindgen::JsValue>| {
        value.and_then(|value| value.as_f64()).unwrap_or_default() as u32
    };
    let window = window();
    let width = window.as_ref().and_then(|it| it.inner_width().ok());
    let height = window.as_ref().and_then(|it| it.inner_height().ok());
    (side(width), side(height))
}

/// Keeps the root's `--keyboard-inset` at the height that the keyboard covers, in CSS pixels, and
/// tells it to `on_change`.
///
/// Measured only while an editable element has the focus: a stale difference of the visual
/// viewport would otherwise be taken for a keyboard.
pub fn watch_keyboard(on_change: impl Fn(f64) + 'static) -> KeyboardWatch {
    let settling = Rc::new(RefCell::new(None));
    let update = Rc::new(move || {
        let inset = keyboard_inset();
        page::set_root_property("--keyboard-inset", &format!("{inset:.0}px"));
        on_change(inset);
    });
    let viewport = window().and_then(|window| window.visual_viewport());
    let (resized, scrolled, focused, left) =
        (update.clone(), update.clone(), update.clone(), update);
    let later = settling.clone();
    let listeners = [
        viewport
            .as_ref()
            .and_then(|v| Listener::on(v, "resize", move |_| resized())),
        viewport
            .as_ref()
            .and_then(|v| Listener::on(v, "scroll", move |_| scrolled())),
        Listener::on_document("focusin", move |_| focused()),
        Listener::on_document("focusout", move |_| {
            let left = left.clone();
            later.replace(Some(timer::after(SETTLE_MS, move || {
                left();
                page::settle_scroll();
            })));
        }),
    ];
    KeyboardWatch {
        _listeners: listeners.into_iter().flatten().collect(),
        _settling: settling,
    }
}

fn keyboard_inset() -> f64 {
    let Some(window) = window() else { return 0.0 };
    let Some(viewport) = window.visual_viewport() else {
        return 0.0;
    };
    // A person who has zoomed in sees less of the page, and no keyboard.
    if !is_editing() || viewport.scale() > 1.01 {
        return 0.0;
    }
    let whole = window
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64())
        .unwrap_or(0.0);
    (whole - viewport.height() - viewport.offset_top()).max(0.0)
}

fn is_editing() -> bool {
    let Some(element) = document().and_then(|document| document.active_element()) else {
        return false;
    };
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA")
        || element
            .dyn_ref::<HtmlElement>()
            .is_some_and(HtmlElement::is_content_editable)
}
