//! `POST /api/accounts` — the court makes an account.

use anjian_api::account::{NewAccount, NewAccountRequest};
use anjian_api::problem::{Problem, ProblemCode};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::accounts::{AccountError, Accounts};
use crate::extract::{Body, SignedIn};
use crate::http::Fault;

/// Why no account was made.
#[derive(Debug, thiserror::Error)]
pub enum RouteError {
    /// Who asks has no post in a court. Such a person sees no such address.
    #[error("not of the court")]
    NotOfTheCourt,
    /// The account could not be made.
    #[error(transparent)]
    Account(#[from] AccountError),
}

impl IntoResponse for RouteError {
    fn into_response(self) -> Response {
        match self {
            Self::NotOfTheCourt => Fault::of(ProblemCode::NotFound).into_response(),
            Self::Account(error) => Fault::from(error).into_response(),
        }
    }
}

/// The court's people make the accounts of those who come to court. The first password is in this
/// answer and nowhere else.
///
/// # Errors
/// 400 not a number or a name, 404 not of the court, 409 there already.
#[utoipa::path(post, path = "/api/accounts", tag = "accounts", request_body = NewAccountRequest,
    responses((status = 200, body = NewAccount), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn handle(
    State(accounts): State<Accounts>,
    SignedIn(session): SignedIn,
    Body(request): Body<NewAccountRequest>,
) -> Result<Json<NewAccount>, RouteError> {
    if accounts.staff(session.person()).await?.is_empty() {
        return Err(RouteError::NotOfTheCourt);
    }
    let (person, first_password) = accounts.create(&request.phone, &request.name).await?;
    Ok(Json(NewAccount {
        person,
        first_password,
    }))
}
