//! Versions that were made: judged by the rules, then kept, then entered. What the rules refuse
//! leaves nothing behind, so that whoever asked can mend it and ask again.

use anjian_api::command::Command;
use anjian_api::document::Version;
use anjian_api::document::command::DocumentCommand;
use anjian_api::file::FileId;
use anjian_api::ids::{CaseId, CommandId, PersonId, Seq};
use anjian_api::problem::ProblemCode;
use anjian_domain::files::FileRecord;
use anjian_domain::{Actor, decide};
use uuid::Uuid;

use super::kept::KeptPaper;
use super::made::{Made, Words};
use super::{PaperError, Papers, command, derived};
use crate::files::pdf_facts;
use crate::ledger::Member;
use crate::store::Kept;

/// What was asked, one paper of it.
#[derive(Clone, Copy)]
pub(super) struct Request {
    /// Of the command.
    pub id: CommandId,
    /// The same id with the same words gives the same.
    named: Uuid,
}

impl Request {
    /// `number`: which paper of those that were asked for together. `asked`: a hash of all of it.
    pub(super) fn new(id: CommandId, what: &[u8], number: u64, asked: [u8; 32]) -> Self {
        let mut named = what.to_vec();
        named.extend_from_slice(&asked);
        Self {
            id: command(id.0, what, number),
            named: derived(id.0, &named, number),
        }
    }
}

/// A version that is made and not kept yet.
pub(super) struct Ready<'a> {
    request: Request,
    made: Made,
    version: Version,
    command: Box<dyn Fn(Version) -> DocumentCommand + Send + Sync + 'a>,
}

impl<'a> Ready<'a> {
    pub(super) fn new(
        request: Request,
        made: Made,
        command: impl Fn(Version) -> DocumentCommand + Send + Sync + 'a,
    ) -> Self {
        let file = match &made.words {
            Words::Brought(facts) => facts.clone(),
            Words::Set(_, set) => {
                let mut facts =
                    pdf_facts(FileId(Uuid::nil()), made.file_name(), set.pages, &set.pdf);
                // Other bytes are another file, also when it is made once more a day later.
                facts.id = FileId(derived(request.named, &facts.sha256.0, 0));
                facts
            }
        };
        let version = Version {
            file,
            places: made.places.clone(),
            initials: made.initials,
            unfilled: !made.to_fill.is_empty(),
        };
        Self {
            request,
            made,
            version,
            command: Box::new(command),
        }
    }
}

impl Papers {
    /// The entry that this request made before.
    ///
    /// # Errors
    /// The id was used for something else.
    pub(super) async fn given(
        &self,
        member: &Member,
        request: Request,
    ) -> Result<Option<Seq>, PaperError> {
        let (case, named) = (member.case(), request.named.as_bytes());
        let given = self.entry_of(case, member.person(), request.id).await?;
        let Some(given) = given else {
            return Ok(None);
        };
        match self.kept_bytes(case, Kept::Paper, named).await? {
            Some(_) => Ok(Some(given)),
            None => Err(PaperError::of(ProblemCode::CommandConflict)),
        }
    }

    /// The entry that a command of this person's made.
    pub(super) async fn entry_of(
        &self,
        case: CaseId,
        person: PersonId,
        id: CommandId,
    ) -> Result<Option<Seq>, PaperError> {
        let found = self
            .inner
            .files
            .write(move |tx| Box::pin(async move { tx.command(case, person, id).await }))
            .await?;
        Ok(found.map(|row| row.first))
    }

    /// What the rules say to these, before any of them is kept.
    pub(super) async fn judge(
        &self,
        member: &Member,
        ready: &[Ready<'_>],
    ) -> Result<(), PaperError> {
        let (seat, person, now) = (member.seat(), member.person(), self.now());
        let judged = self.inner.ledger.view(member, |view| {
            let mut view = view.clone();
            for one in ready {
                let file = &one.version.file;
                // As if it had come up.
                let received = Some(view.head.next());
                view.files.entry(file.id).or_insert_with(|| FileRecord {
                    facts: file.clone(),
                    owner: seat,
                    received,
                    shown_in: Default::default(),
                    told_in: Default::default(),
                });
                let command = Command::Document((one.command)(one.version.clone()));
                decide(&view, &Actor::Seat { seat, person }, &command, now)?;
            }
            Ok::<_, PaperError>(())
        });
        judged.await?
    }

    /// Keeps a version, as a file of this seat's, and enters it.
    pub(super) async fn enter(&self, member: &Member, ready: Ready<'_>) -> Result<Seq, PaperError> {
        let case = member.case();
        let Ready {
            request,
            made,
            mut version,
            command,
        } = ready;
        let named = request.named.as_bytes().to_vec();
        self.keep(case, Kept::Paper, named, None, b"asked").await?;
        if let Words::Set(paper, set) = made.words {
            let (files, file) = (&self.inner.files, version.file);
            let found = files
                .keep_pdf(case, file.id, file.name, set.pages, set.pdf)
                .await?;
            version.file = files.receive_made(member, found, self.told).await?;
            let kept = KeptPaper {
                facts: made.facts,
                to_fill: made.to_fill,
                paper: Some(*paper),
                words: anjian_api::bytes::Sha256Digest(set.words),
                file: version.file.id,
            };
            self.keep_paper(case, version.file.id, &kept).await?;
        }
        let entered = Command::Document(command(version));
        let (ledger, id) = (&self.inner.ledger, request.id);
        let accepted = ledger.submit_for(member, id, entered, self.told).await?;
        Ok(accepted.first)
    }
}
