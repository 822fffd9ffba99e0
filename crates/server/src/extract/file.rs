//! Which file an address names.

use anjian_api::file::FileId;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::member::path_id;
use crate::app::Shared;
use crate::http::problem::Fault;

/// The file that `{file}` names. What is no id names nothing.
pub struct FileInCase(pub FileId);

impl FromRequestParts<Shared> for FileInCase {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Fault> {
        path_id(parts, app, "file").await.map(Self)
    }
}
