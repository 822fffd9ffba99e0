//! `POST /api/cases/{case}/documents/{seq}/signing` — begins a signature.

use anjian_api::document::signing::{BeginSigning, Ceremony};
use anjian_api::handoff::{HandoffPurpose, HandoffSign};
use anjian_api::problem::{Problem, ProblemCode};
use axum::Json;
use axum::extract::{Path, State};

use super::document;
use crate::app::Shared;
use crate::extract::{Body, Member};
use crate::http::{Fault, handoffs};
use crate::papers::Papers;

/// Repeating it gives the same ceremony, however far it has come.
///
/// # Errors
/// 404 no such document for this person, 409 the id was used otherwise, 410 this device has no such
/// hand-off, 422 another version, altered bytes, or the rules.
#[utoipa::path(post, path = "/api/cases/{case}/documents/{seq}/signing", tag = "documents",
    request_body = BeginSigning,
    params(("case" = String, Path, description = "The case"),
        ("seq" = u64, Path, description = "The document: the entry that sent it")),
    responses((status = 200, body = Ceremony),
        (status = 400, body = Problem),
        (status = 401, body = Problem),
        (status = 404, body = Problem),
        (status = 409, body = Problem),
        (status = 410, body = Problem),
        (status = 422, body = Problem),
        (status = 503, body = Problem),
        (status = 507, body = Problem)))]
pub async fn handle(
    State(papers): State<Papers>,
    State(app): State<Shared>,
    member: Member,
    Path((_, seq)): Path<(String, String)>,
    Body(asked): Body<BeginSigning>,
) -> Result<Json<Ceremony>, Fault> {
    let document = document(&seq)?;
    if let Some(handoff) = asked.handoff {
        let purpose = HandoffPurpose::Sign(HandoffSign {
            case: member.seat.case(),
            document,
            version: asked.version,
        });
        let asker = handoffs::asker(&member.session);
        let carries = app.handoffs.carries(&asker, handoff, &purpose);
        // What was signed ended its hand-off: a phone that did not hear it is told that it stands.
        // Looked at in this order, or a signature that is given meanwhile would be neither.
        if !carries && !papers.stands(&member.seat, document, asked.id).await? {
            return Err(Fault::of(ProblemCode::HandoffExpired));
        }
    }
    Ok(Json(
        papers
            .begin(&member.seat, member.session.device(), document, &asked)
            .await?,
    ))
}
