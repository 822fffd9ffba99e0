//! Handing over from one device of a person to another.

pub mod claim;
pub mod look;
pub mod offer;
pub mod state;
pub mod step;

use anjian_api::handoff::{HandoffAbout, HandoffOffer, HandoffPurpose, SignAbout};
use anjian_api::ids::HandoffId;
use anjian_api::problem::ProblemCode;

use crate::app::Shared;
use crate::handoff::{Asker, HandoffError, Seen};
use crate::http::Fault;
use crate::papers::Papers;
use crate::session::Current;

impl From<HandoffError> for Fault {
    fn from(error: HandoffError) -> Self {
        match error {
            HandoffError::NotFound => Self::of(ProblemCode::NotFound),
            HandoffError::Expired => Self::of(ProblemCode::HandoffExpired),
            HandoffError::Used => Self::of(ProblemCode::HandoffUsed),
            HandoffError::SameDevice => Self::of(ProblemCode::HandoffSameDevice),
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

/// What a hand-off is about. Refused as what it is for would be: nobody reads and writes for nothing.
async fn about(
    app: &Shared,
    papers: &Papers,
    session: &Current,
    purpose: HandoffPurpose,
) -> Result<HandoffAbout, Fault> {
    let not_found = || Fault::of(ProblemCode::NotFound);
    match purpose {
        HandoffPurpose::Sign(sign) => {
            let member = app.ledger.member(session.person(), sign.case).await?;
            let member = member.ok_or_else(not_found)?;
            let stand = app.ledger.sign_stand(&member, sign.document).await?;
            let stand = stand.ok_or_else(not_found)?;
            // What is on the first screen; the newest may be another.
            if stand.version != sign.version {
                return Err(Fault::of(ProblemCode::HandoffOtherVersion));
            }
            papers.may_sign(&member, sign.document).await?;
            Ok(HandoffAbout::Sign(SignAbout {
                sign,
                court_name: stand.court_name,
                number: stand.case_number,
                case_title: stand.case_title,
                document_title: stand.title,
            }))
        }
    }
}

/// What the second device is shown; it can still be done.
async fn shown(
    app: &Shared,
    papers: &Papers,
    session: &Current,
    seen: Seen,
) -> Result<HandoffOffer, Fault> {
    let about = about(app, papers, session, seen.purpose).await?;
    Ok(HandoffOffer {
        id: seen.id,
        about,
        from_device: seen.from_device,
        numbers: seen.numbers.to_vec(),
        step: seen.step,
        expires: seen.expires,
    })
}
