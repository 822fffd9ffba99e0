//! A panic ends a wasm page. This says so and offers to load it again; drafts and unsent messages
//! are in storage already.

use super::browser::document;

/// Words in both languages: after a panic nothing of the app can be trusted to choose.
const WORDS: [(&str, &str); 3] = [
    ("h1", "页面出了故障 · The page broke"),
    (
        "p",
        "您输入的内容已保存在本机。请重新打开页面；仍有问题，请联系本案书记员。",
    ),
    (
        "p",
        "What you typed is kept on this device. Open the page again; if it keeps failing, contact the clerk of your case.",
    ),
];

/// Shows the reload screen whenever the app panics.
pub fn reload_screen_on_panic() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        let _ = show();
    }));
}

fn show() -> Option<()> {
    let document = document()?;
    let body = document.body()?;
    let screen = document.create_element("div").ok()?;
    screen.set_attribute("role", "alert").ok()?;
    screen.set_class_name("frame__over crash");
    for (tag, words) in WORDS {
        let line = document.create_element(tag).ok()?;
        line.set_text_content(Some(words));
        screen.append_child(&line).ok()?;
    }
    // A plain link: nothing of the app has to run. The router leaves external ones alone.
    let link = document.create_element("a").ok()?;
    link.set_attribute("href", "/cases").ok()?;
    link.set_attribute("rel", "external").ok()?;
    link.set_class_name("ui-btn ui-btn--primary");
    link.set_text_content(Some("重新打开 · Open again"));
    screen.append_child(&link).ok()?;
    body.append_child(&screen).ok()?;
    Some(())
}
