//! 意见反馈: what people say about the app and the court's service.
//!
//! It belongs to the court of the case it was given from. Without a case it belongs to the court that
//! its giver had to do with last, and where there is none, to the deployment, whose feedback the
//! administrators of the courts answer. Words, answers, pictures and recordings are sealed under
//! the key of personal data; what is counted (stars, stage, week) is not.

mod answering;
mod asking;
mod csv;
mod look;
pub mod records;

use std::path::Path;
use std::sync::Arc;

use anjian_api::case::CaseSummary;
use anjian_api::feedback::{Feedback, FeedbackId, FeedbackStatus, NewFeedback, VOICE};
use anjian_api::file::FileKind;
use anjian_api::ids::{CaseId, CourtId, PersonId};
use anjian_api::refusal::Refusal;
use anjian_api::role::Role;
use anjian_files::Rejected;
use anjian_files::worker::Worker;
use uuid::Uuid;

use crate::accounts::records::RecordError;
use crate::accounts::{AccountError, Accounts};
use crate::clock::Clock;
use crate::keys::KeyError;
use crate::ledger::{Ledger, ReadError};
use crate::live::Hub;
use records::{AttachmentRecord, FeedbackRecord, Records};

pub use csv::Language;

/// One person gives at most so many in [`DAY_MS`].
const A_DAY: i64 = 20;
const DAY_MS: i64 = 86_400_000;
/// So many of a person's own are listed.
const LISTED: u32 = 200;

/// Why something about feedback could not be done.
#[derive(Debug, thiserror::Error)]
pub enum FeedbackError {
    /// There is none, or not for this person.
    #[error("no such feedback for this person")]
    NotFound,
    /// The rules say no.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// Not what this address takes.
    #[error("malformed")]
    Malformed,
    /// The number was used with other words.
    #[error("the number was used with other words")]
    Conflict,
    /// Enough for today.
    #[error("too many in a day")]
    TooMany,
    /// A picture or a recording that is not taken.
    #[error("rejected: {0}")]
    Rejected(Rejected),
    /// Too much is being drawn.
    #[error("busy")]
    Busy,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// A fault of ours.
    #[error("fault: {0}")]
    Internal(String),
}

impl From<RecordError> for FeedbackError {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Full => Self::Full,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<KeyError> for FeedbackError {
    fn from(error: KeyError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<AccountError> for FeedbackError {
    fn from(error: AccountError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<ReadError> for FeedbackError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::StorageFull => Self::Full,
            other => Self::Internal(other.to_string()),
        }
    }
}

/// Everybody's feedback. Cheap to copy.
#[derive(Clone)]
pub struct Feedbacks {
    inner: Arc<Inner>,
}

struct Inner {
    records: Records,
    ledger: Ledger,
    accounts: Accounts,
    hub: Hub,
    clock: Arc<dyn Clock>,
    worker: Worker,
}

/// The bytes of an attachment.
pub struct Attachment {
    /// What they are.
    pub kind: FileKind,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Feedbacks {
    /// Opens the feedback of a deployment in its folder.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn open(
        folder: &Path,
        ledger: Ledger,
        accounts: Accounts,
        hub: Hub,
        clock: Arc<dyn Clock>,
        worker: Worker,
    ) -> Result<Self, RecordError> {
        let records = Records::open(&folder.join("feedback.db")).await?;
        let inner = Inner {
            records,
            ledger,
            accounts,
            hub,
            clock,
            worker,
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Closes the database.
    pub async fn close(&self) {
        self.inner.records.close().await;
    }

    /// Takes a feedback. Repeating it is safe.
    ///
    /// # Errors
    /// `Refused` when it says nothing or too much, `Conflict`, `TooMany`, or a fault.
    pub async fn give(
        &self,
        person: PersonId,
        id: FeedbackId,
        given: NewFeedback,
    ) -> Result<Feedback, FeedbackError> {
        look::check(&given)?;
        let inner = &self.inner;
        if let Some(record) = inner.records.one(id).await? {
            return self.again(person, record, &given);
        }
        let (now, court) = (inner.clock.now(), self.court_of(person, given.case).await?);
        let plain = serde_json::to_vec(&given).map_err(internal)?;
        let record = FeedbackRecord {
            id,
            person,
            court,
            case: given.case,
            at: now,
            status: FeedbackStatus::New,
            given_sealed: self.seal(person, id, "given", &plain)?,
            answer_sealed: None,
            helped: None,
            attached: Vec::new(),
        };
        let since = now.plus_ms(-DAY_MS);
        let is_new = inner.records.insert(&record, &given, A_DAY, since).await?;
        if is_new {
            self.tell_staff(court).await;
            return self.read(&record);
        }
        // Somebody was quicker with the same number, or it is enough for today.
        let record = inner.records.one(id).await?;
        self.again(person, record.ok_or(FeedbackError::TooMany)?, &given)
    }

    fn again(
        &self,
        person: PersonId,
        record: FeedbackRecord,
        given: &NewFeedback,
    ) -> Result<Feedback, FeedbackError> {
        if record.person != person {
            return Err(FeedbackError::NotFound);
        }
        let read = self.read(&record)?;
        match read.given == *given {
            true => Ok(read),
            false => Err(FeedbackError::Conflict),
        }
    }

    /// Takes one of the announced attachments. One that is there stays.
    ///
    /// # Errors
    /// `NotFound` when it was not announced, `Rejected`, `Busy`, or a fault.
    pub async fn attach(
        &self,
        person: PersonId,
        id: FeedbackId,
        n: u8,
        bytes: Vec<u8>,
    ) -> Result<(), FeedbackError> {
        let record = self.own(person, id).await?;
        let given = self.read(&record)?.given;
        let expected = (n < given.pictures) || (n == VOICE && given.voice);
        if !expected {
            return Err(FeedbackError::NotFound);
        }
        if record.attached.contains(&n) {
            return Ok(());
        }
        let worker = self.inner.worker.clone();
        let looked = tokio::task::spawn_blocking(move || match n {
            VOICE => look::sound(bytes),
            _ => look::picture(&worker, bytes),
        });
        let found = looked.await.map_err(internal)??;
        let attachment = AttachmentRecord {
            kind: serde_json::to_string(&found.kind).map_err(internal)?,
            sealed: self.seal(person, id, &format!("attachment-{n}"), &found.bytes)?,
        };
        self.inner.records.attach(id, n, &attachment).await?;
        self.tell_staff(record.court).await;
        Ok(())
    }

    /// An attachment, for its giver and for who answers it.
    ///
    /// # Errors
    /// `NotFound`, or a fault.
    pub async fn attachment(
        &self,
        person: PersonId,
        id: FeedbackId,
        n: u8,
    ) -> Result<Attachment, FeedbackError> {
        let record = self.inner.records.one(id).await?;
        let record = record.ok_or(FeedbackError::NotFound)?;
        if record.person != person && !self.answers(person, record.court).await? {
            return Err(FeedbackError::NotFound);
        }
        let stored = self.inner.records.attachment(id, n).await?;
        let stored = stored.ok_or(FeedbackError::NotFound)?;
        let bytes = self.unseal(
            record.person,
            id,
            &format!("attachment-{n}"),
            &stored.sealed,
        )?;
        Ok(Attachment {
            kind: serde_json::from_str(&stored.kind).map_err(internal)?,
            bytes,
        })
    }

    /// Its giver says whether the answer helped.
    ///
    /// # Errors
    /// `NotFound` when there is no such feedback or no answer yet.
    pub async fn helped(
        &self,
        person: PersonId,
        id: FeedbackId,
        helped: bool,
    ) -> Result<Feedback, FeedbackError> {
        let record = self.own(person, id).await?;
        if record.answer_sealed.is_none() {
            return Err(FeedbackError::NotFound);
        }
        self.inner.records.set_helped(id, helped).await?;
        self.tell_staff(record.court).await;
        self.read(&self.own(person, id).await?)
    }

    async fn own(&self, person: PersonId, id: FeedbackId) -> Result<FeedbackRecord, FeedbackError> {
        let record = self.inner.records.one(id).await?;
        record
            .filter(|record| record.person == person)
            .ok_or(FeedbackError::NotFound)
    }

    /// Only a hint: what was done stands, also where nobody could be told.
    async fn tell_staff(&self, court: Option<CourtId>) {
        match self.inner.accounts.staff_of(court).await {
            Ok(staff) => self.inner.hub.feedback_changed(&staff),
            Err(error) => tracing::warn!(%error, "telling a court's staff of feedback"),
        }
    }

    async fn answers(
        &self,
        person: PersonId,
        court: Option<CourtId>,
    ) -> Result<bool, FeedbackError> {
        let posts = self.inner.accounts.staff(person).await?;
        Ok(posts.iter().any(|post| match court {
            Some(court) => post.court == court,
            None => post.role == Role::CourtAdministrator,
        }))
    }

    /// The court that a feedback belongs to.
    async fn court_of(
        &self,
        person: PersonId,
        case: Option<CaseId>,
    ) -> Result<Option<CourtId>, FeedbackError> {
        let cases = self.inner.ledger.summaries(person).await?;
        if let Some(case) = case {
            let found = cases.iter().find(|summary| summary.case == case);
            return match found {
                Some(summary) => Ok(Some(summary.facts.court)),
                None => Err(FeedbackError::NotFound),
            };
        }
        let said_last = |case: &&CaseSummary| case.last.as_ref().map(|last| last.at);
        if let Some(case) = cases.iter().max_by_key(said_last) {
            return Ok(Some(case.facts.court));
        }
        let posts = self.inner.accounts.staff(person).await?;
        Ok(posts.first().map(|post| post.court))
    }

    fn read(&self, record: &FeedbackRecord) -> Result<Feedback, FeedbackError> {
        let (person, id) = (record.person, record.id);
        let given = self.unseal(person, id, "given", &record.given_sealed)?;
        let answer = match &record.answer_sealed {
            Some(sealed) => {
                let plain = self.unseal(person, id, "answer", sealed)?;
                Some(serde_json::from_slice(&plain).map_err(internal)?)
            }
            None => None,
        };
        Ok(Feedback {
            id,
            at: record.at,
            from: None,
            given: serde_json::from_slice(&given).map_err(internal)?,
            attached: record.attached.clone(),
            status: record.status,
            answer,
            helped: record.helped,
        })
    }

    fn seal(
        &self,
        person: PersonId,
        id: FeedbackId,
        part: &str,
        plain: &[u8],
    ) -> Result<Vec<u8>, FeedbackError> {
        let field = format!("feedback/{id}/{part}");
        Ok(self
            .inner
            .ledger
            .keys()
            .seal_personal(person, &field, plain)?)
    }

    fn unseal(
        &self,
        person: PersonId,
        id: FeedbackId,
        part: &str,
        sealed: &[u8],
    ) -> Result<Vec<u8>, FeedbackError> {
        let field = format!("feedback/{id}/{part}");
        let plain = self
            .inner
            .ledger
            .keys()
            .open_personal(person, &field, sealed)?;
        Ok(plain.to_vec())
    }
}

fn internal(cause: impl std::fmt::Display) -> FeedbackError {
    FeedbackError::Internal(cause.to_string())
}

/// A number that is one.
///
/// # Errors
/// `NotFound`.
pub fn feedback_id(text: &str) -> Result<FeedbackId, FeedbackError> {
    let id = Uuid::parse_str(text).map_err(|_| FeedbackError::NotFound)?;
    Ok(FeedbackId(id))
}
