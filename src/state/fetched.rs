//! Something that is fetched, changed here, and fetched again.

use std::future::Future;

use leptos::prelude::*;

use super::{Load, Tickets};
use crate::api::ApiError;
use crate::platform::task;

/// What was fetched last. A late answer to an earlier question changes nothing.
#[derive(Debug)]
pub struct Fetched<T: 'static> {
    /// As far as it is here.
    pub load: RwSignal<Load<T>>,
    tickets: Tickets,
}

impl<T> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Fetched<T> {}

impl<T: Send + Sync + 'static> Fetched<T> {
    /// Nothing yet. Lives and ends with the owner that made it.
    #[must_use]
    pub fn new() -> Self {
        Self {
            load: RwSignal::new(Load::Idle),
            tickets: Tickets::new(),
        }
    }

    /// Fetches it, beside what is there.
    pub fn fetch(self, asking: impl Future<Output = Result<T, ApiError>> + 'static) {
        let ticket = self.tickets.begin();
        self.load
            .update(|load| *load = std::mem::take(load).again());
        task::scoped(async move {
            let answer = asking.await;
            if self.tickets.is_current(ticket) {
                self.load
                    .update(|load| *load = std::mem::take(load).answered(answer));
            }
        });
    }

    /// Changes what is there, as the server just said; what was asked for before that is void.
    pub fn change(self, change: impl FnOnce(&mut T)) {
        let _ = self.tickets.begin();
        let _ = self.load.try_update(|load| {
            if let Some(mut value) = std::mem::take(load).into_value() {
                change(&mut value);
                *load = Load::Ready(value);
            }
        });
    }

    /// It is about something else from now on.
    pub fn forget(self) {
        let _ = self.tickets.begin();
        self.load.set(Load::Idle);
    }
}

impl<T: Send + Sync + 'static> Default for Fetched<T> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_said_of_one_stays_beside_what_is_asked_for() {
        let owner = Owner::new();
        owner.set();
        let held = Fetched::new();
        held.load.set(Load::Ready(vec![1, 2]).again());
        held.change(|all| all[0] = 7);
        assert_eq!(held.load.get_untracked(), Load::Ready(vec![7, 2]));
        held.forget();
        assert_eq!(held.load.get_untracked(), Load::Idle);
        held.change(|all| all.push(3));
        assert_eq!(held.load.get_untracked(), Load::Idle);
    }
}
