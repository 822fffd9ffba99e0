//! "Only one tab": a named lock held while this tab lives.
//!
//! Web Locks where they exist; otherwise a lease in `localStorage` that is renewed every two
//! seconds and lapses after six.

use super::{
    browser::{call, property, window},
    clock, local_storage, random, timer,
    timer::Timer,
};
use js_sys::{Function, Promise};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::AbortController;

const RENEW_MS: u32 = 2_000;
const LEASE_MS: i64 = 6_000;
const PREFIX: &str = "anjian.lock.";

/// A lock that is held or waited for; dropping it gives it up.
#[must_use = "a dropped lock is given up at once"]
pub struct Lock {
    #[expect(dead_code, reason = "held for its drop")]
    kind: Kind,
}

#[expect(dead_code, reason = "the parts are held for their drop")]
enum Kind {
    Web(WebLock),
    Lease(Lease),
    /// The host: nobody competes.
    None,
}

/// Waits for the lock `name` and calls `on_held` once this tab has it.
pub fn hold(name: &str, on_held: impl FnOnce() + 'static) -> Lock {
    let kind = match window() {
        None => Kind::None,
        Some(window) => match property(&window.navigator(), "locks") {
            Some(manager) => Kind::Web(WebLock::request(&manager, name, on_held)),
            None => Kind::Lease(Lease::start(name, on_held)),
        },
    };
    Lock { kind }
}

struct WebLock {
    release: Rc<RefCell<Option<Function>>>,
    waiting: Option<AbortController>,
    _granted: Closure<dyn FnMut(JsValue) -> JsValue>,
    _ignore: Closure<dyn FnMut(JsValue)>,
}

impl WebLock {
    fn request(manager: &JsValue, name: &str, on_held: impl FnOnce() + 'static) -> Self {
        let release = Rc::new(RefCell::new(None));
        let kept = release.clone();
        let mut on_held = Some(on_held);
        // The lock lasts as long as the promise that this callback returns.
        let granted = Closure::<dyn FnMut(JsValue) -> JsValue>::new(move |_lock| {
            let until_released = Promise::new(&mut |resolve, _| {
                kept.replace(Some(resolve));
            });
            if let Some(on_held) = on_held.take() {
                on_held();
            }
            until_released.into()
        });
        let waiting = AbortController::new().ok();
        let options = super::browser::object(&[(
            "signal",
            waiting
                .as_ref()
                .map_or(JsValue::UNDEFINED, |waiting| waiting.signal().into()),
        )]);
        let asked = call(
            manager,
            "request",
            &[&name.into(), &options, granted.as_ref()],
        );
        // Giving up a lock that is still waited for rejects the promise; nobody needs to hear it.
        let ignore = Closure::<dyn FnMut(JsValue)>::new(|_| ());
        if let Some(asked) = asked.and_then(|asked| asked.dyn_into::<Promise>().ok()) {
            let _ = asked.catch(&ignore);
        }
        Self {
            release,
            waiting,
            _granted: granted,
            _ignore: ignore,
        }
    }
}

impl Drop for WebLock {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            let _ = release.call0(&JsValue::NULL);
        } else if let Some(waiting) = &self.waiting {
            waiting.abort();
        }
    }
}

struct Lease {
    key: String,
    me: String,
    _renewal: Timer,
}

impl Lease {
    fn start(name: &str, on_held: impl FnOnce() + 'static) -> Self {
        let key = format!("{PREFIX}{name}");
        let me = random::uuid_v4().to_string();
        let mut on_held = Some(on_held);
        let (own_key, own_me) = (key.clone(), me.clone());
        let renewal = timer::every(RENEW_MS, move || {
            let now = clock::now_ms();
            let current = local_storage::get(&own_key);
            let held = Held::read(current.as_deref());
            if held
                .as_ref()
                .is_some_and(|held| held.owner != own_me && held.until_ms > now)
            {
                return;
            }
            // Written one period ago and not overwritten since: the lease is ours.
            let ours = held.is_some_and(|held| held.owner == own_me);
            local_storage::set(&own_key, &format!("{own_me} {}", now + LEASE_MS));
            if ours && let Some(on_held) = on_held.take() {
                on_held();
            }
        });
        Self {
            key,
            me,
            _renewal: renewal,
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let current = local_storage::get(&self.key);
        if Held::read(current.as_deref()).is_some_and(|held| held.owner == self.me) {
            local_storage::remove(&self.key);
        }
    }
}

struct Held<'a> {
    owner: &'a str,
    until_ms: i64,
}

impl<'a> Held<'a> {
    fn read(text: Option<&'a str>) -> Option<Self> {
        let (owner, until) = text?.split_once(' ')?;
        Some(Self {
            owner,
            until_ms: until.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Held;

    #[test]
    fn a_damaged_lease_counts_as_free() {
        assert!(Held::read(Some("no time")).is_none());
        assert!(Held::read(None).is_none());
    }

    #[test]
    fn a_lease_names_its_owner_and_end() {
        let text = "tab-1 1700000000000";
        let held = Held::read(Some(text)).unwrap();
        assert_eq!((held.owner, held.until_ms), ("tab-1", 1_700_000_000_000));
    }
}
