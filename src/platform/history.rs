//! Steps of the history for what lies over a page: "back" closes a dialog instead of leaving.
//!
//! An open overlay holds an entry of its own, with the address of the page under it. Going back
//! takes the entry away and closes the overlay. Whoever closes it otherwise leaves the entry where
//! it is: the next overlay takes it over, the next page takes its place, and going back passes it
//! by. Nothing of this is under way when a person reloads or goes on just then; to step back by
//! ourselves, a moment later, would take them back from there. The router hears of none of this:
//! the address stays the same.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::{Event, History};

use super::browser::window;
use super::listener::Listener;

/// What the state of an overlay's entry says, with its height above the page's own entry.
const MARK: &str = "anjian.overlay ";

thread_local! {
    static STEPS: RefCell<Steps> = RefCell::default();
}

#[derive(Default)]
struct Steps {
    open: Vec<Open>,
    /// The entry that the browser stood on when it was last looked at.
    was: Entry,
    /// An own step back under way: the path it ends on.
    expected: Option<String>,
    /// What waits for its end.
    waiting: Vec<Box<dyn FnOnce()>>,
    listener: Option<Listener>,
    last: u64,
}

#[derive(Clone, Default, PartialEq)]
struct Entry {
    path: String,
    /// How many entries of overlays stand between it and the page's own.
    height: usize,
}

struct Open {
    id: u64,
    path: String,
    on_back: Rc<dyn Fn()>,
}

/// The entry of one overlay; dropped when the overlay closes.
#[must_use = "dropped, it gives its entry free"]
pub struct Step(u64);

impl Step {
    /// Adds an entry. `on_back` closes the overlay, and with it drops this.
    pub fn hold(on_back: impl Fn() + 'static) -> Self {
        listen();
        let path = here();
        let height = height();
        let (id, over) = STEPS.with_borrow_mut(|steps| {
            steps.last += 1;
            steps.open.push(Open {
                id: steps.last,
                path: path.clone(),
                on_back: Rc::new(on_back),
            });
            (steps.last, steps.over(&path))
        });
        // The entry of an overlay that has closed is taken over.
        if over > height
            && let Some(history) = history()
        {
            let mark = JsValue::from_str(&format!("{MARK}{over}"));
            let _ = history.push_state_with_url(&mark, "", None);
        }
        STEPS.with_borrow_mut(|steps| steps.was = Entry::here());
        Self(id)
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        let id = self.0;
        // The page itself may go at the very end, and with it what is kept here.
        let _ = STEPS.try_with(|steps| {
            if let Ok(mut steps) = steps.try_borrow_mut() {
                steps.open.retain(|open| open.id != id);
            }
        });
    }
}

/// Listens from now on; to be called before the router does, so that it does not hear what is ours.
pub fn listen() {
    STEPS.with_borrow_mut(|steps| {
        if steps.listener.is_none() {
            // A page that was loaded again may stand on the entry of an overlay that is no more.
            steps.was = Entry::here();
            steps.listener = Listener::on_window("popstate", |event| arrived(&event));
        }
    });
}

/// The app shows another page; its entry is written a moment later.
pub fn moved(path: &str) {
    STEPS.with_borrow_mut(|steps| {
        if steps.was.path != path {
            steps.was = Entry {
                path: path.to_owned(),
                height: 0,
            };
        }
    });
}

/// The browser stands on the entry of an overlay, open or not: a new page belongs in its place.
#[must_use]
pub fn is_over_page() -> bool {
    height() > 0
}

/// Does something that needs the page's own entry: what lies over the page closes first, and its
/// entries go.
pub fn on_page(then: impl FnOnce() + 'static) {
    let here = here();
    let closing: Vec<Rc<dyn Fn()>> = STEPS.with_borrow(|steps| {
        let open = steps.open.iter().filter(|open| open.path == here);
        open.map(|open| open.on_back.clone()).collect()
    });
    let height = height();
    if height == 0 {
        return then();
    }
    for close in closing.into_iter().rev() {
        close();
    }
    let is_under_way = STEPS.with_borrow_mut(|steps| {
        steps.waiting.push(Box::new(then));
        steps.expected.is_some()
    });
    if !is_under_way {
        step_back(height);
    }
}

/// Goes one page back, whatever lies over this one.
pub(super) fn back() {
    STEPS.with_borrow_mut(|steps| steps.open.clear());
    go_back(1 + height());
}

fn step_back(count: usize) {
    STEPS.with_borrow_mut(|steps| steps.expected = Some(here()));
    go_back(count);
}

/// The browser went to another entry.
fn arrived(event: &Event) {
    let here = Entry::here();
    let arrival = STEPS.with_borrow_mut(|steps| steps.arrive(&here));
    if !matches!(arrival, Arrival::Page | Arrival::Buried(_)) {
        event.stop_immediate_propagation();
    }
    match arrival {
        Arrival::Done(waiting) => waiting.into_iter().for_each(|then| then()),
        Arrival::Close(on_back) => on_back(),
        Arrival::Past(count) => go_back(count),
        Arrival::Over(count) | Arrival::Buried(count) => step_back(count),
        Arrival::Page => {}
    }
}

enum Arrival {
    /// An own step ended.
    Done(Vec<Box<dyn FnOnce()>>),
    /// The newest overlay is to be closed.
    Close(Rc<dyn Fn()>),
    /// Nothing lay over the page but entries of closed overlays: the person means the page before.
    Past(usize),
    /// Forward onto entries of closed overlays: there is nothing.
    Over(usize),
    /// Another page, by an entry that a page came over: so many to its own.
    Buried(usize),
    /// The router's matter.
    Page,
}

impl Steps {
    fn arrive(&mut self, here: &Entry) -> Arrival {
        let was = std::mem::replace(&mut self.was, here.clone());
        let waiting = std::mem::take(&mut self.waiting);
        if self.expected.take().is_some_and(|path| path == here.path) {
            return Arrival::Done(waiting);
        }
        if was.path != here.path {
            // What lies over a page goes with it.
            self.open.clear();
            return match here.height {
                0 => Arrival::Page,
                height => Arrival::Buried(height),
            };
        }
        let over = self.over(&here.path);
        if here.height < was.height {
            let newest = self.open.iter().rposition(|open| open.path == here.path);
            return match newest.map(|at| self.open.remove(at)) {
                Some(open) => Arrival::Close(open.on_back),
                None => Arrival::Past(1 + here.height),
            };
        }
        match here.height.saturating_sub(over) {
            0 => Arrival::Page,
            more => Arrival::Over(more),
        }
    }

    /// How many overlays lie over a page.
    fn over(&self, path: &str) -> usize {
        self.open.iter().filter(|open| open.path == path).count()
    }
}

impl Entry {
    fn here() -> Self {
        Self {
            path: here(),
            height: height(),
        }
    }
}

/// The path of the page now shown.
fn here() -> String {
    let path = window().and_then(|window| window.location().pathname().ok());
    path.unwrap_or_default()
}

fn height() -> usize {
    let state = history().and_then(|history| history.state().ok()?.as_string());
    state
        .and_then(|state| state.strip_prefix(MARK)?.parse().ok())
        .unwrap_or_default()
}

fn go_back(count: usize) {
    if let (Some(history), Ok(count)) = (history(), i32::try_from(count)) {
        let _ = history.go_with_delta(-count);
    }
}

fn history() -> Option<History> {
    window()?.history().ok()
}
