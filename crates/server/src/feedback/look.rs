//! What may be given: words and stars that say something, pictures and recordings that are such.

use std::io::Cursor;
use std::sync::Arc;

use anjian_api::feedback::{DEVICE_CHARS, MAX_PICTURES, NewFeedback, WORDS_CHARS};
use anjian_api::file::{FileForm, FileKind};
use anjian_domain::words;
use anjian_files::picture::PictureError;
use anjian_files::worker::Worker;
use anjian_files::{Rejected, sniff};

use super::{Attachment, FeedbackError};

/// Longest side of a picture, px.
const PICTURE: u32 = 1_600;

/// Says something, and not too much.
pub(super) fn check(given: &NewFeedback) -> Result<(), FeedbackError> {
    let mut stages: Vec<_> = given.stars.iter().map(|one| one.stage).collect();
    stages.sort_unstable();
    stages.dedup();
    let has_stars = stages.len() == given.stars.len()
        && given.stars.iter().all(|one| (1..=5).contains(&one.stars));
    if !has_stars || given.pictures > MAX_PICTURES {
        return Err(FeedbackError::Malformed);
    }
    let is_empty = given.stars.is_empty() && given.pictures == 0 && !given.voice;
    if is_empty || !given.words.is_empty() {
        words::check_text(&given.words, WORDS_CHARS).map_err(FeedbackError::Refused)?;
    }
    if let Some(device) = &given.device {
        words::check_text(device, DEVICE_CHARS).map_err(FeedbackError::Refused)?;
    }
    Ok(())
}

/// Drawn anew, so that nothing of the camera is left. Blocks.
pub(super) fn picture(worker: &Worker, bytes: Vec<u8>) -> Result<Attachment, FeedbackError> {
    let found = found(&bytes, "picture.jpg")?;
    if !matches!(found, FileKind::Jpeg | FileKind::Png) {
        return Err(FeedbackError::Rejected(Rejected::KindNotAllowed));
    }
    let bytes = worker
        .picture(Arc::new(bytes), PICTURE, false)
        .map_err(|error| match error {
            PictureError::Busy => FeedbackError::Busy,
            PictureError::TooManyPixels => FeedbackError::Rejected(Rejected::TooManyPixels),
            _ => FeedbackError::Rejected(Rejected::Broken),
        })?;
    Ok(Attachment {
        kind: FileKind::Jpeg,
        bytes,
    })
}

/// A recording, as it is.
pub(super) fn sound(bytes: Vec<u8>) -> Result<Attachment, FeedbackError> {
    let kind = found(&bytes, "voice.webm")?;
    match kind.form() == FileForm::Audio {
        true => Ok(Attachment { kind, bytes }),
        false => Err(FeedbackError::Rejected(Rejected::KindNotAllowed)),
    }
}

/// What the bytes are; what they are called does not matter here.
fn found(bytes: &[u8], name: &str) -> Result<FileKind, FeedbackError> {
    match sniff::kind(Cursor::new(bytes), name, None) {
        Ok(found) | Err(Rejected::NameMismatch { found }) => Ok(found),
        Err(reason) => Err(FeedbackError::Rejected(reason)),
    }
}
