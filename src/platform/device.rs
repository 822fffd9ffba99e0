//! What this browser is, in a few words for the list of devices, and media queries.

use super::{browser::window, listener::Listener};
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::JsCast;
use web_sys::MediaQueryListEvent;

/// A short description such as `WeChat · Android`, from the user agent.
pub fn describe() -> String {
    let agent = window().and_then(|window| window.navigator().user_agent().ok());
    describe_agent(&agent.unwrap_or_default())
}

/// The pure half of [`describe`].
pub fn describe_agent(agent: &str) -> String {
    // Order matters: every Chromium calls itself Safari too, and WeChat calls itself both.
    let programs = [
        ("MicroMessenger", "WeChat"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    let systems = [
        ("OpenHarmony", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux"),
    ];
    let first = |table: &[(&str, &'static str)]| {
        table
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    let parts: Vec<&str> = [first(&programs), first(&systems)]
        .into_iter()
        .flatten()
        .collect();
    parts.join(" · ")
}

/// Whether this is a page inside WeChat.
pub fn is_wechat() -> bool {
    window()
        .and_then(|window| window.navigator().user_agent().ok())
        .is_some_and(|agent| agent.contains("MicroMessenger"))
}

/// Whether this is an iPhone or an iPad. Newer iPads call themselves Macs, which have no fingers.
pub fn is_ios() -> bool {
    window().is_some_and(|window| {
        let navigator = window.navigator();
        let agent = navigator.user_agent().unwrap_or_default();
        agent.contains("iPhone")
            || agent.contains("iPad")
            || (agent.contains("Macintosh") && navigator.max_touch_points() > 1)
    })
}

/// Whether a media query matches now.
pub fn matches(query: &str) -> bool {
    window()
        .and_then(|window| window.match_media(query).ok().flatten())
        .is_some_and(|list| list.matches())
}

/// Tells whenever the answer of a media query changes; `None` on the host.
pub fn watch_media(query: &str, on_change: impl Fn(bool) + 'static) -> Option<Listener> {
    let list = window()?.match_media(query).ok().flatten()?;
    Listener::on(&list, "change", move |event| {
        if let Some(event) = event.dyn_ref::<MediaQueryListEvent>() {
            on_change(event.matches());
        }
    })
}

/// Tells when a CSS pixel has another number of device pixels: the window is on another screen, or
/// the page is larger or smaller. Listens until what it gives is dropped.
pub fn watch_ratio(on_change: impl Fn() + 'static) -> RatioWatch {
    let watch = RatioWatch(Rc::new(RefCell::new(None)));
    arm(Rc::downgrade(&watch.0), Rc::new(on_change));
    watch
}

/// What [`watch_ratio`] listens with.
#[must_use = "a dropped watch hears nothing"]
pub struct RatioWatch(Rc<RefCell<Option<Listener>>>);

/// A query names one ratio: with each change the next is listened to.
fn arm(place: Weak<RefCell<Option<Listener>>>, on_change: Rc<dyn Fn()>) {
    let Some(holder) = place.upgrade() else {
        return;
    };
    let query = format!("(resolution: {}dppx)", super::canvas::device_pixels());
    let next = watch_media(&query, move |_| {
        on_change();
        arm(place.clone(), on_change.clone());
    });
    // The listener that calls this must outlive the call.
    let old = holder.replace(next);
    super::task::detached(async move { drop(old) });
}

/// Whether the person asked for less motion.
pub fn prefers_reduced_motion() -> bool {
    matches("(prefers-reduced-motion: reduce)")
}

/// A short tap of the motor, where there is one. Only for what calls a person.
pub fn vibrate(duration_ms: u32) {
    if let Some(window) = window() {
        let duration = wasm_bindgen::JsValue::from_f64(f64::from(duration_ms));
        let _ = super::browser::call(&window.navigator(), "vibrate", &[&duration]);
    }
}

#[cfg(test)]
mod tests {
    use super::describe_agent;

    #[test]
    fn wechat_is_named_before_the_engine_it_runs_on() {
        let agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile \
                     Safari/537.36 XWEB/1300333 MicroMessenger/8.0.57";
        assert_eq!(describe_agent(agent), "WeChat · Android");
    }

    #[test]
    fn an_unknown_browser_has_an_empty_description() {
        assert_eq!(describe_agent("curl/8"), "");
    }
}
