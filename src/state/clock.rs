//! The server's clock, as far as this device knows it.

use anjian_api::ids::Moment;
use leptos::prelude::*;

use crate::platform::{clock, timer};

const TICK_MS: u32 = 30_000;

/// The server's clock. Before the server has said the time it is the device's.
#[derive(Clone, Copy, Debug)]
pub struct ServerClock {
    /// Server time minus this page's monotonic time, milliseconds.
    offset: StoredValue<i64>,
    minute: RwSignal<Moment>,
}

impl ServerClock {
    /// The device's own clock, until told better. Ticks as long as the current owner lives.
    #[must_use]
    pub fn start() -> Self {
        let offset = clock::now_ms() - monotonic();
        let clock = Self {
            offset: StoredValue::new(offset),
            minute: RwSignal::new(Moment(offset + monotonic())),
        };
        timer::every_scoped(TICK_MS, move || clock.show());
        clock
    }

    /// The server said what time it is.
    pub fn sync(self, now: Moment) {
        let _ = self.offset.try_set_value(now.0 - monotonic());
        self.show();
    }

    /// The time now.
    #[must_use]
    pub fn now(self) -> Moment {
        Moment(self.offset.try_get_value().unwrap_or_default() + monotonic())
    }

    /// The time, told anew each half minute: for labels.
    #[must_use]
    pub fn minute(self) -> Moment {
        self.minute.try_get().unwrap_or_default()
    }

    fn show(self) {
        let _ = self.minute.try_set(self.now());
    }
}

/// A clock for the engine, which must never run backward: set once, when the page began.
#[must_use]
pub fn engine_now() -> Moment {
    use std::sync::OnceLock;
    static START: OnceLock<i64> = OnceLock::new();
    let start = START.get_or_init(|| clock::now_ms() - monotonic());
    Moment(start + monotonic())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds of a page fit"
)]
fn monotonic() -> i64 {
    clock::monotonic_ms() as i64
}
