//! Work that goes on when its caller goes away.

use anjian_api::problem::ProblemCode;
use axum::Json;

use super::Fault;

/// After so long a server that was stopping is there again, ms.
const SOON_MS: u64 = 1_000;

/// Does a thing that must not be left half done: whoever closes the connection does not end it.
///
/// # Errors
/// What the work answers, 503 when the server is stopping, 500 when the work broke off.
pub(super) async fn to_its_end<T, E>(
    what: &str,
    work: impl Future<Output = Result<T, E>> + Send + 'static,
) -> Result<Json<T>, Fault>
where
    T: Send + 'static,
    E: Into<Fault> + Send + 'static,
{
    match tokio::spawn(work).await {
        Ok(done) => done.map(Json).map_err(Into::into),
        Err(error) if error.is_cancelled() => Err(Fault::wait(ProblemCode::Unavailable, SOON_MS)),
        Err(_) => Err(Fault::internal(what)),
    }
}
