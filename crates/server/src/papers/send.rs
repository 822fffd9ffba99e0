//! Sending papers, filling them in, making them anew, reading them.

use std::collections::BTreeMap;

use anjian_api::audience::Audience;
use anjian_api::bytes::Sha256Digest;
use anjian_api::command::Command;
use anjian_api::document::command::{DocumentCommand, FillDocument, ReviseDocument, SendDocument};
use anjian_api::document::paper::{
    FillPaper, PaperRevised, PaperSource, PaperText, PapersSent, RevisePaper, SendPaper,
};
use anjian_api::document::{Asked, DocumentKind, Duty};
use anjian_api::file::FileId;
use anjian_api::ids::{SeatId, Seq};
use anjian_api::problem::ProblemCode;
use anjian_api::refusal::Refusal;
use anjian_domain::document::DocumentRecord;
use anjian_domain::{CaseState, roles};

use super::made::{Order, text};
use super::{PaperError, Papers, asked_hash, command, derived};
use crate::ledger::Member;

/// Papers of one request: one for each seat.
const PAPERS: usize = 32;

impl Papers {
    /// Sends papers. Repeating it is safe.
    ///
    /// # Errors
    /// Something that nobody filled in, a character that no font has, or the rules.
    pub async fn send(&self, member: &Member, send: &SendPaper) -> Result<PapersSent, PaperError> {
        let _alone = self.alone_in(member.case()).await;
        let asked = asked_hash(send)?;
        let groups = groups(send)?;
        // What nobody may send is not made either.
        self.require_sender(member, send.paper).await?;
        let mut documents = Vec::new();
        for (number, group) in (0_u64..).zip(groups) {
            documents.push(self.send_one(member, send, (number, group), asked).await?);
        }
        Ok(PapersSent { documents })
    }

    async fn require_sender(&self, member: &Member, paper: DocumentKind) -> Result<(), PaperError> {
        let seat = member.seat();
        let judged = self.inner.ledger.view(member, |view| {
            let seat = view.require_seat(seat)?;
            let is_own = paper == DocumentKind::EvidenceList && roles::may_speak(seat.role);
            match roles::conducts(seat.role) || is_own {
                true => Ok(()),
                false => Err(Refusal::RoleMayNot),
            }
        });
        Ok(judged.await??)
    }

    async fn send_one(
        &self,
        member: &Member,
        send: &SendPaper,
        (index, group): (u64, Vec<Asked>),
        asked: [u8; 32],
    ) -> Result<Seq, PaperError> {
        let case = member.case();
        let file = FileId(derived(send.id.0, b"file", index));
        if let Some(kept) = self.kept_paper(case, file).await?
            && kept.asked != asked
        {
            return Err(PaperError::of(ProblemCode::CommandConflict));
        }
        let id = command(send.id.0, b"send", index);
        let found = self.inner.ledger.view(member, |view| {
            let sent = view.documents.sent.iter();
            let has_file = |record: &DocumentRecord| {
                let first = record.versions.first();
                first.is_some_and(|version| version.file.id == file)
            };
            let before = sent.clone().find(|(_, record)| has_file(record));
            let before = before.map(|(seq, _)| *seq);
            (before, audience(view, member.seat(), &group))
        });
        let (before, audience) = found.await?;
        if let Some(seq) = before {
            return Ok(seq);
        }
        let order = Order {
            paper: send.paper,
            source: &send.source,
            asked: group.clone(),
            number: self.inner.ledger.next_document(member).await?,
            version: 1,
            before: BTreeMap::new(),
        };
        let made = self.make(member, &order).await?;
        let title = made.title.clone();
        let version = self.keep_made(member, file, asked, made).await?;
        let sent = SendDocument {
            paper: send.paper,
            title,
            version,
            audience,
            asked: group,
            due: send.due,
            otherwise: send.otherwise.clone(),
        };
        let sent = Command::Document(DocumentCommand::SendDocument(Box::new(sent)));
        let accepted = self
            .inner
            .ledger
            .submit_for(member, id, sent, self.told)
            .await?;
        Ok(accepted.first)
    }

    /// The first paper as it would be sent.
    ///
    /// # Errors
    /// As with sending.
    pub async fn preview(
        &self,
        member: &Member,
        send: &SendPaper,
    ) -> Result<PaperText, PaperError> {
        let first = groups(send)?.into_iter().next().unwrap_or_default();
        self.require_sender(member, send.paper).await?;
        let order = Order {
            paper: send.paper,
            source: &send.source,
            asked: first,
            number: self.inner.ledger.next_document(member).await?,
            version: 1,
            before: BTreeMap::new(),
        };
        let made = self.make(member, &order).await?;
        Ok(made.text(order.number, 1))
    }

    /// A version as words.
    ///
    /// # Errors
    /// No such document or version for this seat.
    pub async fn text(
        &self,
        member: &Member,
        document: Seq,
        version: u32,
    ) -> Result<PaperText, PaperError> {
        let record = self.record(member, document).await?;
        let index = version
            .checked_sub(1)
            .and_then(|at| usize::try_from(at).ok());
        let at = index.and_then(|index| record.versions.get(index));
        let at = at.ok_or(PaperError::not_found())?;
        let kept = self.kept_paper(member.case(), at.file.id).await?;
        let none = BTreeMap::new();
        Ok(match &kept {
            Some(kept) => text(
                &record.title,
                record.number,
                version,
                (kept.paper.as_ref(), kept.words),
                (&kept.to_fill, &kept.facts),
            ),
            None => text(
                &record.title,
                record.number,
                version,
                (None, at.file.sha256),
                (&[], &none),
            ),
        })
    }

    /// Fills in a version that waits for it. Repeating it is safe.
    ///
    /// # Errors
    /// Something is still missing, a character that no font has, or the rules.
    pub async fn fill(
        &self,
        member: &Member,
        document: Seq,
        fill: &FillPaper,
    ) -> Result<PaperRevised, PaperError> {
        let _alone = self.alone_in(member.case()).await;
        let record = self.record(member, document).await?;
        let asked = asked_hash(&(document, fill))?;
        let file = FileId(derived(fill.id.0, b"fill", 0));
        if let Some(again) = self.again(member, &record, file, asked).await? {
            return Ok(again);
        }
        let current = record.current().ok_or(PaperError::not_found())?;
        if fill.version != record.version() {
            return Err(Refusal::VersionStale {
                version: record.version(),
            }
            .into());
        }
        let duty = record.asked.get(&member.seat()).map(|asked| asked.duty);
        if duty != Some(Duty::Sign) {
            return Err(Refusal::NotAsked.into());
        }
        if !current.unfilled {
            return Err(Refusal::AlreadyDecided.into());
        }
        let kept = self.kept_paper(member.case(), current.file.id).await?;
        let source = PaperSource::Generated {
            facts: fill.facts.clone(),
        };
        let order = Order {
            paper: record.paper,
            source: &source,
            asked: vec![Asked {
                seat: member.seat(),
                duty: Duty::Sign,
            }],
            number: record.number,
            version: record.version() + 1,
            before: kept.map(|kept| kept.facts).unwrap_or_default(),
        };
        let made = self.make(member, &order).await?;
        if !made.to_fill.is_empty() {
            let gaps = made.to_fill.join(" ");
            return Err(PaperError::about(ProblemCode::PaperIncomplete, gaps));
        }
        let version = self.keep_made(member, file, asked, made).await?;
        let filled = FillDocument {
            document,
            filled: fill.version,
            version,
        };
        let filled = Command::Document(DocumentCommand::FillDocument(Box::new(filled)));
        let id = command(fill.id.0, b"fill", 1);
        let accepted = self
            .inner
            .ledger
            .submit_for(member, id, filled, self.told)
            .await?;
        Ok(PaperRevised {
            seq: accepted.first,
            version: order.version,
        })
    }

    /// A new version by the sender. Repeating it is safe.
    ///
    /// # Errors
    /// As with sending.
    pub async fn revise(
        &self,
        member: &Member,
        document: Seq,
        revise: &RevisePaper,
    ) -> Result<PaperRevised, PaperError> {
        let _alone = self.alone_in(member.case()).await;
        let record = self.record(member, document).await?;
        let asked = asked_hash(&(document, revise))?;
        let file = FileId(derived(revise.id.0, b"revise", 0));
        if let Some(again) = self.again(member, &record, file, asked).await? {
            return Ok(again);
        }
        if revise.version != record.version() {
            return Err(Refusal::VersionStale {
                version: record.version(),
            }
            .into());
        }
        self.require_sender(member, record.paper).await?;
        let current = record.current().ok_or(PaperError::not_found())?;
        let kept = self.kept_paper(member.case(), current.file.id).await?;
        let everyone = record.asked.iter().map(|(seat, asked)| Asked {
            seat: *seat,
            duty: asked.duty,
        });
        let order = Order {
            paper: record.paper,
            source: &revise.source,
            asked: everyone.collect(),
            number: record.number,
            version: record.version() + 1,
            before: kept.map(|kept| kept.facts).unwrap_or_default(),
        };
        let made = self.make(member, &order).await?;
        let version = self.keep_made(member, file, asked, made).await?;
        let revised = ReviseDocument {
            document,
            version,
            reason: revise.reason.clone(),
        };
        let revised = Command::Document(DocumentCommand::ReviseDocument(Box::new(revised)));
        let id = command(revise.id.0, b"revise", 1);
        let accepted = self
            .inner
            .ledger
            .submit_for(member, id, revised, self.told)
            .await?;
        Ok(PaperRevised {
            seq: accepted.first,
            version: order.version,
        })
    }

    /// The document, as the seat sees it.
    /// The hash of the PDF that a document shows now.
    pub(crate) async fn shown(
        &self,
        member: &Member,
        document: Seq,
    ) -> Result<Sha256Digest, PaperError> {
        let record = self.record(member, document).await?;
        let current = record.current().ok_or(PaperError::not_found())?;
        Ok(current.file.sha256)
    }

    pub(super) async fn record(
        &self,
        member: &Member,
        document: Seq,
    ) -> Result<DocumentRecord, PaperError> {
        let found = self
            .inner
            .ledger
            .view(member, |view| view.documents.sent.get(&document).cloned());
        found.await?.ok_or(PaperError::not_found())
    }

    /// The same was asked before and is there.
    async fn again(
        &self,
        member: &Member,
        record: &DocumentRecord,
        file: FileId,
        asked: [u8; 32],
    ) -> Result<Option<PaperRevised>, PaperError> {
        let Some(kept) = self.kept_paper(member.case(), file).await? else {
            return Ok(None);
        };
        if kept.asked != asked {
            return Err(PaperError::of(ProblemCode::CommandConflict));
        }
        let versions = (1..).zip(&record.versions);
        let mut found = versions.filter(|(_, version)| version.file.id == kept.file);
        Ok(found.next().map(|(number, version)| PaperRevised {
            seq: version.brought,
            version: number,
        }))
    }
}

/// Who is asked by which document: each seat by its own, or all by one.
fn groups(send: &SendPaper) -> Result<Vec<Vec<Asked>>, PaperError> {
    if send.to.is_empty() || send.to.len() > PAPERS {
        return Err(Refusal::NobodyAsked.into());
    }
    Ok(match send.source {
        PaperSource::Generated { .. } => send.to.iter().map(|one| vec![*one]).collect(),
        PaperSource::Uploaded { .. } => vec![send.to.clone()],
    })
}

/// Those who are asked and whoever speaks with their voice; the domain adds the court. A party
/// shows its list to everybody who takes part.
fn audience(view: &CaseState, by: SeatId, asked: &[Asked]) -> Audience {
    let is_court = view.seat(by).is_some_and(|seat| roles::conducts(seat.role));
    if !is_court {
        return Audience::Participants;
    }
    let hears = |seat: SeatId| {
        let mut asked = asked.iter();
        asked.any(|one| one.seat == seat || view.same_voice(one.seat, seat))
    };
    let all = view.present().map(|seat| seat.id);
    Audience::Named(all.filter(|seat| hears(*seat)).collect())
}
