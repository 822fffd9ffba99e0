//! Canvases whose memory is given back at once: iOS lets a page hold a few hundred MB of them, and
//! gives nothing back until their width and height are 0.

use super::browser::{document, window};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement};

/// A canvas; dropping it frees its memory and takes it out of the page.
#[must_use = "a dropped canvas shows nothing"]
pub struct Canvas {
    element: HtmlCanvasElement,
}

impl Canvas {
    /// An empty canvas of so many device pixels.
    pub fn new(width: u32, height: u32) -> Option<Self> {
        let element = document()?.create_element("canvas").ok()?;
        let element: HtmlCanvasElement = element.dyn_into().ok()?;
        element.set_width(width);
        element.set_height(height);
        let _ = element.set_attribute("aria-hidden", "true");
        Some(Self { element })
    }

    /// Its width in device pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.element.width()
    }

    /// Puts it into an element, before what is there.
    pub fn show_in(&self, place: &Element) {
        let _ = place.prepend_with_node_1(&self.element);
    }

    pub(super) fn element(&self) -> &HtmlCanvasElement {
        &self.element
    }

    /// What is drawn, as a JPEG under an address of its own.
    pub async fn picture(&self) -> Option<PictureUrl> {
        let (send, receive) = futures::channel::oneshot::channel();
        let send = Rc::new(Cell::new(Some(send)));
        let done = Closure::once(move |blob: Option<web_sys::Blob>| {
            if let Some(send) = send.take() {
                // Nobody waits any more: the picture is not needed.
                let _ = send.send(blob);
            }
        });
        self.element
            .to_blob_with_type(done.as_ref().unchecked_ref(), "image/jpeg")
            .ok()?;
        let blob = receive.await.ok()??;
        let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
        Some(PictureUrl(url))
    }
}

impl Drop for Canvas {
    fn drop(&mut self) {
        self.element.set_width(0);
        self.element.set_height(0);
        self.element.remove();
    }
}

/// The address of a picture in memory; dropping it frees the picture.
#[must_use = "a dropped picture is gone"]
pub struct PictureUrl(String);

impl PictureUrl {
    /// For `src`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.0
    }
}

impl Drop for PictureUrl {
    fn drop(&mut self) {
        let _ = web_sys::Url::revoke_object_url(&self.0);
    }
}

/// How wide the device sets a text, as parts of its height.
pub(super) fn text_width(text: &str) -> Option<f64> {
    /// The size that is measured at, px.
    const SIZE: f64 = 32.0;
    thread_local! {
        static RULER: Option<CanvasRenderingContext2d> = ruler();
    }
    fn ruler() -> Option<CanvasRenderingContext2d> {
        let canvas: HtmlCanvasElement =
            document()?.create_element("canvas").ok()?.dyn_into().ok()?;
        canvas.set_width(1);
        canvas.set_height(1);
        let ruler: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        ruler.set_font("32px Helvetica, Arial, sans-serif");
        Some(ruler)
    }
    RULER.with(|ruler| Some(ruler.as_ref()?.measure_text(text).ok()?.width() / SIZE))
}

/// Device pixels per CSS pixel.
#[must_use]
pub fn device_pixels() -> f64 {
    window().map_or(1.0, |window| window.device_pixel_ratio())
}
