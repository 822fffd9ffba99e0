//! Who is signed in.

use anjian_api::problem::ProblemCode;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::app::Shared;
use crate::http::problem::Fault;
use crate::session::{Current, cookies};

/// A session with all its rights.
pub struct SignedIn(pub Current);

/// A session, also one that may do nothing but change the first password.
pub struct AnySession(pub Current);

impl FromRequestParts<Shared> for AnySession {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Fault> {
        cookies::read(&parts.headers, cookies::SESSION)
            .and_then(|token| app.sessions.find(&token))
            .map(Self)
            .ok_or(Fault::of(ProblemCode::SessionEnded))
    }
}

impl FromRequestParts<Shared> for SignedIn {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Fault> {
        let AnySession(current) = AnySession::from_request_parts(parts, app).await?;
        if current.must_change_password() {
            return Err(Fault::of(ProblemCode::PasswordChangeRequired));
        }
        Ok(Self(current))
    }
}
