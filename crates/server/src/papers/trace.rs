//! What was drawn: read, judged and kept, sealed.

use anjian_api::bytes::{Sha256Digest, Sm3Digest};
use anjian_api::document::Ink;
use anjian_api::document::signing::{Ceremony, InkDoubt, TraceHeld, Way};
use anjian_api::ids::{CaseId, CeremonyId, Seq};
use anjian_api::problem::ProblemCode;
use anjian_ink::bytes::BadTrace;
use anjian_ink::legible::{self, Doubt, Refused};
use anjian_ink::trace::Trace;

use super::kept::of;
use super::{PaperError, Papers};
use crate::ledger::Member;
use crate::store::Kept;

/// Tenths of a millisecond.
const TENTHS: u32 = 10;

impl Papers {
    /// Takes what was drawn. Another trace takes its place until the signature is finished.
    ///
    /// # Errors
    /// Bytes that are no trace, a trace that is no signature, one that was used before.
    pub async fn take_trace(
        &self,
        member: &Member,
        document: Seq,
        id: CeremonyId,
        bytes: &[u8],
    ) -> Result<TraceHeld, PaperError> {
        let case = member.case();
        let _alone = self.alone_in(case).await;
        let mut held = self.open_held(member, document, id).await?;
        if !matches!(held.ceremony.by, Way::Drawn | Way::Assisted) {
            return Err(PaperError::of(ProblemCode::BadRequest));
        }
        self.require_room()?;
        let (taken, trace) = judged(bytes)?;
        for index in self.indexes(&trace)? {
            let used = self.inner.ledger.store().used_ink(index).await?;
            if used.is_some_and(|ceremony| ceremony != id) {
                return Err(PaperError::of(ProblemCode::InkReplayed));
            }
        }
        let expires = held.ceremony.expires;
        self.keep(case, Kept::Trace, of(document, id), Some(expires), bytes)
            .await?;
        held.ceremony.trace = Some(taken.clone());
        self.keep_held(case, &held).await?;
        Ok(taken)
    }

    /// Uses what was drawn for this signature, so that it signs nothing else.
    pub(super) async fn use_ink(
        &self,
        case: CaseId,
        ceremony: &Ceremony,
    ) -> Result<(), PaperError> {
        let [exact, movement] = self.indexes_of(case, ceremony).await?;
        let id = ceremony.id;
        let used = self.inner.files.write(move |tx| {
            Box::pin(
                async move { Ok(tx.use_ink(exact, id).await? && tx.use_ink(movement, id).await?) },
            )
        });
        if used.await? {
            Ok(())
        } else {
            Err(PaperError::of(ProblemCode::InkReplayed))
        }
    }

    /// It did not become one: what was drawn may be given again.
    pub(super) async fn free_ink(
        &self,
        case: CaseId,
        ceremony: &Ceremony,
    ) -> Result<(), PaperError> {
        let indexes = self.indexes_of(case, ceremony).await?;
        let id = ceremony.id;
        let freed = self.inner.files.write(move |tx| {
            Box::pin(async move {
                for index in indexes {
                    tx.free_ink(index, id).await?;
                }
                Ok(())
            })
        });
        Ok(freed.await?)
    }

    async fn indexes_of(
        &self,
        case: CaseId,
        ceremony: &Ceremony,
    ) -> Result<[[u8; 32]; 2], PaperError> {
        let id = of(ceremony.document, ceremony.id);
        let bytes = self.kept_bytes(case, Kept::Trace, &id).await?;
        let bytes = bytes.ok_or(PaperError::of(ProblemCode::CeremonyOver))?;
        let trace =
            Trace::read(&bytes).map_err(|_| PaperError::internal("a kept trace cannot be read"))?;
        self.indexes(&trace)
    }

    /// What a trace is known by: its bytes, and the movement that stands. Whoever has copied a trace
    /// can write a dot before it, take that back, and move the rest a little.
    fn indexes(&self, trace: &Trace) -> Result<[[u8; 32]; 2], PaperError> {
        let keys = self.inner.ledger.keys();
        Ok([
            keys.ink_index(&trace.digests().sha256)?,
            keys.ink_index(&trace.movement())?,
        ])
    }
}

/// Reads and judges canonical bytes with the code that wrote them.
fn judged(bytes: &[u8]) -> Result<(TraceHeld, Trace), PaperError> {
    let rejected = |why: &str| PaperError::about(ProblemCode::InkRejected, why);
    let trace = Trace::read(bytes).map_err(|error| {
        rejected(match error {
            BadTrace::Unknown | BadTrace::Form => "form",
            BadTrace::TooLarge => "too_large",
            BadTrace::Outside => "outside",
            BadTrace::Impossible => "impossible",
        })
    })?;
    let doubts = legible::judge(&trace).map_err(|refused| {
        rejected(match refused {
            Refused::Empty => "empty",
            Refused::Dot => "dot",
            Refused::Line => "line",
        })
    })?;
    let digests = trace.digests();
    let doubt = |doubt: Doubt| match doubt {
        Doubt::Small => InkDoubt::Small,
        Doubt::CutOff => InkDoubt::CutOff,
        Doubt::Hasty => InkDoubt::Hasty,
    };
    let held = TraceHeld {
        ink: Ink {
            sha256: Sha256Digest(digests.sha256),
            sm3: Sm3Digest(digests.sm3),
            points: u32::try_from(trace.points()).unwrap_or(u32::MAX),
            duration_ms: trace.until() / TENTHS,
        },
        doubts: doubts.into_iter().map(doubt).collect(),
    };
    Ok((held, trace))
}
