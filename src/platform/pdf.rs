//! pdf.js, as boot/pdf.js offers it: fetched when the first PDF is opened, working in a thread of
//! its own.

use super::browser::{call, error_name, property, window};
use super::canvas::Canvas;
use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Why a PDF is not shown by this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// It asks for a password.
    #[error("locked")]
    Locked {
        /// One was given, and it was not the one.
        wrong: bool,
    },
    /// These bytes are no PDF that can be read.
    #[error("broken")]
    Broken,
    /// The bytes did not come; with the HTTP status when there was an answer.
    #[error("not reached")]
    NotReached(Option<u16>),
    /// This browser cannot run pdf.js.
    #[error("not possible here")]
    Impossible,
}

/// An open PDF; dropping it ends its thread.
pub struct Pdf {
    module: JsValue,
    document: JsValue,
    pages: u32,
}

/// What is written on a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    /// Runs of text in the order of the file; a run that ends a line ends with `\n`.
    pub texts: Vec<String>,
    /// Where each run stands: left, top, width, height as parts of the page that is not turned.
    pub boxes: Vec<[f64; 4]>,
}

impl Pdf {
    /// Opens the PDF at an address of ours. Without `ranges` it comes whole: some networks break
    /// partial answers.
    ///
    /// # Errors
    /// See [`PdfError`].
    pub async fn open(url: &str, password: Option<&str>, ranges: bool) -> Result<Self, PdfError> {
        let module = code().await.ok_or(PdfError::Impossible)?;
        let password = password.map_or(JsValue::UNDEFINED, JsValue::from_str);
        let opened = promise(
            &module,
            "open",
            &[&url.into(), &password, &JsValue::from_bool(ranges)],
        );
        let document = JsFuture::from(opened.ok_or(PdfError::Impossible)?)
            .await
            .map_err(|error| fault(&error))?;
        let pages = property(&document, "pdf")
            .and_then(|pdf| property(&pdf, "numPages"))
            .and_then(|pages| pages.as_f64())
            .ok_or(PdfError::Broken)?;
        Ok(Self {
            module,
            document,
            pages: pages as u32,
        })
    }

    /// How many pages.
    #[must_use]
    pub const fn pages(&self) -> u32 {
        self.pages
    }

    /// Width and height of a page (from 1) at 96 dots an inch, as it stands in the file.
    pub async fn size(&self, page: u32) -> Option<(f64, f64)> {
        let size = self.ask("size", &[&page.into()]).await?;
        let size: Array = size.dyn_into().ok()?;
        Some((size.get(0).as_f64()?, size.get(1).as_f64()?))
    }

    /// Draws a page as wide as the canvas, turned by so many degrees to the right. Dropping the
    /// future ends the drawing; false when it was not drawn.
    pub async fn draw(&self, page: u32, canvas: &Canvas, turn: u32, for_print: bool) -> bool {
        let arguments: [&JsValue; 4] = [
            &page.into(),
            canvas.element(),
            &turn.into(),
            &for_print.into(),
        ];
        let Some(task) = self.ask("draw", &arguments).await else {
            return false;
        };
        let drawing = Drawing(task);
        let drawn =
            property(&drawing.0, "drawn").and_then(|drawn| drawn.dyn_into::<Promise>().ok());
        match drawn {
            Some(drawn) => JsFuture::from(drawn).await.is_ok(),
            None => false,
        }
    }

    /// What is written on a page.
    pub async fn words(&self, page: u32) -> Option<Words> {
        let words = self.ask("words", &[&page.into()]).await?;
        let texts: Array = property(&words, "texts")?.dyn_into().ok()?;
        let boxes: Array = property(&words, "boxes")?.dyn_into().ok()?;
        let number = |place: JsValue| place.as_f64().unwrap_or_default();
        Some(Words {
            texts: texts
                .iter()
                .map(|text| text.as_string().unwrap_or_default())
                .collect(),
            boxes: boxes
                .iter()
                .filter_map(|place| place.dyn_into::<Array>().ok())
                .map(|place| [0, 1, 2, 3].map(|at| number(place.get(at))))
                .collect(),
        })
    }

    async fn ask(&self, name: &str, arguments: &[&JsValue]) -> Option<JsValue> {
        let mut all = vec![&self.document];
        all.extend(arguments);
        JsFuture::from(promise(&self.module, name, &all)?)
            .await
            .ok()
    }
}

impl Drop for Pdf {
    fn drop(&mut self) {
        if let Some(closing) = call(&self.document, "close", &[]) {
            quiet(closing);
        }
    }
}

/// Ends a drawing that nobody waits for any more.
struct Drawing(JsValue);

impl Drop for Drawing {
    fn drop(&mut self) {
        // After the end this does nothing.
        call(&self.0, "cancel", &[]);
        // Who cancels must not hear of it as an error of the page.
        if let Some(drawn) = property(&self.0, "drawn") {
            quiet(drawn);
        }
    }
}

/// Somebody has heard how it ended.
fn quiet(promise: JsValue) {
    if let Ok(promise) = promise.dyn_into::<Promise>() {
        super::task::detached(async move {
            let _ = JsFuture::from(promise).await;
        });
    }
}

async fn code() -> Option<JsValue> {
    let module = promise(window()?.as_ref(), "anjianPdf", &[])?;
    JsFuture::from(module).await.ok()
}

fn promise(on: &JsValue, name: &str, arguments: &[&JsValue]) -> Option<Promise> {
    call(on, name, arguments)?.dyn_into().ok()
}

fn fault(error: &JsValue) -> PdfError {
    let number = |name| property(error, name).and_then(|value| value.as_f64());
    match error_name(error).as_str() {
        "PasswordException" => PdfError::Locked {
            wrong: number("code") == Some(2.0),
        },
        "ResponseException" => {
            let status = number("status").filter(|status| *status > 0.0);
            PdfError::NotReached(status.map(|status| status as u16))
        }
        "WorkerFault" | "ReferenceError" | "TypeError" | "SyntaxError" => PdfError::Impossible,
        "UnknownErrorException" | "AbortException" => PdfError::NotReached(None),
        _ => PdfError::Broken,
    }
}
