//! Documents as they stand.

use std::collections::BTreeMap;

use anjian_api::audience::Audience;
use anjian_api::document::{DocumentKind, Duty, Place};
use anjian_api::file::FileFacts;
use anjian_api::ids::{Moment, SeatId, Seq};
use serde::{Deserialize, Serialize};

/// Every document of the case that the reader may see.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Documents {
    /// By the entry that sent it.
    pub sent: BTreeMap<Seq, DocumentRecord>,
    /// The highest number that was given.
    pub last_number: u32,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// Its number in the case.
    pub number: u32,
    /// Which paper.
    pub paper: DocumentKind,
    /// Its title.
    pub title: String,
    /// Who sent it.
    pub by: SeatId,
    /// Who may see it.
    pub audience: Audience,
    /// Its versions, the first one first; never none.
    pub versions: Vec<VersionRecord>,
    /// What each who is asked has done.
    pub asked: BTreeMap<SeatId, AskedRecord>,
    /// Until when.
    pub due: Option<Moment>,
    /// What happens otherwise, in words.
    pub otherwise: Option<String>,
    /// It was taken back, with the reason.
    pub withdrawn: Option<String>,
}

/// A version of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VersionRecord {
    /// The entry that brought it.
    #[serde(default)]
    pub brought: Seq,
    /// When.
    pub at: Moment,
    /// The PDF.
    pub file: FileFacts,
    /// Where signatures stand.
    pub places: Vec<Place>,
    /// Whoever signs it has their signature at the edge of every page, too.
    #[serde(default)]
    pub initials: bool,
    /// Whoever is asked to sign it has to fill it in first.
    #[serde(default)]
    pub unfilled: bool,
    /// What is different from the one before; none when it was filled in.
    pub reason: Option<String>,
    /// The PDF with its signatures; the newest one.
    pub sealed: Option<FileFacts>,
}

/// Somebody who is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedRecord {
    /// For what.
    pub duty: Duty,
    /// What was done, the first thing first.
    pub answers: Vec<Answer>,
}

/// What somebody did with a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The entry that says so.
    pub seq: Seq,
    /// When.
    pub at: Moment,
    /// The version, from 1.
    pub version: u32,
    /// What.
    pub done: Done,
}

/// What somebody did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "done", rename_all = "snake_case")]
pub enum Done {
    /// Read it.
    Read,
    /// Confirmed it.
    Confirmed,
    /// Signed it.
    Signed {
        /// The name that was given.
        signer: String,
    },
    /// Refused.
    Refused {
        /// Why.
        reason: String,
    },
}

impl DocumentRecord {
    /// The number of the newest version.
    #[must_use]
    pub fn version(&self) -> u32 {
        u32::try_from(self.versions.len()).unwrap_or(u32::MAX)
    }

    /// The newest version.
    #[must_use]
    pub fn current(&self) -> Option<&VersionRecord> {
        self.versions.last()
    }

    /// What a seat last did with the newest version.
    #[must_use]
    pub fn last_answer(&self, seat: SeatId) -> Option<&Answer> {
        let version = self.version();
        let answers = &self.asked.get(&seat)?.answers;
        answers
            .iter()
            .rev()
            .find(|answer| answer.version == version)
    }

    /// The seat has done with the newest version what it is asked, or has refused to.
    #[must_use]
    pub fn is_answered_by(&self, seat: SeatId) -> bool {
        let version = self.version();
        let Some(asked) = self.asked.get(&seat) else {
            return true;
        };
        let does = |answer: &Answer| match answer.done {
            Done::Refused { .. } | Done::Signed { .. } => true,
            Done::Confirmed => asked.duty <= Duty::Confirm,
            Done::Read => asked.duty == Duty::Read,
        };
        asked
            .answers
            .iter()
            .any(|answer| answer.version == version && does(answer))
    }

    /// Somebody signed or confirmed a version that is no longer the newest one.
    #[must_use]
    pub fn is_stale_for(&self, seat: SeatId) -> bool {
        let version = self.version();
        let Some(asked) = self.asked.get(&seat) else {
            return false;
        };
        let holds = |answer: &Answer| matches!(answer.done, Done::Confirmed | Done::Signed { .. });
        asked
            .answers
            .iter()
            .any(|answer| answer.version < version && holds(answer))
            && !self.is_answered_by(seat)
    }

    /// Everybody has answered.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.asked.keys().all(|seat| self.is_answered_by(*seat))
    }
}
