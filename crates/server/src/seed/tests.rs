use std::sync::Arc;

use anjian_api::case::{CaseStage, CaseSummary};
use anjian_api::evidence::{Mark, OriginalReason};
use anjian_api::ids::Seq;
use anjian_domain::CaseState;
use anjian_domain::document::Done;
use anjian_domain::evidence::{Exchange, ExhibitRecord};

use anjian_files::worker::Worker;

use super::*;
use crate::accounts::hasher::Hasher;
use crate::accounts::records::Records;
use crate::clock::{Clock, ManualClock};
use crate::files::{FileLimits, Form, Tools};
use crate::ledger::{LedgerConfig, Member};

const NOW: Moment = Moment(1_795_000_000_000);

struct World {
    folder: tempfile::TempDir,
    clock: Arc<ManualClock>,
    ledger: Ledger,
    files: Files,
    accounts: Accounts,
    papers: Papers,
}

/// Where `cargo xtask` put them; by hand the same folder is found.
fn fonts() -> std::path::PathBuf {
    let usual = || {
        let home = std::env::home_dir().unwrap();
        home.join(".cache/anjian/tools/fonts-0.1.1")
    };
    std::env::var_os("ANJIAN_FONTS").map_or_else(usual, Into::into)
}

impl World {
    async fn new() -> Self {
        Self::at(tempfile::tempdir().unwrap(), NOW).await
    }

    async fn at(folder: tempfile::TempDir, now: Moment) -> Self {
        let clock = Arc::new(ManualClock::at(now));
        let config = LedgerConfig::in_folder(folder.path());
        let ledger = Ledger::start(config, clock.clone()).await.unwrap();
        let records = Records::open(&folder.path().join("accounts.db"))
            .await
            .unwrap();
        let keys = ledger.keys().clone();
        let files = Files::open(
            folder.path().to_owned(),
            ledger.clone(),
            clock.clone(),
            FileLimits::default(),
            Tools {
                worker: Worker::here(&[]),
                office: None,
                heif: None,
            },
        );
        let files = files.await.unwrap();
        let accounts = Accounts::new(records, keys, Hasher::new().unwrap(), clock.clone());
        let fonts = [fonts()];
        let papers = Papers::open(
            &fonts,
            ledger.clone(),
            files.clone(),
            accounts.clone(),
            clock.clone(),
            None,
        );
        let papers = papers.await;
        Self {
            folder,
            clock,
            ledger,
            files,
            accounts,
            papers,
        }
    }

    async fn demo(&self) -> Vec<DemoPerson> {
        demo(
            self.folder.path(),
            &self.ledger,
            (&self.files, &self.papers),
            &self.accounts,
            self.clock.now(),
        )
        .await
        .unwrap()
    }

    async fn restart_later(self, ms: i64) -> Self {
        self.ledger.shutdown().await;
        Self::at(self.folder, self.clock.now().plus_ms(ms)).await
    }

    async fn list(&self, person: &DemoPerson) -> Vec<CaseSummary> {
        self.ledger.summaries(person.person).await.unwrap()
    }
}

fn named<'a>(people: &'a [DemoPerson], name: &str) -> &'a DemoPerson {
    people.iter().find(|person| person.name == name).unwrap()
}

fn with_cause<'a>(list: &'a [CaseSummary], cause: &str) -> &'a CaseSummary {
    list.iter().find(|line| line.facts.cause == cause).unwrap()
}

#[tokio::test]
async fn a_newcomer_finds_cases_and_something_to_do() {
    let world = World::new().await;
    let people = world.demo().await;
    assert_eq!(people.len(), 8);
    let judge = world.list(named(&people, "陈明")).await;
    assert_eq!(judge.len(), stories::COUNT);
    let stages: Vec<_> = ["民间借贷纠纷", "房屋租赁合同纠纷", "买卖合同纠纷"]
        .map(|cause| with_cause(&judge, cause).stage)
        .into();
    assert_eq!(
        stages,
        [CaseStage::Evidence, CaseStage::Filed, CaseStage::Closed]
    );
    let defendant = world.list(named(&people, "韩立")).await;
    let lending = with_cause(&defendant, "民间借贷纠纷");
    assert_eq!(
        lending.turn.unwrap().count,
        2,
        "a notice to confirm and a call to answer"
    );
    assert!(lending.facts.number.contains("苏0699民初"));
    let plaintiff = world.list(named(&people, "周敏")).await;
    assert_eq!(with_cause(&plaintiff, "民间借贷纠纷").turn, None);
    let observer = world.list(named(&people, "何静")).await;
    let seen = with_cause(&observer, "民间借贷纠纷").last.as_ref().unwrap();
    assert!(
        seen.entry.seq < lending.head,
        "an observer does not see the last line"
    );
}

#[tokio::test]
async fn everything_lies_in_the_past_and_in_order() {
    let world = World::new().await;
    let people = world.demo().await;
    let judge = named(&people, "陈明").person;
    for line in world.list(named(&people, "陈明")).await {
        let member = world
            .ledger
            .member(judge, line.case)
            .await
            .unwrap()
            .unwrap();
        let page = world
            .ledger
            .entries_after(&member, Seq::START, 500)
            .await
            .unwrap();
        let times: Vec<_> = page
            .entries
            .iter()
            .filter_map(|entry| entry.header().map(|h| h.at))
            .collect();
        assert!(times.is_sorted(), "{}", line.facts.cause);
        assert!(times.iter().all(|at| *at < NOW), "{}", line.facts.cause);
    }
}

#[tokio::test]
async fn a_second_start_changes_nothing() {
    let world = World::new().await;
    let people = world.demo().await;
    let before = world.list(named(&people, "陈明")).await;
    let world = world.restart_later(86_400_000).await;
    assert_eq!(world.demo().await, people);
    let mut after = world.list(named(&people, "陈明")).await;
    after
        .iter_mut()
        .zip(&before)
        .for_each(|(line, old)| line.turn = old.turn);
    assert_eq!(after, before);
}

#[tokio::test]
async fn a_first_start_that_was_interrupted_is_made_good_by_the_next() {
    let world = World::new().await;
    let people = world.demo().await;
    let before = world.list(named(&people, "陈明")).await;
    let path = world.folder.path().join(FILE);
    let mut file: Demo = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    file.done = false;
    write(&path, &file).unwrap();
    let world = world.restart_later(60_000).await;
    assert_eq!(world.demo().await, people);
    assert_eq!(world.list(named(&people, "陈明")).await, before);
}

#[tokio::test]
async fn a_folder_with_a_real_court_is_left_alone() {
    let world = World::new().await;
    let real = CourtRow {
        id: COURT,
        name: "某人民法院".into(),
        code: "苏0602".into(),
    };
    world.ledger.put_court(real).await.unwrap();
    let refused = demo(
        world.folder.path(),
        &world.ledger,
        (&world.files, &world.papers),
        &world.accounts,
        NOW,
    )
    .await;
    assert!(matches!(refused, Err(SeedError::RealCourt)));
}

#[tokio::test]
async fn a_long_case_has_as_many_entries_as_asked_for() {
    let world = World::new().await;
    let people = world.demo().await;
    let case = long_case(&world.ledger, &people, 1_500, NOW).await.unwrap();
    let judge = named(&people, "陈明").person;
    let member = world.ledger.member(judge, case).await.unwrap().unwrap();
    let opening = world.ledger.opening(&member).await.unwrap();
    assert_eq!(opening.state.head, Seq(1_500));
    assert_eq!(opening.entries.len(), 50);
    assert!(
        opening
            .entries
            .iter()
            .all(|entry| entry.header().is_some_and(|h| h.at <= NOW))
    );
}

/// The view of a case by its cause, as this person has it.
async fn view(world: &World, person: &DemoPerson, cause: &str) -> (Member, CaseState) {
    let list = world.list(person).await;
    let case = with_cause(&list, cause).case;
    let member = world.ledger.member(person.person, case).await.unwrap();
    let member = member.unwrap();
    let state = world.ledger.opening(&member).await.unwrap().state;
    (member, state)
}

#[tokio::test]
async fn evidence_stands_in_every_state_and_can_be_read() {
    let world = World::new().await;
    let people = world.demo().await;
    let (judge, state) = view(&world, named(&people, "陈明"), "装饰装修合同纠纷").await;
    let exhibits: Vec<_> = state.evidence.exhibits.values().collect();
    assert_eq!(exhibits.len(), 7);
    let count = |is_so: &dyn Fn(&ExhibitRecord) -> bool| {
        exhibits.iter().filter(|record| is_so(record)).count()
    };
    assert_eq!(count(&|one| one.ruling.is_some()), 1, "ruled on");
    let waits = |one: &ExhibitRecord| one.late.as_ref().is_some_and(|late| late.decided.is_none());
    assert_eq!(count(&waits), 1, "waits for leave");
    let wanted = Some(Mark::OriginalNeeded(OriginalReason::Objection));
    assert_eq!(
        count(&|one| one.mark == wanted),
        1,
        "the original is wanted"
    );
    assert_eq!(count(&|one| one.mark == Some(Mark::Disputed)), 2);
    assert_eq!(count(&|one| one.opinions.is_empty()), 2, "not examined yet");
    for record in &exhibits {
        for file in &record.exhibit.files {
            let given = world.files.give(&judge, file.id, Form::Original).await;
            assert_eq!(given.unwrap().size, file.size);
        }
    }
    let contract = *state.evidence.exhibits.keys().next().unwrap();
    let pages = exhibits[0].exhibit.files[0].pages;
    assert_eq!(pages, Some(2));
    let log = world.files.accesses(&judge, contract).await.unwrap();
    assert!(log.iter().all(|line| line.at < NOW) && !log.is_empty());
}

#[tokio::test]
async fn an_exchange_is_under_way_and_its_answers_are_sealed() {
    let world = World::new().await;
    let people = world.demo().await;
    let cause = "机动车交通事故责任纠纷";
    let (_, own) = view(&world, named(&people, "何静"), cause).await;
    let (_, other) = view(&world, named(&people, "韩立"), cause).await;
    let answers = |state: &CaseState| -> usize {
        let exhibits = state.evidence.exhibits.values();
        exhibits.map(|record| record.opinions.len()).sum()
    };
    let exchange = other.evidence.exchange.as_ref();
    assert!(exchange.is_some_and(Exchange::is_async));
    assert_eq!((answers(&own), answers(&other)), (1, 0));
    let turn = world.list(named(&people, "韩立")).await;
    assert!(
        with_cause(&turn, cause).turn.is_some(),
        "the other is to answer"
    );
}

#[tokio::test]
async fn papers_wait_for_both_parties_one_is_signed_and_one_refused() {
    let world = World::new().await;
    let people = world.demo().await;
    let (judge, state) = view(&world, named(&people, "陈明"), "房屋租赁合同纠纷").await;
    let papers: Vec<_> = state.documents.sent.values().collect();
    assert_eq!(papers.len(), 5);
    let waits = |seat: u16| {
        let seat = anjian_api::ids::SeatId(seat);
        let waits = papers
            .iter()
            .filter(|paper| paper.asked.contains_key(&seat) && !paper.is_answered_by(seat));
        waits.map(|paper| paper.title.as_str()).collect::<Vec<_>>()
    };
    let (plaintiff, defendant) = (waits(3), waits(4));
    assert_eq!(plaintiff, ["送达地址确认书"]);
    assert_eq!(defendant, ["诉讼权利义务告知书", "送达地址确认书"]);
    let is_refused = |done: &Done| matches!(done, Done::Refused { .. });
    let answers = || papers.iter().flat_map(|paper| paper.asked.values());
    let refused = answers().flat_map(|asked| &asked.answers);
    assert_eq!(refused.filter(|answer| is_refused(&answer.done)).count(), 1);
    let sealed = papers
        .iter()
        .find_map(|paper| paper.current()?.sealed.clone());
    let sealed = sealed.unwrap();
    let given = world.files.give(&judge, sealed.id, Form::Original).await;
    assert_eq!(given.unwrap().size, sealed.size);
    let defendant = world.list(named(&people, "周敏")).await;
    assert_eq!(
        with_cause(&defendant, "房屋租赁合同纠纷")
            .turn
            .unwrap()
            .count,
        2
    );
    let (_, crash) = view(&world, named(&people, "韩立"), "机动车交通事故责任纠纷").await;
    assert_eq!(crash.documents.sent.len(), 1);
}

#[tokio::test]
async fn without_fonts_the_demonstration_has_no_papers_and_starts() {
    let mut world = World::new().await;
    world.papers = Papers::open(
        &[],
        world.ledger.clone(),
        world.files.clone(),
        world.accounts.clone(),
        world.clock.clone(),
        None,
    )
    .await;
    let people = world.demo().await;
    let (_, state) = view(&world, named(&people, "陈明"), "房屋租赁合同纠纷").await;
    assert!(state.documents.sent.is_empty());
}
