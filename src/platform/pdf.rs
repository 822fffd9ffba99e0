//! pdf.js, as boot/pdf.js offers it: fetched when the first PDF is opened, working in a thread of
//! its own.

use super::browser::{call, error_name, property, window};
use super::canvas::Canvas;
use js_sys::{Array, Float64Array, Promise};
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
    /// Nothing came of it in all the time there is.
    #[error("stuck")]
    Stuck,
}

/// How drawing a page ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// It stands on the canvas.
    Whole,
    /// It cannot be drawn.
    Failed,
    /// Nothing came of it in all the time there is; its thread may answer nothing any more.
    Stuck,
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
    /// The corner that each run begins at, its length, height, and degrees to the right; points.
    pub runs: Vec<[f64; 5]>,
    /// Width and height of the page, points.
    pub page: (f64, f64),
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
    /// future ends the drawing.
    pub async fn draw(&self, page: u32, canvas: &Canvas, turn: u32, for_print: bool) -> Drawn {
        let arguments: [&JsValue; 4] = [
            &page.into(),
            canvas.element(),
            &turn.into(),
            &for_print.into(),
        ];
        let task = match self.try_ask("draw", &arguments).await {
            Ok(task) => task,
            Err(error) => return how(&error),
        };
        let drawing = Drawing(task);
        let drawn =
            property(&drawing.0, "drawn").and_then(|drawn| drawn.dyn_into::<Promise>().ok());
        match drawn {
            Some(drawn) => match JsFuture::from(drawn).await {
                Ok(_) => Drawn::Whole,
                Err(error) => how(&error),
            },
            None => Drawn::Failed,
        }
    }

    /// What is written on a page.
    pub async fn words(&self, page: u32) -> Option<Words> {
        let words = self.ask("words", &[&page.into()]).await?;
        let texts: Array = property(&words, "texts")?.dyn_into().ok()?;
        let numbers = |name| {
            Some(
                property(&words, name)?
                    .dyn_into::<Float64Array>()
                    .ok()?
                    .to_vec(),
            )
        };
        let number = |name| property(&words, name).and_then(|value| value.as_f64());
        Some(Words {
            texts: texts
                .iter()
                .map(|text| text.as_string().unwrap_or_default())
                .collect(),
            boxes: numbers("boxes")?.as_chunks().0.to_vec(),
            runs: numbers("runs")?.as_chunks().0.to_vec(),
            page: (number("width")?, number("height")?),
        })
    }

    async fn ask(&self, name: &str, arguments: &[&JsValue]) -> Option<JsValue> {
        self.try_ask(name, arguments).await.ok()
    }

    async fn try_ask(&self, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
        let mut all = vec![&self.document];
        all.extend(arguments);
        match promise(&self.module, name, &all) {
            Some(answer) => JsFuture::from(answer).await,
            None => Err(JsValue::UNDEFINED),
        }
    }
}

fn how(error: &JsValue) -> Drawn {
    match error_name(error).as_str() {
        "Stuck" => Drawn::Stuck,
        _ => Drawn::Failed,
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
        "Stuck" => PdfError::Stuck,
        "UnknownErrorException" | "AbortException" => PdfError::NotReached(None),
        _ => PdfError::Broken,
    }
}
