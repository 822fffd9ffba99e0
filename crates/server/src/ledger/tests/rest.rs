//! What lies on the disk: nothing readable, and nothing at all once the key is gone.

use std::path::Path;
use std::time::{Duration, Instant};

use anjian_api::audience::Audience;
use anjian_api::command::{NoticeText, PostNotice};

use super::super::{ReadError, SubmitError};
use super::*;

/// Asks until the answer is yes, for ten seconds at most.
pub(super) async fn eventually(mut ask: impl AsyncFnMut() -> bool) -> bool {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(10) {
        if ask().await {
            return true;
        }
        tokio::task::yield_now().await;
    }
    false
}

fn found_in(folder: &Path, canary: &str) -> Vec<String> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        if bytes
            .windows(canary.len())
            .any(|window| window == canary.as_bytes())
        {
            found.push(path.display().to_string());
        }
    }
    found
}

#[tokio::test]
async fn nothing_that_people_wrote_is_readable_on_the_disk() {
    let court = Court::empty().await;
    let mut open = opening();
    open.title = "CANARY-title".into();
    open.cause = "CANARY-cause".into();
    open.members[2].name = "CANARY-name".into();
    open.members[2].phone = Some("13987654321".into());
    let open = Command::OpenCase(open);
    court
        .submit_as(clerk(), CASE, new_id(), &open)
        .await
        .unwrap();
    for _ in 0..250 {
        court
            .say(PLAINTIFF, "CANARY-words", Audience::Participants)
            .await;
    }
    let notice = PostNotice {
        text: NoticeText {
            title: "CANARY-notice".into(),
            words: "CANARY-notice".into(),
        },
        audience: Audience::Participants,
        due: None,
    };
    court
        .submit(JUDGE, &Command::PostNotice(notice))
        .await
        .unwrap();
    let member = court.member(PLAINTIFF).await;
    court
        .ledger
        .set_draft(&member, "CANARY-draft".into())
        .await
        .unwrap();
    court.ledger.opening(&member).await.unwrap();
    for stopped in [false, true] {
        if stopped {
            court.ledger.shutdown().await;
        }
        for canary in [
            "CANARY",
            "13987654321",
            "苏0699民初",
            "审判",
            "message",
            "某4",
        ] {
            let found = found_in(court.folder.path(), canary);
            assert!(found.is_empty(), "{canary} in {found:?}");
        }
    }
}

#[tokio::test]
async fn a_case_without_its_key_is_unreadable_for_good() {
    let court = Court::with_case().await;
    court.say(PLAINTIFF, "还款", Audience::Participants).await;
    let member = court.member(PLAINTIFF).await;
    court.ledger.keys().destroy(CASE).await.unwrap();
    let court = court.restart().await;
    assert!(matches!(
        court.ledger.opening(&member).await,
        Err(ReadError::NotFound)
    ));
    let page = court.ledger.entries_after(&member, Seq::START, 10).await;
    assert!(matches!(page, Err(ReadError::NotFound)));
    assert!(
        court
            .ledger
            .summaries(person(PLAINTIFF))
            .await
            .unwrap()
            .is_empty()
    );
    let said = court
        .submit(PLAINTIFF, &message("还在吗", Audience::Participants))
        .await;
    assert!(matches!(said, Err(SubmitError::NotFound)));
}

#[tokio::test]
async fn a_case_without_its_key_is_unreadable_at_once() {
    let court = Court::with_case().await;
    let member = court.member(PLAINTIFF).await;
    court.ledger.opening(&member).await.unwrap();
    court.ledger.keys().destroy(CASE).await.unwrap();
    assert!(matches!(
        court.ledger.opening(&member).await,
        Err(ReadError::NotFound)
    ));
}

#[tokio::test]
async fn an_entry_that_was_changed_on_the_disk_is_not_served() {
    let court = Court::with_case().await;
    let seq = court.say(PLAINTIFF, "还款", Audience::Participants).await;
    let swapped = court
        .ledger
        .db()
        .write(move |connection| {
            Box::pin(async move {
                sqlx::query("UPDATE entries SET sealed = (SELECT sealed FROM entries WHERE seq = 8) WHERE seq = $1")
                    .bind(i64::try_from(seq.0).unwrap())
                    .execute(connection)
                    .await
            })
        })
        .await;
    assert!(swapped.is_ok());
    let court = court.crash().await;
    let page = court
        .ledger
        .entries_after(&court.member(JUDGE).await, Seq(7), 10)
        .await;
    assert!(matches!(page, Err(ReadError::Internal(_))), "{page:?}");
}
