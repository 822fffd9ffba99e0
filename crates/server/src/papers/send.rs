//! Sending papers, filling them in, making them anew, reading them.

use std::collections::BTreeMap;

use anjian_api::audience::Audience;
use anjian_api::bytes::Sha256Digest;
use anjian_api::document::command::{DocumentCommand, FillDocument, ReviseDocument, SendDocument};
use anjian_api::document::paper::{
    FillPaper, PaperRevised, PaperSource, PaperText, PapersSent, RevisePaper, SendPaper,
};
use anjian_api::document::{Asked, DocumentKind, Duty};
use anjian_api::ids::{SeatId, Seq};
use anjian_api::problem::ProblemCode;
use anjian_api::refusal::Refusal;
use anjian_domain::document::DocumentRecord;
use anjian_domain::{CaseState, roles};

use super::enter::{Ready, Request};
use super::made::{Order, text};
use super::{PaperError, Papers, asked_hash};
use crate::ledger::Member;

/// Papers of one request: one for each seat.
const PAPERS: usize = 32;

impl Papers {
    /// Sends papers: all of them are made and judged before the first one is sent. Repeating it is
    /// safe.
    ///
    /// # Errors
    /// Something that nobody filled in, a character that no font has, or the rules.
    pub async fn send(&self, member: &Member, send: &SendPaper) -> Result<PapersSent, PaperError> {
        let _alone = self.alone_in(member.case()).await;
        let asked = asked_hash(send)?;
        // What nobody may send is not made either.
        self.require_sender(member, send.paper).await?;
        let mut documents = Vec::new();
        let mut ready = Vec::new();
        let mut number = self.inner.ledger.next_document(member).await?;
        for (index, group) in (0_u64..).zip(groups(send)?) {
            let request = Request::new(send.id, b"send", index, asked);
            if let Some(before) = self.given(member, request).await? {
                documents.push(before);
                continue;
            }
            let view = self
                .inner
                .ledger
                .view(member, |view| audience(view, member.seat(), &group));
            let audience = view.await?;
            let made = self
                .make(member, &first(send, group.clone(), number))
                .await?;
            number += 1;
            let title = made.title.clone();
            ready.push(Ready::new(request, made, move |version| {
                DocumentCommand::SendDocument(Box::new(SendDocument {
                    paper: send.paper,
                    title: title.clone(),
                    version,
                    audience: audience.clone(),
                    asked: group.clone(),
                    due: send.due,
                    otherwise: send.otherwise.clone(),
                }))
            }));
        }
        self.judge(member, &ready).await?;
        for one in ready {
            documents.push(self.enter(member, one).await?);
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

    /// The first paper as it would be sent; all of them are made.
    ///
    /// # Errors
    /// As with sending.
    pub async fn preview(
        &self,
        member: &Member,
        send: &SendPaper,
    ) -> Result<PaperText, PaperError> {
        self.require_sender(member, send.paper).await?;
        let _looking = self.look(member.person())?;
        let next = self.inner.ledger.next_document(member).await?;
        let mut shown = None;
        for (number, group) in (next..).zip(groups(send)?) {
            let made = self.make(member, &first(send, group, number)).await?;
            shown.get_or_insert_with(|| made.text(number, 1));
        }
        shown.ok_or(Refusal::NobodyAsked.into())
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
        let request = Request::new(fill.id, b"fill", 1, asked);
        if let Some(again) = self.again(member, &record, request).await? {
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
        let ready = Ready::new(request, made, |version| {
            DocumentCommand::FillDocument(Box::new(FillDocument {
                document,
                filled: fill.version,
                version,
            }))
        });
        self.next(member, ready, order.version).await
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
        let request = Request::new(revise.id, b"revise", 1, asked);
        if let Some(again) = self.again(member, &record, request).await? {
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
        let ready = Ready::new(request, made, |version| {
            DocumentCommand::ReviseDocument(Box::new(ReviseDocument {
                document,
                version,
                reason: revise.reason.clone(),
                due: revise.due,
            }))
        });
        self.next(member, ready, order.version).await
    }

    async fn next(
        &self,
        member: &Member,
        ready: Ready<'_>,
        version: u32,
    ) -> Result<PaperRevised, PaperError> {
        let ready = [ready];
        self.judge(member, &ready).await?;
        let [ready] = ready;
        let seq = self.enter(member, ready).await?;
        Ok(PaperRevised { seq, version })
    }

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

    /// The document, as the seat sees it.
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
        request: Request,
    ) -> Result<Option<PaperRevised>, PaperError> {
        let Some(seq) = self.given(member, request).await? else {
            return Ok(None);
        };
        let mut versions = (1..).zip(&record.versions);
        let found = versions.find(|(_, version)| version.brought == seq);
        let conflict = PaperError::of(ProblemCode::CommandConflict);
        let (version, _) = found.ok_or(conflict)?;
        Ok(Some(PaperRevised { seq, version }))
    }
}

/// The first version of a paper that is sent.
fn first(send: &SendPaper, asked: Vec<Asked>, number: u32) -> Order<'_> {
    Order {
        paper: send.paper,
        source: &send.source,
        asked,
        number,
        version: 1,
        before: BTreeMap::new(),
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

/// Those who are asked; the domain adds whoever speaks with their voice, and the court. A party shows
/// its list to everybody who takes part.
fn audience(view: &CaseState, by: SeatId, asked: &[Asked]) -> Audience {
    let is_court = view.seat(by).is_some_and(|seat| roles::conducts(seat.role));
    if !is_court {
        return Audience::Participants;
    }
    Audience::Named(asked.iter().map(|one| one.seat).collect())
}
