//! The outbox as it is stored on the device and told between tabs.

use anjian_api::command::Command;
use anjian_api::ids::{CaseId, CommandId, Moment, PersonId, Seq};
use anjian_api::problem::ProblemCode;
use anjian_api::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// A command that waits to be sent, as it is stored on the device (strict durability).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutboxItem {
    /// Whose command it is. The engine touches only its own person's items.
    pub person: PersonId,
    /// The case.
    pub case: CaseId,
    /// The command's id; repeating it is safe.
    pub id: CommandId,
    /// The command.
    pub command: Command,
    /// Its place: rising in one tab, comparable between tabs (the clock, pushed forward).
    pub order: u64,
    /// When it was given.
    pub made: Moment,
    /// Whether it waits or was set aside.
    pub state: ItemState,
}

/// Where an item of the outbox stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    /// It will be sent in its turn.
    Waiting,
    /// It was set aside; the person decides.
    Parked(ParkReason),
}

/// Why an item was set aside: sending it again as it is would not help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParkReason {
    /// The law of the product says no.
    Refused(Refusal),
    /// The id was used with another body.
    Conflict,
    /// The server does not take it in this form.
    Rejected(ProblemCode),
}

/// What one tab tells the others of the same person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutboxNews {
    /// An item is new or was changed, and was given to the store.
    Saved(OutboxItem),
    /// This tab waits for an item; whoever knows more says so.
    Waiting(OutboxItem),
    /// An item was accepted.
    Sent {
        /// The item.
        id: CommandId,
        /// Its first entry.
        first: Seq,
        /// Its last entry.
        last: Seq,
    },
    /// The person gave an item up.
    Discarded {
        /// The item.
        id: CommandId,
    },
    /// This tab sends from now on. The others tell it what they still wait for: the tab before it
    /// may have died with news untold.
    Leading,
}

impl OutboxItem {
    /// The item was set aside.
    #[must_use]
    pub const fn is_parked(&self) -> bool {
        matches!(self.state, ItemState::Parked(_))
    }
}
