//! The list of cases, and what people keep beside a case.

use anjian_api::audience::Audience;
use anjian_api::case::{CaseMarks, Position};
use anjian_api::command::{NoticeText, PostNotice};
use anjian_api::ids::CaseId;
use uuid::Uuid;

use super::super::CaseEvent;
use super::*;

async fn line(court: &Court, seat: SeatId) -> anjian_api::case::CaseSummary {
    court
        .ledger
        .summaries(person(seat))
        .await
        .unwrap()
        .remove(0)
}

#[tokio::test]
async fn a_line_shows_what_its_reader_may_see_and_has_not_read() {
    let court = Court::with_case().await;
    court.say(PLAINTIFF, "一", Audience::Participants).await;
    let court_only = court.say(JUDGE, "二", Audience::Court).await;
    let judge = line(&court, JUDGE).await;
    assert_eq!(judge.last.unwrap().entry.seq, court_only);
    let defendant = line(&court, DEFENDANT).await;
    let last = defendant.last.unwrap();
    assert_eq!(
        (last.entry.seq, last.author, last.name.as_str()),
        (Seq(9), PLAINTIFF, "某3")
    );
    assert_eq!(defendant.head, court_only);
    assert_eq!(defendant.role, Role::Defendant);
    assert_eq!(
        defendant.unread, 2,
        "the opening of the case and the plaintiff's words"
    );
    let observer = line(&court, OBSERVER).await;
    assert_eq!(observer.unread, 1);
    assert!(observer.last.unwrap().entry.seq < Seq(9));
}

#[tokio::test]
async fn unread_goes_down_with_the_position_and_is_capped() {
    let court = Court::with_case().await;
    for number in 0..130 {
        court
            .say(PLAINTIFF, &number.to_string(), Audience::Participants)
            .await;
    }
    assert_eq!(line(&court, DEFENDANT).await.unread, 100);
    assert_eq!(
        line(&court, PLAINTIFF).await.unread,
        1,
        "own words are read"
    );
    let member = court.member(DEFENDANT).await;
    let moved = court
        .ledger
        .set_position(&member, Position { read: Seq(128) })
        .await
        .unwrap();
    assert_eq!(moved.read, Seq(128));
    assert_eq!(line(&court, DEFENDANT).await.unread, 10);
    let back = court
        .ledger
        .set_position(&member, Position { read: Seq(3) })
        .await
        .unwrap();
    assert_eq!(back.read, Seq(128), "a position never goes back");
    let beyond = court
        .ledger
        .set_position(&member, Position { read: Seq(9999) })
        .await
        .unwrap();
    assert_eq!(beyond.read, Seq(138), "nor beyond the head");
    assert_eq!(line(&court, DEFENDANT).await.unread, 0);
}

#[tokio::test]
async fn a_notice_makes_a_turn_with_its_deadline() {
    let court = Court::with_case().await;
    assert_eq!(line(&court, DEFENDANT).await.turn, None);
    for days in [3, 2] {
        let notice = PostNotice {
            text: NoticeText {
                title: "举证通知".into(),
                words: "请举证".into(),
            },
            audience: Audience::Participants,
            due: Some(START.plus_ms(days * 86_400_000)),
        };
        court
            .submit(JUDGE, &Command::PostNotice(notice))
            .await
            .unwrap();
    }
    let turn = line(&court, DEFENDANT).await.turn.unwrap();
    assert_eq!(
        (turn.count, turn.due),
        (2, Some(START.plus_ms(2 * 86_400_000)))
    );
    assert_eq!(line(&court, JUDGE).await.turn, None);
}

#[tokio::test]
async fn drafts_marks_and_positions_belong_to_the_seat_and_survive() {
    let court = Court::with_case().await;
    let (mine, other) = (court.member(PLAINTIFF).await, court.member(DEFENDANT).await);
    court
        .ledger
        .set_draft(&mine, "想说的话".into())
        .await
        .unwrap();
    let marks = CaseMarks {
        pinned: true,
        muted: true,
    };
    court.ledger.set_marks(&mine, marks).await.unwrap();
    court
        .ledger
        .set_position(&mine, Position { read: Seq(5) })
        .await
        .unwrap();
    let court = court.restart().await;
    let opening = court.ledger.opening(&mine).await.unwrap();
    assert_eq!(
        (opening.draft.as_str(), opening.marks, opening.read),
        ("想说的话", marks, Seq(5))
    );
    let opening = court.ledger.opening(&other).await.unwrap();
    assert_eq!(
        (opening.draft.as_str(), opening.marks),
        ("", CaseMarks::default())
    );
    court.ledger.set_draft(&mine, String::new()).await.unwrap();
    assert_eq!(court.ledger.opening(&mine).await.unwrap().draft, "");
}

#[tokio::test]
async fn reading_further_and_arranging_is_told_to_the_persons_other_devices() {
    let court = Court::with_case().await;
    let mut events = court.ledger.subscribe();
    let member = court.member(PLAINTIFF).await;
    court
        .ledger
        .set_position(&member, Position { read: Seq(4) })
        .await
        .unwrap();
    court
        .ledger
        .set_marks(&member, CaseMarks::default())
        .await
        .unwrap();
    let event = events.recv().await.unwrap();
    assert!(
        matches!(&*event, CaseEvent::Position { person: who, position, .. }
        if *who == person(PLAINTIFF) && position.read == Seq(4))
    );
    let event = events.recv().await.unwrap();
    assert!(matches!(&*event, CaseEvent::Arranged { person: who } if *who == person(PLAINTIFF)));
}

#[tokio::test]
async fn heads_are_those_of_the_persons_cases() {
    let court = Court::with_case().await;
    let other = CaseId(Uuid::from_u128(78));
    court.open(other).await.unwrap();
    court.say(JUDGE, "一", Audience::Court).await;
    let mut heads = court.ledger.heads(person(WITNESS)).await.unwrap();
    heads.sort_unstable();
    assert_eq!(heads, [(CASE, WITNESS, Seq(9)), (other, WITNESS, Seq(8))]);
    assert!(
        court
            .ledger
            .heads(person(SeatId(99)))
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn pages_before_and_after_meet_without_gap_or_overlap() {
    let court = Court::with_case().await;
    for number in 0..60 {
        court
            .say(PLAINTIFF, &number.to_string(), Audience::Participants)
            .await;
    }
    let member = court.member(JUDGE).await;
    let opening = court.ledger.opening(&member).await.unwrap();
    assert_eq!(opening.entries.len(), 50);
    let first = opening.entries[0].seq;
    let older = court
        .ledger
        .entries_before(&member, first, 10)
        .await
        .unwrap();
    let seqs: Vec<u64> = older.entries.iter().map(|entry| entry.seq.0).collect();
    assert_eq!(seqs, (first.0 - 10..first.0).collect::<Vec<_>>());
    let oldest = court
        .ledger
        .entries_before(&member, Seq(5), 500)
        .await
        .unwrap();
    assert_eq!(oldest.entries.len(), 4);
    assert!(
        court
            .ledger
            .entries_before(&member, Seq(1), 50)
            .await
            .unwrap()
            .entries
            .is_empty()
    );
    assert!(
        court
            .ledger
            .entries_before(&member, Seq(0), 50)
            .await
            .unwrap()
            .entries
            .is_empty()
    );
    let all = court
        .ledger
        .entries_after(&member, Seq(0), u32::MAX)
        .await
        .unwrap();
    assert_eq!(all.entries.len(), 68);
    let none = court
        .ledger
        .entries_after(&member, Seq(u64::MAX / 4), 10)
        .await
        .unwrap();
    assert!(none.entries.is_empty());
}
