//! Invariant 1 with documents: what a seat sees of a document is what there is of it.
//!
//! A seat's view is not the whole case: it lacks the documents that go to others, and so does not know
//! the highest number that was given. Of every document that it does see it holds the same record,
//! answer for answer, under the same number; and what it does with one is judged alike.

mod support;

use std::collections::BTreeSet;

use anjian_api::act::Act;
use anjian_api::audience::Audience;
use anjian_api::command::*;
use anjian_api::document::act::DocumentAct;
use anjian_api::document::command::*;
use anjian_api::document::*;
use anjian_api::ids::{SeatId, Seq};
use anjian_api::role::Role;
use anjian_domain::document::{Answer, DocumentRecord, Done};
use anjian_domain::{Actor, CaseState, decide, may_see};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use support::document::*;
use support::*;

/// What somebody wants to do with documents; aimed at what is there.
#[derive(Debug, Clone, Copy)]
enum Wish {
    Send { audience: u8, unfilled: bool },
    Revise,
    Fill,
    Read,
    Confirm,
    Sign { stale: bool },
    Refuse { stale: bool },
    Withdraw,
    Seal,
    Upload,
    Speak,
    Recall,
    Unseat,
    SeatAnother,
}

fn wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        5 => (0u8..4, prop::bool::weighted(0.2))
            .prop_map(|(audience, unfilled)| Wish::Send { audience, unfilled }),
        3 => Just(Wish::Revise),
        2 => Just(Wish::Fill),
        3 => Just(Wish::Read),
        3 => Just(Wish::Confirm),
        8 => prop::bool::weighted(0.2).prop_map(|stale| Wish::Sign { stale }),
        2 => prop::bool::weighted(0.2).prop_map(|stale| Wish::Refuse { stale }),
        1 => Just(Wish::Withdraw),
        2 => Just(Wish::Seal),
        8 => Just(Wish::Upload),
        2 => Just(Wish::Speak),
        1 => Just(Wish::Recall),
        1 => Just(Wish::Unseat),
        1 => Just(Wish::SeatAnother),
    ]
}

/// One step: who (parties most often), what, which document counted back, how much later.
type Step = (u16, Wish, usize, i64);

fn step() -> impl Strategy<Value = Step> {
    (1u16..8, wish(), 0usize..3, 0i64..20_000)
}

/// A PDF of this seat's, the newest one.
fn newest_pdf(court: &Court, seat: SeatId) -> Option<Version> {
    let all = court.case.files.values();
    let own = all.filter(|record| record.owner == seat && record.facts.name.starts_with("文书"));
    let file = own
        .map(|record| record.facts.clone())
        .max_by_key(|facts| facts.id)?;
    let (places, unfilled) = (Vec::new(), false);
    Some(Version {
        file,
        places,
        initials: false,
        unfilled,
    })
}

fn aimed(court: &Court, (who, wish, back, _): Step, number: u128) -> Option<(SeatId, Command)> {
    let seat = SeatId(who);
    let party = [PLAINTIFF, DEFENDANT, AGENT][usize::from(who % 3)];
    let sent = court.case.documents.sent.iter().rev().nth(back);
    let document = sent.map_or(Seq(1), |(seq, _)| *seq);
    let version = |stale: bool| {
        let newest = sent.map_or(1, |(_, record)| record.version());
        if stale {
            newest.saturating_sub(1)
        } else {
            newest
        }
    };
    let given = |command| Some(Command::Document(command));
    Some(match wish {
        Wish::Send { audience, unfilled } => {
            let mut order = to(&[(PLAINTIFF, Duty::Sign), (DEFENDANT, Duty::Confirm)]);
            let one = |seat: SeatId, duty| vec![Asked { seat, duty }];
            (order.audience, order.asked) = match audience {
                0 => (
                    Audience::Named(vec![PLAINTIFF, AGENT]),
                    one(PLAINTIFF, Duty::Sign),
                ),
                1 => (Audience::Named(vec![DEFENDANT]), one(DEFENDANT, Duty::Sign)),
                2 => (Audience::Everyone, one(AGENT, Duty::Read)),
                _ => (Audience::Participants, order.asked),
            };
            order.version = newest_pdf(court, CLERK)?;
            order.version.unfilled = unfilled;
            (CLERK, send(order))
        }
        Wish::Revise => {
            let revised = ReviseDocument {
                document,
                version: newest_pdf(court, CLERK)?,
                reason: "更正了日期".into(),
                due: None,
            };
            (
                CLERK,
                given(DocumentCommand::ReviseDocument(Box::new(revised)))?,
            )
        }
        Wish::Fill => {
            let filled = FillDocument {
                document,
                filled: version(false),
                version: newest_pdf(court, party)?,
            };
            (
                party,
                given(DocumentCommand::FillDocument(Box::new(filled)))?,
            )
        }
        Wish::Read => (party, read(document, version(false))),
        Wish::Confirm => (party, confirm(document, version(false))),
        Wish::Sign { stale } => {
            let shown = sent.and_then(|(_, record)| record.current())?.file.sha256;
            let signed = SignDocument {
                shown,
                ..signing(document, version(stale), 0)
            };
            (party, sign(signed))
        }
        Wish::Refuse { stale } => (party, refuse(document, version(stale), "金额不对")),
        Wish::Withdraw => (CLERK, withdraw(document, "发错了")),
        Wish::Seal => {
            let file = paper(number);
            let sealed = SealDocument {
                document,
                version: version(false),
                file,
            };
            (
                seat,
                given(DocumentCommand::SealDocument(Box::new(sealed)))?,
            )
        }
        Wish::Upload => {
            let owner = if who.is_multiple_of(2) { CLERK } else { party };
            (owner, receive(distinct(number)))
        }
        Wish::Speak => (seat, Command::SendMessage(words("话"))),
        Wish::Recall => {
            let message = court
                .case
                .recent
                .keys()
                .next_back()
                .copied()
                .unwrap_or_default();
            let author = court
                .case
                .recent
                .get(&message)
                .map_or(seat, |one| one.author);
            (author, Command::Recall(Recall { message }))
        }
        Wish::Unseat => (
            JUDGE,
            Command::UnseatMember(UnseatMember { seat: DEFENDANT }),
        ),
        Wish::SeatAnother => {
            let another = member(SeatId(10), Role::Observer);
            (CLERK, Command::SeatMember(another))
        }
    })
}

/// PDFs with bytes of their own.
fn distinct(number: u128) -> anjian_api::file::FileFacts {
    let mut facts = paper(number);
    facts.sha256.0[..16].copy_from_slice(&number.to_be_bytes());
    facts
}

fn does(court: &mut Court, seat: SeatId, command: &Command) -> bool {
    if matches!(command, Command::Document(DocumentCommand::SealDocument(_))) {
        let judged = decide(&court.case, &Actor::Registry, command, court.now);
        let may = judged.is_ok();
        if may {
            court.registry(command);
        }
        return may;
    }
    court.does(seat, command).is_ok()
}

/// A history, and how many of its steps were allowed.
fn history(steps: &[Step], mut each: impl FnMut(&Court, SeatId, &Command)) -> Court {
    let mut court = Court::open();
    for (number, step) in (1_u128..).zip(steps) {
        court.later_ms(step.3);
        let Some((seat, command)) = aimed(&court, *step, number) else {
            continue;
        };
        each(&court, seat, &command);
        let before = court.case.clone();
        if !does(&mut court, seat, &command) {
            assert_eq!(before, court.case, "a refusal changes nothing");
        }
    }
    court
}

/// The documents of the case that a seat may see.
fn seen_by(case: &CaseState, seat: SeatId) -> impl Iterator<Item = (&Seq, &DocumentRecord)> {
    let all = case.documents.sent.iter();
    all.filter(move |(_, record)| may_see(case, seat, record.by, &record.audience))
}

/// The acts of two judgements, but for the number that only the whole case knows.
fn without_number(act: &Act) -> Act {
    let mut act = act.clone();
    if let Act::Document(DocumentAct::DocumentSent(sent)) = &mut act {
        sent.number = 0;
    }
    act
}

fn signatures(court: &Court) -> BTreeSet<(Seq, SeatId, Seq)> {
    let sent = court.case.documents.sent.iter();
    let of = |(document, record): (&Seq, &DocumentRecord)| {
        let (document, asked) = (*document, record.asked.clone());
        asked.into_iter().flat_map(move |(seat, asked)| {
            let is_signed = |one: &Answer| matches!(one.done, Done::Signed { .. });
            let signed = asked.answers.into_iter().filter(is_signed);
            signed
                .map(move |one| (document, seat, one.seq))
                .collect::<Vec<_>>()
        })
    };
    sent.flat_map(of).collect()
}

/// Otherwise the properties below would say nothing.
#[test]
fn histories_have_documents_that_are_signed_and_go_stale() {
    let mut runner = TestRunner::deterministic();
    let (mut signed, mut versions, mut filled) = (0, 0, 0);
    for _ in 0..60 {
        let steps = proptest::collection::vec(step(), 80..120);
        let steps = steps.new_tree(&mut runner).unwrap().current();
        let court = history(&steps, |_, _, _| {});
        signed += signatures(&court).len();
        let all = || court.case.documents.sent.values();
        versions += all().filter(|record| record.version() > 1).count();
        filled += all()
            .flat_map(|record| &record.versions)
            .filter(|one| one.unfilled)
            .count();
    }
    assert!(
        signed > 40 && versions > 60 && filled > 20,
        "{signed} {versions} {filled}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_seat_sees_of_a_document_is_what_there_is_of_it(
        steps in proptest::collection::vec(step(), 0..120)
    ) {
        let court = history(&steps, |_, _, _| {});
        prop_assert_eq!(&court.view(None, false), &court.case);
        let numbers: BTreeSet<u32> = court.case.documents.sent.values().map(|one| one.number).collect();
        prop_assert_eq!(numbers.len(), court.case.documents.sent.len(), "each has a number of its own");
        for seat in (1..=8).map(SeatId) {
            let view = court.view(Some(seat), false);
            prop_assert_eq!(&court.view(Some(seat), true), &view, "whoever comes later sees the same");
            let own: Vec<_> = view.documents.sent.iter().collect();
            let there: Vec<_> = seen_by(&court.case, seat).collect();
            prop_assert_eq!(own, there, "{:?}", seat);
            let last = view.documents.sent.values().map(|one| one.number).max();
            prop_assert_eq!(view.documents.last_number, last.unwrap_or(0));
            prop_assert!(view.documents.last_number <= court.case.documents.last_number);
            let text = serde_json::to_string(&view).unwrap();
            prop_assert_eq!(&serde_json::from_str::<CaseState>(&text).unwrap(), &view);
        }
    }

    #[test]
    fn what_a_seat_does_with_a_document_is_judged_alike_by_its_own_view(
        steps in proptest::collection::vec(step(), 0..80)
    ) {
        history(&steps, |court, seat, command| {
            let actor = Actor::Seat { seat, person: person(seat) };
            let judged = decide(&court.case, &actor, command, court.now);
            let view = court.view(Some(seat), false);
            let own = decide(&view, &actor, command, court.now);
            // What others can see may be refused in other words to whom it is not shown.
            match (judged, own) {
                (Ok(judged), Ok(own)) => {
                    let acts = |all: &[anjian_domain::NewEntry]| {
                        all.iter().map(|one| without_number(&one.payload.act)).collect::<Vec<_>>()
                    };
                    assert_eq!(acts(&judged), acts(&own));
                }
                (Err(_), Err(_)) => {}
                (judged, own) => panic!("{command:?}: {judged:?}, by its own view {own:?}"),
            }
        });
    }

    #[test]
    fn whatever_was_signed_was_the_newest_version_then_and_stays(
        steps in proptest::collection::vec(step(), 0..120)
    ) {
        let mut signed = BTreeSet::new();
        let court = history(&steps, |court, _, _| {
            let now = signatures(court);
            assert!(signed.is_subset(&now), "no signature goes away");
            for (document, seat, seq) in now.difference(&signed) {
                let record = &court.case.documents.sent[document];
                let answer = record.asked[seat].answers.iter().find(|one| one.seq == *seq);
                assert_eq!(answer.map(|one| one.version), Some(record.version()));
                assert!(!record.versions.last().is_some_and(|version| version.unfilled));
            }
            signed = now;
        });
        prop_assert!(signed.is_subset(&signatures(&court)));
    }
}
