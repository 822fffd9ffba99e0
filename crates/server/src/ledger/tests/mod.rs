//! The ledger, tested through its own front and, where a promise is about the inside, there.

mod audiences;
mod commands;
mod faults;
mod invariants;
mod kill_nine;
mod listing;
mod rest;

use std::path::Path;
use std::sync::Arc;

use anjian_api::account::Staff;
use anjian_api::audience::Audience;
use anjian_api::case::{Accepted, CaseStage, Procedure};
use anjian_api::command::{Command, Content, OpenCase, SeatMember, SendMessage, Text};
use anjian_api::entry::WireEntry;
use anjian_api::ids::{CaseId, CommandId, CourtId, Moment, PersonId, SeatId, Seq};
use anjian_api::role::Role;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Ledger, LedgerConfig, Member, StartError, SubmitError, Submitter};
use crate::clock::ManualClock;
use crate::store::CourtRow;

pub(super) const CASE: CaseId = CaseId(Uuid::from_u128(77));
pub(super) const JUDGE: SeatId = SeatId(1);
pub(super) const CLERK: SeatId = SeatId(2);
pub(super) const PLAINTIFF: SeatId = SeatId(3);
pub(super) const AGENT: SeatId = SeatId(4);
pub(super) const DEFENDANT: SeatId = SeatId(5);
pub(super) const OBSERVER: SeatId = SeatId(6);
pub(super) const WITNESS: SeatId = SeatId(7);
pub(super) const SEATS: [SeatId; 7] =
    [JUDGE, CLERK, PLAINTIFF, AGENT, DEFENDANT, OBSERVER, WITNESS];
pub(super) const START: Moment = Moment(1_795_000_000_000);

/// A ledger in a folder of its own, and a clock that the test turns.
pub(super) struct Court {
    pub(super) folder: tempfile::TempDir,
    pub(super) clock: Arc<ManualClock>,
    pub(super) ledger: Ledger,
}

impl Court {
    /// A court without cases.
    pub(super) async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at(START));
        let ledger = start(folder.path(), &clock, None).await;
        ledger.put_court(court_row()).await.unwrap();
        Self {
            folder,
            clock,
            ledger,
        }
    }

    /// A court with one case and seven seats.
    pub(super) async fn with_case() -> Self {
        let court = Self::empty().await;
        court.open(CASE).await.unwrap();
        court
    }

    pub(super) async fn open(&self, case: CaseId) -> Result<Accepted, SubmitError> {
        let command = Command::OpenCase(opening());
        self.submit_as(clerk(), case, new_id(), &command).await
    }

    /// Ends the ledger properly and starts it again on the same folder.
    pub(super) async fn restart(self) -> Self {
        self.ledger.shutdown().await;
        self.start_again().await
    }

    /// Starts another ledger on the same folder without ending the first one: a crash.
    pub(super) async fn crash(self) -> Self {
        self.start_again().await
    }

    async fn start_again(self) -> Self {
        let Self {
            folder,
            clock,
            ledger,
        } = self;
        drop(ledger);
        let ledger = start(folder.path(), &clock, None).await;
        Self {
            folder,
            clock,
            ledger,
        }
    }

    pub(super) async fn submit_as(
        &self,
        who: Submitter,
        case: CaseId,
        id: CommandId,
        command: &Command,
    ) -> Result<Accepted, SubmitError> {
        self.ledger
            .submit(who, case, id, command.clone(), body(command))
            .await
    }

    pub(super) async fn submit(
        &self,
        seat: SeatId,
        command: &Command,
    ) -> Result<Accepted, SubmitError> {
        self.submit_as(on(seat), CASE, new_id(), command).await
    }

    pub(super) async fn say(&self, seat: SeatId, words: &str, audience: Audience) -> Seq {
        self.submit(seat, &message(words, audience))
            .await
            .unwrap()
            .first
    }

    pub(super) async fn member(&self, seat: SeatId) -> Member {
        self.ledger
            .member(person(seat), CASE)
            .await
            .unwrap()
            .unwrap()
    }

    /// Every entry, as this seat receives it page by page.
    pub(super) async fn all(&self, member: &Member) -> Vec<WireEntry> {
        let mut all: Vec<WireEntry> = Vec::new();
        loop {
            let after = all.last().map_or(Seq::START, |entry| entry.seq);
            let page = self.ledger.entries_after(member, after, 97).await.unwrap();
            if page.entries.is_empty() {
                assert_eq!(page.head, after);
                return all;
            }
            all.extend(page.entries);
        }
    }
}

pub(super) async fn start(
    folder: &Path,
    clock: &Arc<ManualClock>,
    max_pages: Option<u32>,
) -> Ledger {
    let config = LedgerConfig {
        min_free_permille: 0,
        max_pages,
        ..LedgerConfig::in_folder(folder)
    };
    // After a crash within this process, tasks of the old ledger may hold the folder for a moment.
    let mut started = None;
    let clock = clock.clone();
    let begun =
        rest::eventually(
            async || match Ledger::start(config.clone(), clock.clone()).await {
                Err(StartError::InUse) => false,
                other => {
                    started = Some(other.unwrap());
                    true
                }
            },
        );
    assert!(begun.await, "the folder stayed in use");
    started.unwrap()
}

pub(super) fn court_row() -> CourtRow {
    CourtRow {
        id: CourtId(1),
        name: "示范人民法院".into(),
        code: "苏0699".into(),
    }
}

pub(super) fn person(seat: SeatId) -> PersonId {
    PersonId(Uuid::from_u128(1000 + u128::from(seat.0)))
}

pub(super) fn new_id() -> CommandId {
    CommandId(Uuid::new_v4())
}

pub(super) fn on(seat: SeatId) -> Submitter {
    Submitter {
        person: person(seat),
        staff: Vec::new(),
    }
}

/// The clerk, with the post that opens cases.
pub(super) fn clerk() -> Submitter {
    staff(CLERK, CourtId(1), Role::Clerk)
}

pub(super) fn staff(seat: SeatId, court: CourtId, role: Role) -> Submitter {
    let post = Staff {
        court,
        court_name: String::new(),
        role,
    };
    Submitter {
        person: person(seat),
        staff: vec![post],
    }
}

pub(super) fn body(command: &Command) -> [u8; 32] {
    Sha256::digest(serde_json::to_vec(command).unwrap()).into()
}

pub(super) fn message(words: &str, audience: Audience) -> Command {
    Command::SendMessage(SendMessage {
        content: Content::Text(Text { text: words.into() }),
        audience,
        quote: None,
        mentions: Vec::new(),
    })
}

pub(super) fn seat_member(seat: SeatId, role: Role) -> SeatMember {
    SeatMember {
        person: person(seat),
        name: format!("某{}", seat.0),
        role,
        acts_for: (role == Role::Agent).then_some(PLAINTIFF),
        authority: None,
        phone: None,
    }
}

pub(super) fn opening() -> OpenCase {
    let roles = [
        (JUDGE, Role::Judge),
        (CLERK, Role::Clerk),
        (PLAINTIFF, Role::Plaintiff),
        (AGENT, Role::Agent),
        (DEFENDANT, Role::Defendant),
        (OBSERVER, Role::Observer),
        (WITNESS, Role::Witness),
    ];
    OpenCase {
        court: CourtId(1),
        type_code: "民初".into(),
        cause: "民间借贷纠纷".into(),
        title: "某三 诉 某五".into(),
        procedure: Procedure::FirstSummary,
        stage: CaseStage::Evidence,
        members: roles.map(|(seat, role)| seat_member(seat, role)).into(),
    }
}
