//! Late answers of something that was asked again, or left, change nothing.

use leptos::prelude::*;

/// One asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(u64);

/// Numbers the askings of one store. Lives and ends with the owner that made it.
#[derive(Clone, Copy, Debug)]
pub struct Tickets(StoredValue<u64>);

impl Tickets {
    /// Nothing was asked yet.
    #[must_use]
    pub fn new() -> Self {
        Self(StoredValue::new(0))
    }

    /// Begins an asking; earlier ones are void.
    #[must_use]
    pub fn begin(self) -> Ticket {
        let next = self
            .0
            .try_get_value()
            .map_or(0, |last| last.wrapping_add(1));
        let _ = self.0.try_set_value(next);
        Ticket(next)
    }

    /// Whether an answer still matters: nothing was asked since, and the page still lives.
    #[must_use]
    pub fn is_current(self, ticket: Ticket) -> bool {
        self.0.try_get_value() == Some(ticket.0)
    }
}

impl Default for Tickets {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_asking_voids_the_earlier_one() {
        let owner = Owner::new();
        owner.set();
        let tickets = Tickets::new();
        let (first, second) = (tickets.begin(), tickets.begin());
        assert!(!tickets.is_current(first));
        assert!(tickets.is_current(second));
    }

    #[test]
    fn a_late_answer_of_a_left_page_changes_nothing() {
        let root = Owner::new();
        root.set();
        let page = root.child();
        let (tickets, ticket) = page.with(|| {
            let tickets = Tickets::new();
            (tickets, tickets.begin())
        });
        page.cleanup();
        drop(page);
        assert!(!tickets.is_current(ticket));
    }
}
