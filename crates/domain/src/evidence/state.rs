//! What is known of the evidence of a case: what folding its entries gives.

use std::collections::{BTreeMap, BTreeSet};

use anjian_api::evidence::{
    EvidenceSide, ExchangeForm, ExchangeTerms, Exhibit, Ground, Leave, Mark, Opinion, OriginalForm,
};
use anjian_api::ids::{Moment, SeatId, Seq};
use serde::{Deserialize, Serialize};

/// The evidence of a case, as far as the reader may know it.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// 举证期限, where the court has set one.
    pub deadline: Option<Moment>,
    /// Exhibits by the entry that submitted them; hidden ones are not here.
    pub exhibits: BTreeMap<Seq, ExhibitRecord>,
    /// The last number given on each list.
    pub numbers: BTreeMap<EvidenceSide, u32>,
    /// The court's question in which form to exchange.
    pub form_asked: Option<FormAsked>,
    /// The forms that the parties agreed to, for the next exchange.
    pub forms: BTreeMap<SeatId, ExchangeForm>,
    /// The exchange that is open.
    pub exchange: Option<Exchange>,
    /// The newest exchange, open or closed.
    pub round: Seq,
    /// Exchanges that were closed, the oldest first.
    #[serde(default)]
    pub past: Vec<PastExchange>,
}

/// An exchange that was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastExchange {
    /// The entry that opened it.
    pub opened: Seq,
    /// Its form and time, as they stood at the end.
    pub terms: ExchangeTerms,
    /// Parties that had finished before the end; of a sync one nobody says so.
    pub finished: BTreeSet<SeatId>,
    /// When it was closed.
    pub closed: Moment,
    /// Who closed it: the court, or the registry when it was over.
    pub by: SeatId,
}

/// The court's question in which form to exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormAsked {
    /// The entry that asked.
    pub asked: Seq,
    /// Until when to say.
    pub due: Moment,
}

/// An exchange that is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// The entry that opened it.
    pub opened: Seq,
    /// Its form and time; an extension that was granted is in it.
    pub terms: ExchangeTerms,
    /// Parties that have finished, by the entry that said so.
    pub finished: BTreeMap<SeatId, Seq>,
    /// Requests for more time that wait for the court.
    pub requests: BTreeMap<Seq, ExtensionRequest>,
}

/// A request for more time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionRequest {
    /// The party that asks.
    pub party: SeatId,
    /// Until when.
    pub until: Moment,
    /// Why.
    pub reason: String,
}

/// An exhibit and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExhibitRecord {
    /// Who submitted it.
    pub by: SeatId,
    /// When.
    pub at: Moment,
    /// On whose list it stands.
    pub side: EvidenceSide,
    /// Its number there.
    pub number: u32,
    /// What it is.
    pub exhibit: Exhibit,
    /// It came after the deadline.
    pub late: Option<Late>,
    /// Since which entry it may be examined; none: it waits for leave, or was not given it.
    pub examinable: Option<Seq>,
    /// Opposing seats that opened it, as far as the reader may know.
    pub opened: BTreeSet<SeatId>,
    /// The last opinion of each party.
    pub opinions: BTreeMap<SeatId, OpinionRecord>,
    /// Parties that do without examining it.
    pub waived: BTreeMap<SeatId, Waiver>,
    /// Where the court sees it stand.
    pub mark: Option<Mark>,
    /// How the form of the original was met.
    pub form: Option<AcceptedForm>,
    /// It was withdrawn after it had been opened.
    pub withdrawn: Option<Withdrawal>,
    /// Admitted or not.
    pub ruling: Option<Ruling>,
    /// Its exchange is closed and no other is open: no more opinions.
    pub locked: bool,
}

/// An exhibit came after the deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Late {
    /// Why, in the submitter's words.
    pub reason: String,
    /// What the court decided.
    pub decided: Option<LateDecision>,
}

/// What the court decided on an exhibit that came late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateDecision {
    /// The entry.
    pub seq: Seq,
    /// What.
    pub leave: Leave,
    /// Why.
    pub reason: String,
}

/// What a party says to an exhibit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpinionRecord {
    /// The entry in which it was given.
    pub seq: Seq,
    /// The seat that gave it.
    pub by: SeatId,
    /// When.
    pub at: Moment,
    /// What.
    pub opinion: Opinion,
    /// Nobody but the party sees it yet.
    pub sealed: bool,
    /// The submitter's reply.
    pub reply: Option<Reply>,
}

/// The submitter's reply to an opinion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The entry.
    pub seq: Seq,
    /// Who.
    pub by: SeatId,
    /// When.
    pub at: Moment,
    /// What.
    pub reply: Ground,
}

/// A party does without examining an exhibit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// The entry.
    pub seq: Seq,
    /// Who said or recorded it.
    pub by: SeatId,
    /// Why.
    pub reason: Option<String>,
}

/// How the form of the original was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedForm {
    /// The entry.
    pub seq: Seq,
    /// In which way.
    pub way: OriginalForm,
    /// More about it.
    pub note: Option<String>,
}

/// An exhibit was withdrawn after it had been opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// The entry.
    pub seq: Seq,
    /// Why.
    pub reason: String,
}

/// The court's ruling on an exhibit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// The entry.
    pub seq: Seq,
    /// It is admitted.
    pub admitted: bool,
    /// Why.
    pub reason: String,
}

impl Evidence {
    /// Opinions given now are sealed.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.exchange.as_ref().is_some_and(Exchange::is_async)
    }
}

impl Exchange {
    /// Each answers at its own time; opinions are sealed.
    #[must_use]
    pub const fn is_async(&self) -> bool {
        matches!(self.terms, ExchangeTerms::Async { .. })
    }

    /// Its period is over at this moment; a sync one has none.
    #[must_use]
    pub fn is_over(&self, now: Moment) -> bool {
        matches!(self.terms, ExchangeTerms::Async { until } if until <= now)
    }
}

impl ExhibitRecord {
    /// It is there to be examined and ruled on.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        self.examinable.is_some() && self.withdrawn.is_none() && self.ruling.is_none()
    }

    /// It came late and waits for the court.
    #[must_use]
    pub fn awaits_leave(&self) -> bool {
        self.withdrawn.is_none()
            && self
                .late
                .as_ref()
                .is_some_and(|late| late.decided.is_none())
    }

    /// This party has said something that all may see, or does without.
    #[must_use]
    pub fn is_examined_by(&self, party: SeatId) -> bool {
        self.waived.contains_key(&party)
            || self
                .opinions
                .get(&party)
                .is_some_and(|opinion| !opinion.sealed)
    }

    /// This party has said something, sealed or not, or does without.
    #[must_use]
    pub fn is_answered_by(&self, party: SeatId) -> bool {
        self.waived.contains_key(&party) || self.opinions.contains_key(&party)
    }
}
