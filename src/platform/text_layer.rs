//! The words of a page over its picture: unseen, but to be selected, copied, and read aloud.

use super::{browser::document, canvas, pdf::Words};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Runs that are laid out of one page; what is beyond is seen and not selected.
const MOST: usize = 4_000;
/// Units to a point: some browsers never set type smaller than 12 px.
pub const UNITS: f64 = 4.0;
/// What surfaces leave to the mouse: see [`super::gesture`].
pub(super) const RUN: &str = ".viewer__words span";

/// The layer of one page; dropping it takes it away.
#[must_use = "a dropped layer says nothing"]
pub struct TextLayer(HtmlElement);

impl TextLayer {
    /// Lays the words out, [`UNITS`] px to a point of the page; none when there are no words.
    pub fn new(words: &Words) -> Option<Self> {
        if words.texts.iter().all(|text| text.trim().is_empty()) {
            return None;
        }
        let document = document()?;
        let layer: HtmlElement = document.create_element("div").ok()?.dyn_into().ok()?;
        layer.set_class_name("viewer__words");
        let (width, height) = (words.page.0 * UNITS, words.page.1 * UNITS);
        let style = format!("width: {width}px; height: {height}px");
        layer.style().set_css_text(&style);
        for (text, run) in words.texts.iter().zip(&words.runs).take(MOST) {
            let [x, y, length, size, angle] =
                run.map(|points| if points.is_finite() { points } else { 0.0 });
            let is_end = text.ends_with('\n');
            let text = text.trim_end_matches('\n');
            if !text.is_empty() && size > 0.0 {
                let span: HtmlElement = document.create_element("span").ok()?.dyn_into().ok()?;
                span.set_text_content(Some(text));
                // As wide as the run is, whatever face the device sets it in.
                let natural = canvas::text_width(text).unwrap_or_default() * size;
                let wide = if natural > 0.0 { length / natural } else { 1.0 };
                let (x, y, px) = (x * UNITS, y * UNITS, size * UNITS);
                span.style().set_css_text(&format!(
                    "left: {x:.1}px; top: {y:.1}px; font-size: {px:.2}px; \
                     transform: rotate({angle:.2}deg) scaleX({wide:.4})"
                ));
                layer.append_child(&span).ok()?;
            }
            if is_end {
                // A line that is copied ends.
                let end = document.create_element("br").ok()?;
                layer.append_child(&end).ok()?;
            }
        }
        Some(Self(layer))
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
