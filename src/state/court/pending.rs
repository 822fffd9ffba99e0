//! Own commands on their way.

use anjian_api::act::Payload;
use anjian_api::command::Command;
use anjian_api::ids::{CommandId, Moment, Seq};
use anjian_domain::{Actor, CaseState, decide};
use anjian_sync::{Delivery, ItemState, OutboxItem};

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
