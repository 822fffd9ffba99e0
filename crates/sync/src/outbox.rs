//! What this person sends: one lane per case, in order, one at a time.
//!
//! ```text
//!              submit                    leader, online, signed in
//! (nothing) ──────────▶ waiting ─────────────────────────────────▶ under way
//!                        ▲  ▲                                        │
//!                  retry │  └──── backoff: no answer, 5xx, 429 ──────┤
//!                        │        session ended: kept, paused        │
//!                      parked ◀──── refused, conflict, rejected ─────┤
//!                        │                                           ▼
//!                        └──── discard ──▶ (gone)              sent, dropped
//!                                           (under way: after a last try)
//! ```
//!
//! The next item of a case is sent only after the one before it was answered. An item that was
//! refused is set aside and **the later ones of the same case go on**, as in matrix-rust-sdk's send
//! queue: a refusal is final for the item itself (the recall came too late, the words are too long),
//! so stopping would hold back a person's later words, perhaps shortly before a deadline, until they
//! look at their phone. Commands do not build upon each other's answers; what names another entry
//! names its number, which exists only once that entry does.

mod answer;

use std::collections::BTreeMap;

use anjian_api::command::Command;
use anjian_api::ids::{CaseId, CommandId, Moment, PersonId};

use crate::backoff::Backoff;
use crate::io::{Delivery, Output};
use crate::stored::{ItemState, OutboxItem, OutboxNews};

/// Requests under way at once, over all cases; a browser gives one server six connections.
const PARALLEL: usize = 4;

/// The place of an item in its lane.
type Place = (u64, CommandId);

#[derive(Debug, Default)]
struct Lane {
    items: BTreeMap<Place, OutboxItem>,
    under_way: Option<CommandId>,
    /// The item under way was given up: if this try fails there is no other.
    last_try: bool,
    backoff: Backoff,
    not_before: Option<Moment>,
}

impl Lane {
    fn first_waiting(&self) -> Option<&OutboxItem> {
        self.items.values().find(|item| !item.is_parked())
    }
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Outbox {
    person: PersonId,
    lanes: BTreeMap<CaseId, Lane>,
    places: BTreeMap<CommandId, (CaseId, u64)>,
    /// Sent or given up: late news of another tab does not bring them back, but is answered.
    gone: BTreeMap<CommandId, OutboxNews>,
    last_order: u64,
    /// The server's wish for all of this person's requests.
    hold: Option<Moment>,
    storage_full: bool,
}

impl Outbox {
    pub(crate) fn new(person: PersonId) -> Self {
        Self {
            person,
            lanes: BTreeMap::new(),
            places: BTreeMap::new(),
            gone: BTreeMap::new(),
            last_order: 0,
            hold: None,
            storage_full: false,
        }
    }

    pub(crate) fn submit(
        &mut self,
        now: Moment,
        case: CaseId,
        id: CommandId,
        command: Command,
        out: &mut Vec<Output>,
    ) {
        if self.places.contains_key(&id) || self.gone.contains_key(&id) {
            return;
        }
        let clock = u64::try_from(now.0).unwrap_or_default();
        let item = OutboxItem {
            person: self.person,
            case,
            id,
            command,
            order: clock.max(self.last_order + 1),
            made: now,
            state: ItemState::Waiting,
        };
        out.push(Output::SaveOutbox(item.clone()));
        out.push(Output::Tell(OutboxNews::Saved(item.clone())));
        self.put(item, out);
    }

    /// Takes over what the store or another tab has.
    pub(crate) fn merge(&mut self, item: OutboxItem, out: &mut Vec<Output>) {
        if item.person != self.person {
            return;
        }
        match self.gone.get(&item.id) {
            Some(news) => {
                out.push(Output::DropOutbox(item.id));
                out.push(Output::Tell(news.clone()));
            }
            None => self.put(item, out),
        }
    }

    /// Tells the leading tab what this one waits for: whoever stored it may have died untold.
    pub(crate) fn tell_waiting(&self, out: &mut Vec<Output>) {
        for lane in self.lanes.values() {
            // An item in its last try was given up: nobody else is to try it.
            let last = lane.under_way.filter(|_| lane.last_try);
            let waiting = lane.items.values().filter(|item| !item.is_parked());
            let waiting = waiting.filter(|item| Some(item.id) != last).cloned();
            out.extend(waiting.map(|item| Output::Tell(OutboxNews::Waiting(item))));
        }
    }

    fn put(&mut self, item: OutboxItem, out: &mut Vec<Output>) {
        // Its case and its place never change; a changed copy keeps the first ones.
        let (case, order) = *self
            .places
            .entry(item.id)
            .or_insert((item.case, item.order));
        self.last_order = self.last_order.max(order);
        let state = match &item.state {
            ItemState::Waiting => Delivery::Pending { delay: None },
            ItemState::Parked(reason) => Delivery::Parked(reason.clone()),
        };
        let id = item.id;
        let lane = self.lanes.entry(case).or_default();
        if lane.items.get(&(order, id)).map(|old| &old.state) != Some(&item.state) {
            out.push(Output::Delivery { case, id, state });
        }
        lane.items.insert((order, id), item);
    }

    /// The tab that is done with an item took it from the store. This one may have stored it again
    /// while the news was on its way; without this the item would lie there for nobody.
    fn drop_again(&self, id: CommandId, out: &mut Vec<Output>) {
        if self.places.contains_key(&id) {
            out.push(Output::DropOutbox(id));
        }
    }

    fn known(&self, id: CommandId) -> Option<&OutboxItem> {
        let (case, order) = self.places.get(&id)?;
        self.lanes.get(case)?.items.get(&(*order, id))
    }

    pub(crate) fn news(&mut self, news: OutboxNews, out: &mut Vec<Output>) {
        match news {
            OutboxNews::Saved(item) => self.merge(item, out),
            OutboxNews::Waiting(item) => match self.known(item.id) {
                // It was set aside meanwhile, and the other tab has not heard it yet. Or it was tried
                // again in a tab that was killed between storing and telling that: the store must
                // not say otherwise than what every tab shows.
                Some(known) if known.is_parked() => {
                    out.push(Output::SaveOutbox(known.clone()));
                    out.push(Output::Tell(OutboxNews::Saved(known.clone())));
                }
                Some(_) => {}
                None => self.merge(item, out),
            },
            OutboxNews::Sent { id, first, last } => {
                self.drop_again(id, out);
                self.forget(id, Delivery::Sent { first, last }, out);
            }
            OutboxNews::Discarded { id } => {
                if !self.is_last_try(id) {
                    self.drop_again(id, out);
                    self.forget(id, Delivery::Discarded, out);
                }
            }
            OutboxNews::Leading => self.tell_waiting(out),
        }
    }

    pub(crate) fn retry(&mut self, id: CommandId, out: &mut Vec<Output>) {
        let Some((case, order)) = self.places.get(&id).copied() else {
            return;
        };
        let Some(lane) = self.lanes.get_mut(&case) else {
            return;
        };
        lane.not_before = None;
        let Some(item) = lane.items.get_mut(&(order, id)) else {
            return;
        };
        if item.is_parked() {
            item.state = ItemState::Waiting;
            out.push(Output::SaveOutbox(item.clone()));
            out.push(Output::Tell(OutboxNews::Saved(item.clone())));
            out.push(Output::Delivery {
                case,
                id,
                state: Delivery::Pending { delay: None },
            });
        }
    }

    pub(crate) fn discard(&mut self, id: CommandId, out: &mut Vec<Output>) {
        if self.places.contains_key(&id) && !self.is_last_try(id) {
            self.give_up(id, out);
        }
    }

    fn give_up(&mut self, id: CommandId, out: &mut Vec<Output>) {
        out.push(Output::DropOutbox(id));
        out.push(Output::Tell(OutboxNews::Discarded { id }));
        self.forget(id, Delivery::Discarded, out);
    }

    /// Is the item under way? Then this was its last try: it may have arrived already, so that
    /// only the answer can tell.
    fn is_last_try(&mut self, id: CommandId) -> bool {
        let lane = self
            .lanes
            .values_mut()
            .find(|lane| lane.under_way == Some(id));
        lane.map(|lane| lane.last_try = true).is_some()
    }

    /// Starts whatever may start.
    pub(crate) fn poll(&mut self, now: Moment, out: &mut Vec<Output>) {
        if self.hold.is_some_and(|until| now < until) {
            return;
        }
        self.hold = None;
        let mut free = PARALLEL.saturating_sub(self.under_way());
        let mut ready: Vec<(Place, CaseId)> = self
            .lanes
            .iter()
            .filter(|(_, lane)| lane.under_way.is_none())
            .filter(|(_, lane)| lane.not_before.is_none_or(|until| now >= until))
            .filter_map(|(case, lane)| {
                lane.first_waiting()
                    .map(|item| ((item.order, item.id), *case))
            })
            .collect();
        ready.sort_unstable();
        for (_, case) in ready {
            if free == 0 {
                return;
            }
            let Some(lane) = self.lanes.get_mut(&case) else {
                continue;
            };
            let Some(item) = lane.first_waiting() else {
                continue;
            };
            let (id, command) = (item.id, item.command.clone());
            lane.under_way = Some(id);
            lane.not_before = None;
            free -= 1;
            out.push(Output::Send { case, id, command });
        }
    }

    fn forget(&mut self, id: CommandId, state: Delivery, out: &mut Vec<Output>) {
        let news = match state {
            Delivery::Sent { first, last } => OutboxNews::Sent { id, first, last },
            _ => OutboxNews::Discarded { id },
        };
        self.gone.insert(id, news);
        let Some((case, order)) = self.places.remove(&id) else {
            return;
        };
        if let Some(lane) = self.lanes.get_mut(&case) {
            lane.items.remove(&(order, id));
            if lane.items.is_empty() && lane.under_way.is_none() {
                self.lanes.remove(&case);
            }
        }
        out.push(Output::Delivery { case, id, state });
    }

    /// The world changed: whatever waits for its backoff is tried at once. A wish of the server stays.
    pub(crate) fn hurry(&mut self) {
        for lane in self.lanes.values_mut() {
            lane.not_before = None;
        }
    }

    /// When `poll` could start something that it cannot start now.
    pub(crate) fn next(&self) -> Option<Moment> {
        let lane = self
            .lanes
            .values()
            .filter(|lane| lane.under_way.is_none() && lane.first_waiting().is_some())
            .filter_map(|lane| lane.not_before.max(self.hold))
            .min();
        if self.under_way() >= PARALLEL {
            return None;
        }
        lane
    }

    fn under_way(&self) -> usize {
        self.lanes
            .values()
            .filter(|lane| lane.under_way.is_some())
            .count()
    }

    /// How many wait or are under way, how many are set aside, and whether the disk was full.
    pub(crate) fn counts(&self) -> (u32, u32, bool) {
        let items = self.lanes.values().flat_map(|lane| lane.items.values());
        let (mut unsent, mut parked) = (0, 0);
        for item in items {
            if item.is_parked() {
                parked += 1;
            } else {
                unsent += 1;
            }
        }
        (unsent, parked, self.storage_full && unsent > 0)
    }
}
