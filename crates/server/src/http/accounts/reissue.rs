//! `POST /api/accounts/first-password` — the court helps who lost the password.

use anjian_api::account::{NewAccount, NewAccountRequest, Staff};
use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::role::Role;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::accounts::{AccountError, Accounts};
use crate::extract::{Body, SignedIn};
use crate::http::Fault;
use crate::session::Sessions;

/// Why there is no new password.
#[derive(Debug, thiserror::Error)]
pub enum RouteError {
    /// Who asks has no post, or number and name are nobody this person may help.
    #[error("not of the court, or nobody it may help")]
    NotFound,
    /// A fault.
    #[error(transparent)]
    Account(AccountError),
}

impl From<AccountError> for RouteError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::WrongCredentials => Self::NotFound,
            other => Self::Account(other),
        }
    }
}

impl IntoResponse for RouteError {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => Fault::of(ProblemCode::NotFound).into_response(),
            Self::Account(error) => Fault::from(error).into_response(),
        }
    }
}

/// A first password is used once; who lost it, or the password chosen later, gets another from the
/// court. All sessions of the person end. The court's own people are helped by their administrator.
///
/// # Errors
/// 404 not of the court, or nobody it may help.
#[utoipa::path(post, path = "/api/accounts/first-password", tag = "accounts",
    request_body = NewAccountRequest,
    responses((status = 200, body = NewAccount), (status = 401, body = Problem),
        (status = 404, body = Problem)))]
pub async fn handle(
    State(accounts): State<Accounts>,
    State(sessions): State<Sessions>,
    SignedIn(session): SignedIn,
    Body(request): Body<NewAccountRequest>,
) -> Result<Json<NewAccount>, RouteError> {
    let helper = accounts.staff(session.person()).await?;
    if helper.is_empty() {
        return Err(RouteError::NotFound);
    }
    let may = async |person| Ok(may_help(&helper, &accounts.staff(person).await?));
    let (person, first_password) = accounts.reissue(&request.phone, &request.name, may).await?;
    sessions.end_all(person).await.map_err(AccountError::from)?;
    tracing::info!(by = %session.person(), to = %person, "first password issued again");
    Ok(Json(NewAccount {
        person,
        first_password,
    }))
}

/// A clerk must not become the judge by a telephone call.
fn may_help(helper: &[Staff], helped: &[Staff]) -> bool {
    let administers = |post: &Staff| {
        helper
            .iter()
            .any(|own| own.role == Role::CourtAdministrator && own.court == post.court)
    };
    helped.iter().all(administers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use anjian_api::ids::CourtId;

    fn post(court: u32, role: Role) -> Staff {
        Staff {
            court: CourtId(court),
            court_name: String::new(),
            role,
        }
    }

    #[test]
    fn the_courts_people_are_helped_by_their_own_administrator_only() {
        let clerk = [post(1, Role::Clerk)];
        let administrator = [post(1, Role::CourtAdministrator)];
        assert!(may_help(&clerk, &[]));
        assert!(!may_help(&clerk, &[post(1, Role::Judge)]));
        assert!(may_help(&administrator, &[post(1, Role::Judge)]));
        assert!(!may_help(&administrator, &[post(2, Role::Judge)]));
        assert!(!may_help(
            &administrator,
            &[post(1, Role::Judge), post(2, Role::Judge)]
        ));
    }
}
