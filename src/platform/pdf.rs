//! pdf.js, as boot/pdf.js offers it: fetched when the first PDF is opened, working in a thread of
//! its own.

use super::browser::{call, error_name, property, window};
use super::canvas::Canvas;
use super::text_layer::{self, TextLayer};
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
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Drawn {
    /// It stands on the canvas.
    Whole,
    /// It cannot be drawn.
    Failed,
    /// It was not drawn, being of another size than it was taken for: width and height at 96 dots
    /// an inch, as it stands in the file.
    Sized(f64, f64),
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
        pair(size)
    }

    /// Draws a page as wide as the canvas, turned by so many degrees to the right, unless it has
    /// not the size that it is taken for, where one is given. Dropping the future ends the drawing.
    pub async fn draw(
        &self,
        page: u32,
        canvas: &Canvas,
        turn: u32,
        for_print: bool,
        taken: Option<(f64, f64)>,
    ) -> Drawn {
        let taken = taken.map_or(JsValue::UNDEFINED, |(width, height)| {
            Array::of2(&width.into(), &height.into()).into()
        });
        let arguments: [&JsValue; 5] = [
            &page.into(),
            canvas.element(),
            &turn.into(),
            &for_print.into(),
            &taken,
        ];
        let task = match self.try_ask("draw", &arguments).await {
            Ok(task) => task,
            Err(error) => return how(&error),
        };
        if let Some((width, height)) = property(&task, "size").and_then(pair) {
            return Drawn::Sized(width, height);
        }
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

    /// What is written on a page, to look for words in it.
    pub async fn words(&self, page: u32) -> Option<Words> {
        let words = self.ask("words", &[&page.into()]).await?;
        let texts: Array = property(&words, "texts")?.dyn_into().ok()?;
        let boxes: Float64Array = property(&words, "boxes")?.dyn_into().ok()?;
        Some(Words {
            texts: texts
                .iter()
                .map(|text| text.as_string().unwrap_or_default())
                .collect(),
            boxes: boxes.to_vec().as_chunks().0.to_vec(),
        })
    }

    /// What is written on a page, laid out to be selected; none where nothing is.
    pub async fn layer(&self, page: u32) -> Option<TextLayer> {
        let (units, most) = (text_layer::UNITS.into(), text_layer::MOST.into());
        let layer = self.ask("lay", &[&page.into(), &units, &most]).await?;
        TextLayer::of(layer)
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

fn pair(value: JsValue) -> Option<(f64, f64)> {
    let pair: Array = value.dyn_into().ok()?;
    Some((pair.get(0).as_f64()?, pair.get(1).as_f64()?))
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
