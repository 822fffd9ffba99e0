//! Keeping the focus inside an overlay and giving it back.

use std::cell::RefCell;

use crate::platform::{self, dom, listener::Listener};
use leptos::{ev::KeyboardEvent, html, prelude::*};

thread_local! {
    /// What lies over the page, the topmost last.
    static OVER: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

/// Escape leaves an overlay from the moment it is there, wherever the focus still is, as long as
/// nothing lies over it. While the focus is inside, the overlay hears the key itself, after what is
/// in it.
pub fn close_on_escape(overlay: NodeRef<html::Div>, on_close: Callback<()>) {
    let id = OVER.with_borrow_mut(|over| {
        let id = over.last().map_or(0, |last| last + 1);
        over.push(id);
        id
    });
    platform::keep(Listener::on_escape(move || {
        let is_topmost = OVER.with_borrow(|over| over.last() == Some(&id));
        let is_inside = overlay
            .get_untracked()
            .is_some_and(|node| node.contains(dom::focused().as_ref().map(AsRef::as_ref)));
        let is_meant = is_topmost && !is_inside;
        if is_meant {
            on_close.run(());
        }
        is_meant
    }));
    on_cleanup(move || OVER.with_borrow_mut(|over| over.retain(|one| *one != id)));
}

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
