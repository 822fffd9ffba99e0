//! What documents need of the ledger: a seat's own view, the leaf of an entry, and commands that the
//! server gives for a seat or for the registry.

use anjian_api::bytes::{CaseLogId, Leaf};
use anjian_api::case::Accepted;
use anjian_api::command::Command;
use anjian_api::ids::{CaseId, CommandId, Moment, PersonId, Seq};
use anjian_domain::{CaseState, roles};
use uuid::Uuid;

use super::evidence::{body, look};
use super::{Ledger, Member, ReadError, SubmitError, Submitter, submit};

impl Ledger {
    /// Looks at the seat's own view.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) async fn view<T>(
        &self,
        member: &Member,
        with: impl FnOnce(&CaseState) -> T,
    ) -> Result<T, ReadError> {
        look(self, member, with).await
    }

    /// The number that the next document of the case gets. A party's own view may not know the
    /// newest ones; whoever conducts the case sees them all.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) async fn next_document(&self, member: &Member) -> Result<u32, ReadError> {
        let bench = look(self, member, |view| {
            let mut bench = view.present().filter(|seat| roles::conducts(seat.role));
            bench.next().map(|seat| seat.id)
        });
        let seat = bench.await?.unwrap_or(member.seat());
        let shared = &self.shared;
        let room = shared.views.room(shared, member.case(), seat).await?;
        let next = shared.views.with(shared, &room, seat, |folded| {
            folded.state.documents.last_number.saturating_add(1)
        });
        next.await
    }

    /// The leaf of an entry, and the number of its case in proofs.
    ///
    /// # Errors
    /// No such entry.
    pub(crate) async fn leaf(
        &self,
        case: CaseId,
        seq: Seq,
    ) -> Result<(Leaf, CaseLogId), ReadError> {
        let store = &self.shared.store;
        let before = Seq(seq.0.saturating_sub(1));
        let entry = store.entries(case, before, 1).await?.into_iter().next();
        let entry = entry.filter(|row| row.seq == seq);
        let row = store.case(case).await?;
        match (entry, row) {
            (Some(entry), Some(row)) => Ok((entry.leaf, row.case_log)),
            _ => Err(ReadError::NotFound),
        }
    }

    /// A command that the server gives for a seat. Repeating it is safe. `at` is for the
    /// demonstration, which tells what was.
    ///
    /// # Errors
    /// Why nothing was stored.
    pub(crate) async fn submit_for(
        &self,
        member: &Member,
        id: CommandId,
        command: Command,
        at: Option<Moment>,
    ) -> Result<Accepted, SubmitError> {
        let who = Submitter {
            person: member.person(),
            staff: Vec::new(),
        };
        let body = body(&command)?;
        submit::submit(self, who, member.case(), id, command, body, at).await
    }

    /// A command that the registry gives. Repeating it is safe.
    ///
    /// # Errors
    /// Why nothing was stored.
    pub(crate) async fn submit_for_registry(
        &self,
        case: CaseId,
        id: CommandId,
        command: Command,
        at: Option<Moment>,
    ) -> Result<Accepted, SubmitError> {
        // Of nobody: no person has this id.
        let who = Submitter {
            person: PersonId(Uuid::nil()),
            staff: Vec::new(),
        };
        let body = body(&command)?;
        submit::submit_by_registry(self, who, case, id, command, (body, at)).await
    }
}
