//! Invented documents for tests of the rules.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses its own part of the world, and a test may panic"
)]

use anjian_api::audience::Audience;
use anjian_api::bytes::{Sha256Digest, Sm3Digest};
use anjian_api::command::Command;
use anjian_api::document::command::*;
use anjian_api::document::*;
use anjian_api::file::{FileFacts, FileKind};
use anjian_api::ids::{SeatId, Seq};
use anjian_domain::turns::{Task, turns};

use super::{AGENT, CLERK, Court, DEFENDANT, PLAINTIFF, picture, receive};

pub fn paper(number: u128) -> FileFacts {
    FileFacts {
        name: format!("文书{number}.pdf"),
        kind: FileKind::Pdf,
        pages: Some(2),
        pixels: None,
        capture: None,
        ..picture(number)
    }
}

pub fn version(number: u128) -> Version {
    let file = paper(number);
    let places = Vec::new();
    Version {
        file,
        places,
        initials: false,
        unfilled: false,
    }
}

pub fn uploaded(court: &mut Court, seat: SeatId, number: u128) -> Version {
    court.does(seat, &receive(paper(number))).unwrap();
    version(number)
}

pub fn to(asked: &[(SeatId, Duty)]) -> SendDocument {
    let asked = asked.iter().map(|(seat, duty)| Asked {
        seat: *seat,
        duty: *duty,
    });
    SendDocument {
        paper: DocumentKind::IntegrityPledge,
        title: "诚信诉讼承诺书".into(),
        version: version(1),
        audience: Audience::Participants,
        asked: asked.collect(),
        due: None,
        otherwise: None,
    }
}

pub fn send(send: SendDocument) -> Command {
    Command::Document(DocumentCommand::SendDocument(Box::new(send)))
}

pub fn read(document: Seq, version: u32) -> Command {
    Command::Document(DocumentCommand::ReadDocument(ReadDocument {
        document,
        version,
    }))
}

pub fn confirm(document: Seq, version: u32) -> Command {
    let confirm = ConfirmDocument { document, version };
    Command::Document(DocumentCommand::ConfirmDocument(confirm))
}

pub fn signing(document: Seq, version: u32, shown: u128) -> SignDocument {
    let zero = Sha256Digest([0; 32]);
    let sm3 = Sm3Digest([0; 32]);
    SignDocument {
        document,
        version,
        shown: paper(shown).sha256,
        signer: "某三".into(),
        capacity: None,
        method: Method::Drawn {
            ink: Ink {
                sha256: zero,
                sm3,
                points: 90,
                duration_ms: 2_400,
            },
        },
        manifest: zero,
        signed_by: SignedBy::Server,
        key: None,
        handed_over: false,
    }
}

pub fn sign(sign: SignDocument) -> Command {
    Command::Document(DocumentCommand::SignDocument(Box::new(sign)))
}

pub fn refuse(document: Seq, version: u32, reason: &str) -> Command {
    let reason = reason.into();
    Command::Document(DocumentCommand::RefuseDocument(RefuseDocument {
        document,
        version,
        reason,
    }))
}

pub fn revise(document: Seq, number: u128) -> Command {
    let version = version(number);
    let reason = "更正了日期".into();
    let revise = ReviseDocument {
        document,
        version,
        reason,
        due: None,
    };
    Command::Document(DocumentCommand::ReviseDocument(Box::new(revise)))
}

pub fn withdraw(document: Seq, reason: &str) -> Command {
    let reason = reason.into();
    Command::Document(DocumentCommand::WithdrawDocument(WithdrawDocument {
        document,
        reason,
    }))
}

/// A pledge that both parties are to sign, and the agent to read.
pub fn pledge() -> (Court, Seq) {
    let mut court = Court::open();
    uploaded(&mut court, CLERK, 1);
    let asked = [
        (PLAINTIFF, Duty::Sign),
        (DEFENDANT, Duty::Sign),
        (AGENT, Duty::Read),
    ];
    let document = court.does(CLERK, &send(to(&asked))).unwrap();
    (court, document)
}

pub fn tasks(court: &Court, seat: SeatId) -> Vec<Task> {
    turns(&court.case, seat, court.now)
        .into_iter()
        .map(|turn| turn.task)
        .collect()
}
