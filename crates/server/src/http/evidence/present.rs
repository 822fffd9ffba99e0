//! `PUT /api/cases/{case}/presentation` — leads everybody to a place in an exhibit.

use anjian_api::frame::{Present, Presentation};
use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::refusal::Refusal;
use axum::Json;
use axum::extract::State;

use crate::app::Shared;
use crate::extract::{Body, Member};
use crate::http::Fault;

/// The largest, and the smallest, that something is shown.
const ZOOM: (f64, f64) = (0.05, 50.0);
/// A second move is welcome after so long.
const SOON_MS: u64 = 100;

/// Not kept: whoever is connected learns it, and whoever connects while it lasts.
///
/// # Errors
/// 404 no such case or exhibit for this person, 422 another leads, 429 too many moves.
#[utoipa::path(put, path = "/api/cases/{case}/presentation", tag = "evidence",
    request_body = Present,
    params(("case" = String, Path, description = "The case")),
    responses((status = 200, body = Presentation), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn handle(
    State(app): State<Shared>,
    member: Member,
    Body(place): Body<Present>,
) -> Result<Json<Presentation>, Fault> {
    let (case, seat) = (member.seat.case(), member.seat.seat());
    let finite = [place.zoom, place.x, place.y]
        .iter()
        .all(|number| number.is_finite());
    if !finite {
        return Err(Fault::of(ProblemCode::BadRequest));
    }
    let leading = app.hub.presentation(case).map(|shown| shown.presenter);
    let may = app
        .ledger
        .may_present(&member.seat, &place, leading)
        .await?;
    may.map_err(|refusal| match refusal {
        Refusal::NotFound => Fault::of(ProblemCode::NotFound),
        refusal => Fault::refused(refusal),
    })?;
    if !app.hub.admit_move(case, seat) {
        return Err(Fault::wait(ProblemCode::TooManyTries, SOON_MS));
    }
    let shown = Presentation {
        exhibit: place.exhibit,
        file: place.file,
        page: place.page,
        zoom: place.zoom.clamp(ZOOM.0, ZOOM.1),
        x: place.x.clamp(0.0, 1.0),
        y: place.y.clamp(0.0, 1.0),
        presenter: place.hand_to.unwrap_or(seat),
        at: app.clock.now(),
    };
    if app.hub.present(case, leading, Some(shown)) {
        Ok(Json(shown))
    } else {
        Err(Fault::refused(Refusal::RoleMayNot))
    }
}
