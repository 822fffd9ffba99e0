//! Canvases whose memory is given back at once: iOS lets a page hold a few hundred MB of them, and
//! gives nothing back until their width and height are 0.

use super::browser::{document, window};
use super::files::{ObjectUrl, PickedFile, of_blob};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlImageElement};

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
        let blob = self.jpeg().await?;
        let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
        Some(PictureUrl(url))
    }

    async fn jpeg(&self) -> Option<web_sys::Blob> {
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
        receive.await.ok()?
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

/// A picture in shades of grey.
pub struct Grey {
    /// Pixels in a row.
    pub width: usize,
    /// Brightness of each pixel, row by row from above.
    pub values: Vec<u8>,
}

/// The picture at an address of our own, in grey, its longest side at most `longest` px. None where
/// this browser cannot draw it.
pub async fn grey(address: &str, longest: u32) -> Option<Grey> {
    let (canvas, context) = fitted(address, longest).await?;
    let (width, height) = (
        f64::from(canvas.width()),
        f64::from(canvas.element.height()),
    );
    let drawn = context.get_image_data(0.0, 0.0, width, height).ok()?.data();
    // ITU-R BT.601, in parts of 256.
    let brightness = |pixel: &[u8]| match pixel {
        [red, green, blue, ..] => {
            let sum = u32::from(*red) * 77 + u32::from(*green) * 150 + u32::from(*blue) * 29;
            u8::try_from(sum >> 8).unwrap_or(u8::MAX)
        }
        _ => 0,
    };
    Some(Grey {
        width: usize::try_from(canvas.width()).ok()?,
        values: drawn.chunks_exact(4).map(brightness).collect(),
    })
}

/// The picture as a JPEG whose longest side is at most `longest` px, upright and without what the
/// camera wrote beside it. None where this browser cannot draw it.
pub async fn smaller(picture: &PickedFile, longest: u32) -> Option<PickedFile> {
    let url = ObjectUrl::of(picture)?;
    let (canvas, _) = fitted(url.url(), longest).await?;
    let blob = canvas.jpeg().await?;
    Some(of_blob(blob, picture.name().to_owned()))
}

/// The picture at an address of our own, on white, its longest side at most `longest` px.
async fn fitted(address: &str, longest: u32) -> Option<(Canvas, CanvasRenderingContext2d)> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(address);
    JsFuture::from(image.decode()).await.ok()?;
    let (width, height) = (image.natural_width(), image.natural_height());
    let over = f64::from(width.max(height)) / f64::from(longest.max(1));
    let part = |side: u32| (f64::from(side) / over.max(1.0)).round().max(1.0);
    let (width, height) = (part(width), part(height));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sides of a small picture, px"
    )]
    let canvas = Canvas::new(width as u32, height as u32)?;
    let context: CanvasRenderingContext2d =
        canvas.element.get_context("2d").ok()??.dyn_into().ok()?;
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width, height);
    context
        .draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)
        .ok()?;
    Some((canvas, context))
}

/// Device pixels per CSS pixel.
#[must_use]
pub fn device_pixels() -> f64 {
    window().map_or(1.0, |window| window.device_pixel_ratio())
}
