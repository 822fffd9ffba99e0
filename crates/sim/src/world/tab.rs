//! One tab of one person: the real engine, and what the device stores for it.

use std::collections::BTreeMap;

use anjian_api::bytes::Leaf;
use anjian_api::case::{Accepted, EntryPage, ProofTerms};
use anjian_api::command::Command;
use anjian_api::entry::WireEntry;
use anjian_api::ids::{CaseId, CommandId, Moment, PersonId, Seq};
use anjian_api::role::Role;
use anjian_domain::{CaseState, evolve_wire};
use anjian_proof::check_run;
use anjian_sync::{Engine, LiveId, OutboxItem, Outcome, Status, Ticket};

/// A person with one device.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) id: PersonId,
    pub(crate) role: Role,
    /// The tabs of the device.
    pub(crate) tabs: Vec<usize>,
    /// The stored outbox, strictly durable, common to the tabs.
    pub(crate) outbox: BTreeMap<CommandId, OutboxItem>,
    /// The tab that holds the lock.
    pub(crate) leader: Option<usize>,
    /// How far the device's clock is off.
    pub(crate) skew_ms: i64,
    /// How many rungs of the ladder this network does not let through.
    pub(crate) blocked: usize,
}

/// One tab. What it shows is also what it has cached; a kill may take the last of it.
#[derive(Debug)]
pub(crate) struct Tab {
    pub(crate) person: usize,
    /// Counts its lives; whatever belongs to an earlier one is ignored.
    pub(crate) generation: u64,
    /// Running, or closed.
    pub(crate) engine: Option<Engine>,
    pub(crate) views: BTreeMap<CaseId, View>,
    pub(crate) wake: Option<Moment>,
    pub(crate) live: Option<LiveId>,
    pub(crate) cut: bool,
    pub(crate) portal: bool,
    pub(crate) requests: BTreeMap<u64, Request>,
    pub(crate) status: Option<Status>,
}

/// What a tab asked the server for.
#[derive(Debug, Clone)]
pub(crate) enum Request {
    Send {
        case: CaseId,
        id: CommandId,
        command: Box<Command>,
    },
    Fetch {
        case: CaseId,
        after: Seq,
        limit: u32,
        ticket: Ticket,
    },
    Opening {
        case: CaseId,
    },
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    Sent(Outcome<Accepted>),
    Page(Outcome<EntryPage>),
    Opening(Outcome<Box<CaseState>>),
}

impl Tab {
    pub(crate) fn new(person: usize) -> Self {
        Self {
            person,
            generation: 0,
            engine: None,
            views: BTreeMap::new(),
            wake: None,
            live: None,
            cut: false,
            portal: false,
            requests: BTreeMap::new(),
            status: None,
        }
    }
}

/// What a tab holds of one case.
#[derive(Debug)]
pub(crate) struct View {
    opened: CaseState,
    pub(crate) state: CaseState,
    pub(crate) entries: Vec<WireEntry>,
}

impl View {
    /// Begins with what the server folded, or with nothing.
    pub(crate) fn new(opened: CaseState) -> Self {
        Self {
            state: opened.clone(),
            opened,
            entries: Vec::new(),
        }
    }

    /// The number before the first entry it holds.
    pub(crate) const fn base(&self) -> Seq {
        self.opened.head
    }

    /// Applies a run, and checks numbers, leaves and links while doing so.
    pub(crate) fn apply(
        &mut self,
        terms: &ProofTerms,
        entries: Vec<WireEntry>,
    ) -> Result<(), String> {
        let first = entries.first().map(|entry| entry.seq);
        if first != Some(self.state.head.next()) {
            return Err(format!("applied {first:?} after {}", self.state.head));
        }
        let before: Leaf = self.state.last_leaf;
        check_run(terms, Some(before), &entries).map_err(|broken| broken.to_string())?;
        for entry in &entries {
            evolve_wire(&mut self.state, entry);
        }
        self.entries.extend(entries);
        Ok(())
    }

    /// The kill came before the cache (relaxed durability) had the last ones.
    pub(crate) fn forget_last(&mut self, count: usize) {
        if count == 0 {
            return;
        }
        self.entries
            .truncate(self.entries.len().saturating_sub(count));
        self.state = self.opened.clone();
        for entry in &self.entries {
            evolve_wire(&mut self.state, entry);
        }
    }
}
