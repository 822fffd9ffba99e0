//! Reading what a hand drew: noted before it is read, drawn as a picture, told to whoever wrote it.

use std::collections::HashMap;

use anjian_api::document::ink::{DrawnSignature, InkPurpose, InkReading};
use anjian_api::ids::{CaseId, CeremonyId, Moment, PersonId, Seq};
use anjian_api::problem::ProblemCode;
use anjian_domain::document::may_look_at_ink;
use anjian_ink::picture::png;
use anjian_ink::trace::Trace;
use serde::{Deserialize, Serialize};

use super::kept::{Done, Held, named, of};
use super::seal::ink;
use super::{PaperError, Papers};
use crate::ledger::Member;
use crate::seal::Purpose;
use crate::store::Kept;

/// Pixels of the official picture for one of the sheet: a signature of 60 mm has 500 dots an inch.
const SCALE: f32 = 3.0;

/// A reading of a trace, as it lies beside the case.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct TraceReading {
    at: Moment,
    /// By whose request; unknown of the oldest ones.
    #[serde(default)]
    by: Option<PersonId>,
    purpose: InkPurpose,
}

impl Papers {
    /// The official picture of a signature, for whoever conducts the case: PNG, trimmed to the ink.
    /// Who asked, when and what for is noted before anything is read.
    ///
    /// # Errors
    /// No such signature, nothing drawn, or not for this seat; a purpose that is nobody's.
    pub async fn official_picture(
        &self,
        member: &Member,
        document: Seq,
        entry: Seq,
        purpose: InkPurpose,
    ) -> Result<Vec<u8>, PaperError> {
        self.record(member, document).await?;
        if !self.may_look(member).await? {
            return Err(PaperError::not_found());
        }
        let all = self.held_under(member.case(), document).await?;
        let mut drawn = all.iter().filter_map(drawn);
        let found = drawn.find(|(_, done)| done.seq == entry);
        let (held, _) = found.ok_or(PaperError::not_found())?;
        if !InkPurpose::ASKED.contains(&purpose) {
            return Err(PaperError::of(ProblemCode::BadRequest));
        }
        self.require_room()?;
        let busy = (self.look(member.person())?, self.place().await?);
        let trace = self
            .read_trace(
                member.case(),
                member.person(),
                (document, held.ceremony.id),
                purpose,
            )
            .await?;
        let drawing = tokio::task::spawn_blocking(move || {
            let _busy = busy;
            png(&trace, SCALE)
        });
        let picture = drawing.await;
        picture
            .map_err(|error| PaperError::internal(&error.to_string()))?
            .map_err(|error| PaperError::internal(&error.to_string()))
    }

    /// What hands drew on a document, and who read it, in the order of the entries: all of it for
    /// whoever conducts the case, of everybody else what they drew themselves.
    ///
    /// # Errors
    /// No such document for this seat, or nothing drawn on it that is theirs.
    pub async fn drawn_signatures(
        &self,
        member: &Member,
        document: Seq,
    ) -> Result<Vec<DrawnSignature>, PaperError> {
        self.record(member, document).await?;
        let sees_all = self.may_look(member).await?;
        let all = self.held_under(member.case(), document).await?;
        let mut readings = self.readings(member, document).await?;
        let theirs = |held: &Held| sees_all || held.person == member.person();
        let mut signatures: Vec<DrawnSignature> = all
            .iter()
            .filter_map(drawn)
            .filter(|(held, _)| theirs(held))
            .map(|(held, done)| DrawnSignature {
                entry: done.seq,
                at: done.at,
                version: held.ceremony.version,
                seat: held.ceremony.seat,
                signer: done.sign.signer.clone(),
                readings: readings.remove(&held.ceremony.id).unwrap_or_default(),
            })
            .collect();
        if signatures.is_empty() && !sees_all {
            return Err(PaperError::not_found());
        }
        signatures.sort_by_key(|signature| signature.entry);
        Ok(signatures)
    }

    /// The trace of a signature, for a purpose that is noted before it is read.
    pub(super) async fn read_trace(
        &self,
        case: CaseId,
        by: PersonId,
        (document, ceremony): (Seq, CeremonyId),
        purpose: InkPurpose,
    ) -> Result<Trace, PaperError> {
        let (at, by) = (self.now(), Some(by));
        let plain = serde_json::to_vec(&TraceReading { at, by, purpose })?;
        let id = of(document, ceremony);
        let mut line = id.clone();
        line.extend_from_slice(&at.0.to_be_bytes());
        // Two readings in one millisecond are two lines.
        let mut unique = [0; 8];
        getrandom::fill(&mut unique).map_err(|_| PaperError::internal("no randomness"))?;
        line.extend_from_slice(&unique);
        self.keep(case, Kept::Reading, line, None, &plain).await?;
        let bytes = self.kept_bytes(case, Kept::Trace, &id).await?;
        let bytes = bytes.ok_or_else(|| PaperError::internal("a trace is missing"))?;
        Trace::read(&bytes).map_err(|_| PaperError::internal("a kept trace cannot be read"))
    }

    /// Who had the traces of a document read, by signature, oldest first.
    async fn readings(
        &self,
        member: &Member,
        document: Seq,
    ) -> Result<HashMap<CeremonyId, Vec<InkReading>>, PaperError> {
        let case = member.case();
        let ledger = &self.inner.ledger;
        let prefix = document.0.to_be_bytes();
        let rows = ledger.store().kept_under(case, Kept::Reading, &prefix);
        let rows = rows.await?;
        let key = ledger.keys().case(case).await?;
        let seats = ledger.view(member, |view| {
            let seats = view.seats.iter();
            seats
                .map(|(id, record)| (record.seat.person, *id))
                .collect::<HashMap<_, _>>()
        });
        let seats = seats.await?;
        let mut all: HashMap<CeremonyId, Vec<InkReading>> = HashMap::new();
        for (id, sealed) in rows {
            let plain = key.open_beside(Purpose::Document, &named(Kept::Reading, &id), &sealed)?;
            let reading: TraceReading = serde_json::from_slice(&plain)?;
            let ceremony = id.get(8..24).and_then(|id| id.try_into().ok());
            let ceremony =
                ceremony.ok_or_else(|| PaperError::internal("a line of no signature"))?;
            // Whoever signed last made the server draw it, and saw nothing of it.
            let by = match reading.purpose {
                InkPurpose::SealedPdf => None,
                _ => reading.by.and_then(|person| seats.get(&person).copied()),
            };
            let ceremony = CeremonyId(uuid::Uuid::from_bytes(ceremony));
            all.entry(ceremony).or_default().push(InkReading {
                at: reading.at,
                by,
                purpose: reading.purpose,
            });
        }
        Ok(all)
    }

    async fn may_look(&self, member: &Member) -> Result<bool, PaperError> {
        let ledger = &self.inner.ledger;
        let may = ledger.view(member, |view| may_look_at_ink(view, member.seat()));
        Ok(may.await?)
    }
}

/// It stands, and a hand drew it.
fn drawn(held: &Held) -> Option<(&Held, &Done)> {
    let done = held.done.as_ref()?;
    ink(&done.sign.method).map(|_| (held, done))
}
