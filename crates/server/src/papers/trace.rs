//! What was drawn: read, judged and kept, sealed.

use anjian_api::bytes::{Sha256Digest, Sm3Digest};
use anjian_api::document::Ink;
use anjian_api::document::signing::{InkDoubt, TraceHeld, Way};
use anjian_api::ids::{CeremonyId, Seq};
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
        let taken = judged(bytes)?;
        let index = self.inner.ledger.keys().ink_index(&taken.ink.sha256.0)?;
        let used = self.inner.ledger.store().used_ink(index).await?;
        if used.is_some_and(|ceremony| ceremony != id) {
            return Err(PaperError::of(ProblemCode::InkReplayed));
        }
        let expires = held.ceremony.expires;
        self.keep(case, Kept::Trace, of(document, id), Some(expires), bytes)
            .await?;
        held.ceremony.trace = Some(taken.clone());
        self.keep_held(case, &held).await?;
        Ok(taken)
    }
}

/// Reads and judges canonical bytes with the code that wrote them.
fn judged(bytes: &[u8]) -> Result<TraceHeld, PaperError> {
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
    Ok(TraceHeld {
        ink: Ink {
            sha256: Sha256Digest(digests.sha256),
            sm3: Sm3Digest(digests.sm3),
            points: u32::try_from(trace.points()).unwrap_or(u32::MAX),
            duration_ms: trace.until() / TENTHS,
        },
        doubts: doubts.into_iter().map(doubt).collect(),
    })
}
