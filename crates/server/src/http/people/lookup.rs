//! `POST /api/people/lookup` — the court finds somebody by number, to give them a seat.

use anjian_api::account::{FoundPerson, PersonLookupRequest};
use anjian_api::problem::{Problem, ProblemCode};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::accounts::{AccountError, Accounts};
use crate::extract::{Body, SignedIn};
use crate::http::Fault;

/// Why nobody was found.
#[derive(Debug, thiserror::Error)]
pub enum RouteError {
    /// Who asks has no post in a court. Such a person sees no such address.
    #[error("not of the court")]
    NotOfTheCourt,
    /// Nobody has this number.
    #[error("nobody has this number")]
    Nobody,
    /// The number could not be looked up.
    #[error(transparent)]
    Account(#[from] AccountError),
}

impl IntoResponse for RouteError {
    fn into_response(self) -> Response {
        match self {
            Self::NotOfTheCourt | Self::Nobody => Fault::of(ProblemCode::NotFound).into_response(),
            Self::Account(error) => Fault::from(error).into_response(),
        }
    }
}

/// A number in the body and never in the address: addresses are written into logs on the way.
/// Whoever is not of the court gets the same answer for every number.
///
/// # Errors
/// 400 not a number, 404 nobody or not of the court, 429 asked for too many.
#[utoipa::path(post, path = "/api/people/lookup", tag = "accounts", request_body = PersonLookupRequest,
    responses((status = 200, body = FoundPerson), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 404, body = Problem), (status = 429, body = Problem)))]
pub async fn handle(
    State(accounts): State<Accounts>,
    SignedIn(session): SignedIn,
    Body(request): Body<PersonLookupRequest>,
) -> Result<Json<FoundPerson>, RouteError> {
    if accounts.staff(session.person()).await?.is_empty() {
        return Err(RouteError::NotOfTheCourt);
    }
    let found = accounts.find(session.person(), &request.phone).await?;
    let found = found.ok_or(RouteError::Nobody)?;
    Ok(Json(FoundPerson {
        person: found.person,
        name: found.name,
    }))
}
