//! What a seat may see of an entry, and in which form it is delivered.

use anjian_api::audience::Audience;
use anjian_api::ids::SeatId;
use anjian_domain::{CaseState, may_see};
use serde::Deserialize;

/// Author and audience of an entry: what the domain's rule of visibility reads.
#[derive(Debug, Clone)]
pub(crate) struct Guard {
    author: SeatId,
    /// None when a newer version wrote an audience that this one cannot read.
    audience: Option<Audience>,
}

/// The part of a payload that every version can read.
#[derive(Deserialize)]
struct AudienceOnly {
    audience: Audience,
}

impl Guard {
    pub(crate) const fn new(author: SeatId, audience: Audience) -> Self {
        Self {
            author,
            audience: Some(audience),
        }
    }

    /// Reads the audience from committed bytes. An audience that cannot be read admits the author
    /// and nobody else: what is not understood stays closed.
    pub(crate) fn read(author: SeatId, payload: &str) -> Self {
        let audience = serde_json::from_str::<AudienceOnly>(payload)
            .ok()
            .map(|part| part.audience);
        Self { author, audience }
    }

    /// May this seat see the entry? `roster` is any state of the case that knows the seat.
    pub(crate) fn admits(&self, roster: &CaseState, seat: SeatId) -> bool {
        match &self.audience {
            Some(audience) => may_see(roster, seat, self.author, audience),
            None => seat == self.author,
        }
    }

    /// The audience, where it can be read.
    pub(crate) fn into_audience(self) -> Audience {
        self.audience.unwrap_or_else(|| Audience::Named(Vec::new()))
    }
}
