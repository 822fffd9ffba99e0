//! How a story is told: steps with a time, a person and a command.

use std::borrow::Cow;

use anjian_api::account::DemoPerson;
use anjian_api::audience::Audience;
use anjian_api::case::{CaseStage, Procedure};
use anjian_api::command::*;
use anjian_api::evidence::command::{EvidenceCommand, GiveOpinion, OpenExhibit, SubmitExhibit};
use anjian_api::evidence::{EvidenceCategory, Exhibit, Ground, Opinion, Original, Point, Stance};
use anjian_api::file::{FileFacts, FileId};
use anjian_api::ids::{CaseId, CommandId, Moment, SeatId, Seq};
use anjian_api::role::{Authority, Role};
use anjian_domain::court_time::{court_time, end_of_day};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{COURT, Demo, SeedError, post};
use crate::files::{FileError, Files as Shelf};
use crate::ledger::{Ledger, Member, Submitter};
use crate::papers::Papers;

/// Who may read every access log.
const JUDGE: &str = "陈明";

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
    files: &'a Shelf,
    papers: &'a Papers,
    demo: &'a Demo,
    case: CaseId,
    steps: u64,
}

impl<'a> Teller<'a> {
    pub(super) fn new(
        (ledger, files, papers): (&'a Ledger, &'a Shelf, &'a Papers),
        demo: &'a Demo,
        case: CaseId,
    ) -> Self {
        Self {
            ledger,
            files,
            papers,
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
        let (id, digest) = self.next_step();
        let id = CommandId(id);
        let moment = at.moment(self.demo.told_at);
        let who = submitter(self.person(who));
        let accepted = self
            .ledger
            .submit_at(who, self.case, id, command, digest, moment)
            .await?;
        Ok(accepted.first)
    }

    /// Ids come from the case and the step, bodies from the id: telling it again changes nothing.
    fn next_step(&mut self) -> (Uuid, [u8; 32]) {
        self.steps += 1;
        let digest = Sha256::new()
            .chain_update(self.case.0.as_bytes())
            .chain_update(self.steps.to_be_bytes())
            .finalize();
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        let id = uuid::Builder::from_random_bytes(id).into_uuid();
        (id, digest.into())
    }

    /// The id of a step that something else than a command makes.
    pub(super) fn next_command(&mut self) -> CommandId {
        CommandId(self.next_step().0)
    }

    /// The court's papers, made at that time.
    pub(super) fn papers_at(&self, at: At) -> Papers {
        self.papers.told(at.moment(self.demo.told_at))
    }

    /// Papers can be made here: there are fonts.
    pub(super) fn has_papers(&self) -> bool {
        self.papers.has_fonts()
    }

    /// A person's upload: bytes, entry and receipt.
    pub(super) async fn upload(
        &mut self,
        at: At,
        who: &str,
        name: &str,
        bytes: impl Into<Cow<'static, [u8]>>,
    ) -> Result<FileFacts, SeedError> {
        let member = self.member(who).await?;
        let id = FileId(self.next_step().0);
        let facts = self.files.plant(&member, id, name, bytes.into()).await?;
        let receive = Command::ReceiveFile(ReceiveFile {
            file: facts.clone(),
        });
        let entry = self.step(at, who, receive).await?;
        let moment = at.moment(self.demo.told_at);
        self.files
            .plant_receipt(&member, facts.clone(), entry, moment)
            .await?;
        Ok(facts)
    }

    /// Shows files to all who take part.
    pub(super) async fn show(
        &mut self,
        at: At,
        who: &str,
        content: Content,
    ) -> Result<Seq, SeedError> {
        let shown = SendMessage {
            content,
            ..message("", Audience::Participants)
        };
        self.step(at, who, Command::SendMessage(shown)).await
    }

    /// Does something about evidence.
    pub(super) async fn proves(
        &mut self,
        at: At,
        who: &str,
        command: EvidenceCommand,
    ) -> Result<Seq, SeedError> {
        self.step(at, who, Command::Evidence(command)).await
    }

    /// Submits an exhibit; with a reason, one that comes late.
    pub(super) async fn submits(
        &mut self,
        at: At,
        who: &str,
        exhibit: Exhibit,
        late_reason: Option<&str>,
    ) -> Result<Seq, SeedError> {
        let submit = SubmitExhibit {
            exhibit,
            late_reason: late_reason.map(str::to_owned),
        };
        self.proves(at, who, EvidenceCommand::SubmitExhibit(submit))
            .await
    }

    /// Somebody of another side opens an exhibit and looks at one of its files.
    pub(super) async fn looks(
        &mut self,
        at: At,
        who: &str,
        exhibit: Seq,
        file: &FileFacts,
    ) -> Result<(), SeedError> {
        let open = EvidenceCommand::OpenExhibit(OpenExhibit { exhibit });
        self.proves(at, who, open).await?;
        let (member, judge) = (self.member(who).await?, self.member(JUDGE).await?);
        let moment = at.moment(self.demo.told_at);
        let noted = self
            .files
            .plant_access(&member, &judge, exhibit, file.id, moment);
        Ok(noted.await?)
    }

    pub(super) async fn member(&self, who: &str) -> Result<Member, SeedError> {
        let person = self.person(who).person;
        let member = self.ledger.member(person, self.case).await?;
        Ok(member.ok_or(FileError::NotFound)?)
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

/// What a party says to an exhibit: it agrees with all but these points.
pub(super) fn opinion<'w>(
    exhibit: Seq,
    objections: impl IntoIterator<Item = (Point, &'w str)>,
) -> EvidenceCommand {
    let mut opinion = Opinion {
        authenticity: Stance::Agree,
        legality: Stance::Agree,
        relevance: Stance::Agree,
        purpose: Stance::Agree,
        counter: Vec::new(),
        original_seen: false,
    };
    for (point, reason) in objections {
        let stance = match point {
            Point::Authenticity => &mut opinion.authenticity,
            Point::Legality => &mut opinion.legality,
            Point::Relevance => &mut opinion.relevance,
            Point::Purpose => &mut opinion.purpose,
        };
        *stance = Stance::Object(Ground {
            reason: Some(reason.to_owned()),
            voice: None,
        });
    }
    EvidenceCommand::GiveOpinion(GiveOpinion { exhibit, opinion })
}

/// An exhibit of which the submitter holds the original.
pub(super) fn exhibit(
    name: &str,
    category: EvidenceCategory,
    purpose: &str,
    files: Vec<FileFacts>,
) -> Exhibit {
    Exhibit {
        name: name.to_owned(),
        category,
        files,
        source: "提交人自行保存".to_owned(),
        purpose: purpose.to_owned(),
        original: Original::Original {
            holder: "提交人".to_owned(),
        },
        formed: None,
        pages: None,
        views: Vec::new(),
    }
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
