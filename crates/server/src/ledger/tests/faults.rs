//! A disk that is full, or nearly: refused, nothing lost, and working again when there is room.

use anjian_api::audience::Audience;
use anjian_api::case::Position;
use anjian_proof::check_run;

use super::super::{LedgerConfig, ReadError, SubmitError};
use super::*;

#[tokio::test]
async fn a_full_disk_refuses_loses_nothing_and_recovers() {
    let court = Court::with_case().await;
    court.ledger.db().limit_pages(60).await.unwrap();
    let long = "长".repeat(3_000);
    let mut acknowledged = Vec::new();
    let refused = loop {
        let (id, command) = (new_id(), message(&long, Audience::Participants));
        match court.submit_as(on(PLAINTIFF), CASE, id, &command).await {
            Ok(accepted) => acknowledged.push((id, accepted)),
            Err(error) => break error,
        }
        assert!(acknowledged.len() < 1_000, "the disk never got full");
    };
    assert!(matches!(refused, SubmitError::StorageFull), "{refused:?}");
    assert!(!acknowledged.is_empty());
    // Reading goes on, and everything that was acknowledged is there.
    let member = court.member(JUDGE).await;
    let terms = court.ledger.opening(&member).await.unwrap().proof;
    let all = court.all(&member).await;
    assert_eq!(all.len(), 8 + acknowledged.len());
    assert_eq!(check_run(&terms, None, &all), Ok(()));
    court.ledger.db().limit_pages(1_000_000).await.unwrap();
    let next = court
        .say(PLAINTIFF, "又有空间了", Audience::Participants)
        .await;
    assert_eq!(next, all.last().unwrap().seq.next());
    for (id, accepted) in acknowledged {
        let command = message(&long, Audience::Participants);
        assert_eq!(
            court
                .submit_as(on(PLAINTIFF), CASE, id, &command)
                .await
                .unwrap(),
            accepted
        );
    }
    let court = court.restart().await;
    assert_eq!(check_run(&terms, None, &court.all(&member).await), Ok(()));
}

#[tokio::test]
async fn a_full_disk_in_a_crowd_leaves_no_gap() {
    let court = Court::with_case().await;
    court.ledger.db().limit_pages(80).await.unwrap();
    let command = message(&"长".repeat(2_000), Audience::Participants);
    let said = (0..200).map(|_| court.submit(PLAINTIFF, &command));
    let answers = futures_util::future::join_all(said).await;
    let kept = answers.iter().filter(|answer| answer.is_ok()).count();
    assert!(kept < 200);
    let full = |answer: &Result<Accepted, _>| matches!(answer, Err(SubmitError::StorageFull));
    assert!(answers.iter().filter(|answer| answer.is_err()).all(full));
    let member = court.member(JUDGE).await;
    let terms = court.ledger.opening(&member).await.unwrap().proof;
    let all = court.all(&member).await;
    assert_eq!(all.len(), 8 + kept);
    assert_eq!(check_run(&terms, None, &all), Ok(()));
}

#[tokio::test]
async fn a_disk_that_is_nearly_full_is_read_only() {
    let court = Court::with_case().await;
    let seq = court.say(PLAINTIFF, "一", Audience::Participants).await;
    let id = new_id();
    let command = message("二", Audience::Participants);
    court
        .submit_as(on(PLAINTIFF), CASE, id, &command)
        .await
        .unwrap();
    court.ledger.shutdown().await;
    let config = LedgerConfig {
        min_free_permille: 1_001,
        ..LedgerConfig::in_folder(court.folder.path())
    };
    let ledger = Ledger::start(config, court.clock.clone()).await.unwrap();
    let court = Court { ledger, ..court };
    let refused = court
        .submit(PLAINTIFF, &message("三", Audience::Participants))
        .await;
    assert!(matches!(refused, Err(SubmitError::StorageFull)));
    // What was stored before is still answered, and read.
    assert!(
        court
            .submit_as(on(PLAINTIFF), CASE, id, &command)
            .await
            .is_ok()
    );
    let member = court.member(PLAINTIFF).await;
    let moved = court
        .ledger
        .set_position(&member, Position { read: seq })
        .await;
    assert!(matches!(moved, Err(ReadError::StorageFull)));
    assert_eq!(
        court.ledger.opening(&member).await.unwrap().entries.len(),
        10
    );
}

#[tokio::test]
async fn a_stopped_ledger_says_so() {
    let court = Court::with_case().await;
    let member = court.member(PLAINTIFF).await;
    court.ledger.shutdown().await;
    let said = court
        .submit(PLAINTIFF, &message("一", Audience::Participants))
        .await;
    assert!(matches!(said, Err(SubmitError::Unavailable)), "{said:?}");
    let opened = court.ledger.opening(&member).await;
    assert!(matches!(opened, Err(ReadError::Unavailable)), "{opened:?}");
}

#[tokio::test]
async fn two_ledgers_do_not_work_in_one_folder() {
    let court = Court::with_case().await;
    let config = LedgerConfig::in_folder(court.folder.path());
    let second = Ledger::start(config.clone(), court.clock.clone()).await;
    assert!(matches!(second, Err(StartError::InUse)));
    court.ledger.shutdown().await;
    let third = Ledger::start(config, court.clock.clone()).await;
    assert!(third.is_ok(), "what was shut down lets go of the folder");
}
