//! Rules of style that come with a part of the app, not with the first page.
//!
//! The site's policy takes no style of a page's own making; rules that a script adds to one of the
//! site's sheets are the site's.

use super::browser::{call, document, property};
use std::cell::RefCell;
use wasm_bindgen::JsValue;

thread_local! {
    static ADDED: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Adds the rules of a sheet behind all others, once.
pub fn add(sheet: &'static str) {
    let is_new = ADDED.with_borrow_mut(|added| {
        let is_new = !added.contains(&sheet);
        if is_new {
            added.push(sheet);
        }
        is_new
    });
    let Some(last) = is_new.then(last_sheet).flatten() else {
        return;
    };
    for rule in rules(sheet) {
        let end = property(&last, "cssRules").and_then(|rules| property(&rules, "length"));
        // What an old engine does not know is not for it.
        let _ = call(
            &last,
            "insertRule",
            &[&JsValue::from_str(&rule), &end.unwrap_or(JsValue::from(0))],
        );
    }
}

fn last_sheet() -> Option<JsValue> {
    let document = document()?;
    let sheets = property(&document, "styleSheets")?;
    let count = property(&sheets, "length")?.as_f64()?;
    if count < 1.0 {
        // A page without any sheet is a test's.
        let style = document.create_element("style").ok()?;
        document.body()?.append_child(&style).ok()?;
        return property(&style, "sheet");
    }
    call(&sheets, "item", &[&JsValue::from_f64(count - 1.0)])
}

/// The rules at the top of a sheet, each with what is inside it; without comments.
fn rules(sheet: &str) -> Vec<String> {
    let (mut out, mut rule, mut depth) = (Vec::new(), String::new(), 0_u32);
    let mut rest = sheet;
    while let Some(next) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        rest = &rest[next.len_utf8()..];
        rule.push(next);
        match next {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    out.push(rule.trim().to_owned());
                    rule.clear();
                }
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_taken_apart_into_its_rules() {
        let sheet = "/* a { } */ a { b: c }\n@media print { d { e: f } g { } }";
        assert_eq!(
            rules(sheet),
            ["a { b: c }", "@media print { d { e: f } g { } }"]
        );
        assert!(rules("/* nothing").is_empty());
    }
}
