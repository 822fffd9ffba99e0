//! `GET /api/courts/{court}/feedback.csv` — what a court was told, for spreadsheets.

use anjian_api::problem::Problem;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::extract::SignedIn;
use crate::feedback::{Feedbacks, Language};
use crate::http::Fault;

/// How it is written.
#[derive(Deserialize)]
pub struct Asked {
    /// `en` for English; everything else is Chinese.
    #[serde(default)]
    lang: String,
    /// `weeks` for the stars by week and stage; everything else is one line for each feedback.
    #[serde(default)]
    of: String,
}

/// Without names, and without anything that a spreadsheet would run.
///
/// # Errors
/// 404 for who is not of the court's staff.
#[utoipa::path(get, path = "/api/courts/{court}/feedback.csv", tag = "feedback",
    params(("court" = u32, Path, description = "The court"),
        ("lang" = Option<String>, Query, description = "en or zh"),
        ("of" = Option<String>, Query, description = "weeks: stars by week and stage")),
    responses((status = 200, body = String, content_type = "text/csv"),
        (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn handle(
    State(feedbacks): State<Feedbacks>,
    SignedIn(session): SignedIn,
    Path(court): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let court = super::court(&court)?;
    let language = match asked.lang.as_str() {
        "en" => Language::English,
        _ => Language::Chinese,
    };
    let person = session.person();
    let table = match asked.of.as_str() {
        "weeks" => feedbacks.export_weeks(person, court, language).await?,
        _ => feedbacks.export(person, court, language).await?,
    };
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"feedback.csv\"",
        ),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, table).into_response())
}
