//! The two ways to run a future: with its page, or to its end.

use std::future::Future;

/// Runs a future that is cancelled when the current reactive owner goes. For reads.
pub fn scoped(future: impl Future<Output = ()> + 'static) {
    leptos::task::spawn_local_scoped_with_cancellation(future);
}

/// Runs a future to its end, whatever page is left meanwhile. For writes that must commit; it may
/// hold only `Arc` signals and plain data, never signals of a page.
pub fn detached(future: impl Future<Output = ()> + 'static) {
    leptos::task::spawn_local(future);
}

/// Waits until effects and rendering caused so far have run.
pub async fn settled() {
    leptos::task::tick().await;
}
