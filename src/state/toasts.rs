//! Short words that go by themselves.

use leptos::prelude::*;

use super::tickets::Tickets;
use crate::platform::{task, timer};

const SHOWN_MS: u32 = 2_500;

/// One toast at a time; a new one takes the place of the one before.
#[derive(Clone, Copy, Debug)]
pub struct Toasts {
    text: RwSignal<Option<String>>,
    shown: Tickets,
}

impl Toasts {
    /// Nothing to say.
    #[must_use]
    pub fn new() -> Self {
        Self {
            text: RwSignal::new(None),
            shown: Tickets::new(),
        }
    }

    /// Says something for a moment. What needs an answer is a dialog or a banner instead.
    pub fn show(self, text: impl Into<String>) {
        self.text.set(Some(text.into()));
        let ticket = self.shown.begin();
        task::detached(async move {
            timer::sleep(SHOWN_MS).await;
            if self.shown.is_current(ticket) {
                self.text.set(None);
            }
        });
    }

    /// What is said now.
    #[must_use]
    pub fn text(self) -> Signal<Option<String>> {
        self.text.into()
    }
}

impl Default for Toasts {
    fn default() -> Self {
        Self::new()
    }
}
