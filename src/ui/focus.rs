//! Keeping the focus inside an overlay and giving it back.

use crate::platform::dom;
use leptos::{ev::KeyboardEvent, html, prelude::*};

/// Moves the focus into the overlay when it appears and back to where it was when it goes.
pub fn hold_focus(overlay: NodeRef<html::Div>, first_selector: &'static str) {
    let before = StoredValue::new_local(dom::focused());
    overlay.on_load(move |overlay| {
        let first = dom::matching(&overlay, first_selector)
            .into_iter()
            .next()
            .or_else(|| dom::tabbable(&overlay).into_iter().next());
        // Next frame: the node is in the document only after this render.
        let frame = dom::after_layout(move || {
            dom::focus(first.as_deref().unwrap_or(&overlay));
        });
        crate::platform::keep(frame);
    });
    on_cleanup(move || {
        if let Some(before) = before.try_get_value().flatten() {
            dom::focus(&before);
        }
    });
}

/// Tab goes round inside the overlay. Gives true when the key was used.
pub fn trap_tab(overlay: NodeRef<html::Div>, event: &KeyboardEvent) -> bool {
    let Some(overlay) = overlay.get_untracked() else {
        return false;
    };
    if event.key() != "Tab" {
        return false;
    }
    let stops = dom::tabbable(&overlay);
    let at = dom::focused().and_then(|now| stops.iter().position(|stop| *stop == now));
    let last = stops.len().saturating_sub(1);
    let next = match (at, event.shift_key()) {
        (Some(0) | None, true) => last,
        (Some(at), false) if at == last => 0,
        (None, false) => 0,
        // Between the ends the browser does it.
        _ => return false,
    };
    event.prevent_default();
    stops.get(next).is_some_and(|stop| dom::focus(stop))
}

/// Arrow keys, Home and End go through the items of a menu. Gives true when the key was used.
pub(super) fn walk(overlay: NodeRef<html::Div>, selector: &str, event: &KeyboardEvent) -> bool {
    let Some(overlay) = overlay.get_untracked() else {
        return false;
    };
    let items = dom::matching(&overlay, selector);
    let at = dom::focused().and_then(|now| items.iter().position(|item| *item == now));
    let Some(next) = step(&event.key(), at, items.len()) else {
        return false;
    };
    event.prevent_default();
    items.get(next).is_some_and(|item| dom::focus(item))
}

fn step(key: &str, at: Option<usize>, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowDown" | "ArrowRight" => Some(at.map_or(0, |at| if at == last { 0 } else { at + 1 })),
        "ArrowUp" | "ArrowLeft" => Some(at.map_or(last, |at| at.checked_sub(1).unwrap_or(last))),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn arrows_go_round() {
        assert_eq!(step("ArrowDown", Some(2), 3), Some(0));
        assert_eq!(step("ArrowUp", Some(0), 3), Some(2));
        assert_eq!(step("ArrowDown", None, 3), Some(0));
    }

    #[test]
    fn an_empty_menu_and_other_keys_are_left_alone() {
        assert_eq!(step("ArrowDown", None, 0), None);
        assert_eq!(step("a", Some(1), 3), None);
    }
}
