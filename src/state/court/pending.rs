//! Own commands on their way.

use std::sync::Arc;

use anjian_api::act::{Payload, Understood};
use anjian_api::command::Command;
use anjian_api::entry::WireEntry;
use anjian_api::ids::{CommandId, Moment, SeatId, Seq};
use anjian_domain::{Actor, CaseState, decide, evolve_wire};
use anjian_sync::{Delivery, ItemState, OutboxItem};
use leptos::prelude::*;

use super::case::CaseHandle;

/// An own command that does not stand in the timeline yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// Its id.
    pub id: CommandId,
    /// The command.
    pub command: Command,
    /// When it was given.
    pub made: Moment,
    /// Where it stands.
    pub delivery: Delivery,
    /// The number of its first entry, once it is known.
    pub seq: Option<Seq>,
    /// Its place among the others.
    pub order: u64,
}

impl Pending {
    pub(super) fn of(item: &OutboxItem) -> Self {
        let delivery = match &item.state {
            ItemState::Waiting => Delivery::Pending { delay: None },
            ItemState::Parked(reason) => Delivery::Parked(reason.clone()),
        };
        Self {
            id: item.id,
            command: item.command.clone(),
            made: item.made,
            delivery,
            seq: None,
            order: item.order,
        }
    }

    /// It was set aside.
    #[must_use]
    pub const fn is_parked(&self) -> bool {
        matches!(self.delivery, Delivery::Parked(_))
    }

    /// Whether an own entry that came by the live connection is this one, before its answer came:
    /// just that is what the rules make of the command, in the case as it stood before the entry.
    pub(super) fn is_said_by(
        &self,
        before: &CaseState,
        actor: &Actor,
        at: Moment,
        said: &Payload,
    ) -> bool {
        let new = decide(before, actor, &self.command, at);
        new.is_ok_and(|new| new.first().is_some_and(|first| first.payload == *said))
    }
}

impl CaseHandle {
    /// The live connection is often faster than the answer to the command itself: an own entry
    /// that says just what the command under way says is taken for it, lest it be shown twice.
    pub(super) fn claim(self, entries: &[WireEntry]) {
        let inner = self.inner();
        let you = inner.you.get_untracked();
        let unclaimed = |one: &Pending| !one.is_parked() && one.seq.is_none();
        if !inner
            .pending
            .with_untracked(|pending| pending.iter().any(unclaimed))
        {
            return;
        }
        let mut before = inner.state.get_untracked();
        for entry in entries {
            let own = entry.header().filter(|header| header.author == you);
            if let Some(header) = own
                && let Some(Understood::Known(payload)) = entry.understood()
                && let Some(actor) = actor(&before, you)
            {
                inner.pending.update(|pending| {
                    // Commands of a case are sent one after another: only the first can be meant.
                    let first = pending.iter_mut().find(|one| unclaimed(one));
                    let is_said = |first: &&mut Pending| {
                        first.is_said_by(&before, &actor, header.at, &payload)
                    };
                    if let Some(first) = first.filter(is_said) {
                        first.seq = Some(entry.seq);
                        inner.commands.borrow_mut().insert(entry.seq, first.id);
                    }
                });
            }
            evolve_wire(Arc::make_mut(&mut before), entry);
        }
    }
}

/// The person of a seat, as the rules see them.
pub(super) fn actor(state: &CaseState, seat: SeatId) -> Option<Actor> {
    let person = state.seats.get(&seat)?.seat.person;
    Some(Actor::Seat { seat, person })
}
