//! The page as a whole: language, theme, text size, title, splash, marks, reload.

use super::browser::{document, property, window};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, ScrollToOptions};

/// From this size on the layout is that of large text. Also in boot/boot.js.
pub const LARGE_PERCENT: u16 = 140;

/// Which theme to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// Sets `<html lang>`, by which screen readers choose their voice.
pub fn set_language(tag: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute("lang", tag);
    }
}

/// Sets the theme on the body, where WeUI looks for it, and on the root for our own tokens.
pub fn set_theme(theme: Theme) {
    let value = match theme {
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    for element in [root(), body()].into_iter().flatten() {
        match value {
            Some(value) => drop(element.set_attribute("data-weui-theme", value)),
            None => drop(element.remove_attribute("data-weui-theme")),
        }
    }
}

/// Turns the mode for people who need larger text and targets on or off.
pub fn set_care(on: bool) {
    if let Some(root) = root() {
        match on {
            true => drop(root.set_attribute("data-care", "")),
            false => drop(root.remove_attribute("data-care")),
        }
    }
}

/// Scales all text; 100 is the normal size, 200 the largest that is promised to work.
///
/// From 140 on the root carries `data-large`: lists put below what no longer fits beside.
pub fn set_text_scale(percent: u16) {
    let Some(root) = root() else { return };
    let scale = f64::from(percent) / 100.0;
    let _ = root
        .style()
        .set_property("--text-scale", &scale.to_string());
    match percent >= LARGE_PERCENT {
        true => drop(root.set_attribute("data-large", "")),
        false => drop(root.remove_attribute("data-large")),
    }
}

/// Sets the window's title.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Removes the static shell of index.html once the app stands.
pub fn remove_splash() {
    if let Some(splash) = document().and_then(|document| document.get_element_by_id("splash")) {
        splash.remove();
    }
}

/// Sets a `performance` mark, read by the benches.
pub fn mark(name: &str) {
    if let Some(performance) = window().and_then(|window| window.performance()) {
        let _ = performance.mark(name);
    }
}

/// Loads the page again.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// Goes one page back in the history.
pub fn go_back() {
    super::history::back();
}

/// The languages the person prefers, best first.
pub fn languages() -> Vec<String> {
    window().map_or_else(Vec::new, |window| {
        window
            .navigator()
            .languages()
            .iter()
            .filter_map(|tag| tag.as_string())
            .collect()
    })
}

/// Where this app is served: scheme, host and port; empty on the host.
#[must_use]
pub fn origin() -> String {
    window()
        .and_then(|window| window.location().origin().ok())
        .unwrap_or_default()
}

/// The path with query of the page now shown.
pub fn current_path() -> String {
    let Some(window) = window() else {
        return String::new();
    };
    let location = window.location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// Opens an address outside the app in a new window that cannot reach back.
pub fn open_outside(url: &str) {
    if let Some(window) = window() {
        let _ = window.open_with_url_and_target_and_features(url, "_blank", "noopener,noreferrer");
    }
}

/// Asks the browser to keep what is at an address of ours as a file of this name.
pub fn download(url: &str, name: &str) {
    let link = document()
        .and_then(|document| document.create_element("a").ok())
        .and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(url);
        link.set_download(name);
        link.click();
    }
}

/// Opens the printing of the page.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Scrolls the window back to where it says it is: WeChat on iOS leaves the page shifted after its
/// keyboard has closed.
pub(super) fn settle_scroll() {
    if let Some(window) = window() {
        let options = ScrollToOptions::new();
        options.set_top(window.scroll_y().unwrap_or(0.0));
        window.scroll_to_with_scroll_to_options(&options);
    }
}

/// Sets a custom property on the root element.
pub(super) fn set_root_property(name: &str, value: &str) {
    if let Some(root) = root() {
        let _ = root.style().set_property(name, value);
    }
}

/// Formats a moment by the browser's own calendar and time zones; `None` where it cannot.
pub fn format_moment(epoch_ms: i64, locale: &str, options: &[(&str, &str)]) -> Option<String> {
    let window = window()?;
    let intl = property(&window, "Intl")?;
    let constructor: js_sys::Function = property(&intl, "DateTimeFormat")?.dyn_into().ok()?;
    let options: Vec<(&str, JsValue)> = options
        .iter()
        .map(|(name, value)| (*name, JsValue::from_str(value)))
        .collect();
    let arguments = Array::of2(
        &JsValue::from_str(locale),
        &super::browser::object(&options),
    );
    let format = js_sys::Reflect::construct(&constructor, &arguments).ok()?;
    super::browser::call(&format, "format", &[&JsValue::from_f64(epoch_ms as f64)])?.as_string()
}

fn root() -> Option<HtmlElement> {
    document()?.document_element()?.dyn_into().ok()
}

fn body() -> Option<HtmlElement> {
    document()?.body()
}
