//! Handing over from one device of a person to another.

pub mod claim;
pub mod look;
pub mod offer;
pub mod state;
pub mod step;

use anjian_api::handoff::{HandoffOffer, HandoffPurpose, HandoffSign};
use anjian_api::ids::HandoffId;
use anjian_api::problem::ProblemCode;

use crate::app::Shared;
use crate::handoff::{Asker, HandoffError, Seen};
use crate::http::Fault;
use crate::ledger::SignStand;
use crate::session::Current;

impl From<HandoffError> for Fault {
    fn from(error: HandoffError) -> Self {
        match error {
            HandoffError::NotFound => Self::of(ProblemCode::NotFound),
            HandoffError::Expired => Self::of(ProblemCode::HandoffExpired),
            HandoffError::Used => Self::of(ProblemCode::HandoffUsed),
            HandoffError::OtherPerson => Self::of(ProblemCode::HandoffOtherPerson),
            HandoffError::WrongNumber => Self::of(ProblemCode::HandoffWrongNumber),
            HandoffError::NotNow => Self::of(ProblemCode::BadRequest),
            HandoffError::TooMany { retry_after_ms } => {
                Self::wait(ProblemCode::TooManyTries, retry_after_ms)
            }
            HandoffError::NoRandomness => Self::internal("no randomness"),
        }
    }
}

/// The device of a session.
pub(super) fn asker(session: &Current) -> Asker {
    Asker {
        person: session.person(),
        device: session.device(),
        label: session.label().to_owned(),
    }
}

fn id(text: &str) -> Result<HandoffId, Fault> {
    text.parse().map_err(|_| Fault::of(ProblemCode::NotFound))
}

/// How the document of a hand-off stands for this person.
async fn stand(app: &Shared, session: &Current, sign: &HandoffSign) -> Result<SignStand, Fault> {
    let not_found = || Fault::of(ProblemCode::NotFound);
    let member = app.ledger.member(session.person(), sign.case).await?;
    let member = member.ok_or_else(not_found)?;
    let stand = app.ledger.sign_stand(&member, sign.document).await?;
    stand.ok_or_else(not_found)
}

/// What the second device is shown; the version must still be the newest.
async fn shown(app: &Shared, session: &Current, seen: Seen) -> Result<HandoffOffer, Fault> {
    let HandoffPurpose::Sign(sign) = seen.purpose;
    let stand = stand(app, session, &sign).await?;
    if stand.version != sign.version {
        return Err(Fault::of(ProblemCode::HandoffOtherVersion));
    }
    Ok(HandoffOffer {
        id: seen.id,
        purpose: seen.purpose,
        court_name: stand.court_name,
        number: stand.case_number,
        case_title: stand.case_title,
        document_title: stand.title,
        from_device: seen.from_device,
        numbers: seen.numbers.to_vec(),
        step: seen.step,
        expires: seen.expires,
    })
}
