//! Documents in a simulated world: what the server gives for a seat (sending, new versions, filling
//! in, signing) and what seats do by themselves; and the promises that nothing is signed twice, that
//! only the newest version is signed, and that nobody holds a document that is not for them.

use std::collections::{BTreeMap, BTreeSet};

use anjian_api::act::{Act, Payload};
use anjian_api::audience::Audience;
use anjian_api::bytes::{Sha256Digest, Sm3Digest};
use anjian_api::command::{Command, ReceiveFile};
use anjian_api::document::act::DocumentAct;
use anjian_api::document::command::*;
use anjian_api::document::{Asked, DocumentKind, Duty, Ink, Method, SignedBy, Version};
use anjian_api::file::{FileFacts, FileId, FileKind};
use anjian_api::ids::{CaseId, CommandId, SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_domain::document::DocumentRecord;
use anjian_domain::{CaseState, roles, samples};

use super::server::Log;
use super::{FaultKind, World};
use crate::dice::Dice;

/// What came of documents.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Papers {
    /// Sent.
    pub sent: u64,
    /// New versions, those that were filled in among them.
    pub revised: u64,
    /// Signatures.
    pub signed: u64,
    /// Refused by who was asked.
    pub refused: u64,
    /// Attempts to sign a version that was no longer the newest; all in vain.
    pub stale: u64,
}

impl Papers {
    /// Adds others to these.
    pub(crate) const fn add(&mut self, other: Papers) {
        self.sent += other.sent;
        self.revised += other.revised;
        self.signed += other.signed;
        self.refused += other.refused;
        self.stale += other.stale;
    }

    fn count(&mut self, act: &DocumentAct) {
        match act {
            DocumentAct::DocumentSent(_) => self.sent += 1,
            DocumentAct::DocumentRevised(_) | DocumentAct::DocumentFilled(_) => self.revised += 1,
            DocumentAct::DocumentSigned(_) => self.signed += 1,
            DocumentAct::DocumentRefused(_) => self.refused += 1,
            _ => {}
        }
    }
}

impl World {
    /// Somebody has the server do something with a paper, by what this tab shows, which may be old.
    pub(super) fn paper(&mut self, person: usize, tab: usize, case: CaseId) {
        let id = self.people[person].id;
        let Some(view) = self.tabs[tab].views.get(&case) else {
            return;
        };
        if !self.server_up {
            return;
        }
        let state = view.state.clone();
        let Some(seat) = state.seat_of(id) else {
            return;
        };
        let (seat, is_court) = (seat.id, roles::conducts(seat.role));
        let file = pdf(FileId(self.dice.uuid()));
        let wish = match is_court {
            true => of_the_court(&mut self.dice, &state, &file),
            false => of_a_party(&mut self.dice, &state, seat, &file),
        };
        let Some(command) = wish else { return };
        let before = self.server.logs[&case].state.head;
        if brings(&command) {
            let receive = Command::ReceiveFile(ReceiveFile { file });
            let entered = CommandId(self.dice.uuid());
            let _ = self.server.submit(id, case, entered, &receive, self.now);
        }
        let command_id = CommandId(self.dice.uuid());
        let is_stale = signs_old(&command, &self.server.logs[&case].state);
        // An answer that is lost is asked for again.
        for _ in 0..=usize::from(self.dice.happens(400)) {
            let answer = self.server.submit(id, case, command_id, &command, self.now);
            let is_in_vain = answer.is_err();
            if is_stale && !is_in_vain {
                let text = format!("an old version was signed: {command:?}");
                self.book.fault(FaultKind::Diverged, text);
            }
            let told = answer.err().and_then(|problem| problem.refusal);
            if matches!(told, Some(Refusal::VersionStale { .. })) && is_stale {
                self.papers.stale += 1;
            }
        }
        self.broadcast(case, before);
    }

    /// Looks at all that was signed, without the rules that allowed it.
    pub(super) fn judge_papers(&mut self) {
        let mut faults = Vec::new();
        for log in self.server.logs.values() {
            self.papers.add(judged(log, &mut faults));
        }
        for tab in &self.tabs {
            for (case, view) in &tab.views {
                let person = self.people[tab.person].id;
                let log = self.server.logs.get(case);
                if let Some((log, seat)) = log.zip(view.state.seat_of(person)) {
                    let held = view.state.documents.sent.iter();
                    for (seq, own) in held.filter(|(_, own)| !is_for(&log.state, seat.id, own)) {
                        let text = format!("seat {:?} holds document {seq:?}: {own:?}", seat.id);
                        faults.push((FaultKind::Leaked, text));
                    }
                }
            }
        }
        for (kind, text) in faults {
            self.book.fault(kind, text);
        }
    }
}

/// What a seat does with documents by itself, through its outbox.
pub(super) fn compose(dice: &mut Dice, state: &CaseState, seat: SeatId) -> Option<Command> {
    let is_court = roles::conducts(state.seat(seat)?.role);
    let all = state.documents.sent.iter();
    let all: Vec<_> = all
        .filter(|(_, record)| is_court || record.asked.contains_key(&seat))
        .collect();
    let (document, record) = dice.pick(&all).copied()?;
    let (document, version) = (*document, record.version());
    let given = if is_court {
        DocumentCommand::WithdrawDocument(WithdrawDocument {
            document,
            reason: "发错了".into(),
        })
    } else {
        match dice.below(4) {
            0 => DocumentCommand::ReadDocument(ReadDocument { document, version }),
            1 => DocumentCommand::ConfirmDocument(ConfirmDocument { document, version }),
            _ => DocumentCommand::RefuseDocument(RefuseDocument {
                document,
                version,
                reason: "与事实不符".into(),
            }),
        }
    };
    Some(Command::Document(given))
}

fn of_the_court(dice: &mut Dice, state: &CaseState, file: &FileFacts) -> Option<Command> {
    let version = |unfilled| Version {
        file: file.clone(),
        places: Vec::new(),
        initials: false,
        unfilled,
    };
    let all: Vec<_> = state.documents.sent.keys().copied().collect();
    let given = match dice.pick(&all).copied().filter(|_| dice.happens(600)) {
        Some(document) => DocumentCommand::ReviseDocument(Box::new(ReviseDocument {
            document,
            version: version(false),
            reason: "更正了日期".into(),
            due: None,
        })),
        None => {
            let parties = state.present().filter(|one| roles::may_speak(one.role));
            let parties = parties.filter(|one| !roles::conducts(one.role));
            let parties: Vec<SeatId> = parties.map(|one| one.id).collect();
            let seat = dice.pick(&parties).copied()?;
            let is_named = dice.happens(600);
            DocumentCommand::SendDocument(Box::new(SendDocument {
                paper: DocumentKind::IntegrityPledge,
                title: "诚信诉讼承诺书".into(),
                version: version(dice.happens(200)),
                audience: match is_named {
                    true => Audience::Named(vec![seat]),
                    false => Audience::Participants,
                },
                asked: vec![Asked {
                    seat,
                    duty: Duty::Sign,
                }],
                due: None,
                otherwise: None,
            }))
        }
    };
    Some(Command::Document(given))
}

fn of_a_party(
    dice: &mut Dice,
    state: &CaseState,
    seat: SeatId,
    file: &FileFacts,
) -> Option<Command> {
    let asked = state.documents.sent.iter();
    let asked: Vec<_> = asked
        .filter(|(_, record)| record.asked.contains_key(&seat))
        .collect();
    let (document, record) = dice.pick(&asked).copied()?;
    let current = record.current()?;
    let given = if current.unfilled && dice.happens(800) {
        DocumentCommand::FillDocument(Box::new(FillDocument {
            document: *document,
            filled: record.version(),
            version: Version {
                file: file.clone(),
                places: Vec::new(),
                initials: false,
                unfilled: false,
            },
        }))
    } else {
        let (mut version, mut shown) = (record.version(), current.file.sha256);
        // A page that was left open.
        if version > 1 && dice.happens(200) {
            version -= 1;
            shown = record.versions.iter().rev().nth(1)?.file.sha256;
        }
        let mut manifest = [0; 32];
        manifest[..16].copy_from_slice(dice.uuid().as_bytes());
        let manifest = Sha256Digest(manifest);
        DocumentCommand::SignDocument(Box::new(SignDocument {
            document: *document,
            version,
            shown,
            signer: "某三".into(),
            capacity: None,
            method: Method::Drawn {
                ink: Ink {
                    sha256: manifest,
                    sm3: Sm3Digest(manifest.0),
                    points: 90,
                    duration_ms: 2_400,
                },
            },
            manifest,
            signed_by: SignedBy::Server,
            key: None,
            handed_over: false,
        }))
    };
    Some(Command::Document(given))
}

/// The command shows a PDF that came up just before.
const fn brings(command: &Command) -> bool {
    matches!(
        command,
        Command::Document(
            DocumentCommand::SendDocument(_)
                | DocumentCommand::ReviseDocument(_)
                | DocumentCommand::FillDocument(_)
        )
    )
}

/// It signs a version that is no longer the newest.
fn signs_old(command: &Command, state: &CaseState) -> bool {
    let Command::Document(DocumentCommand::SignDocument(sign)) = command else {
        return false;
    };
    let record = state.documents.sent.get(&sign.document);
    record.is_some_and(|record| record.version() != sign.version)
}

/// The reader sent it, sits for the court, is named, or it is for all who take part.
fn is_for(state: &CaseState, reader: SeatId, record: &DocumentRecord) -> bool {
    let Some(seat) = state.seats.get(&reader) else {
        return false;
    };
    let role = seat.seat.role;
    let is_named = match &record.audience {
        Audience::Everyone => true,
        Audience::Participants => !roles::is_guest(role),
        Audience::Voices(seats) => {
            let principal = |id: SeatId| {
                let record = state.seats.get(&id);
                record.and_then(|record| record.seat.acts_for).unwrap_or(id)
            };
            let mut seats = seats.iter();
            seats.any(|seat| principal(*seat) == principal(reader))
        }
        _ => false,
    };
    is_named || roles::conducts(role) || record.by == reader
}

/// Counts versions and signatures of one case entry by entry.
fn judged(log: &Log, faults: &mut Vec<(FaultKind, String)>) -> Papers {
    let mut papers = Papers::default();
    let mut newest: BTreeMap<Seq, (u32, Sha256Digest)> = BTreeMap::new();
    let mut manifests = BTreeSet::new();
    for (seq, stored) in (1..).map(Seq).zip(&log.entries) {
        let payload = serde_json::from_str::<Payload>(stored.payload.get());
        let Ok(Act::Document(act)) = payload.map(|payload| payload.act) else {
            continue;
        };
        papers.count(&act);
        match &act {
            DocumentAct::DocumentSent(sent) => {
                newest.insert(seq, (1, sent.version.file.sha256));
            }
            DocumentAct::DocumentRevised(revised) => {
                if let Some(at) = newest.get_mut(&revised.document) {
                    *at = (at.0 + 1, revised.version.file.sha256);
                }
            }
            DocumentAct::DocumentFilled(filled) => {
                if let Some(at) = newest.get_mut(&filled.document) {
                    *at = (at.0 + 1, filled.version.file.sha256);
                }
            }
            DocumentAct::DocumentSigned(signed) => {
                if newest.get(&signed.document) != Some(&(signed.version, signed.shown)) {
                    let text = format!("entry {seq:?} signs what was not the newest version");
                    faults.push((FaultKind::Diverged, text));
                }
                if !manifests.insert(signed.manifest) {
                    let text = format!("entry {seq:?} signs the same manifest again");
                    faults.push((FaultKind::Duplicated, text));
                }
            }
            _ => {}
        }
    }
    papers
}

fn pdf(id: FileId) -> FileFacts {
    FileFacts {
        name: format!("文书{}.pdf", id.0.as_u128()),
        kind: FileKind::Pdf,
        pages: Some(2),
        pixels: None,
        ..samples::picture(id)
    }
}
