//! Who sits in the case of this address.

use anjian_api::ids::CaseId;
use anjian_api::problem::ProblemCode;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

use crate::app::Shared;
use crate::extract::SignedIn;
use crate::http::problem::Fault;
use crate::ledger;
use crate::session::Current;

/// A person on a seat of the case that `{case}` names. A foreign case and a missing one look alike.
pub struct Member {
    /// The seat.
    pub seat: ledger::Member,
    /// The session.
    pub session: Current,
}

impl FromRequestParts<Shared> for Member {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Fault> {
        let SignedIn(session) = SignedIn::from_request_parts(parts, app).await?;
        let case: CaseId = path_id(parts, app, "case").await?;
        let found = app.ledger.member(session.person(), case).await?;
        let seat = found.ok_or(Fault::of(ProblemCode::NotFound))?;
        Ok(Self { seat, session })
    }
}

/// An id in the address; what is none names nothing.
///
/// # Errors
/// Not found.
pub async fn path_id<T: std::str::FromStr>(
    parts: &mut Parts,
    app: &Shared,
    name: &str,
) -> Result<T, Fault> {
    let params = RawPathParams::from_request_parts(parts, app)
        .await
        .map_err(|_| Fault::of(ProblemCode::NotFound))?;
    params
        .iter()
        .find(|(found, _)| *found == name)
        .and_then(|(_, text)| text.parse().ok())
        .ok_or(Fault::of(ProblemCode::NotFound))
}
