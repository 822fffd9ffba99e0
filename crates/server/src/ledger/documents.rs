//! What documents need of the ledger: a seat's own view, the leaf of an entry, and commands that the
//! server gives for a seat or for the registry.

use anjian_api::act::{Act, Payload};
use anjian_api::bytes::{CaseLogId, Leaf};
use anjian_api::case::Accepted;
use anjian_api::command::Command;
use anjian_api::ids::{CaseId, CommandId, Moment, PersonId, Seq};
use anjian_domain::{CaseState, roles};
use uuid::Uuid;

use super::cases::read_whole;
use super::evidence::{body, look};
use super::stored::Stored;
use super::{Ledger, Member, ReadError, SubmitError, Submitter, submit};
use crate::store::EntryRow;

/// By whom a command of the registry's is given: no person has this id.
pub(crate) const REGISTRY: PersonId = PersonId(Uuid::nil());

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

    /// Looks at the whole case, as the registry does.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) async fn whole<T>(
        &self,
        case: CaseId,
        with: impl FnOnce(&CaseState) -> T,
    ) -> Result<T, ReadError> {
        let key = self.shared.keys.case(case).await?;
        let whole = read_whole(&self.shared, &key, case).await?;
        Ok(with(&whole.state))
    }

    /// When an entry was made, and what it says.
    ///
    /// # Errors
    /// No such entry.
    pub(crate) async fn entered(&self, case: CaseId, seq: Seq) -> Result<(Moment, Act), ReadError> {
        let key = self.shared.keys.case(case).await?;
        let row = self.entry(case, seq).await?;
        let open = Stored::unseal(&key, &row)?.open;
        let payload: Payload = serde_json::from_str(open.payload.get())
            .map_err(|error| ReadError::Internal(error.to_string()))?;
        Ok((open.header.at, payload.act))
    }

    async fn entry(&self, case: CaseId, seq: Seq) -> Result<EntryRow, ReadError> {
        let before = Seq(seq.0.saturating_sub(1));
        let found = self.shared.store.entries(case, before, 1).await?;
        let mut found = found.into_iter().filter(|row| row.seq == seq);
        found.next().ok_or(ReadError::NotFound)
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
        let entry = self.entry(case, seq).await?;
        let row = self.shared.store.case(case).await?;
        Ok((entry.leaf, row.ok_or(ReadError::NotFound)?.case_log))
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
        let who = Submitter {
            person: REGISTRY,
            staff: Vec::new(),
        };
        let body = body(&command)?;
        submit::submit_by_registry(self, who, case, id, command, (body, at)).await
    }
}
