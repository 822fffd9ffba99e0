//! Who sits where.

use anjian_api::ids::{CaseId, PersonId, SeatId, Seq};

use super::{Ledger, ReadError};

/// A person on a seat of a case: the key to reading it. Only the ledger makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    person: PersonId,
    case: CaseId,
    seat: SeatId,
}

impl Member {
    /// The person.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        self.person
    }

    /// The case.
    #[must_use]
    pub const fn case(&self) -> CaseId {
        self.case
    }

    /// The seat.
    #[must_use]
    pub const fn seat(&self) -> SeatId {
        self.seat
    }
}

pub(super) async fn find(
    ledger: &Ledger,
    person: PersonId,
    case: CaseId,
) -> Result<Option<Member>, ReadError> {
    Ok(all(ledger, person)
        .await?
        .into_iter()
        .find(|member| member.case == case))
}

pub(super) async fn all(ledger: &Ledger, person: PersonId) -> Result<Vec<Member>, ReadError> {
    let rows = ledger.shared.store.seats_of(person).await?;
    Ok(rows
        .into_iter()
        .map(|row| Member {
            person: row.person,
            case: row.case,
            seat: row.seat,
        })
        .collect())
}

pub(super) async fn heads(
    ledger: &Ledger,
    person: PersonId,
) -> Result<Vec<(CaseId, SeatId, Seq)>, ReadError> {
    let mut heads = Vec::new();
    for member in all(ledger, person).await? {
        heads.push((
            member.case,
            member.seat,
            ledger.shared.store.head(member.case).await?,
        ));
    }
    Ok(heads)
}
