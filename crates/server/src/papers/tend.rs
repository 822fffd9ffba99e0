//! What goes on by itself: what broke off between a signature's entry and its PDF is made good, and
//! what nobody finished is thrown away.

use std::sync::{Arc, Weak};
use std::time::Duration;

use anjian_api::document::signing::Signed;
use anjian_api::ids::{CaseId, Moment};

use super::kept::{Held, of};
use super::{Inner, PaperError, Papers, command};
use crate::store::{Kept, KeptRow};

/// How often.
const EVERY: Duration = Duration::from_secs(3_600);
/// What is found by that it is still to be made never expires.
const NEVER: Moment = Moment(i64::MAX);

/// Ends with the papers.
pub(super) fn start(papers: &Papers) {
    let inner = Arc::downgrade(&papers.inner);
    tokio::spawn(run(inner));
}

async fn run(inner: Weak<Inner>) {
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        ticks.tick().await;
        let Some(inner) = inner.upgrade() else {
            return;
        };
        let papers = Papers { inner, told: None };
        if let Err(error) = papers.tend().await {
            tracing::warn!(error = error.kind(), "tending signatures");
        }
    }
}

impl Papers {
    /// Throws away what expired, and makes the signed PDFs that are missing. Is done at the start
    /// and every hour.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn tend(&self) -> Result<(), PaperError> {
        self.drop_expired().await?;
        let unsealed = self.inner.ledger.store().kept_until(NEVER).await?;
        for (case, id) in unsealed {
            if let Err(error) = self.make_good(case, &id).await {
                tracing::warn!(error = error.kind(), "a signed paper is still missing");
            }
        }
        Ok(())
    }

    pub(super) async fn drop_expired(&self) -> Result<(), PaperError> {
        let now = self.now();
        let files = &self.inner.files;
        files
            .write(move |tx| Box::pin(async move { tx.drop_kept(now).await }))
            .await?;
        Ok(())
    }

    async fn make_good(&self, case: CaseId, id: &[u8]) -> Result<(), PaperError> {
        let _alone = self.alone_in(case).await;
        let held: Option<Held> = self.kept(case, Kept::Ceremony, id).await?;
        let Some(mut held) = held else {
            // It was noted no further, and is long over.
            self.unkeep(case, Kept::Trace, id.to_vec()).await?;
            return self.unkeep(case, Kept::Unsealed, id.to_vec()).await;
        };
        if held.is_open() {
            return self.relent(case, &mut held).await;
        }
        self.settle(case, &mut held).await?;
        self.seal_once(case, &mut held).await
    }

    /// Notes what is about to be entered, so that nothing of it is lost if the server dies.
    pub(super) async fn intend(&self, held: &Held, case: CaseId) -> Result<(), PaperError> {
        let id = of(held.ceremony.document, held.ceremony.id);
        self.keep(case, Kept::Unsealed, id, Some(NEVER), b"unsealed")
            .await?;
        self.keep_trace(case, held, None).await?;
        self.keep_held(case, held).await
    }

    /// What was about to be entered when the server died is there, or it never came: then it can be
    /// tried again. Who signed may have left the case since.
    pub(super) async fn settle(&self, case: CaseId, held: &mut Held) -> Result<(), PaperError> {
        if held.intended.is_none() || held.done.is_some() {
            return Ok(());
        }
        let id = command(held.ceremony.id.0, b"sign", 0);
        let Some(seq) = self.entry_of(case, held.person, id).await? else {
            return self.relent(case, held).await;
        };
        let (at, _) = self.inner.ledger.entered(case, seq).await?;
        held.enter(seq, at);
        self.keep_held(case, held).await
    }

    /// Nothing was entered. The note goes last: who is stopped before has it done again.
    async fn relent(&self, case: CaseId, held: &mut Held) -> Result<(), PaperError> {
        let ceremony = held.ceremony.id;
        let intended = held.intended.take();
        if intended.is_some_and(|intended| intended.ink().is_some()) {
            self.free_ink(case, &held.ceremony).await?;
        }
        self.keep_held(case, held).await?;
        let expires = Some(held.ceremony.expires);
        self.keep_trace(case, held, expires).await?;
        let id = of(held.ceremony.document, ceremony);
        self.unkeep(case, Kept::Unsealed, id).await
    }

    /// Makes the signed PDF unless it is there. The signature stands in any case: what fails here is
    /// tried again.
    pub(super) async fn seal_or_later(&self, case: CaseId, held: &mut Held) {
        if let Err(error) = self.seal_once(case, held).await {
            tracing::warn!(error = error.kind(), "a signed paper could not be made yet");
        }
    }

    async fn seal_once(&self, case: CaseId, held: &mut Held) -> Result<(), PaperError> {
        if let Some(Signed { sealed: None, .. }) = &held.ceremony.signed {
            self.seal_for(case, held).await?;
        }
        let id = of(held.ceremony.document, held.ceremony.id);
        self.unkeep(case, Kept::Unsealed, id).await
    }

    /// From now on the trace belongs to a signature and stays as long as the case, or it goes with
    /// its ceremony.
    async fn keep_trace(
        &self,
        case: CaseId,
        held: &Held,
        expires: Option<Moment>,
    ) -> Result<(), PaperError> {
        let id = of(held.ceremony.document, held.ceremony.id);
        match self.kept_bytes(case, Kept::Trace, &id).await? {
            Some(bytes) => self.keep(case, Kept::Trace, id, expires, &bytes).await,
            None => Ok(()),
        }
    }

    pub(super) async fn unkeep(
        &self,
        case: CaseId,
        kind: Kept,
        id: Vec<u8>,
    ) -> Result<(), PaperError> {
        let row = KeptRow {
            case,
            kind,
            id,
            expires: None,
            sealed: Vec::new(),
        };
        let files = &self.inner.files;
        files
            .write(move |tx| Box::pin(async move { tx.unkeep(&row).await }))
            .await?;
        Ok(())
    }
}
