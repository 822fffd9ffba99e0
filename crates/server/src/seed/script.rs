//! How a story is told: steps with a time, a person and a command.

use anjian_api::account::DemoPerson;
use anjian_api::audience::Audience;
use anjian_api::case::{CaseStage, Procedure};
use anjian_api::command::*;
use anjian_api::ids::{CaseId, CommandId, Moment, SeatId, Seq};
use anjian_api::role::{Authority, Role};
use anjian_domain::court_time::{court_time, end_of_day};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{COURT, Demo, SeedError, post};
use crate::ledger::{Ledger, Submitter};

/// When something happened, counted back from the moment of telling.
#[derive(Clone, Copy)]
pub(super) enum At {
    /// So many days before, at this hour and minute of the court's clock.
    Day(i64, i64, i64),
    /// So many minutes before.
    Minutes(i64),
}

impl At {
    fn moment(self, now: Moment) -> Moment {
        match self {
            At::Day(days, hour, minute) => {
                let midnight = end_of_day(court_time(now).day_number - days - 1);
                midnight.plus_ms((hour * 60 + minute) * 60_000)
            }
            At::Minutes(minutes) => now.plus_ms(-minutes * 60_000),
        }
    }
}

/// The end of a day of the court's calendar, so many days ahead.
pub(super) fn day_ahead(now: Moment, days: i64) -> Moment {
    end_of_day(court_time(now).day_number + days)
}

/// Tells one case, step after step.
pub(super) struct Teller<'a> {
    ledger: &'a Ledger,
    demo: &'a Demo,
    case: CaseId,
    steps: u64,
}

impl<'a> Teller<'a> {
    pub(super) fn new(ledger: &'a Ledger, demo: &'a Demo, case: CaseId) -> Self {
        Self {
            ledger,
            demo,
            case,
            steps: 0,
        }
    }

    /// Does a step. Answers with the number of its first entry.
    pub(super) async fn step(
        &mut self,
        at: At,
        who: &str,
        command: Command,
    ) -> Result<Seq, SeedError> {
        self.steps += 1;
        // Ids come from the case and the step, bodies from the id: telling it again changes nothing.
        let digest = Sha256::new()
            .chain_update(self.case.0.as_bytes())
            .chain_update(self.steps.to_be_bytes())
            .finalize();
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        let id = CommandId(uuid::Builder::from_random_bytes(id).into_uuid());
        let moment = at.moment(self.demo.told_at);
        let who = submitter(self.person(who));
        let body = digest.into();
        let accepted = self
            .ledger
            .submit_at(who, self.case, id, command, body, moment)
            .await?;
        Ok(accepted.first)
    }

    /// Says something to all who take part.
    pub(super) async fn say(&mut self, at: At, who: &str, text: &str) -> Result<Seq, SeedError> {
        self.step(at, who, words(text, Audience::Participants))
            .await
    }

    /// Says something that answers an entry.
    pub(super) async fn answer(
        &mut self,
        at: At,
        who: &str,
        quote: Seq,
        text: &str,
    ) -> Result<Seq, SeedError> {
        let message = SendMessage {
            quote: Some(quote),
            ..message(text, Audience::Participants)
        };
        self.step(at, who, Command::SendMessage(message)).await
    }

    /// Says something that calls upon a seat.
    pub(super) async fn call(
        &mut self,
        at: At,
        who: &str,
        called: SeatId,
        text: &str,
    ) -> Result<Seq, SeedError> {
        let message = SendMessage {
            mentions: vec![called],
            ..message(text, Audience::Participants)
        };
        self.step(at, who, Command::SendMessage(message)).await
    }

    /// Moves the case on.
    pub(super) async fn stage(
        &mut self,
        at: At,
        who: &str,
        stage: CaseStage,
    ) -> Result<Seq, SeedError> {
        self.step(at, who, Command::ChangeStage(ChangeStage { stage }))
            .await
    }

    /// A person of the demonstration on a seat of this case.
    pub(super) fn seat(&self, name: &str, role: Role) -> SeatMember {
        SeatMember {
            person: self.person(name).person,
            name: name.to_owned(),
            role,
            acts_for: None,
            authority: None,
            phone: None,
        }
    }

    fn person(&self, name: &str) -> &'a DemoPerson {
        let people = &self.demo.people;
        people
            .iter()
            .find(|person| person.name == name)
            .unwrap_or(&people[0])
    }
}

/// An agent with special authority for the party on this seat.
pub(super) fn for_party(seat: SeatMember, party: SeatId) -> SeatMember {
    SeatMember {
        acts_for: Some(party),
        authority: Some(Authority::Special),
        ..seat
    }
}

pub(super) fn open(
    cause: &str,
    title: &str,
    stage: CaseStage,
    members: Vec<SeatMember>,
) -> Command {
    Command::OpenCase(OpenCase {
        court: COURT,
        type_code: "民初".to_owned(),
        cause: cause.to_owned(),
        title: title.to_owned(),
        procedure: Procedure::FirstSummary,
        stage,
        members,
    })
}

pub(super) fn words(text: &str, audience: Audience) -> Command {
    Command::SendMessage(message(text, audience))
}

fn message(text: &str, audience: Audience) -> SendMessage {
    SendMessage {
        content: Content::Text(Text {
            text: text.to_owned(),
        }),
        audience,
        quote: None,
        mentions: Vec::new(),
    }
}

pub(super) fn submitter(person: &DemoPerson) -> Submitter {
    Submitter {
        person: person.person,
        staff: post(person).into_iter().collect(),
    }
}

/// A random id, for what is told only once.
pub(super) fn new_id() -> CommandId {
    CommandId(Uuid::new_v4())
}
