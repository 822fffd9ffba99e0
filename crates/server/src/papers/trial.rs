//! What could not be made once it is signed is said before it is sent.

use std::collections::{BTreeMap, BTreeSet};

use anjian_api::document::Duty;
use anjian_api::file::{FileFacts, FileKind};
use anjian_api::problem::ProblemCode;
use anjian_documents::typeset::Certificate;
use anjian_documents::uploaded::{Uploaded, seal};
use anjian_domain::CaseState;

use super::made::Order;
use super::{PaperError, Papers, fill};
use crate::files::FileError;
use crate::ledger::Member;

impl Papers {
    /// Makes the signed version of a PDF that somebody brought, without signatures: its title and
    /// the names of who is asked stand on the page of signatures, and its pages are taken over.
    pub(super) async fn try_out(
        &self,
        member: &Member,
        order: &Order<'_>,
        title: &str,
        facts: &FileFacts,
    ) -> Result<(), PaperError> {
        let pages = facts.pages.unwrap_or(0);
        let is_signed = order.asked.iter().any(|one| one.duty == Duty::Sign);
        // What cannot be read at all is refused by the rules.
        if !is_signed || facts.kind != FileKind::Pdf || facts.locked || pages == 0 {
            return Ok(());
        }
        let (fonts, now) = (self.fonts()?, self.now());
        let said = self.inner.ledger.view(member, |view: &CaseState| {
            let head = fill::head(view, order.number, order.version, now)?;
            let asked = order.asked.iter().filter_map(|one| view.seat(one.seat));
            let names: Vec<String> = asked.map(|seat| seat.name.clone()).collect();
            Ok::<_, PaperError>((head, names))
        });
        let (head, names) = said.await??;
        let words = [title, &head.court, &head.case_number].into_iter();
        let words = words.chain(names.iter().map(String::as_str));
        let missing: BTreeSet<char> = words.flat_map(|words| fonts.missing(words)).collect();
        if !missing.is_empty() {
            return Err(PaperError::characters(missing));
        }
        let bytes = self.inner.files.unaltered(member.case(), facts).await?;
        let blank = Uploaded {
            title: title.to_owned(),
            court: head.court,
            case_number: head.case_number,
            number: head.number,
            version: head.version,
            hash: facts.sha256.to_hex(),
            pages,
            overlays: Vec::new(),
            signatures: BTreeMap::new(),
            certificate: Certificate {
                title: "签名页".into(),
                words: Vec::new(),
                signatures: Vec::new(),
            },
        };
        let tried = self.typeset(move |fonts| seal(fonts, &blank, bytes)).await;
        match tried {
            Err(PaperError::File(FileError::Internal(_))) => {
                Err(PaperError::about(ProblemCode::PdfNotFlat, "unfit"))
            }
            tried => tried.map(drop),
        }
    }
}
