//! What the court's own staff does with feedback: reads, counts, answers, exports.

use std::collections::BTreeMap;

use anjian_api::feedback::{
    CourtFeedback, Feedback, FeedbackAnswer, FeedbackId, FeedbackStage, HandleFeedback, StageWeek,
    WORDS_CHARS,
};
use anjian_api::ids::{CourtId, Moment, PersonId};
use anjian_api::role::Role;
use anjian_domain::court_time::{court_time, end_of_day};
use anjian_domain::words;

use super::csv::{Language, table};
use super::records::{FeedbackRecord, OfCourt};
use super::{DAY_MS, FeedbackError, Feedbacks, LISTED, internal};

/// The charts reach back so far.
const WEEKS: i64 = 12;
/// So many are exported.
const EXPORTED: u32 = 10_000;

impl Feedbacks {
    /// What a court was told, for its own staff.
    ///
    /// # Errors
    /// `NotFound` for everybody else.
    pub async fn of_court(
        &self,
        person: PersonId,
        court: CourtId,
    ) -> Result<CourtFeedback, FeedbackError> {
        let of = self.staff_of(person, court).await?;
        let since = monday(self.inner.clock.now()).plus_ms(-(WEEKS - 1) * 7 * DAY_MS);
        let stars = self.inner.records.stars_since(of, since).await?;
        Ok(CourtFeedback {
            feedback: self.listed(of, LISTED).await?,
            weeks: by_week(&stars),
        })
    }

    /// The same as a table for spreadsheets, without names.
    ///
    /// # Errors
    /// `NotFound` for who is not of the court's staff.
    pub async fn export(
        &self,
        person: PersonId,
        court: CourtId,
        language: Language,
    ) -> Result<String, FeedbackError> {
        let of = self.staff_of(person, court).await?;
        Ok(table(&self.listed(of, EXPORTED).await?, language))
    }

    /// The court changes the status, answers, or both.
    ///
    /// # Errors
    /// `NotFound` for who is not of the court's staff, `Refused` for words that may not be.
    pub async fn handle(
        &self,
        person: PersonId,
        court: CourtId,
        id: FeedbackId,
        asked: HandleFeedback,
    ) -> Result<Feedback, FeedbackError> {
        let of = self.staff_of(person, court).await?;
        let record = self.inner.records.one(id).await?;
        let record = record.filter(|record| match record.court {
            Some(court) => court == of.court,
            None => of.and_nobodys,
        });
        let record = record.ok_or(FeedbackError::NotFound)?;
        let answer = match asked.answer {
            Some(text) => {
                words::check_text(&text, WORDS_CHARS).map_err(FeedbackError::Refused)?;
                let at = self.inner.clock.now();
                let answer = FeedbackAnswer { at, words: text };
                let plain = serde_json::to_vec(&answer).map_err(internal)?;
                Some(self.seal(record.person, id, "answer", &plain)?)
            }
            None => None,
        };
        let records = &self.inner.records;
        records
            .set_handled(id, asked.status, answer.as_deref())
            .await?;
        let record = records.one(id).await?.ok_or(FeedbackError::NotFound)?;
        self.named(&record).await
    }

    async fn listed(&self, of: OfCourt, limit: u32) -> Result<Vec<Feedback>, FeedbackError> {
        let mut listed = Vec::new();
        for record in self.inner.records.of_court(of, limit).await? {
            listed.push(self.named(&record).await?);
        }
        Ok(listed)
    }

    /// With the name of who gave it: for the court.
    async fn named(&self, record: &FeedbackRecord) -> Result<Feedback, FeedbackError> {
        let mut read = self.read(record)?;
        read.from = Some(self.inner.accounts.profile(record.person).await?.name);
        Ok(read)
    }

    async fn staff_of(&self, person: PersonId, court: CourtId) -> Result<OfCourt, FeedbackError> {
        let posts = self.inner.accounts.staff(person).await?;
        if !posts.iter().any(|post| post.court == court) {
            return Err(FeedbackError::NotFound);
        }
        Ok(OfCourt {
            court,
            and_nobodys: posts
                .iter()
                .any(|post| post.court == court && post.role == Role::CourtAdministrator),
        })
    }
}

/// Monday, 00:00 of the court's time.
fn monday(at: Moment) -> Moment {
    let time = court_time(at);
    end_of_day(time.day_number - i64::from(time.weekday) - 1)
}

fn by_week(stars: &[(Moment, FeedbackStage, u8)]) -> Vec<StageWeek> {
    let mut sums = BTreeMap::<_, (u32, u32)>::new();
    for (at, stage, stars) in stars {
        let sum = sums.entry((monday(*at), *stage)).or_default();
        sum.0 += 1;
        sum.1 += u32::from(*stars);
    }
    let week = |((week, stage), (count, stars))| StageWeek {
        week,
        stage,
        count,
        stars,
    };
    sums.into_iter().map(week).collect()
}
