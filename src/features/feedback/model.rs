//! Feedback without a browser: the draft, the page it comes from, and the sums of the charts.

use anjian_api::feedback::{
    CaseFeedback, FeedbackPage, FeedbackStage, NewFeedback, StageStars, StageWeek, WORDS_CHARS,
};
use anjian_api::ids::{CaseId, Moment};
use anjian_api::refusal::Refusal;
use anjian_domain::court_time::week_of;
use anjian_domain::words::check_text;
use serde::{Deserialize, Serialize};

use crate::routes::Page;

const WEEK_MS: i64 = 7 * 86_400_000;
/// So long after a session the court is reminded to ask, and so long after the last word in a
/// closed case.
const REMIND_MS: (i64, i64) = (WEEK_MS, 60 * 86_400_000);
/// Weeks in a chart.
pub const WEEKS: usize = 12;

/// What is written and not yet given. The bytes of pictures and recording are kept beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Stars, in the order of [`FeedbackStage::ALL`]; 0 is none.
    pub stars: [u8; 6],
    /// The words.
    pub words: String,
    /// Where its pictures lie on the device.
    #[serde(default)]
    pub pictures: Vec<String>,
    /// Where its recording lies, and how long that is in ms.
    #[serde(default)]
    pub voice: Option<(String, u32)>,
    /// The page from which it was begun.
    #[serde(default)]
    pub page: Option<FeedbackPage>,
    /// The case of that page.
    #[serde(default)]
    pub about: Option<CaseId>,
}

/// Why a draft cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// It says nothing.
    Empty,
    /// It is too long.
    TooLong,
    /// It holds characters that no court record takes.
    Unsafe,
}

impl Draft {
    /// Nothing to keep: only a page was looked at.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let mut blank = self.clone();
        blank.clear();
        *self == blank
    }

    /// As at first; it is still begun from the same page.
    pub fn clear(&mut self) {
        *self = Self {
            page: self.page,
            about: self.about,
            ..Self::default()
        };
    }

    /// Takes words and stars back that were given before, beside what is written already.
    pub fn take_back(&mut self, given: &NewFeedback) {
        for (stage, stars) in FeedbackStage::ALL.into_iter().zip(&mut self.stars) {
            let before = given.stars.iter().find(|one| one.stage == stage);
            if *stars == 0 {
                *stars = before.map_or(0, |one| one.stars);
            }
        }
        let words = [given.words.trim(), self.words.trim()];
        let words: Vec<&str> = words.into_iter().filter(|it| !it.is_empty()).collect();
        self.words = words.join("\n");
        self.page = Some(given.page);
        self.about = given.case;
    }

    /// As it is given; `attached` is how many pictures and whether a recording.
    ///
    /// # Errors
    /// See [`Lack`].
    pub fn given(
        &self,
        page: FeedbackPage,
        device: Option<String>,
        attached: (usize, bool),
    ) -> Result<NewFeedback, Lack> {
        let stars = FeedbackStage::ALL.into_iter().zip(self.stars);
        let stars: Vec<StageStars> = stars
            .filter(|(_, stars)| *stars > 0)
            .map(|(stage, stars)| StageStars { stage, stars })
            .collect();
        let words = self.words.trim().to_owned();
        let (pictures, voice) = attached;
        if stars.is_empty() && words.is_empty() && pictures == 0 && !voice {
            return Err(Lack::Empty);
        }
        match check_text(&words, WORDS_CHARS) {
            Ok(()) => {}
            Err(Refusal::Empty) => {}
            Err(Refusal::TooLong { .. }) => return Err(Lack::TooLong),
            Err(_) => return Err(Lack::Unsafe),
        }
        Ok(NewFeedback {
            case: self.about,
            page,
            stars,
            words,
            device,
            pictures: u8::try_from(pictures).unwrap_or(u8::MAX),
            voice,
        })
    }
}

/// Why the court is reminded to ask for feedback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// An exchange of evidence ended.
    Session,
    /// The case is closed.
    Case,
}

/// What has ended since the court asked last; none: nothing, or long ago. `closed` is when the last
/// word was said in a closed case.
pub fn ended(
    closed: Option<Moment>,
    session: Option<Moment>,
    asked: CaseFeedback,
    now: Moment,
) -> Option<Ended> {
    if let Some(closed) = closed {
        let is_recent = now.ms_since(closed) < REMIND_MS.1;
        return (is_recent && !asked.at_the_end).then_some(Ended::Case);
    }
    let session = session?;
    let is_recent = now.ms_since(session) < REMIND_MS.0;
    let is_asked = asked.asked.is_some_and(|asked| session <= asked);
    (is_recent && !is_asked).then_some(Ended::Session)
}

/// The page it is given from, as the court is told: its kind, no number and no file.
pub const fn told_page(page: Option<Page>) -> FeedbackPage {
    match page {
        None | Some(Page::Cases | Page::NotFound | Page::Login | Page::Password) => {
            FeedbackPage::Cases
        }
        Some(Page::Case(_)) => FeedbackPage::Case,
        Some(
            Page::Evidence(_)
            | Page::SubmitEvidence(_)
            | Page::Exhibit(..)
            | Page::EvidenceMatrix(_)
            | Page::EvidenceExchange(_),
        ) => FeedbackPage::Evidence,
        Some(
            Page::Documents(_)
            | Page::SendDocument(_)
            | Page::Document(..)
            | Page::SignDocument(..)
            | Page::Handoff(_),
        ) => FeedbackPage::Documents,
        Some(Page::File(..)) => FeedbackPage::Viewer,
        Some(Page::Services | Page::OpenCase | Page::Accounts | Page::CourtFeedback) => {
            FeedbackPage::Services
        }
        Some(Page::Help) => FeedbackPage::Help,
        Some(page) => match page.case() {
            Some(_) => FeedbackPage::Details,
            None => FeedbackPage::Me,
        },
    }
}

/// One stage over the last weeks.
#[derive(Debug, Clone, PartialEq)]
pub struct StageRow {
    /// The stage.
    pub stage: FeedbackStage,
    /// How many gave stars.
    pub count: u32,
    /// Their mean, 1 to 5; 0 when nobody did.
    pub mean: f64,
    /// Count and mean of each week, the oldest first.
    pub weeks: [(u32, f64); WEEKS],
}

/// The weeks' beginnings that a chart shows, the oldest first: up to this week. None where there
/// are no stars.
pub fn weeks(all: &[StageWeek], now: Moment) -> Option<[Moment; WEEKS]> {
    let newest = all.iter().map(|one| one.week.0).max()?;
    let newest = newest.max(week_of(now).0);
    let mut weeks = [Moment(0); WEEKS];
    for (at, week) in weeks.iter_mut().rev().enumerate() {
        *week = Moment(newest - i64::try_from(at).unwrap_or_default() * WEEK_MS);
    }
    Some(weeks)
}

/// The rows of the chart.
pub fn rows(all: &[StageWeek], now: Moment) -> Vec<StageRow> {
    let Some(weeks) = weeks(all, now) else {
        return Vec::new();
    };
    let row = |stage: FeedbackStage| {
        let of = |week: Option<Moment>| {
            let here = all
                .iter()
                .filter(|one| one.stage == stage && week.is_none_or(|week| one.week == week));
            here.fold((0, 0), |(count, stars), one| {
                (count + one.count, stars + one.stars)
            })
        };
        let (count, stars) = of(None);
        StageRow {
            stage,
            count,
            mean: mean(count, stars),
            weeks: weeks.map(|week| {
                let (count, stars) = of(Some(week));
                (count, mean(count, stars))
            }),
        }
    };
    FeedbackStage::ALL.into_iter().map(row).collect()
}

fn mean(count: u32, stars: u32) -> f64 {
    match count {
        0 => 0.0,
        count => f64::from(stars) / f64::from(count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_alone_or_words_alone_are_enough_and_nothing_is_not() {
        let give = |draft: &Draft, attached| draft.given(FeedbackPage::Me, None, attached);
        let empty = Draft::default();
        assert_eq!(give(&empty, (0, false)), Err(Lack::Empty));
        assert!(give(&empty, (1, false)).is_ok());
        let stars = Draft {
            stars: [0, 0, 0, 0, 4, 0],
            words: "  ".into(),
            ..Draft::default()
        };
        let given = give(&stars, (0, false)).unwrap();
        assert_eq!(given.stars[0].stage, FeedbackStage::Signing);
        assert_eq!(given.words, "");
        let long = Draft {
            words: "字".repeat(2_001),
            ..empty
        };
        assert_eq!(give(&long, (0, false)), Err(Lack::TooLong));
        // The court would refuse it after "thank you" was said.
        let turned = Draft {
            words: "字太\u{202e}小".into(),
            ..Draft::default()
        };
        assert_eq!(give(&turned, (0, false)), Err(Lack::Unsafe));
    }

    #[test]
    fn the_court_is_told_the_kind_of_page_and_not_which() {
        let case: CaseId = "0190163d-8694-739b-aea5-966c26f8ad91".parse().unwrap();
        assert_eq!(told_page(Some(Page::Case(case))), FeedbackPage::Case);
        assert_eq!(
            told_page(Some(Page::CasePeople(case))),
            FeedbackPage::Details
        );
        assert_eq!(told_page(Some(Page::Devices)), FeedbackPage::Me);
        assert_eq!(told_page(None), FeedbackPage::Cases);
    }

    #[test]
    fn the_court_is_reminded_at_the_end_of_a_session_and_of_a_case_until_it_asked() {
        let (end, day) = (Moment(1_795_000_000_000), 86_400_000);
        let none = CaseFeedback::default();
        let asked = |at, at_the_end| CaseFeedback {
            asked: Some(at),
            at_the_end,
            given: Some(0),
        };
        let soon = end.plus_ms(day);
        assert_eq!(ended(None, None, none, soon), None);
        assert_eq!(ended(None, Some(end), none, soon), Some(Ended::Session));
        assert_eq!(ended(None, Some(end), none, end.plus_ms(8 * day)), None);
        assert_eq!(ended(None, Some(end), asked(soon, false), soon), None);
        // Asked before the second session, and before the case was closed.
        let before = asked(end.plus_ms(-1), false);
        assert_eq!(ended(None, Some(end), before, soon), Some(Ended::Session));
        assert_eq!(ended(Some(end), Some(end), before, soon), Some(Ended::Case));
        assert_eq!(ended(Some(end), None, asked(soon, true), soon), None);
        assert_eq!(ended(Some(end), None, none, end.plus_ms(61 * day)), None);
    }

    #[test]
    fn a_page_alone_is_no_draft_worth_keeping() {
        let mut draft = Draft {
            page: Some(FeedbackPage::Viewer),
            ..Draft::default()
        };
        assert!(draft.is_empty());
        draft.pictures.push("feedback-draft-1".into());
        assert!(!draft.is_empty());
        // What an older version kept is still read.
        let old: Draft = serde_json::from_str(r#"{"stars":[0,0,3,0,0,0],"words":"好"}"#).unwrap();
        assert_eq!((old.stars[2], old.words.as_str()), (3, "好"));
    }

    #[test]
    fn what_is_taken_back_stands_beside_what_was_written_since() {
        let given = NewFeedback {
            case: None,
            page: FeedbackPage::Evidence,
            stars: vec![StageStars {
                stage: FeedbackStage::Signing,
                stars: 2,
            }],
            words: "按钮太小".into(),
            device: None,
            pictures: 0,
            voice: false,
        };
        let mut draft = Draft {
            stars: [5, 0, 0, 0, 0, 0],
            words: "很快".into(),
            ..Draft::default()
        };
        draft.take_back(&given);
        assert_eq!(draft.stars, [5, 0, 0, 0, 2, 0]);
        assert_eq!(draft.words, "按钮太小\n很快");
        assert_eq!(draft.page, Some(FeedbackPage::Evidence));
    }

    #[test]
    fn a_week_without_stars_has_its_place_in_the_chart() {
        let monday = Moment(1_767_542_400_000);
        let one = |week: i64, count, stars| StageWeek {
            week: monday.plus_ms(week * WEEK_MS),
            stage: FeedbackStage::Reading,
            count,
            stars,
        };
        let all = [one(0, 2, 6), one(2, 1, 5)];
        // Nobody gave stars this week.
        let now = monday.plus_ms(3 * WEEK_MS + 1);
        let rows = rows(&all, now);
        let reading = &rows[1];
        assert_eq!((reading.count, reading.mean), (3, 11.0 / 3.0));
        assert_eq!(reading.weeks[8..], [(2, 3.0), (0, 0.0), (1, 5.0), (0, 0.0)]);
        assert_eq!(rows[0].count, 0);
        assert!(super::rows(&[], now).is_empty());
    }
}
