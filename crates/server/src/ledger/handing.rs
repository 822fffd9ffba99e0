//! What a hand-off between devices needs to know of a document.

use anjian_api::document::Duty;
use anjian_api::ids::Seq;
use anjian_domain::document::Done;

use super::evidence::look;
use super::{Ledger, Member, ReadError};

/// How a document stands for a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignStand {
    /// Its title.
    pub title: String,
    /// Its newest version.
    pub version: u32,
    /// The seat is asked to sign it, and it was not taken back.
    pub is_asked: bool,
    /// The seat signed the newest version.
    pub is_signed: bool,
    /// The court's name.
    pub court_name: String,
    /// The case number.
    pub case_number: String,
    /// The title of the case.
    pub case_title: String,
}

impl Ledger {
    /// How a document stands for this seat; none when there is no such document in its view.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn sign_stand(
        &self,
        member: &Member,
        document: Seq,
    ) -> Result<Option<SignStand>, ReadError> {
        look(self, member, |view| {
            let record = view.documents.sent.get(&document)?;
            let facts = view.facts.as_ref()?;
            let asked = record.asked.get(&member.seat());
            let version = record.version();
            let is_signed = asked.is_some_and(|asked| {
                asked.answers.iter().any(|answer| {
                    answer.version == version && matches!(answer.done, Done::Signed { .. })
                })
            });
            Some(SignStand {
                title: record.title.clone(),
                version,
                is_asked: record.withdrawn.is_none()
                    && asked.is_some_and(|asked| asked.duty == Duty::Sign),
                is_signed,
                court_name: facts.court_name.clone(),
                case_number: facts.number.clone(),
                case_title: facts.title.clone(),
            })
        })
        .await
    }
}
