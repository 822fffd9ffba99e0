//! What only a browser can tell: storage, locks, channels, listeners, focus.
//!
//! `cargo xtask test` runs them in Chromium through chromedriver.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "tests")]

mod case_space;
mod court;
mod device_key;
mod log_in;
mod overlays;
mod pad;
mod pad_engine;
mod platform;
mod storage;

use anjian::platform::timer;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// Waits until something is so, at most five seconds.
async fn eventually(mut is_so: impl FnMut() -> bool) -> bool {
    const STEP_MS: u32 = 10;
    const STEPS: u32 = 500;
    for _ in 0..STEPS {
        if is_so() {
            return true;
        }
        timer::sleep(STEP_MS).await;
    }
    false
}
