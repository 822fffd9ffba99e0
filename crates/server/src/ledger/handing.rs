//! What a hand-off between devices needs to know of a document.

use anjian_api::ids::Seq;

use super::evidence::look;
use super::{Ledger, Member, ReadError};

/// What a document is, for a seat that sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignStand {
    /// Its title.
    pub title: String,
    /// Its newest version.
    pub version: u32,
    /// The court's name.
    pub court_name: String,
    /// The case number.
    pub case_number: String,
    /// The title of the case.
    pub case_title: String,
}

impl Ledger {
    /// What a document is; none when there is no such document in its view.
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
            Some(SignStand {
                title: record.title.clone(),
                version: record.version(),
                court_name: facts.court_name.clone(),
                case_number: facts.number.clone(),
                case_title: facts.title.clone(),
            })
        })
        .await
    }
}
