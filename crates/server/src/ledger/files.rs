//! Files as the ledger knows them: what a seat's own view says, and the entry of a file's coming up.

use anjian_api::bytes::Sha256Digest;
use anjian_api::command::{Command, ReceiveFile};
use anjian_api::file::{FileFacts, FileId};
use anjian_api::ids::{CommandId, Moment, Seq};
use anjian_api::refusal::Refusal;
use anjian_domain::{may_read_file, roles};
use sha2::{Digest as _, Sha256};

use super::submit::submit;
use super::{Ledger, Member, ReadError, SubmitError, Submitter};

/// A file that a seat may read.
#[derive(Debug, Clone)]
pub struct Readable {
    /// What the seat's view says about it.
    pub facts: FileFacts,
    /// The seat uploaded it, sits for the court, or was told the words of the camera.
    pub whole: bool,
}

pub(super) async fn may_upload(
    ledger: &Ledger,
    member: &Member,
    sha256: Option<Sha256Digest>,
) -> Result<Result<Option<FileId>, Refusal>, ReadError> {
    let shared = &ledger.shared;
    let room = shared
        .views
        .room(shared, member.case(), member.seat())
        .await?;
    shared
        .views
        .with(shared, &room, member.seat(), |folded| {
            let view = &folded.state;
            let seat = view.seat(member.seat()).ok_or(Refusal::NotFound)?;
            if !roles::may_speak(seat.role) {
                return Err(Refusal::RoleMayNot);
            }
            if view.is_closed() && !roles::conducts(seat.role) {
                return Err(Refusal::CaseClosed);
            }
            let mine = view.files.values().find(|record| {
                record.owner == member.seat()
                    && record.received.is_some()
                    && Some(record.facts.sha256) == sha256
            });
            Ok(mine.map(|record| record.facts.id))
        })
        .await
}

pub(super) async fn readable(
    ledger: &Ledger,
    member: &Member,
    file: FileId,
) -> Result<Option<Readable>, ReadError> {
    let shared = &ledger.shared;
    let room = shared
        .views
        .room(shared, member.case(), member.seat())
        .await?;
    shared
        .views
        .with(shared, &room, member.seat(), |folded| {
            let view = &folded.state;
            let record = may_read_file(view, member.seat(), file)?;
            let is_court = view
                .seat(member.seat())
                .is_some_and(|seat| roles::conducts(seat.role));
            Some(Readable {
                facts: record.facts.clone(),
                whole: record.owner == member.seat() || is_court || !record.told_in.is_empty(),
            })
        })
        .await
}

pub(super) async fn receive(
    ledger: &Ledger,
    member: &Member,
    found: FileFacts,
    at: Option<Moment>,
) -> Result<(FileFacts, Seq, Moment), SubmitError> {
    let id = found.id;
    // It may have come up before a crash that the store did not see: then its entry stands, also
    // where looking at the bytes again would say a little more or less.
    let file = readable(ledger, member, id)
        .await?
        .map_or(found, |known| known.facts);
    let command = Command::ReceiveFile(ReceiveFile { file: file.clone() });
    let body = serde_json::to_vec(&command)
        .map_err(|error| SubmitError::Internal(format!("json {:?}", error.classify())))?;
    let who = Submitter {
        person: member.person(),
        staff: Vec::new(),
    };
    // The command has the number of the file: repeating it is safe.
    let (case, id, digest) = (member.case(), CommandId(id.0), Sha256::digest(body));
    let accepted = submit(ledger, who, case, id, command, digest.into(), at).await?;
    Ok((file, accepted.first, accepted.at))
}
