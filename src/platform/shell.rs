//! The service worker that keeps the app's own files, seen from the page.

use super::{browser::property, browser::window, listener::Listener, task};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState,
};

/// Watches for a newer version of the app; dropping it ends the watch.
#[must_use = "a dropped watch hears nothing"]
pub struct VersionWatch(
    #[expect(dead_code, reason = "held for its drop")] Rc<RefCell<Vec<Listener>>>,
);

/// Calls `on_ready` when a newer version is fully stored and waits to take over.
pub fn watch_versions(on_ready: impl Fn() + Clone + 'static) -> VersionWatch {
    let listeners = Rc::new(RefCell::new(Vec::new()));
    let kept = listeners.clone();
    task::detached(async move {
        if let Some(registration) = registration().await {
            watch(&registration, &kept, on_ready);
        }
    });
    VersionWatch(listeners)
}

/// Lets the waiting version take over and loads the page again. Never during something that
/// cannot be repeated: the caller asks the person first.
pub async fn switch_version() {
    let waiting = registration()
        .await
        .and_then(|registration| registration.waiting());
    match waiting {
        Some(worker) => {
            reload_when_switched();
            let _ = worker.post_message(&JsValue::from_str("activate"));
        }
        None => super::page::reload(),
    }
}

/// Asks the browser to look for a newer version now.
pub async fn check_version() {
    if let Some(registration) = registration().await
        && let Ok(asked) = registration.update()
    {
        let _ = JsFuture::from(asked).await;
    }
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window()?.navigator();
    property(&navigator, "serviceWorker")?;
    Some(navigator.service_worker())
}

async fn registration() -> Option<ServiceWorkerRegistration> {
    let found = JsFuture::from(container()?.get_registration()).await.ok()?;
    found.dyn_into().ok()
}

fn watch(
    registration: &ServiceWorkerRegistration,
    listeners: &Rc<RefCell<Vec<Listener>>>,
    on_ready: impl Fn() + Clone + 'static,
) {
    // The very first install has no older version to replace and is not worth a word.
    let replaces = |registration: &ServiceWorkerRegistration| registration.active().is_some();
    if registration.waiting().is_some() && replaces(registration) {
        on_ready();
    }
    let (found, kept) = (registration.clone(), Rc::downgrade(listeners));
    let on_found = Listener::on(registration, "updatefound", move |_| {
        let (Some(worker), Some(kept)) = (found.installing(), kept.upgrade()) else {
            return;
        };
        let (state_of, on_ready, whole) = (worker.clone(), on_ready.clone(), found.clone());
        let on_state = Listener::on(&worker, "statechange", move |_| {
            if is_installed(&state_of) && replaces(&whole) {
                on_ready();
            }
        });
        kept.borrow_mut().extend(on_state);
    });
    listeners.borrow_mut().extend(on_found);
}

fn is_installed(worker: &ServiceWorker) -> bool {
    worker.state() == ServiceWorkerState::Installed
}

fn reload_when_switched() {
    let Some(container) = container() else { return };
    // Lives until the reload, which ends the page and everything in it.
    let once = Listener::on(&container, "controllerchange", |_| super::page::reload());
    KEPT.with(|kept| kept.replace(once));
}

thread_local! {
    static KEPT: RefCell<Option<Listener>> = const { RefCell::new(None) };
}
