//! `GET /api/info` — what an app asks before anybody is signed in.

use anjian_api::account::ServerInfo;
use axum::Json;
use axum::extract::State;

use crate::app::Shared;

/// Version, help desk, and in a demonstration whom to enter as.
#[utoipa::path(get, path = "/api/info", tag = "server", responses((status = 200, body = ServerInfo)))]
pub async fn handle(State(app): State<Shared>) -> Json<ServerInfo> {
    Json(ServerInfo {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        demo: app.config.demo,
        demo_people: app.demo_people.clone(),
        help_phone: app.config.help_phone.clone(),
        receipts_key: app.ledger.keys().receipts_key(),
        max_file: app.config.max_file,
        office: app.config.office.is_some(),
        heic: app.config.heif.is_some(),
        papers: app.papers.has_fonts(),
        codes: app.papers.sends_codes(),
    })
}
