//! The words of a page over its picture: unseen, but to be selected, copied, and read aloud. They
//! are laid out by boot/pdf.js.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

/// Runs that are laid out of one page; what is beyond is seen and not selected.
pub(super) const MOST: u32 = 4_000;
/// Units to a point: some browsers never set type smaller than 12 px.
pub const UNITS: f64 = 4.0;
/// What surfaces leave to the mouse: see [`super::gesture`].
pub(super) const RUN: &str = ".viewer__words span";

/// The layer of one page, [`UNITS`] px to a point of the page; dropping it takes it away.
#[must_use = "a dropped layer says nothing"]
pub struct TextLayer(HtmlElement);

impl TextLayer {
    pub(super) fn of(layer: JsValue) -> Option<Self> {
        layer.dyn_into().ok().map(Self)
    }

    /// Puts it over what is in an element.
    pub fn show_in(&self, place: &Element) {
        let _ = place.append_child(&self.0);
    }
}

impl Drop for TextLayer {
    fn drop(&mut self) {
        self.0.remove();
    }
}
