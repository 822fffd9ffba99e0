//! What the court's own staff does with feedback: reads, counts, answers, exports.

use std::collections::BTreeMap;

use anjian_api::feedback::{
    CourtFeedback, Feedback, FeedbackAnswer, FeedbackId, FeedbackSought, FeedbackStage,
    FeedbackStatus, HandleFeedback, StageWeek, WORDS_CHARS,
};
use anjian_api::ids::{CourtId, Moment, PersonId};
use anjian_api::role::Role;
use anjian_domain::court_time::week_of;
use anjian_domain::words;

use super::csv::{Language, table, week_table};
use super::records::{FeedbackRecord, OfCourt};
use super::{DAY_MS, FeedbackError, Feedbacks, internal};

/// The charts reach back so far.
const WEEKS: i64 = 12;
/// So many stand on one page of the list.
const PAGE: u32 = 50;
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
        sought: &FeedbackSought,
    ) -> Result<CourtFeedback, FeedbackError> {
        let of = self.staff_of(person, court).await?;
        let records = &self.inner.records;
        let mut found = records.of_court(of, sought, PAGE + 1).await?;
        let more = found.len() > PAGE as usize;
        found.truncate(PAGE as usize);
        let mut feedback = Vec::new();
        for record in &found {
            feedback.push(self.named(record).await?);
        }
        Ok(CourtFeedback {
            feedback,
            more,
            weeks: self.weeks(of).await?,
        })
    }

    /// The stars of the last weeks.
    async fn weeks(&self, of: OfCourt) -> Result<Vec<StageWeek>, FeedbackError> {
        let since = week_of(self.inner.clock.now()).plus_ms(-(WEEKS - 1) * 7 * DAY_MS);
        let stars = self.inner.records.stars_since(of, since).await?;
        Ok(by_week(&stars))
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
        let all = FeedbackSought::default();
        let records = self.inner.records.of_court(of, &all, EXPORTED).await?;
        let read: Result<Vec<Feedback>, _> = records.iter().map(|it| self.read(it)).collect();
        Ok(table(&read?, language))
    }

    /// The stars by week and stage, for spreadsheets.
    ///
    /// # Errors
    /// `NotFound` for who is not of the court's staff.
    pub async fn export_weeks(
        &self,
        person: PersonId,
        court: CourtId,
        language: Language,
    ) -> Result<String, FeedbackError> {
        let of = self.staff_of(person, court).await?;
        Ok(week_table(&self.weeks(of).await?, language))
    }

    /// The court changes the status, answers, or both.
    ///
    /// # Errors
    /// `NotFound` for who is not of the court's staff, `Refused` for words that may not be,
    /// `Conflict` when another answered meanwhile, `Malformed` for what only its giver can say.
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
        let is_not_helped = |status| status == FeedbackStatus::NotHelped;
        if is_not_helped(asked.status) && !is_not_helped(record.status) {
            return Err(FeedbackError::Malformed);
        }
        let answer = match asked.answer {
            Some(text) => {
                words::check_text(&text, WORDS_CHARS).map_err(FeedbackError::Refused)?;
                let there = self.read(&record)?.answer;
                match there {
                    // The same again, after its answer was lost on the way.
                    Some(there) if there.words == text => None,
                    there if there.as_ref().map(|there| there.at) != asked.seen => {
                        return Err(FeedbackError::Conflict);
                    }
                    _ => {
                        let at = self.inner.clock.now();
                        let answer = FeedbackAnswer { at, words: text };
                        let plain = serde_json::to_vec(&answer).map_err(internal)?;
                        Some(self.seal(record.person, id, "answer", &plain)?)
                    }
                }
            }
            None => None,
        };
        let records = &self.inner.records;
        records
            .set_handled(id, asked.status, answer.as_deref())
            .await?;
        self.inner.hub.feedback_changed(&[record.person]);
        self.tell_staff(record.court).await;
        let record = records.one(id).await?.ok_or(FeedbackError::NotFound)?;
        self.named(&record).await
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

fn by_week(stars: &[(Moment, FeedbackStage, u8)]) -> Vec<StageWeek> {
    let mut sums = BTreeMap::<_, (u32, u32)>::new();
    for (at, stage, stars) in stars {
        let sum = sums.entry((week_of(*at), *stage)).or_default();
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
