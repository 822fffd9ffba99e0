//! Where a document stands for somebody who is asked.

use anjian_api::ids::{CaseId, Moment, SeatId, Seq};
use anjian_domain::CaseState;
use anjian_domain::document::{DocumentRecord, Done};

/// What somebody did with the newest version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing yet.
    Waiting,
    /// Nothing yet, but signed or confirmed one before it.
    Stale,
    /// Read it.
    Read,
    /// Confirmed it.
    Confirmed,
    /// Signed it.
    Signed,
    /// Refused.
    Refused,
    /// It was taken back.
    Withdrawn,
}

impl Standing {
    /// The ground of its tag.
    #[must_use]
    pub const fn tone(self) -> &'static str {
        match self {
            Self::Waiting => "orange",
            Self::Stale | Self::Refused => "red",
            Self::Read => "blue",
            Self::Confirmed | Self::Signed => "green",
            Self::Withdrawn => "grey",
        }
    }
}

/// Where it stands for a seat.
#[must_use]
pub fn standing(record: &DocumentRecord, seat: SeatId) -> Standing {
    if record.withdrawn.is_some() {
        return Standing::Withdrawn;
    }
    let version = record.version();
    let answers = record
        .asked
        .get(&seat)
        .map(|asked| asked.answers.as_slice());
    let mut newest = answers
        .unwrap_or_default()
        .iter()
        .filter(|answer| answer.version == version);
    // Reading again after signing takes nothing back.
    let last = newest
        .clone()
        .rev()
        .find(|answer| answer.done != Done::Read)
        .or_else(|| newest.next_back());
    match last.map(|answer| &answer.done) {
        Some(Done::Signed { .. }) => Standing::Signed,
        Some(Done::Confirmed) => Standing::Confirmed,
        Some(Done::Refused { .. }) => Standing::Refused,
        Some(Done::Read) if record.is_stale_for(seat) => Standing::Stale,
        Some(Done::Read) => Standing::Read,
        None if record.is_stale_for(seat) => Standing::Stale,
        None => Standing::Waiting,
    }
}

/// Documents of the case, the newest first.
#[must_use]
pub fn newest_first(state: &CaseState) -> Vec<(Seq, DocumentRecord)> {
    let all = state.documents.sent.iter().rev();
    all.map(|(seq, record)| (*seq, record.clone())).collect()
}

/// The pages on which a seat's signature stands, from 1, each once.
#[must_use]
pub fn pages_of(record: &DocumentRecord, seat: SeatId) -> Vec<u32> {
    let places = record.current().map(|version| version.places.as_slice());
    let own = places
        .unwrap_or_default()
        .iter()
        .filter(|place| place.seat == seat);
    let mut pages: Vec<u32> = own.map(|place| place.page + 1).collect();
    pages.sort_unstable();
    pages.dedup();
    pages
}

/// A signature in its place on the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedHere {
    /// Who.
    pub signer: String,
    /// When.
    pub at: Moment,
}

/// Who signed the newest version, in the order of the record. Who signed again stands there once,
/// as on the paper.
#[must_use]
pub fn signatures(record: &DocumentRecord) -> Vec<SignedHere> {
    let version = record.version();
    let answers = record.asked.values().flat_map(|asked| &asked.answers);
    let mut answers: Vec<_> = answers.filter(|answer| answer.version == version).collect();
    answers.sort_by_key(|answer| answer.seq);
    let mut all: Vec<SignedHere> = Vec::new();
    for answer in answers {
        if let Done::Signed { signer } = &answer.done {
            all.retain(|before| before.signer != *signer);
            all.push(SignedHere {
                signer: signer.clone(),
                at: answer.at,
            });
        }
    }
    all
}

/// The beginning of a hash in groups of four, to be compared by eye.
#[must_use]
pub fn short(hex: &str) -> String {
    let upper = hex.to_uppercase();
    let group = |from: usize| upper.get(from..from + 4).unwrap_or_default().to_owned();
    format!("{} {}", group(0), group(4))
}

/// Where what a hand drew for a version is kept in the tab.
#[must_use]
pub fn ink_key(person: &str, case: CaseId, document: Seq, version: u32) -> String {
    format!("anjian.kept.ink.{person}.{case}.{document}.{version}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use anjian_api::audience::Audience;
    use anjian_api::document::{DocumentKind, Duty, Place};
    use anjian_domain::document::{Answer, AskedRecord, VersionRecord};

    const SEAT: SeatId = SeatId(3);

    fn answer(version: u32, done: Done) -> Answer {
        Answer {
            seq: Seq(9),
            at: Moment(0),
            version,
            done,
        }
    }

    fn record(versions: usize, answers: Vec<Answer>) -> DocumentRecord {
        let version = || VersionRecord {
            brought: Seq(1),
            at: Moment(0),
            file: crate::samples::picture(1),
            places: vec![Place {
                seat: SEAT,
                page: 1,
                x: 0,
                y: 0,
                width: 9,
                height: 9,
            }],
            initials: false,
            unfilled: false,
            reason: None,
            sealed: None,
        };
        let asked = AskedRecord {
            duty: Duty::Sign,
            answers,
        };
        DocumentRecord {
            number: 1,
            paper: DocumentKind::Other,
            title: "演示".to_owned(),
            by: SeatId(1),
            audience: Audience::Everyone,
            versions: (0..versions).map(|_| version()).collect(),
            asked: [(SEAT, asked)].into(),
            due: None,
            otherwise: None,
            withdrawn: None,
        }
    }

    fn signed() -> Done {
        Done::Signed {
            signer: "某三".to_owned(),
        }
    }

    #[test]
    fn what_was_signed_is_stale_once_there_is_a_new_version() {
        let at = |versions, answers| standing(&record(versions, answers), SEAT);
        assert_eq!(at(1, vec![]), Standing::Waiting);
        assert_eq!(at(1, vec![answer(1, Done::Read)]), Standing::Read);
        assert_eq!(at(1, vec![answer(1, signed())]), Standing::Signed);
        assert_eq!(at(2, vec![answer(1, signed())]), Standing::Stale);
        let again = vec![answer(1, signed()), answer(2, Done::Read)];
        assert_eq!(at(2, again), Standing::Stale);
    }

    #[test]
    fn reading_after_signing_takes_nothing_back() {
        let both = vec![answer(1, signed()), answer(1, Done::Read)];
        assert_eq!(standing(&record(1, both), SEAT), Standing::Signed);
    }

    #[test]
    fn a_place_names_everybody_who_signed_this_version_once() {
        let by = |signer: &str| Done::Signed {
            signer: signer.to_owned(),
        };
        let answers = vec![
            answer(1, by("某一")),
            answer(2, by("某二")),
            answer(2, by("某三")),
            answer(2, by("某二")),
        ];
        let names: Vec<String> = signatures(&record(2, answers))
            .into_iter()
            .map(|one| one.signer)
            .collect();
        assert_eq!(names, ["某三", "某二"]);
    }

    #[test]
    fn pages_are_counted_as_people_do() {
        assert_eq!(pages_of(&record(1, vec![]), SEAT), [2]);
        assert_eq!(short("7f3a91c2ffff"), "7F3A 91C2");
    }
}
