//! The court asks the people of a case, and who is asked is told when nothing else is to be done.

use anjian_api::case::{CaseStage, CaseSummary};
use anjian_api::feedback::{CaseFeedback, FeedbackAsked, OwnFeedback};
use anjian_api::ids::{CaseId, PersonId};
use anjian_api::refusal::Refusal;
use anjian_domain::roles;

use super::records::Asking;
use super::{FeedbackError, Feedbacks, LISTED};

impl Feedbacks {
    /// What a person gave, where the court asks for some, and for whom the person answers. Where
    /// something else is to be done first, the court's asking waits.
    ///
    /// # Errors
    /// When something cannot be read.
    pub async fn own_feedback(&self, person: PersonId) -> Result<OwnFeedback, FeedbackError> {
        let inner = &self.inner;
        let records = inner.records.of_person(person, LISTED).await?;
        let given = records.iter().map(|record| self.read(record));
        let mut own = OwnFeedback {
            given: given.collect::<Result<_, _>>()?,
            ..OwnFeedback::default()
        };
        for case in inner.ledger.summaries(person).await? {
            if let Some(asking) = self.asked_of(person, &case).await? {
                own.asked.push(FeedbackAsked {
                    case: case.case,
                    title: case.facts.title,
                    at: asking.at,
                });
            }
        }
        for post in inner.accounts.staff(person).await? {
            if !own.answers_for.contains(&post.court) {
                own.answers_for.push(post.court);
            }
        }
        Ok(own)
    }

    /// Where the asking stands in one case: for who conducts it, how many answered; for everybody
    /// else, whether they are asked now.
    ///
    /// # Errors
    /// `NotFound` for who has no seat.
    pub async fn in_case(
        &self,
        person: PersonId,
        case: CaseId,
    ) -> Result<CaseFeedback, FeedbackError> {
        let seat = self.seat(person, case).await?;
        let conducts = roles::conducts(seat.role);
        let records = &self.inner.records;
        let asking = match conducts {
            true => records.asked(case).await?,
            false => self.asked_of(person, &seat).await?,
        };
        let Some(asking) = asking else {
            return Ok(CaseFeedback::default());
        };
        let given = match conducts {
            true => Some(records.givers_since(case, asking.at, None).await?),
            false => None,
        };
        Ok(CaseFeedback {
            asked: Some(asking.at),
            at_the_end: asking.at_the_end,
            given,
        })
    }

    /// The court asks the people of a case.
    ///
    /// # Errors
    /// `NotFound` for who has no seat, `Refused` for who does not conduct the case.
    pub async fn ask(&self, person: PersonId, case: CaseId) -> Result<(), FeedbackError> {
        let seat = self.seat(person, case).await?;
        if !roles::conducts(seat.role) {
            return Err(FeedbackError::Refused(Refusal::RoleMayNot));
        }
        let asking = Asking {
            at: self.inner.clock.now(),
            at_the_end: seat.stage == CaseStage::Closed,
        };
        self.inner.records.ask(case, asking).await?;
        self.inner.hub.feedback_asked(case);
        Ok(())
    }

    /// Never before a duty, never to who asks, never again to who answered.
    async fn asked_of(
        &self,
        person: PersonId,
        seat: &CaseSummary,
    ) -> Result<Option<Asking>, FeedbackError> {
        if seat.turn.is_some() || roles::conducts(seat.role) {
            return Ok(None);
        }
        let records = &self.inner.records;
        let Some(asking) = records.asked(seat.case).await? else {
            return Ok(None);
        };
        let given = records
            .givers_since(seat.case, asking.at, Some(person))
            .await?;
        Ok((given == 0).then_some(asking))
    }

    async fn seat(&self, person: PersonId, case: CaseId) -> Result<CaseSummary, FeedbackError> {
        let cases = self.inner.ledger.summaries(person).await?;
        let seat = cases.into_iter().find(|summary| summary.case == case);
        seat.ok_or(FeedbackError::NotFound)
    }
}
