//! Folds what happened about documents. Never refuses: what was stored has happened.

use anjian_api::audience::Audience;
use anjian_api::document::Version;
use anjian_api::document::act::{DocumentAct, DocumentSent};
use anjian_api::ids::{Moment, SeatId, Seq};

use super::{Answer, AskedRecord, DocumentRecord, Done, VersionRecord};
use crate::files;
use crate::state::CaseState;

/// Folds one act.
pub(crate) fn fold(
    case: &mut CaseState,
    seq: Seq,
    at: Moment,
    author: SeatId,
    audience: &Audience,
    act: &DocumentAct,
) {
    match act {
        DocumentAct::DocumentSent(sent) => sent_by(case, seq, at, author, audience, sent),
        DocumentAct::DocumentRevised(revised) => {
            files::shown(case, seq, author, &revised.version.file);
            if let Some(record) = case.documents.sent.get_mut(&revised.document) {
                let reason = Some(revised.reason.clone());
                record.due = revised.due.or(record.due);
                record
                    .versions
                    .push(version((seq, at), &revised.version, reason));
            }
        }
        DocumentAct::DocumentFilled(filled) => {
            files::shown(case, seq, author, &filled.version.file);
            if let Some(record) = case.documents.sent.get_mut(&filled.document) {
                record
                    .versions
                    .push(version((seq, at), &filled.version, None));
            }
        }
        DocumentAct::DocumentWithdrawn(withdrawn) => {
            if let Some(record) = case.documents.sent.get_mut(&withdrawn.document) {
                record.withdrawn = Some(withdrawn.reason.clone());
            }
        }
        DocumentAct::DocumentRead(read) => {
            answer(
                case,
                read.document,
                author,
                (seq, at, read.version),
                Done::Read,
            );
        }
        DocumentAct::DocumentConfirmed(done) => {
            answer(
                case,
                done.document,
                author,
                (seq, at, done.version),
                Done::Confirmed,
            );
        }
        DocumentAct::DocumentSigned(signed) => {
            // A fingerprint is biometric: its photograph stays its owner's and goes on the paper only.
            let done = Done::Signed {
                signer: signed.signer.clone(),
            };
            answer(
                case,
                signed.document,
                author,
                (seq, at, signed.version),
                done,
            );
        }
        DocumentAct::DocumentRefused(refused) => {
            let done = Done::Refused {
                reason: refused.reason.clone(),
            };
            answer(
                case,
                refused.document,
                author,
                (seq, at, refused.version),
                done,
            );
        }
        DocumentAct::DocumentSealed(sealed) => {
            files::shown(case, seq, author, &sealed.file);
            let index = sealed
                .version
                .checked_sub(1)
                .and_then(|index| usize::try_from(index).ok());
            let record = case.documents.sent.get_mut(&sealed.document);
            let version = record
                .zip(index)
                .and_then(|(record, index)| record.versions.get_mut(index));
            if let Some(version) = version {
                version.sealed = Some(sealed.file.clone());
            }
        }
    }
}

fn sent_by(
    case: &mut CaseState,
    seq: Seq,
    at: Moment,
    author: SeatId,
    audience: &Audience,
    sent: &DocumentSent,
) {
    files::shown(case, seq, author, &sent.version.file);
    let asked = |duty| AskedRecord {
        duty,
        answers: Vec::new(),
    };
    let record = DocumentRecord {
        number: sent.number,
        paper: sent.paper,
        title: sent.title.clone(),
        by: author,
        audience: audience.clone(),
        versions: vec![version((seq, at), &sent.version, None)],
        asked: sent
            .asked
            .iter()
            .map(|one| (one.seat, asked(one.duty)))
            .collect(),
        due: sent.due,
        otherwise: sent.otherwise.clone(),
        withdrawn: None,
    };
    case.documents.last_number = case.documents.last_number.max(sent.number);
    case.documents.sent.insert(seq, record);
}

fn version(
    (brought, at): (Seq, Moment),
    version: &Version,
    reason: Option<String>,
) -> VersionRecord {
    VersionRecord {
        brought,
        at,
        file: version.file.clone(),
        places: version.places.clone(),
        initials: version.initials,
        unfilled: version.unfilled,
        reason,
        sealed: None,
    }
}

fn answer(
    case: &mut CaseState,
    document: Seq,
    seat: SeatId,
    (seq, at, version): (Seq, Moment, u32),
    done: Done,
) {
    let record = case.documents.sent.get_mut(&document);
    if let Some(asked) = record.and_then(|record| record.asked.get_mut(&seat)) {
        asked.answers.push(Answer {
            seq,
            at,
            version,
            done,
        });
    }
}
