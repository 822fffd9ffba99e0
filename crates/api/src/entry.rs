//! Entries as a reader receives them.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::act::Understood;
use crate::audience::Audience;
use crate::bytes::{Leaf, Salt};
use crate::ids::{Moment, SeatId, Seq};

/// One entry, as far as its reader may see it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireEntry {
    /// Its number in the case.
    pub seq: Seq,
    /// The hash of its record.
    pub leaf: Leaf,
    /// What the reader may see of it.
    pub shown: Shown,
}

/// What a reader may see of an entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// All of it.
    Open(Open),
    /// A recalled message, or an exhibit withdrawn before anybody opposing opened it: the words are no longer delivered, the record still verifies.
    Withheld(Withheld),
    /// The reader is outside its audience: number and leaf, nothing more.
    Sealed,
}

/// The fields of the record that the leaf commits to, beside the payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Header {
    /// When the server took it.
    pub at: Moment,
    /// Its kind; one that this version does not know is shown as a card that says so.
    pub kind: String,
    /// Who did it.
    pub author: SeatId,
    /// The leaf of the entry before it.
    pub prev: Leaf,
    /// The salt of its commitments.
    pub salt: Salt,
}

/// An entry with its words.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Open {
    /// The record.
    pub header: Header,
    /// The committed bytes, to be hashed exactly as they stand. See `act::Payload`.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub payload: Box<RawValue>,
}

/// An entry without its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Withheld {
    /// The record.
    pub header: Header,
    /// Who may see that it is there.
    pub audience: Audience,
    /// The commitment to the words.
    pub payload_commit: Leaf,
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.header == other.header && self.payload.get() == other.payload.get()
    }
}

impl PartialEq for WireEntry {
    fn eq(&self, other: &Self) -> bool {
        self.seq == other.seq && self.leaf == other.leaf && self.shown == other.shown
    }
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Shown::Open(one), Shown::Open(two)) => one == two,
            (Shown::Withheld(one), Shown::Withheld(two)) => one == two,
            (Shown::Sealed, Shown::Sealed) => true,
            _ => false,
        }
    }
}

impl WireEntry {
    /// The record, when the reader may see it.
    #[must_use]
    pub fn header(&self) -> Option<&Header> {
        match &self.shown {
            Shown::Open(open) => Some(&open.header),
            Shown::Withheld(withheld) => Some(&withheld.header),
            Shown::Sealed => None,
        }
    }

    /// What the committed bytes say, when the reader has them.
    #[must_use]
    pub fn understood(&self) -> Option<Understood> {
        match &self.shown {
            Shown::Open(open) => Some(Understood::read(&open.payload)),
            Shown::Withheld(_) | Shown::Sealed => None,
        }
    }
}
