//! Who may see an entry.

use serde::{Deserialize, Serialize};

use crate::ids::SeatId;
use crate::role::Side;

/// Who may see an entry. The rule that reads it is `anjian_domain::audience`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// All seats, guests (witness, expert, observer) included.
    Everyone,
    /// All seats that take part: court, parties, agents, mediators, interpreters.
    Participants,
    /// The court's seats, and the author.
    Court,
    /// The seats of one side with their agents, the court's seats, and the author.
    Side(Side),
    /// The named seats, and the author.
    Named(Vec<SeatId>),
    /// The named seats with those who speak with their voice, the court's seats, and the author:
    /// also a judge, a clerk or an agent who comes later. Papers of the court are given to it.
    Voices(Vec<SeatId>),
}
