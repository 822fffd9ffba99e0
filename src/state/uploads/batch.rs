//! Files that go up together, and what becomes of them. Kept on the device, so that a reload or a
//! killed tab loses nothing.

use anjian_api::audience::Audience;
use anjian_api::command::{Content, Files, SendMessage, Voice};
use anjian_api::file::{FileFacts, FileId, FileReceipt};
use anjian_api::ids::{CaseId, Moment, PersonId, Seq};
use anjian_sync::UploadView;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Files that go up together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// Its id; of a message also the id of the command.
    pub id: Uuid,
    /// Whose.
    pub person: PersonId,
    /// In which case.
    pub case: CaseId,
    /// Since when.
    pub made: Moment,
    /// The files, in the order in which they were picked.
    pub files: Vec<Planned>,
    /// What becomes of them.
    pub intent: Intent,
}

/// One file of a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Planned {
    /// Its id on the server.
    pub file: FileId,
    /// Its name on this device.
    pub name: String,
    /// How many bytes.
    pub size: u64,
    /// What the browser says it is.
    pub declared: String,
    /// SHA-256 of its first and of its last block: by these it is known when it is picked again.
    #[serde(default)]
    pub edges: Option<String>,
    /// The server has it.
    #[serde(default)]
    pub receipt: Option<Box<FileReceipt>>,
    /// These bytes were in the case already.
    #[serde(default)]
    pub was_known: bool,
}

/// What becomes of the files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// The person is still looking at them, in the sheet before sending.
    Sheet,
    /// A message is sent when all are there.
    Message(Box<MessagePlan>),
    /// Whoever asked for them takes them by their receipts.
    Hold,
}

/// The message around the files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MessagePlan {
    /// For whom.
    pub audience: Audience,
    /// The entry it answers.
    pub quote: Option<Seq>,
    /// What the camera wrote is told too; otherwise it is kept back.
    pub with_capture: bool,
    /// It is spoken: how long, and how loud along its length.
    pub voice: Option<Spoken>,
}

/// A recording, as the message tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    /// How long.
    pub duration_ms: u32,
    /// Up to 64 values from 0 to 31.
    pub waveform: Vec<u8>,
}

/// Where one file stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Stand {
    /// On its way from this page.
    Here(UploadView),
    /// Another tab has it in hand.
    Elsewhere,
    /// This device did not keep its bytes: it must be picked again.
    NeedsFile,
}

impl Batch {
    /// The message, once every file is there.
    #[must_use]
    pub fn message(&self) -> Option<SendMessage> {
        let Intent::Message(plan) = &self.intent else {
            return None;
        };
        let receipts = self.files.iter().map(|planned| planned.receipt.as_ref());
        let receipts: Vec<&Box<FileReceipt>> = receipts.collect::<Option<_>>()?;
        let mut files: Vec<FileFacts> = Vec::new();
        for receipt in receipts {
            let mut facts = receipt.facts.clone();
            if !plan.with_capture {
                facts.capture = None;
            }
            // Two picked files may hold the same bytes and are one file then.
            if files.iter().all(|one| one.id != facts.id) {
                files.push(facts);
            }
        }
        let content = match &plan.voice {
            Some(spoken) => Content::Voice(Box::new(Voice {
                file: files.into_iter().next()?,
                duration_ms: spoken.duration_ms,
                waveform: spoken.waveform.clone(),
            })),
            None => Content::Files(Files { files }),
        };
        Some(SendMessage {
            content,
            audience: plan.audience.clone(),
            quote: plan.quote,
            mentions: Vec::new(),
        })
    }

    /// What the cameras wrote into the files that are there, if they wrote anything.
    #[must_use]
    pub fn has_capture(&self) -> bool {
        let mut receipts = self.files.iter().filter_map(|one| one.receipt.as_ref());
        receipts.any(|receipt| receipt.facts.capture.is_some())
    }

    /// The server has all of them.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.files.iter().all(|one| one.receipt.is_some())
    }
}

#[cfg(test)]
mod tests {
    use anjian_api::bytes::Signature;

    use super::*;
    use crate::samples::picture;

    fn receipt(id: u128) -> Box<FileReceipt> {
        Box::new(FileReceipt {
            facts: picture(id),
            entry: Seq(9),
            at: Moment(1),
            signature: Signature([0; 64]),
        })
    }

    fn batch(receipts: &[Option<u128>], with_capture: bool) -> Batch {
        let planned = |one: &Option<u128>| Planned {
            file: FileId(Uuid::from_u128(1)),
            name: "借条.jpg".to_owned(),
            size: 3,
            declared: "image/jpeg".to_owned(),
            edges: None,
            receipt: one.map(receipt),
            was_known: false,
        };
        Batch {
            id: Uuid::nil(),
            person: PersonId(Uuid::nil()),
            case: CaseId(Uuid::nil()),
            made: Moment(0),
            files: receipts.iter().map(planned).collect(),
            intent: Intent::Message(Box::new(MessagePlan {
                audience: Audience::Participants,
                quote: None,
                with_capture,
                voice: None,
            })),
        }
    }

    fn files(batch: &Batch) -> Vec<FileFacts> {
        match batch.message().unwrap().content {
            Content::Files(Files { files }) => files,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_message_waits_for_its_last_file() {
        assert_eq!(batch(&[Some(1), None], false).message(), None);
        assert_eq!(files(&batch(&[Some(1), Some(2)], false)).len(), 2);
    }

    #[test]
    fn place_and_time_of_a_picture_are_kept_back_unless_the_person_agrees() {
        assert_eq!(files(&batch(&[Some(1)], false))[0].capture, None);
        assert!(files(&batch(&[Some(1)], true))[0].capture.is_some());
    }

    #[test]
    fn the_same_bytes_picked_twice_are_shown_once() {
        assert_eq!(files(&batch(&[Some(1), Some(1)], false)).len(), 1);
    }

    #[test]
    fn a_batch_survives_the_device() {
        let batch = batch(&[Some(1), None], true);
        let kept = serde_json::to_string(&batch).unwrap();
        assert_eq!(serde_json::from_str::<Batch>(&kept).unwrap(), batch);
    }
}
