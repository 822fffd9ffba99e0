//! `POST /api/cases/{case}/documents/{seq}/signing/{id}/finish` — finishes a signature.

use anjian_api::document::signing::{FinishSigning, Signed};
use anjian_api::ids::{CeremonyId, HandoffId};
use anjian_api::problem::Problem;
use axum::Json;
use axum::extract::{Path, State};

use super::{document, named};
use crate::app::Shared;
use crate::extract::{Body, Member};
use crate::http::to_its_end::to_its_end;
use crate::http::{Fault, handoffs};
use crate::papers::Papers;

/// The manifest is built anew and compared, signed by the device or the server, and entered. Repeating it gives the first answer.
///
/// # Errors
/// 400 something that does not belong to this way of signing, 404 no such ceremony of this person, 409 it is over or was finished otherwise, 410 the hand-off was given up, 422 another manifest, a wrong code, or the rules, 507 disk full.
#[utoipa::path(post, path = "/api/cases/{case}/documents/{seq}/signing/{id}/finish", tag = "documents",
    request_body = FinishSigning,
    params(("case" = String, Path, description = "The case"),
        ("seq" = u64, Path, description = "The document: the entry that sent it"),
        ("id" = String, Path, description = "The ceremony")),
    responses((status = 200, body = Signed),
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
    Path((_, seq, id)): Path<(String, String, String)>,
    Body(asked): Body<FinishSigning>,
) -> Result<Json<Signed>, Fault> {
    let document = document(&seq)?;
    let id: CeremonyId = named(&id)?;
    let work = async move {
        let handoff = papers.awaited_by(&member.seat, document, id).await?;
        let finishing = match handoff {
            Some(id) => {
                let asker = handoffs::asker(&member.session);
                app.handoffs.begin_finish(&asker, id)?;
                let (app, stands) = (Shared::clone(&app), false);
                Some(Finishing { app, id, stands })
            }
            None => None,
        };
        let done = papers.finish(&member.seat, document, id, &asked).await;
        if let Some(mut finishing) = finishing {
            // The other device hears that it is signed when it is, whatever failed afterwards.
            finishing.stands = match &done {
                Ok(_) => true,
                Err(_) => papers.stands(&member.seat, document, id).await?,
            };
        }
        Ok::<Signed, Fault>(done?)
    };
    to_its_end("finishing a signature", work).await
}

/// A hand-off whose signature is being finished; however that ends, it does not stay so.
struct Finishing {
    app: Shared,
    id: HandoffId,
    stands: bool,
}

impl Drop for Finishing {
    fn drop(&mut self) {
        self.app.handoffs.end_finish(self.id, self.stands);
    }
}
