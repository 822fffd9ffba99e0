//! Measuring and moving elements.

use super::{browser::document, timer::Frame};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{
    Element, FocusOptions, HtmlElement, PointerEvent, ResizeObserver, ScrollBehavior,
    ScrollIntoViewOptions, ScrollLogicalPosition,
};

/// An element, for what keeps one and does not touch the browser itself.
pub type Node = Element;

/// A rectangle in CSS pixels, relative to the visible window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// Where an element is on the screen.
pub fn rect(element: &Element) -> Rect {
    let rect = element.get_bounding_client_rect();
    Rect {
        x: rect.x(),
        y: rect.y(),
        width: rect.width(),
        height: rect.height(),
    }
}

/// How a scrolling element stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ScrollState {
    /// Pixels above the visible part.
    pub top: f64,
    /// Height of the visible part.
    pub view_height: f64,
    /// Height of everything.
    pub content_height: f64,
}

impl ScrollState {
    /// Pixels below the visible part.
    pub fn below(self) -> f64 {
        (self.content_height - self.view_height - self.top).max(0.0)
    }
}

/// How an element is scrolled now.
pub fn scroll_state(element: &Element) -> ScrollState {
    ScrollState {
        // By hand: the typed getter rounds to whole pixels, and prepending would creep.
        top: super::browser::property(element, "scrollTop")
            .and_then(|top| top.as_f64())
            .unwrap_or_default(),
        view_height: f64::from(element.client_height()),
        content_height: f64::from(element.scroll_height()),
    }
}

/// Scrolls at once to so many pixels from the top.
pub fn set_scroll_top(element: &Element, top: f64) {
    let options = web_sys::ScrollToOptions::new();
    options.set_top(top);
    options.set_behavior(ScrollBehavior::Instant);
    element.scroll_to_with_scroll_to_options(&options);
}

/// Moves an element down by a part of a pixel that scrolling cannot: browsers scroll by whole ones.
pub fn nudge(element: &Element, px: f64) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // A fault leaves the element where it is, which is where it was.
        let _ = element
            .style()
            .set_property("margin-top", &format!("{px}px"));
    }
}

/// Scrolls at once to the end.
pub fn scroll_to_end(element: &Element) {
    set_scroll_top(element, f64::from(element.scroll_height()));
}

/// Brings an element into view, in the middle where there is room.
pub fn reveal(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Center);
    options.set_behavior(ScrollBehavior::Instant);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// The element of that id.
pub fn by_id(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// Moves the focus to the element of that id; false when there is none.
pub fn focus_id(id: &str) -> bool {
    by_id(id).is_some_and(|element| focus(&element))
}

/// Moves the focus without scrolling.
pub fn focus(element: &Element) -> bool {
    let Some(element) = element.dyn_ref::<HtmlElement>() else {
        return false;
    };
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    element.focus_with_options(&options).is_ok()
}

/// Lets the element that a finger came down on hear it wherever it goes.
pub fn capture_pointer(event: &PointerEvent) {
    if let Some(element) = event
        .current_target()
        .and_then(|at| at.dyn_into::<Element>().ok())
    {
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

/// The element that has the focus.
pub fn focused() -> Option<HtmlElement> {
    document()?.active_element()?.dyn_into().ok()
}

/// The elements inside `container` that the Tab key reaches, in order.
pub fn tabbable(container: &Element) -> Vec<HtmlElement> {
    const REACHED: &str = "a[href], button:not([disabled]), input:not([disabled]), \
        textarea:not([disabled]), select:not([disabled]), [tabindex]:not([tabindex='-1'])";
    matching(container, REACHED)
        .into_iter()
        // What is not laid out cannot take the focus.
        .filter(|element| element.get_client_rects().length() > 0)
        .collect()
}

/// The elements inside `container` that match a selector, in document order.
pub fn matching(container: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(list) = container.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|index| list.item(index)?.dyn_into().ok())
        .collect()
}

/// An observer of sizes; dropping it ends it.
#[must_use = "a dropped observer sees nothing"]
pub struct SizeObserver {
    observer: ResizeObserver,
    _closure: Closure<dyn FnMut(js_sys::Array)>,
}

impl SizeObserver {
    /// Tells the observed elements whose size changed, and each once at the beginning.
    pub fn new(mut on_change: impl FnMut(Vec<Element>) + 'static) -> Option<Self> {
        document()?;
        let closure = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let changed = entries
                .iter()
                .filter_map(|entry| entry.dyn_into::<web_sys::ResizeObserverEntry>().ok())
                .map(|entry| entry.target())
                .collect();
            on_change(changed);
        });
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
        Some(Self {
            observer,
            _closure: closure,
        })
    }

    /// Begins to watch an element.
    pub fn observe(&self, element: &Element) {
        self.observer.observe(element);
    }

    /// Stops to watch an element.
    pub fn unobserve(&self, element: &Element) {
        self.observer.unobserve(element);
    }
}

impl Drop for SizeObserver {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Runs `action` before the next paint, when the elements rendered now have their size.
pub fn after_layout(action: impl FnOnce() + 'static) -> Frame {
    super::timer::next_frame(action)
}

/// All of an element's own style. The content policy lets scripts do this, and no attribute.
pub fn set_style(element: &web_sys::HtmlElement, css: &str) {
    element.style().set_css_text(css);
}
