//! Commands: once, in order, by whoever may.

use std::collections::BTreeSet;

use anjian_api::audience::Audience;
use anjian_api::command::{Command, SeatMember, UnseatMember};
use anjian_api::entry::Shown;
use anjian_api::ids::{CaseId, CourtId, SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_api::role::Role;
use anjian_proof::check_run;
use uuid::Uuid;

use super::super::SubmitError;
use super::*;

#[tokio::test]
async fn a_case_is_opened_with_its_number_and_seats() {
    let court = Court::with_case().await;
    let opening = court
        .ledger
        .opening(&court.member(JUDGE).await)
        .await
        .unwrap();
    let facts = opening.state.facts.unwrap();
    assert_eq!(facts.number, "（2026）苏0699民初1号");
    assert_eq!(facts.court_name, "示范人民法院");
    assert_eq!(opening.state.head, Seq(8));
    assert_eq!(opening.you, JUDGE);
    let second = CaseId(Uuid::from_u128(78));
    court.open(second).await.unwrap();
    let member = court
        .ledger
        .member(person(JUDGE), second)
        .await
        .unwrap()
        .unwrap();
    let facts = court
        .ledger
        .opening(&member)
        .await
        .unwrap()
        .state
        .facts
        .unwrap();
    assert_eq!(facts.number, "（2026）苏0699民初2号");
}

#[tokio::test]
async fn only_the_courts_own_staff_opens_cases() {
    let court = Court::empty().await;
    let command = Command::OpenCase(opening());
    let nobody = on(CLERK);
    let elsewhere = staff(CLERK, CourtId(2), Role::Clerk);
    for who in [nobody, elsewhere] {
        let answer = court.submit_as(who, CASE, new_id(), &command).await;
        assert!(matches!(answer, Err(SubmitError::NotFound)), "{answer:?}");
    }
    let mediator = staff(CLERK, CourtId(1), Role::Mediator);
    let answer = court.submit_as(mediator, CASE, new_id(), &command).await;
    assert!(
        matches!(answer, Err(SubmitError::Refused(Refusal::RoleMayNot))),
        "{answer:?}"
    );
    // What was refused took no number.
    court.open(CASE).await.unwrap();
    let opening = court
        .ledger
        .opening(&court.member(JUDGE).await)
        .await
        .unwrap();
    assert_eq!(opening.state.facts.unwrap().number, "（2026）苏0699民初1号");
}

#[tokio::test]
async fn the_registry_opens_a_case_without_sitting_in_it_and_may_ask_again() {
    let court = Court::empty().await;
    let administrator = staff(SeatId(50), CourtId(1), Role::CourtAdministrator);
    let (id, command) = (new_id(), Command::OpenCase(opening()));
    let first = court
        .submit_as(administrator.clone(), CASE, id, &command)
        .await
        .unwrap();
    assert!(
        first
            .entries
            .iter()
            .all(|entry| matches!(entry.shown, Shown::Open(_)))
    );
    let again = court
        .submit_as(administrator.clone(), CASE, id, &command)
        .await
        .unwrap();
    assert_eq!(again, first);
    let other = court
        .submit_as(
            administrator,
            CASE,
            new_id(),
            &message("words", Audience::Court),
        )
        .await;
    assert!(matches!(other, Err(SubmitError::NotFound)));
}

#[tokio::test]
async fn the_same_command_again_gets_the_first_answer_even_after_a_restart() {
    let court = Court::with_case().await;
    let (id, command) = (new_id(), message("借条原件在我处", Audience::Participants));
    let first = court
        .submit_as(on(PLAINTIFF), CASE, id, &command)
        .await
        .unwrap();
    court.clock.advance_ms(5_000);
    court.say(DEFENDANT, "请出示", Audience::Participants).await;
    let again = court
        .submit_as(on(PLAINTIFF), CASE, id, &command)
        .await
        .unwrap();
    assert_eq!(again, first);
    let court = court.restart().await;
    let again = court
        .submit_as(on(PLAINTIFF), CASE, id, &command)
        .await
        .unwrap();
    assert_eq!(again, first);
    let court = court.crash().await;
    let again = court
        .submit_as(on(PLAINTIFF), CASE, id, &command)
        .await
        .unwrap();
    assert_eq!(again, first);
    assert_eq!(court.all(&court.member(JUDGE).await).await.len(), 10);
}

#[tokio::test]
async fn the_same_id_with_another_body_is_a_conflict_and_another_persons_id_is_not() {
    let court = Court::with_case().await;
    let id = new_id();
    let one = message("一", Audience::Participants);
    let two = message("二", Audience::Participants);
    court
        .submit_as(on(PLAINTIFF), CASE, id, &one)
        .await
        .unwrap();
    let conflict = court.submit_as(on(PLAINTIFF), CASE, id, &two).await;
    assert!(matches!(conflict, Err(SubmitError::Conflict)));
    court
        .submit_as(on(DEFENDANT), CASE, id, &two)
        .await
        .unwrap();
}

#[tokio::test]
async fn the_same_command_twice_at_once_makes_one_entry() {
    let court = Court::with_case().await;
    let (id, command) = (new_id(), message("一次", Audience::Participants));
    let twice = futures_util::future::join_all(
        (0..8).map(|_| court.submit_as(on(PLAINTIFF), CASE, id, &command)),
    )
    .await;
    let firsts: BTreeSet<Seq> = twice
        .into_iter()
        .map(|answer| answer.unwrap().first)
        .collect();
    assert_eq!(firsts.len(), 1);
    assert_eq!(court.all(&court.member(JUDGE).await).await.len(), 9);
}

#[tokio::test]
async fn a_foreign_case_and_no_case_look_alike() {
    let court = Court::with_case().await;
    let stranger = SeatId(99);
    let command = message("words", Audience::Participants);
    let foreign = court
        .submit_as(on(stranger), CASE, new_id(), &command)
        .await;
    let none = CaseId(Uuid::from_u128(404));
    let missing = court
        .submit_as(on(stranger), none, new_id(), &command)
        .await;
    assert!(matches!(foreign, Err(SubmitError::NotFound)));
    assert!(matches!(missing, Err(SubmitError::NotFound)));
    assert_eq!(
        court.ledger.member(person(stranger), CASE).await.unwrap(),
        None
    );
    // A clerk of the court who has no seat in the case learns nothing either.
    let colleague = staff(stranger, CourtId(1), Role::Clerk);
    let opened = court
        .submit_as(
            colleague,
            CASE,
            new_id(),
            &Command::OpenCase(super::opening()),
        )
        .await;
    assert!(matches!(opened, Err(SubmitError::NotFound)));
}

#[tokio::test]
async fn a_refused_command_leaves_nothing_and_may_be_sent_again() {
    let court = Court::with_case().await;
    let (id, command) = (new_id(), message("  ", Audience::Participants));
    for _ in 0..2 {
        let answer = court.submit_as(on(PLAINTIFF), CASE, id, &command).await;
        assert!(matches!(answer, Err(SubmitError::Refused(_))));
    }
    let better = message("有话", Audience::Participants);
    assert_eq!(
        court
            .submit_as(on(PLAINTIFF), CASE, id, &better)
            .await
            .unwrap()
            .first,
        Seq(9)
    );
}

#[tokio::test]
async fn whoever_lost_the_seat_lost_the_case() {
    let court = Court::with_case().await;
    let (id, words) = (new_id(), message("一", Audience::Participants));
    court.submit_as(on(AGENT), CASE, id, &words).await.unwrap();
    let member = court.member(AGENT).await;
    let mut events = court.ledger.subscribe();
    court
        .submit(CLERK, &Command::UnseatMember(UnseatMember { seat: AGENT }))
        .await
        .unwrap();
    assert_eq!(
        court.ledger.member(person(AGENT), CASE).await.unwrap(),
        None
    );
    assert!(
        court
            .ledger
            .summaries(person(AGENT))
            .await
            .unwrap()
            .is_empty()
    );
    let again = court.submit_as(on(AGENT), CASE, id, &words).await;
    assert!(matches!(again, Err(SubmitError::NotFound)));
    let event = events.recv().await.unwrap();
    let super::super::CaseEvent::Appended(event) = &*event else {
        panic!("{event:?}")
    };
    assert_eq!(event.left, [(person(AGENT), AGENT)]);
    assert!(!event.seats.iter().any(|(_, seat)| *seat == AGENT));
    // Seated again, the person has a new seat and a view of its own.
    let back = Command::SeatMember(SeatMember {
        person: person(AGENT),
        ..seat_member(AGENT, Role::Agent)
    });
    court.submit(CLERK, &back).await.unwrap();
    let returned = court
        .ledger
        .member(person(AGENT), CASE)
        .await
        .unwrap()
        .unwrap();
    assert_ne!(returned.seat(), member.seat());
    assert_eq!(
        court.ledger.opening(&returned).await.unwrap().you,
        returned.seat()
    );
}

#[tokio::test]
async fn sixteen_writers_at_once_leave_no_gap_and_one_chain() {
    let court = Arc::new(Court::with_case().await);
    let mut writers = Vec::new();
    for writer in 0..16u16 {
        let court = Arc::clone(&court);
        writers.push(tokio::spawn(async move {
            let seat = [JUDGE, CLERK, PLAINTIFF, AGENT, DEFENDANT][usize::from(writer % 5)];
            let mut seqs = Vec::new();
            for number in 0..25 {
                let words = format!("{writer}-{number}");
                seqs.push(court.say(seat, &words, Audience::Participants).await.0);
            }
            assert!(seqs.is_sorted(), "one writer's messages keep their order");
            seqs
        }));
    }
    let mut seqs = Vec::new();
    for writer in writers {
        seqs.extend(writer.await.unwrap());
    }
    seqs.sort_unstable();
    assert_eq!(seqs, (9..=408).collect::<Vec<_>>());
    let member = court.member(JUDGE).await;
    let terms = court.ledger.opening(&member).await.unwrap().proof;
    assert_eq!(check_run(&terms, None, &court.all(&member).await), Ok(()));
}

#[tokio::test]
async fn time_never_goes_back_whatever_the_clock_says() {
    let court = Court::with_case().await;
    court.clock.advance_ms(10_000);
    let words = message("一", Audience::Participants);
    let first = court.submit(PLAINTIFF, &words).await.unwrap();
    court.clock.set(Moment(START.0 - 3_600_000));
    let second = court.submit(PLAINTIFF, &words).await.unwrap();
    assert_eq!(second.at, first.at);
    let court = court.restart().await;
    let third = court.submit(PLAINTIFF, &words).await.unwrap();
    assert_eq!(third.at, first.at);
}
