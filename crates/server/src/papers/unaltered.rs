//! What somebody says they have read or confirm is still the file that was sent.

use anjian_api::command::Command;
use anjian_api::document::command::DocumentCommand;
use anjian_api::ids::{CaseId, PersonId};

use super::{PaperError, Papers};

impl Papers {
    /// Looks at the bytes of the version of which a command speaks, when it speaks of one; signing
    /// looks at them itself. Whether the command may be given at all, the ledger judges.
    ///
    /// # Errors
    /// The bytes are others than those that were sent.
    pub async fn require_unaltered(
        &self,
        person: PersonId,
        case: CaseId,
        command: &Command,
    ) -> Result<(), PaperError> {
        let (document, version) = match command {
            Command::Document(DocumentCommand::ReadDocument(read)) => (read.document, read.version),
            Command::Document(DocumentCommand::ConfirmDocument(confirm)) => {
                (confirm.document, confirm.version)
            }
            _ => return Ok(()),
        };
        let ledger = &self.inner.ledger;
        let Some(member) = ledger.member(person, case).await? else {
            return Ok(());
        };
        let current = ledger.view(&member, |view| {
            let record = view.documents.sent.get(&document)?;
            let current = record.current().filter(|_| record.version() == version);
            current.map(|current| current.file.clone())
        });
        if let Some(file) = current.await? {
            self.inner.files.unaltered(case, &file).await?;
        }
        Ok(())
    }
}
