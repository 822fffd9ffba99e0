//! Copying text.

use super::browser::{call, document, property, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlTextAreaElement;

/// The text could not be copied; show it so that it can be selected by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the clipboard refused")]
pub struct CopyError;

/// Copies a text; must be called from a click.
pub async fn copy(text: &str) -> Result<(), CopyError> {
    let window = window().ok_or(CopyError)?;
    if property(&window.navigator(), "clipboard").is_some() {
        let written = JsFuture::from(window.navigator().clipboard().write_text(text)).await;
        if written.is_ok() {
            return Ok(());
        }
    }
    // Older WeChat engines refuse the asynchronous clipboard but still know the command.
    copy_by_command(text).ok_or(CopyError)
}

fn copy_by_command(text: &str) -> Option<()> {
    let document = document()?;
    let area: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    area.set_value(text);
    area.set_class_name("ui-offscreen");
    area.set_attribute("readonly", "").ok()?;
    let body = document.body()?;
    body.append_child(&area).ok()?;
    area.select();
    let copied = call(&document, "execCommand", &[&JsValue::from_str("copy")]);
    let _ = body.remove_child(&area);
    copied
        .and_then(|done| done.as_bool())
        .filter(|done| *done)
        .map(|_| ())
}
