//! `PUT /api/cases/{case}/commands/{id}` — judges a command and stores its entries.

use anjian_api::case::Accepted;
use anjian_api::command::Command;
use anjian_api::ids::{CaseId, CommandId};
use anjian_api::problem::{Problem, ProblemCode};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::accounts::{AccountError, Accounts};
use crate::extract::{Body, SignedIn};
use crate::http::Fault;
use crate::ledger::{Ledger, SubmitError, Submitter};
use crate::papers::{PaperError, Papers};

/// Why nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum RouteError {
    /// What stands in the address is no id.
    #[error("not an id")]
    NotFound,
    /// A command that only the server itself gives.
    #[error("not a command from outside")]
    NotFromOutside,
    /// The ledger said no.
    #[error(transparent)]
    Submit(#[from] SubmitError),
    /// The person's posts could not be read.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The file of the document that the command speaks of is not the one that was sent.
    #[error("the document")]
    Paper(PaperError),
    /// The command could not be written for its hash.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl IntoResponse for RouteError {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => Fault::of(ProblemCode::NotFound).into_response(),
            Self::NotFromOutside => Fault::of(ProblemCode::BadRequest).into_response(),
            Self::Submit(error) => Fault::from(error).into_response(),
            Self::Account(error) => Fault::from(error).into_response(),
            Self::Paper(error) => Fault::from(error).into_response(),
            Self::Json(error) => Fault::internal(&error.to_string()).into_response(),
        }
    }
}

/// Repeating a command is safe: it gets the first answer, with another body 409. Opening a case
/// names a case that is not there yet; therefore this asks for no seat, the ledger judges.
///
/// # Errors
/// 400 a command of the server's own, 404 no such case for this person, 409 other body, 422 refused, 507 disk full.
#[utoipa::path(put, path = "/api/cases/{case}/commands/{id}", tag = "cases", request_body = Command,
    params(("case" = String, Path, description = "The case"),
        ("id" = String, Path, description = "The command, a UUID of the client's")),
    responses((status = 200, body = Accepted), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem),
        (status = 507, body = Problem)))]
pub async fn handle(
    State(ledger): State<Ledger>,
    State(accounts): State<Accounts>,
    State(papers): State<Papers>,
    SignedIn(session): SignedIn,
    Path((case, id)): Path<(String, String)>,
    Body(command): Body<Command>,
) -> Result<Json<Accepted>, RouteError> {
    let case: CaseId = case.parse().map_err(|_| RouteError::NotFound)?;
    let id: CommandId = id.parse().map_err(|_| RouteError::NotFound)?;
    if command.is_the_servers() {
        return Err(RouteError::NotFromOutside);
    }
    // The hash of what was understood: the order of fields and spaces make no other command.
    let body_sha256 = Sha256::digest(serde_json::to_vec(&command)?).into();
    let person = session.person();
    // Posts matter where no seat can: when the case is not there yet.
    let staff = match command {
        Command::OpenCase(_) => accounts.staff(person).await?,
        _ => Vec::new(),
    };
    let unaltered = papers.require_unaltered(person, case, &command).await;
    unaltered.map_err(RouteError::Paper)?;
    let who = Submitter { person, staff };
    Ok(Json(
        ledger.submit(who, case, id, command, body_sha256).await?,
    ))
}
