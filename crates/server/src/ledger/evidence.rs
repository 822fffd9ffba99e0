//! What the server does about evidence by itself: it notes that an exhibit was opened, and ends an
//! exchange whose time is over.

use anjian_api::command::Command;
use anjian_api::evidence::command::{CloseExchange, EvidenceCommand, OpenExhibit};
use anjian_api::file::FileId;
use anjian_api::frame::Present;
use anjian_api::ids::{CaseId, CommandId, SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_domain::{CaseState, evidence, roles};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Ledger, Member, ReadError, SubmitError, Submitter, submit};

/// An exhibit of another side that holds a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opposed {
    /// The exhibit.
    pub exhibit: Seq,
    /// This seat opened it before.
    pub is_opened: bool,
}

/// Looks at the seat's own view.
pub(super) async fn look<T>(
    ledger: &Ledger,
    member: &Member,
    look: impl FnOnce(&CaseState) -> T,
) -> Result<T, ReadError> {
    let shared = &ledger.shared;
    let room = shared
        .views
        .room(shared, member.case(), member.seat())
        .await?;
    shared
        .views
        .with(shared, &room, member.seat(), |folded| look(&folded.state))
        .await
}

impl Ledger {
    /// The exhibits with this file that the seat's party opposes.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn opposed_exhibits(
        &self,
        member: &Member,
        file: FileId,
    ) -> Result<Vec<Opposed>, ReadError> {
        look(self, member, |view| {
            let Some(party) = evidence::party_of(view, member.seat()) else {
                return Vec::new();
            };
            let exhibits = view.evidence.exhibits.iter();
            exhibits
                .filter(|(_, record)| {
                    evidence::opposes(view, party, record.side)
                        && record.exhibit.files.iter().any(|facts| facts.id == file)
                })
                .map(|(seq, record)| Opposed {
                    exhibit: *seq,
                    is_opened: record.opened.contains(&member.seat()),
                })
                .collect()
        })
        .await
    }

    /// Notes that this seat opened an exhibit. Repeating it is safe; a closed case stays as it is.
    ///
    /// # Errors
    /// Why nothing was stored.
    pub async fn open_exhibit(&self, member: &Member, exhibit: Seq) -> Result<(), SubmitError> {
        let open = EvidenceCommand::OpenExhibit(OpenExhibit { exhibit });
        let key = self.keys().case(member.case()).await?;
        let number = key.blob_name(
            b"open",
            &[&member.seat().0.to_be_bytes(), &exhibit.0.to_be_bytes()],
        );
        let number = number.map_err(|error| SubmitError::Internal(error.to_string()))?;
        let mut id = [0; 16];
        id.copy_from_slice(&number[..16]);
        let who = Submitter {
            person: member.person(),
            staff: Vec::new(),
        };
        let command = Command::Evidence(open);
        let body = body(&command)?;
        let id = CommandId(Uuid::from_bytes(id));
        let done = submit::submit(self, who, member.case(), id, command, body, None).await;
        match done {
            Ok(_) => Ok(()),
            Err(SubmitError::Refused(Refusal::AlreadyOpened | Refusal::CaseClosed)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// May this seat read who opened an exhibit: the court, and the side that submitted it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn may_read_accesses(
        &self,
        member: &Member,
        exhibit: Seq,
    ) -> Result<bool, ReadError> {
        look(self, member, |view| {
            let record = view.evidence.exhibits.get(&exhibit)?;
            let seat = view.seat(member.seat())?;
            let is_own = evidence::party_of(view, member.seat())
                .is_some_and(|party| !evidence::opposes(view, party, record.side));
            Some(roles::conducts(seat.role) || is_own)
        })
        .await
        .map(|may| may == Some(true))
    }

    /// May this seat lead everybody there, while `leading` leads?
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn may_present(
        &self,
        member: &Member,
        place: &Present,
        leading: Option<SeatId>,
    ) -> Result<Result<(), Refusal>, ReadError> {
        look(self, member, |view| {
            let records = &view.evidence.exhibits;
            let has_file = records
                .get(&place.exhibit)
                .is_some_and(|record| usize::from(place.file) < record.exhibit.files.len());
            if !has_file || !evidence::can_be_presented(view, place.exhibit) {
                return Err(Refusal::NotFound);
            }
            let may_be_handed = place
                .hand_to
                .is_none_or(|seat| evidence::may_take_lead(view, seat));
            match may_be_handed && evidence::may_present(view, member.seat(), leading) {
                true => Ok(()),
                false => Err(Refusal::RoleMayNot),
            }
        })
        .await
    }

    /// May this seat end what `leading` leads?
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn may_stop_presenting(
        &self,
        member: &Member,
        leading: SeatId,
    ) -> Result<bool, ReadError> {
        look(self, member, |view| {
            evidence::may_present(view, member.seat(), Some(leading))
        })
        .await
    }

    /// Whether an exhibit is there to be shown to this seat.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn sees_exhibit(&self, member: &Member, exhibit: Seq) -> Result<bool, ReadError> {
        look(self, member, |view| {
            evidence::can_be_presented(view, exhibit)
        })
        .await
    }

    /// Ends every exchange whose time is over: what the registry does by itself.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn close_due_exchanges(&self) -> Result<(), ReadError> {
        let now = self.shared.clock.now();
        for (case, exchange) in self.shared.store.due(now).await? {
            if let Err(error) = self.close_exchange(case, exchange).await {
                tracing::warn!(%error, "an exchange whose time is over");
            }
        }
        Ok(())
    }

    async fn close_exchange(&self, case: CaseId, exchange: Seq) -> Result<(), SubmitError> {
        let close = EvidenceCommand::CloseExchange(CloseExchange { exchange });
        let (id, command) = (CommandId(Uuid::new_v4()), Command::Evidence(close));
        self.submit_for_registry(case, id, command, None).await?;
        Ok(())
    }
}

pub(super) fn body(command: &Command) -> Result<[u8; 32], SubmitError> {
    let bytes = serde_json::to_vec(command)
        .map_err(|error| SubmitError::Internal(format!("json {:?}", error.classify())))?;
    Ok(Sha256::digest(bytes).into())
}
