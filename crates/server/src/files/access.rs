//! Who of another side read an exhibit, and when: noted before the bytes are given.

use std::collections::HashMap;
use std::sync::PoisonError;

use anjian_api::file::{Access, FileId, FileVariant};
use anjian_api::ids::{CaseId, Moment, SeatId, Seq};

use super::{FileError, Files, Form, job};
use crate::ledger::Member;
use crate::seal::Purpose;

/// The same reading in many small ranges is one line, for so long.
const SAME_MS: i64 = 600_000;
/// Above so many, lines that are old are forgotten.
const ROOM: usize = 10_000;

/// Who, in which exhibit, which file, in which form.
pub(super) type Reading = (CaseId, Seq, SeatId, FileId, FileVariant);
/// When each was noted last.
pub(super) type Seen = HashMap<Reading, Moment>;

impl Files {
    /// Notes that bytes of a file are given to this seat: in every exhibit that its party opposes.
    ///
    /// # Errors
    /// When it could not be noted. Nothing is to be given then.
    pub async fn note_reading(
        &self,
        member: &Member,
        file: FileId,
        form: Form,
    ) -> Result<(), FileError> {
        let ledger = &self.inner.ledger;
        for opposed in ledger.opposed_exhibits(member, file).await? {
            if !opposed.is_opened {
                ledger.open_exhibit(member, opposed.exhibit).await?;
            }
            let at = self.inner.clock.now();
            self.note(member, opposed.exhibit, file, form, at).await?;
        }
        Ok(())
    }

    /// Who read an exhibit, oldest first, for the court and the side that submitted it.
    ///
    /// # Errors
    /// Not for this seat.
    pub async fn accesses(&self, member: &Member, exhibit: Seq) -> Result<Vec<Access>, FileError> {
        let ledger = &self.inner.ledger;
        if !ledger.may_read_accesses(member, exhibit).await? {
            return Err(FileError::NotFound);
        }
        let key = self.key(member.case()).await?;
        let lines = ledger.store().accesses(member.case(), exhibit).await?;
        lines
            .into_iter()
            .map(|(number, sealed)| {
                let plain = key.open_beside(Purpose::Access, &id(exhibit, number), &sealed)?;
                Ok(serde_json::from_slice(&plain)?)
            })
            .collect()
    }

    pub(super) async fn note(
        &self,
        member: &Member,
        exhibit: Seq,
        file: FileId,
        form: Form,
        at: Moment,
    ) -> Result<(), FileError> {
        let case = member.case();
        let access = Access {
            seat: member.seat(),
            at,
            variant: variant(form),
            file,
        };
        let reading = (case, exhibit, access.seat, file, access.variant);
        if self.is_noted(&reading, at) {
            return Ok(());
        }
        self.require_room()?;
        let key = self.key(case).await?;
        let plain = serde_json::to_vec(&access)?;
        job::run(&self.inner.ledger, move |tx| {
            Box::pin(async move {
                let number = tx.next_access(case, exhibit).await?;
                let sealed = key
                    .seal_beside(Purpose::Access, &id(exhibit, number), &plain)
                    .map_err(|error| crate::store::StoreError::Engine(error.to_string()))?;
                tx.add_access(case, exhibit, number, &sealed).await
            })
        })
        .await?;
        let mut seen = self
            .inner
            .seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= ROOM {
            seen.retain(|_, noted| at.ms_since(*noted) < SAME_MS);
        }
        seen.insert(reading, at);
        Ok(())
    }

    fn is_noted(&self, reading: &Reading, now: Moment) -> bool {
        let seen = self
            .inner
            .seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        seen.get(reading)
            .is_some_and(|noted| now.ms_since(*noted) < SAME_MS)
    }
}

/// A line of an access log.
fn id(exhibit: Seq, number: u64) -> [u8; 16] {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&exhibit.0.to_be_bytes());
    id[8..].copy_from_slice(&number.to_be_bytes());
    id
}

/// A page is a form of looking.
const fn variant(form: Form) -> FileVariant {
    match form {
        Form::Original => FileVariant::Original,
        Form::Thumb => FileVariant::Thumb,
        Form::View | Form::Page(_) => FileVariant::View,
        Form::Play => FileVariant::Play,
        Form::Pdf => FileVariant::Pdf,
    }
}
