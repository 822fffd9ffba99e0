//! The stores of the space against a wire that knows one case.

use std::ops::RangeInclusive;

use anjian_api::act::{Act, Message, Payload};
use anjian_api::audience::Audience;
use anjian_api::bytes::{CaseLogId, Leaf, Salt, Suite};
use anjian_api::case::{CaseMarks, CaseStage, EntryPage, Opening, ProofTerms};
use anjian_api::command::{Command, Content, SendMessage, Text};
use anjian_api::entry::{Header, Open, Shown, WireEntry};
use anjian_api::frame::ClientFrame;
use anjian_api::ids::{CaseId, CourtId, Moment, PersonId, SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_api::role::{Role, Seat};
use anjian_domain::{CaseState, evolve_wire};
use anjian_sync::Transport;
use any_spawner::Executor;
use leptos::prelude::*;

use super::{Composing, TimelineStore};
use crate::api::{Answering, LiveConnection, OnLive, Wire};
use crate::app::App;
use crate::platform::net::{Answer, Request};
use crate::state::court::CaseHandle;

const CASE: CaseId = CaseId(uuid::Uuid::from_u128(7));
const TERMS: ProofTerms = ProofTerms {
    suite: Suite::Std,
    court: CourtId(1),
    case_log: CaseLogId([7; 16]),
};
pub(super) const LAST: u64 = 150;
pub(super) const READ: u64 = 140;

/// Seat 1 is the plaintiff who reads, 2 the judge, 3 the defendant; then the judge speaks. The
/// last word is for the plaintiff alone.
pub(super) struct OneCase {
    entries: Vec<WireEntry>,
    state: CaseState,
}

impl OneCase {
    fn new(stage: CaseStage) -> Self {
        Self::with_others(stage, 0..=0)
    }

    /// The same with these entries for others.
    pub(super) fn with_others(stage: CaseStage, others: RangeInclusive<u64>) -> Self {
        let mut case = Self {
            entries: Vec::new(),
            state: CaseState::default(),
        };
        for (id, role) in [(1, Role::Plaintiff), (2, Role::Judge), (3, Role::Defendant)] {
            let person = PersonId(uuid::Uuid::from_u128(u128::from(id)));
            let (id, name) = (SeatId(id), format!("{role:?}"));
            let seat = Seat {
                id,
                person,
                name,
                role,
                acts_for: None,
                authority: None,
            };
            case.add(0, Audience::Everyone, Act::MemberSeated { seat });
        }
        case.add(2, Audience::Everyone, Act::StageChanged { stage });
        for number in 5..=LAST {
            let content = Content::Text(Text {
                text: format!("第 {number} 句"),
            });
            let audience = match number {
                _ if others.contains(&number) => Audience::Court,
                LAST => Audience::Named(vec![SeatId(1)]),
                _ => Audience::Participants,
            };
            let message = Message {
                content,
                quote: None,
                mentions: Vec::new(),
            };
            case.add(2, audience, Act::Message(message));
        }
        case
    }

    fn add(&mut self, author: u16, audience: Audience, act: Act) {
        let (seq, prev) = (self.state.head.next(), self.state.last_leaf);
        let at = Moment(1_795_233_600_000 + i64::try_from(seq.0).unwrap() * 60_000);
        let (kind, author, salt) = (act.kind().to_owned(), SeatId(author), Salt([0; 16]));
        let header = Header {
            at,
            kind,
            author,
            prev,
            salt,
        };
        let is_for_others = audience == Audience::Court;
        let payload = serde_json::value::to_raw_value(&Payload { audience, act }).unwrap();
        let shown = Shown::Open(Open { header, payload });
        let mut entry = WireEntry {
            seq,
            leaf: Leaf::default(),
            shown,
        };
        entry.leaf = anjian_proof::leaf_of(&TERMS, &entry).unwrap();
        if is_for_others {
            entry.shown = Shown::Sealed;
        }
        evolve_wire(&mut self.state, &entry);
        self.entries.push(entry);
    }

    fn answer(&self, url: &str) -> Option<String> {
        let page = |before: usize| self.entries[before.saturating_sub(100)..before].to_vec();
        if let Some((_, query)) = url.split_once("/entries?") {
            let before = query
                .split('&')
                .find_map(|part| part.strip_prefix("before="))?;
            let entries = page(before.parse::<usize>().ok()? - 1);
            return serde_json::to_string(&EntryPage {
                entries,
                head: Seq(LAST),
            })
            .ok();
        }
        let opening = Opening {
            case: CASE,
            proof: TERMS,
            state: self.state.clone(),
            you: SeatId(1),
            entries: page(self.entries.len()),
            read: Seq(READ),
            draft: "昨天写了一半".to_owned(),
            marks: CaseMarks::default(),
            now: Moment(1_795_300_000_000),
        };
        let is_opening = url.ends_with(&format!("/cases/{CASE}"));
        is_opening.then(|| serde_json::to_string(&opening).ok())?
    }
}

impl Wire for OneCase {
    fn send(&self, request: Request) -> Answering {
        let text = self.answer(&request.url);
        let answer = Answer {
            status: if text.is_some() { 200 } else { 503 },
            content_type: "application/json".to_owned(),
            retry_after_ms: None,
            date: None,
            text: text.unwrap_or_default(),
        };
        Box::pin(async move { Ok(answer) })
    }

    fn open_live(&self, _: Transport, _: OnLive) -> Box<dyn LiveConnection> {
        Box::new(NoLine)
    }
}

struct NoLine;

impl LiveConnection for NoLine {
    fn send(&self, _: &ClientFrame) {}
}

pub(super) struct Opened {
    _owner: Owner,
    app: App,
    pub(super) case: CaseHandle,
    pub(super) timeline: TimelineStore,
    composing: Composing,
}

fn open(stage: CaseStage) -> Opened {
    open_case(OneCase::new(stage))
}

pub(super) fn open_case(wire: OneCase) -> Opened {
    let _ = Executor::init_futures_executor();
    let owner = Owner::new();
    let (app, case, timeline, composing) = owner.with(|| {
        let app = App::start(wire);
        app.court.begin(PersonId(uuid::Uuid::from_u128(1)));
        let case = app.court.open(CASE);
        (
            app,
            case,
            TimelineStore::new(app, case),
            Composing::new(app, case),
        )
    });
    settle();
    Opened {
        _owner: owner,
        app,
        case,
        timeline,
        composing,
    }
}

/// Lets everything that can go on go on.
pub(super) fn settle() {
    for _ in 0..50 {
        Executor::poll_local();
    }
}

/// Some wakings come from another thread: goes on until something is so, with a bound.
pub(super) fn eventually(is_so: impl Fn() -> bool) -> bool {
    (0..100_000).any(|_| {
        Executor::poll_local();
        std::thread::yield_now();
        is_so()
    })
}

#[test]
fn the_page_begins_at_the_newest_line_with_the_divider_where_reading_stopped() {
    let space = open(CaseStage::Evidence);
    let view = space.timeline.view.get_untracked();
    assert!(view.is_at_end);
    assert_eq!(view.rows.len(), 60);
    assert_eq!(view.rows.last().map(|row| row.seq), Some(Seq(LAST)));
    assert_eq!(
        space.timeline.divider.get_untracked(),
        Some((Seq(READ + 1), 10))
    );
    assert_eq!(space.timeline.tab_stop.get_untracked(), Some(Seq(LAST)));
}

#[test]
fn older_lines_come_before_and_leave_the_others_in_the_page() {
    let space = open(CaseStage::Evidence);
    let before = space.timeline.view.get_untracked();
    space.case.load_older_soon();
    settle();
    let after = space.timeline.view.get_untracked();
    assert_eq!(after.rows, before.rows);
    assert_eq!(after.start, before.start + 50);
    assert!(after.above > before.above);
    assert!(space.timeline.row_untracked(Seq(5)).is_some());
}

#[test]
fn a_jump_reads_as_far_back_as_it_must() {
    let space = open(CaseStage::Evidence);
    space.timeline.jump(Seq(10));
    let goal = || space.timeline.goal.get_untracked().map(|goal| goal.seq);
    assert!(eventually(|| goal() == Some(Seq(10))));
    assert!(!space.timeline.is_pinned.get_untracked());
    space.timeline.jump_to_end();
    assert!(space.timeline.view.get_untracked().is_at_end);
}

#[test]
fn what_was_written_elsewhere_is_there_and_each_key_is_kept() {
    let space = open(CaseStage::Evidence);
    assert_eq!(space.composing.text.get_untracked(), "昨天写了一半");
    space.composing.typed("请".to_owned(), 1);
    assert_eq!(space.case.draft(), "请");
}

#[test]
fn an_answer_to_a_word_for_one_ear_does_not_go_to_all() {
    let space = open(CaseStage::Evidence);
    let row = space.timeline.row_untracked(Seq(LAST)).unwrap();
    space.composing.answer(&row);
    assert_eq!(
        space.composing.chosen.get_untracked(),
        Some(Audience::Court)
    );
    assert_eq!(space.composing.quote.get_untracked(), Some(Seq(LAST)));
    let open_word = space.timeline.row_untracked(Seq(LAST - 1)).unwrap();
    space.composing.answer(&open_word);
    assert_eq!(space.composing.chosen.get_untracked(), None);
}

#[test]
fn sent_words_leave_the_field_and_stand_at_the_end_of_the_line() {
    let space = open(CaseStage::Evidence);
    space.composing.typed("请@J".to_owned(), 3);
    space.composing.call(SeatId(2));
    assert!(space.composing.send().is_some());
    settle();
    assert_eq!(space.composing.text.get_untracked(), "");
    assert_eq!(space.case.draft(), "");
    let Some(Command::SendMessage(SendMessage { mentions, .. })) =
        space.case.pending().first().map(|one| one.command.clone())
    else {
        panic!("the words wait to be sent");
    };
    assert_eq!(mentions, [SeatId(2)]);
}

#[test]
fn whoever_looks_something_up_finds_the_answer_as_it_was_begun() {
    let space = open(CaseStage::Evidence);
    let quiet = space.timeline.row_untracked(Seq(LAST)).unwrap();
    space.composing.answer(&quiet);
    space.composing.typed("请@J".to_owned(), 3);
    space.composing.call(SeatId(2));
    // On a phone another page takes the place of the conversation; coming back makes it anew.
    let back = |space: &Opened| {
        let (app, case) = (space.app, space.case);
        space._owner.with(|| Composing::new(app, case))
    };
    let again = back(&space);
    assert_eq!(
        again.text.get_untracked(),
        space.composing.text.get_untracked()
    );
    assert_eq!(again.quote.get_untracked(), Some(Seq(LAST)));
    assert_eq!(again.chosen.get_untracked(), Some(Audience::Court));
    assert!(again.send().is_some());
    let pending = space.case.pending();
    let Some(Command::SendMessage(sent)) = pending.first().map(|one| &one.command) else {
        panic!("the words wait to be sent");
    };
    assert_eq!(
        (&sent.audience, sent.quote, sent.mentions.as_slice()),
        (&Audience::Court, Some(Seq(LAST)), [SeatId(2)].as_slice())
    );
    // The audience stays chosen after sending, what was answered does not.
    let next = back(&space);
    assert_eq!(next.quote.get_untracked(), None);
    assert_eq!(next.chosen.get_untracked(), Some(Audience::Court));
    next.choose(Audience::Participants);
    assert_eq!(back(&space).chosen.get_untracked(), None);
}

#[test]
fn words_that_are_taken_back_keep_their_audience() {
    let space = open(CaseStage::Evidence);
    space.composing.take_back(&SendMessage {
        content: Content::Text(Text {
            text: "只给法庭".to_owned(),
        }),
        audience: Audience::Court,
        quote: None,
        mentions: Vec::new(),
    });
    assert_eq!(space.composing.audience(), Some(Audience::Court));
}

#[test]
fn refused_words_stay_where_they_were_written() {
    let space = open(CaseStage::Closed);
    space.composing.typed("太迟了".to_owned(), 3);
    assert!(space.composing.send().is_none());
    assert_eq!(
        space.composing.refusal.get_untracked(),
        Some(Refusal::CaseClosed)
    );
    assert_eq!(space.composing.text.get_untracked(), "太迟了");
    assert!(space.case.pending().is_empty());
}
