//! Files: what is known of them, who may read their bytes, and which may be shown where.

use std::collections::BTreeSet;

use anjian_api::act::Act;
use anjian_api::audience::Audience;
use anjian_api::command::Voice;
use anjian_api::file::{FileFacts, FileForm, FileId};
use anjian_api::ids::{SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_api::role::Seat;
use serde::{Deserialize, Serialize};

use crate::decide::{NewEntry, require_open};
use crate::roles;
use crate::state::CaseState;
use crate::words;

/// Files that one message may show.
pub const MESSAGE_FILES: u32 = 9;
/// The longest recording, milliseconds.
pub const VOICE_MS: u32 = 120_000;
/// The longest name of a file, bytes.
pub const FILE_NAME_BYTES: u32 = 120;
/// Values that a waveform may have.
const WAVEFORM: usize = 64;
/// The loudest value of a waveform.
const LOUDEST: u8 = 31;

/// A file, as far as the reader of the view knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileRecord {
    /// What is told about it. For others than the owner the words of the camera are here only
    /// while an entry that tells them is shown.
    pub facts: FileFacts,
    /// The seat that uploaded it.
    pub owner: SeatId,
    /// The entry of its coming up; only the owner sees that one.
    pub received: Option<Seq>,
    /// The entries that show it and are not hidden.
    pub shown_in: BTreeSet<Seq>,
    /// Those among them that tell the words of the camera.
    pub told_in: BTreeSet<Seq>,
}

/// The file, when this seat may read its bytes. `view` is the seat's own view: what it uploaded, and
/// what an entry shows it that is not recalled or withdrawn.
#[must_use]
pub fn may_read_file(view: &CaseState, reader: SeatId, file: FileId) -> Option<&FileRecord> {
    view.seat(reader)?;
    view.files
        .get(&file)
        .filter(|record| record.owner == reader || !record.shown_in.is_empty())
}

/// The server took a file in; its uploader alone sees the entry.
pub(crate) fn receive(
    case: &CaseState,
    seat: &Seat,
    facts: &FileFacts,
) -> Result<Vec<NewEntry>, Refusal> {
    if !roles::may_speak(seat.role) {
        return Err(Refusal::RoleMayNot);
    }
    require_open(case, seat)?;
    if case.files.contains_key(&facts.id) {
        return Err(Refusal::FileExists);
    }
    if facts.size == 0 {
        return Err(Refusal::Empty);
    }
    words::check_line(&facts.name, FILE_NAME_BYTES)?;
    if facts.name.len() > FILE_NAME_BYTES as usize {
        return Err(Refusal::TooLong {
            limit: FILE_NAME_BYTES,
        });
    }
    Ok(vec![NewEntry::new(
        seat.id,
        Audience::Named(Vec::new()),
        Act::FileReceived {
            file: Box::new(facts.clone()),
        },
    )])
}

/// Files that are shown together: the actor's own, each once, told as they are known.
pub(crate) fn check_files(
    case: &CaseState,
    seat: SeatId,
    files: &[FileFacts],
    limit: u32,
) -> Result<(), Refusal> {
    if files.is_empty() {
        return Err(Refusal::FilesMissing);
    }
    if files.len() > limit as usize {
        return Err(Refusal::TooManyFiles { limit });
    }
    let mut seen = BTreeSet::new();
    for facts in files {
        check_file(case, seat, facts)?;
        if !seen.insert(facts.id) {
            return Err(Refusal::FileTwice);
        }
    }
    Ok(())
}

/// A recording: sound, with a length and a waveform that fit it.
pub(crate) fn check_voice(case: &CaseState, seat: SeatId, voice: &Voice) -> Result<(), Refusal> {
    check_file(case, seat, &voice.file)?;
    let fits = voice.file.kind.form() == FileForm::Audio
        && voice.waveform.len() <= WAVEFORM
        && voice.waveform.iter().all(|loud| *loud <= LOUDEST);
    if !fits {
        return Err(Refusal::FileFormNotAllowed);
    }
    if voice.duration_ms == 0 || voice.duration_ms > VOICE_MS {
        return Err(Refusal::VoiceTooLong { limit_ms: VOICE_MS });
    }
    Ok(())
}

/// The same file as in the record; the words of the camera may be kept back, never changed.
fn check_file(case: &CaseState, seat: SeatId, facts: &FileFacts) -> Result<(), Refusal> {
    let known = case
        .files
        .get(&facts.id)
        .filter(|record| record.owner == seat && record.received.is_some())
        .ok_or(Refusal::FileUnknown)?;
    let capture_fits = facts.capture.is_none() || facts.capture == known.facts.capture;
    let rest_fits = without_capture(facts) == without_capture(&known.facts);
    if capture_fits && rest_fits {
        Ok(())
    } else {
        Err(Refusal::FileUnknown)
    }
}

fn without_capture(facts: &FileFacts) -> FileFacts {
    FileFacts {
        capture: None,
        ..facts.clone()
    }
}

/// Folds the coming up of a file.
pub(crate) fn received(case: &mut CaseState, seq: Seq, owner: SeatId, facts: &FileFacts) {
    let record = FileRecord {
        facts: facts.clone(),
        owner,
        received: Some(seq),
        shown_in: BTreeSet::new(),
        told_in: BTreeSet::new(),
    };
    case.files.insert(facts.id, record);
}

/// Folds the showing of a file by an entry.
pub(crate) fn shown(case: &mut CaseState, seq: Seq, owner: SeatId, facts: &FileFacts) {
    let record = case.files.entry(facts.id).or_insert_with(|| FileRecord {
        facts: facts.clone(),
        owner,
        received: None,
        shown_in: BTreeSet::new(),
        told_in: BTreeSet::new(),
    });
    record.shown_in.insert(seq);
    if facts.capture.is_some() {
        record.told_in.insert(seq);
        record.facts.capture.clone_from(&facts.capture);
    }
}

/// Folds the hiding of an entry: whoever knew a file only from there knows it no more, so that a
/// device that was there all along and one that comes later hold the same case.
pub(crate) fn hidden(case: &mut CaseState, seq: Seq) {
    case.files.retain(|_, record| {
        record.shown_in.remove(&seq);
        record.told_in.remove(&seq);
        if record.received.is_none() && record.told_in.is_empty() {
            record.facts.capture = None;
        }
        record.received.is_some() || !record.shown_in.is_empty()
    });
}
