//! How much of what is begun and not finished there may be, and how long it lies there.

use std::sync::Arc;

use anjian_api::document::signing::Way;
use anjian_api::problem::ProblemCode;
use sqlx::Connection as _;

use crate::support::Court;
use crate::support::papers::{begin, hand, order, send, try_begin};

/// Rows that lie beside the cases: signatures in the making, and traces.
async fn lying(court: &Court) -> (i64, i64) {
    let file = court.folder.path().join("court.db");
    let address = format!("sqlite://{}?mode=ro", file.display());
    let mut open = sqlx::SqliteConnection::connect(&address).await.unwrap();
    let mut counts = [0_i64; 2];
    for (count, kind) in counts.iter_mut().zip([2_i64, 3]) {
        let asked = sqlx::query_scalar("SELECT COUNT(*) FROM kept WHERE kind = $1").bind(kind);
        *count = asked.fetch_one(&mut open).await.unwrap();
    }
    counts.into()
}

#[tokio::test]
async fn of_nine_signatures_that_were_begun_the_oldest_goes_with_its_trace() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2, 3]).await[0];
    let mut begun = Vec::new();
    for seed in 0..9 {
        let mut one = begin(&case, &case.plaintiff, document, Way::Drawn).await;
        one.draw(&hand(50 + seed)).await;
        court.clock.advance_ms(1_000);
        begun.push(one);
    }
    assert_eq!(lying(&court).await, (8, 8));
    let gone = case.plaintiff.get(&begun[0].path).await;
    assert_eq!(gone.problem(), ProblemCode::NotFound);
    // The others go on.
    let last = begun.last().unwrap();
    last.signed(last.body("周敏")).await;
    begin(&case, &case.plaintiff, document, Way::Drawn).await;
    assert_eq!(lying(&court).await, (9, 8));
}

#[tokio::test]
async fn what_nobody_finished_is_thrown_away_though_nobody_begins_anew() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let mut one = begin(&case, &case.plaintiff, document, Way::Drawn).await;
    one.draw(&hand(60)).await;
    court.app.papers.tend().await.unwrap();
    assert_eq!(lying(&court).await, (1, 1));
    court.clock.advance_ms(31 * 60_000);
    court.app.papers.tend().await.unwrap();
    assert_eq!(lying(&court).await, (1, 0), "the trace goes at once");
    court.clock.advance_ms(24 * 3_600_000);
    court.app.papers.tend().await.unwrap();
    assert_eq!(lying(&court).await, (0, 0));
}

#[tokio::test]
async fn what_is_left_from_before_is_thrown_away_at_the_start() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let mut one = begin(&case, &case.plaintiff, document, Way::Drawn).await;
    one.draw(&hand(61)).await;
    court.app.close().await;
    court.clock.advance_ms(31 * 60_000);
    let again = Court::reopen(court.folder.clone(), Arc::clone(&court.clock), None).await;
    let mut looks = 0;
    while lying(&again).await.1 > 0 {
        looks += 1;
        assert!(looks < 2_000, "nothing is thrown away at the start");
    }
}

#[tokio::test]
async fn without_room_nothing_new_is_begun_and_nothing_drawn_is_taken() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let one = begin(&case, &case.plaintiff, document, Way::Drawn).await;
    court.app.close().await;
    let full = Court::reopen_with_free(court.folder.clone(), court.clock.clone(), 1_000).await;
    let plaintiff = full.browser().with_cookies_of(&case.plaintiff);
    let begun = try_begin(&case, &plaintiff, document, Way::Drawn).await;
    assert_eq!(begun.problem(), ProblemCode::StorageFull);
    let drawn = crate::support::papers::put(&plaintiff, &one.path, &hand(62).bytes()).await;
    assert_eq!(drawn.problem(), ProblemCode::StorageFull);
}

#[tokio::test]
async fn one_person_looks_at_one_paper_at_a_time() {
    let court = Court::open().await;
    let case = court.case().await;
    let path = case.path("/documents/preview");
    let asked = order("integrity_pledge", &[2, 3]);
    let looks = (0..6).map(|_| case.judge.post(&path, asked.clone()));
    let answers = futures_util::future::join_all(looks).await;
    let shown = answers.iter().filter(|answer| answer.status == 200);
    assert!((1..6).contains(&shown.count()));
    let mut told = answers.iter().filter(|answer| answer.status != 200);
    assert!(told.all(|answer| answer.problem() == ProblemCode::Unavailable));
    assert_eq!(case.judge.post(&path, asked).await.status, 200);
}
