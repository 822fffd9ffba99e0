//! Steps of the history for what lies over a page: "back" closes a dialog instead of leaving.
//!
//! An open overlay holds an entry of its own, with the address of the page under it. Going back
//! takes the entry away and closes the overlay; whoever closes it otherwise takes the entry away a
//! moment later, when it is sure that nobody goes to another page at once. The router hears of none
//! of this: the address stays the same.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::{Event, History};

use super::browser::window;
use super::listener::Listener;
use super::page::current_path;
use super::timer::{self, Timer};

/// What the state of an overlay's entry says.
const MARK: &str = "anjian.overlay";
/// The router writes the address of a new page some microtasks after it was asked to go there;
/// until then it is not known whether the entry is still the newest one.
const SETTLE_MS: u32 = 60;

thread_local! {
    static STEPS: RefCell<Steps> = RefCell::default();
}

#[derive(Default)]
struct Steps {
    open: Vec<Open>,
    /// Entries of overlays that are closed, not taken away yet.
    stale: i32,
    /// Own steps back under way; the page they end on.
    expected: Vec<String>,
    settling: Option<Timer>,
    listener: Option<Listener>,
    last: u64,
}

struct Open {
    id: u64,
    path: String,
    on_back: Rc<dyn Fn()>,
}

/// The entry of one overlay; dropped when the overlay closes.
#[must_use = "dropped, it takes its entry away"]
pub struct Step(u64);

impl Step {
    /// Adds an entry. `on_back` closes the overlay, and with it drops this.
    pub fn hold(on_back: impl Fn() + 'static) -> Self {
        listen();
        let (id, is_there) = STEPS.with_borrow_mut(|steps| {
            steps.last += 1;
            steps.open.push(Open {
                id: steps.last,
                path: current_path(),
                on_back: Rc::new(on_back),
            });
            // One overlay in place of another takes over its entry.
            let is_there = steps.stale > 0;
            steps.stale -= i32::from(is_there);
            (steps.last, is_there)
        });
        if !is_there && let Some(history) = history() {
            let _ = history.push_state_with_url(&JsValue::from_str(MARK), "", None);
        }
        Self(id)
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        let id = self.0;
        // The page itself may go at the very end, and with it what is kept here.
        let _ = STEPS.try_with(|steps| {
            let Ok(mut steps) = steps.try_borrow_mut() else {
                return;
            };
            let before = steps.open.len();
            steps.open.retain(|open| open.id != id);
            if steps.open.len() < before {
                steps.stale += 1;
                steps.settling = Some(timer::after(SETTLE_MS, settle));
            }
        });
    }
}

/// Listens from now on; to be called before the router does, so that it does not hear what is ours.
pub fn listen() {
    STEPS.with_borrow_mut(|steps| {
        if steps.listener.is_none() {
            steps.listener = Listener::on_window("popstate", |event| arrived(&event));
        }
    });
}

/// Goes one page back, whatever lies over this one.
pub(super) fn back() {
    let over = STEPS.with_borrow_mut(|steps| {
        let open = i32::try_from(steps.open.len()).unwrap_or(0);
        steps.open.clear();
        open + std::mem::take(&mut steps.stale)
    });
    go(-1 - if is_marked() { over } else { 0 });
}

/// Takes the entries of closed overlays away, unless another page has come over them.
fn settle() {
    let stale = STEPS.with_borrow_mut(|steps| std::mem::take(&mut steps.stale));
    if stale > 0 && is_marked() {
        step_back(stale);
    }
}

fn step_back(count: i32) {
    STEPS.with_borrow_mut(|steps| steps.expected.push(current_path()));
    go(-count);
}

/// The browser went to another entry.
fn arrived(event: &Event) {
    let here = current_path();
    let closing = STEPS.with_borrow_mut(|steps| {
        if let Some(expected) = steps.expected.pop() {
            if expected == here {
                event.stop_immediate_propagation();
                return Arrival::Done;
            }
            steps.expected.clear();
        }
        match steps.open.pop() {
            Some(open) if open.path == here => {
                event.stop_immediate_propagation();
                Arrival::Close(open.on_back)
            }
            Some(_) => {
                // Several steps at once, to another page: what lies over this one goes with it.
                steps.open.clear();
                Arrival::Page
            }
            None => Arrival::Page,
        }
    });
    match closing {
        Arrival::Close(on_back) => on_back(),
        // An entry that another page came over: one step more, to the page it lay over.
        Arrival::Page if is_marked() => step_back(1),
        Arrival::Page | Arrival::Done => {}
    }
}

enum Arrival {
    /// An own step ended.
    Done,
    /// The newest overlay is to be closed.
    Close(Rc<dyn Fn()>),
    /// The router's matter.
    Page,
}

fn is_marked() -> bool {
    history()
        .and_then(|history| history.state().ok())
        .is_some_and(|state| state.as_string().as_deref() == Some(MARK))
}

fn go(delta: i32) {
    if let Some(history) = history() {
        let _ = history.go_with_delta(delta);
    }
}

fn history() -> Option<History> {
    window()?.history().ok()
}
