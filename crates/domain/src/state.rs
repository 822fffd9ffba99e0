//! The case as it stands: what folding its entries gives.

use std::collections::{BTreeMap, BTreeSet};

use anjian_api::audience::Audience;
use anjian_api::bytes::Leaf;
use anjian_api::case::{CaseFacts, CaseStage};
use anjian_api::file::FileId;
use anjian_api::ids::{Moment, PersonId, SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_api::role::{Seat, Side};
use serde::{Deserialize, Serialize};

use crate::document::Documents;
use crate::evidence::Evidence;
use crate::files::FileRecord;
use crate::roles;

/// How many entries back a message is remembered for recall.
///
/// It bounds the state of a case with 100,000 entries; two minutes never hold as many.
pub const RECENT_ENTRIES: u64 = 256;

/// A case, folded from the entries that one reader may see, or, on the server, from all.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseState {
    /// The number of the newest entry, seen or not.
    pub head: Seq,
    /// Its leaf.
    pub last_leaf: Leaf,
    /// The cover; none before the case is opened.
    pub facts: Option<CaseFacts>,
    /// The stage; none before the case is opened.
    pub stage: Option<CaseStage>,
    /// Every seat ever given.
    pub seats: BTreeMap<SeatId, SeatRecord>,
    /// Messages young enough to be recalled.
    pub recent: BTreeMap<Seq, RecentMessage>,
    /// Messages whose words are hidden.
    pub recalled: BTreeSet<Seq>,
    /// Calls by the court that wait for an answer.
    pub calls: Vec<OpenCall>,
    /// Notices by the court.
    pub notices: BTreeMap<Seq, NoticeRecord>,
    /// Files that the reader uploaded or is shown.
    #[serde(default)]
    pub files: BTreeMap<FileId, FileRecord>,
    /// Exhibits, opinions and the exchange.
    #[serde(default)]
    pub evidence: Evidence,
    /// Documents to be read, confirmed and signed.
    #[serde(default)]
    pub documents: Documents,
}

/// A seat and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatRecord {
    /// Who sits there.
    pub seat: Seat,
    /// The telephone number, where the reader may know it.
    pub phone: Option<String>,
    /// Since which entry.
    pub seated_at: Seq,
    /// The seat was ended; its person has no access any more.
    pub ended: bool,
}

/// A message young enough to be recalled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentMessage {
    /// Who said it.
    pub author: SeatId,
    /// When.
    pub at: Moment,
    /// To whom.
    pub audience: Audience,
    /// Messages by others that quote it: somebody acted on it.
    pub quoted_by: Vec<Seq>,
}

/// A call by the court (a mention) that waits for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCall {
    /// The message.
    pub message: Seq,
    /// Who called.
    pub by: SeatId,
    /// Who is called.
    pub of: SeatId,
}

/// A notice and who confirmed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeRecord {
    /// One line.
    pub title: String,
    /// To whom.
    pub audience: Audience,
    /// Who is to confirm it.
    pub asked: Vec<SeatId>,
    /// Who did.
    pub confirmed: BTreeSet<SeatId>,
    /// Until when.
    pub due: Option<Moment>,
}

impl CaseState {
    /// The seat, if it was given and not ended.
    #[must_use]
    pub fn seat(&self, id: SeatId) -> Option<&Seat> {
        self.seats
            .get(&id)
            .filter(|record| !record.ended)
            .map(|record| &record.seat)
    }

    /// The seat, or the refusal that says there is none.
    ///
    /// # Errors
    /// `NotFound` when it was never given or was ended.
    pub fn require_seat(&self, id: SeatId) -> Result<&Seat, Refusal> {
        self.seat(id).ok_or(Refusal::NotFound)
    }

    /// The seats that are not ended, in the order of seating.
    pub fn present(&self) -> impl Iterator<Item = &Seat> {
        self.seats
            .values()
            .filter(|record| !record.ended)
            .map(|record| &record.seat)
    }

    /// The seat of a person, if it has one that is not ended.
    #[must_use]
    pub fn seat_of(&self, person: PersonId) -> Option<&Seat> {
        self.present().find(|seat| seat.person == person)
    }

    /// The side a seat stands on: a party's own, an agent's principal's.
    #[must_use]
    pub fn side(&self, id: SeatId) -> Option<Side> {
        let seat = &self.seats.get(&id)?.seat;
        match seat.acts_for {
            Some(party) => roles::side_of_party(self.seats.get(&party)?.seat.role),
            None => roles::side_of_party(seat.role),
        }
    }

    /// The case is over.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.stage == Some(CaseStage::Closed)
    }

    /// The number the next seat gets.
    #[must_use]
    pub fn next_seat(&self) -> SeatId {
        let last = self.seats.keys().next_back().map_or(0, |id| id.0);
        SeatId(last.saturating_add(1))
    }

    /// Two seats speak with one voice: a party and its agents.
    #[must_use]
    pub fn same_voice(&self, one: SeatId, two: SeatId) -> bool {
        let principal = |id: SeatId| {
            self.seats
                .get(&id)
                .and_then(|record| record.seat.acts_for)
                .unwrap_or(id)
        };
        principal(one) == principal(two)
    }
}
