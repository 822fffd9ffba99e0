//! Whoever is outside an audience receives number and leaf, and nothing more, on every way out.

use anjian_api::audience::Audience;
use anjian_api::command::{Command, Recall};
use anjian_api::entry::{Shown, WireEntry};
use anjian_api::role::Side;
use anjian_proof::{check_run, leaf_of};

use super::super::CaseEvent;
use super::*;

const CANARY: &str = "CANARY-4711";

fn words(entry: &WireEntry) -> String {
    serde_json::to_string(entry).unwrap()
}

fn assert_sealed(entry: &WireEntry) {
    assert!(matches!(entry.shown, Shown::Sealed), "{entry:?}");
    let expected = format!(
        r#"{{"seq":{},"leaf":"{}","shown":"sealed"}}"#,
        entry.seq,
        entry.leaf.to_hex()
    );
    assert_eq!(words(entry), expected);
}

#[tokio::test]
async fn each_audience_reaches_its_seats_and_no_other() {
    let court = Court::with_case().await;
    let participants = vec![JUDGE, CLERK, PLAINTIFF, AGENT, DEFENDANT];
    let wanted: [(SeatId, Audience, Vec<SeatId>); 6] = [
        (JUDGE, Audience::Everyone, SEATS.to_vec()),
        (PLAINTIFF, Audience::Participants, participants),
        (JUDGE, Audience::Court, vec![JUDGE, CLERK]),
        (WITNESS, Audience::Court, vec![JUDGE, CLERK, WITNESS]),
        (
            AGENT,
            Audience::Side(Side::Plaintiff),
            vec![JUDGE, CLERK, PLAINTIFF, AGENT],
        ),
        (
            JUDGE,
            Audience::Named(vec![OBSERVER]),
            vec![JUDGE, OBSERVER],
        ),
    ];
    for (author, audience, readers) in wanted {
        let mut events = court.ledger.subscribe();
        let seq = court.say(author, CANARY, audience.clone()).await;
        let event = events.recv().await.unwrap();
        let CaseEvent::Appended(event) = &*event else {
            panic!("{event:?}")
        };
        for seat in SEATS {
            let member = court.member(seat).await;
            let page = court
                .ledger
                .entries_after(&member, Seq(seq.0 - 1), 10)
                .await
                .unwrap();
            let before = court
                .ledger
                .entries_before(&member, seq.next(), 1)
                .await
                .unwrap();
            let opened = court.ledger.opening(&member).await.unwrap();
            let live = event.entries[0].wire_for(seat);
            let ways = [
                &page.entries[0],
                &before.entries[0],
                opened.entries.last().unwrap(),
                &live,
            ];
            for entry in ways {
                assert_eq!(entry.seq, seq);
                if readers.contains(&seat) {
                    assert!(words(entry).contains(CANARY), "{seat:?} in {audience:?}");
                    assert_eq!(leaf_of(&opened.proof, entry), Some(entry.leaf));
                } else {
                    assert_sealed(entry);
                }
            }
            let state = serde_json::to_string(&opened.state).unwrap();
            assert!(readers.contains(&seat) || !state.contains(CANARY));
        }
    }
}

#[tokio::test]
async fn a_chain_with_sealed_entries_still_verifies_for_everybody() {
    let court = Court::with_case().await;
    for number in 0..5 {
        court
            .say(JUDGE, &format!("合议 {number}"), Audience::Court)
            .await;
        court
            .say(PLAINTIFF, &format!("陈述 {number}"), Audience::Participants)
            .await;
    }
    for seat in SEATS {
        let member = court.member(seat).await;
        let terms = court.ledger.opening(&member).await.unwrap().proof;
        assert_eq!(
            check_run(&terms, None, &court.all(&member).await),
            Ok(()),
            "{seat:?}"
        );
    }
}

#[tokio::test]
async fn recalled_words_are_no_longer_delivered_and_the_record_still_verifies() {
    let mut court = Court::with_case().await;
    let seq = court.say(DEFENDANT, CANARY, Audience::Participants).await;
    court
        .submit(DEFENDANT, &Command::Recall(Recall { message: seq }))
        .await
        .unwrap();
    for restarted in [false, true] {
        if restarted {
            court = court.restart().await;
        }
        for seat in SEATS {
            let member = court.member(seat).await;
            let all = court.all(&member).await;
            let terms = court.ledger.opening(&member).await.unwrap().proof;
            assert!(
                !all.iter().any(|entry| words(entry).contains(CANARY)),
                "{seat:?}"
            );
            assert_eq!(check_run(&terms, None, &all), Ok(()));
            let entry = all.iter().find(|entry| entry.seq == seq).unwrap();
            let withheld = matches!(entry.shown, Shown::Withheld(_));
            assert_eq!(
                withheld,
                ![OBSERVER, WITNESS].contains(&seat),
                "{seat:?} {restarted}"
            );
        }
    }
}

#[tokio::test]
async fn the_authors_own_repeat_of_a_recalled_message_has_no_words_either() {
    let court = Court::with_case().await;
    let (id, command) = (new_id(), message(CANARY, Audience::Participants));
    let first = court
        .submit_as(on(DEFENDANT), CASE, id, &command)
        .await
        .unwrap();
    court
        .submit(
            DEFENDANT,
            &Command::Recall(Recall {
                message: first.first,
            }),
        )
        .await
        .unwrap();
    let again = court
        .submit_as(on(DEFENDANT), CASE, id, &command)
        .await
        .unwrap();
    assert_eq!(
        (again.first, again.last, again.at),
        (first.first, first.last, first.at)
    );
    assert!(!words(&again.entries[0]).contains(CANARY));
}
