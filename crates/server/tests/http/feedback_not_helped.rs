//! What becomes of a feedback whose giver says that the answer did not help.

use anjian_api::feedback::{CourtFeedback, Feedback, FeedbackStatus};
use anjian_api::problem::ProblemCode;
use serde_json::json;
use uuid::Uuid;

use crate::feedback::{give, of_case, own, path};
use crate::support::{COURT, Court};

#[tokio::test]
async fn what_an_answer_did_not_help_is_open_again_and_stands_first() {
    let court = Court::open().await;
    let case = court.case().await;
    let (old, new) = (Uuid::new_v4(), Uuid::new_v4());
    give(&case.plaintiff, old, of_case(&case)).await;
    court.clock.advance_ms(1_000);
    give(&case.defendant, new, of_case(&case)).await;
    let handle = |id| format!("/api/courts/{}/feedback/{id}", COURT.0);
    let answer = json!({"status": "done", "answer": "请刷新页面。"});
    assert_eq!(case.judge.put(&handle(old), answer).await.status, 200);
    let listed = async |sought: &str| -> Vec<(Uuid, FeedbackStatus)> {
        let url = format!("/api/courts/{}/feedback{sought}", COURT.0);
        let all: CourtFeedback = case.judge.get(&url).await.read();
        let all = all.feedback.into_iter();
        all.map(|one| (one.id.0, one.status)).collect()
    };
    let newest = [(new, FeedbackStatus::New), (old, FeedbackStatus::Done)];
    assert_eq!(listed("").await, newest);
    // Only its reader says so.
    let mark = json!({"status": "not_helped"});
    let marked = case.judge.put(&handle(old), mark).await;
    assert_eq!(marked.problem(), ProblemCode::BadRequest);

    let helped = format!("{}/helped", path(old));
    let not = || json!({"helped": false});
    let said: Feedback = case.plaintiff.put(&helped, not()).await.read();
    assert_eq!(
        (said.helped, said.status),
        (Some(false), FeedbackStatus::NotHelped)
    );
    let again = [(old, FeedbackStatus::NotHelped), (new, FeedbackStatus::New)];
    assert_eq!(listed("").await, again);
    assert_eq!(listed("?status=not_helped").await, again[..1]);
    assert_eq!(listed(&format!("?after={old}")).await, again[1..]);
    // The court goes on with it; saying the same again does not take that back.
    let taken = json!({"status": "in_work"});
    assert_eq!(case.judge.put(&handle(old), taken).await.status, 200);
    case.plaintiff.put(&helped, not()).await;
    assert_eq!(
        listed("?status=in_work").await,
        [(old, FeedbackStatus::InWork)]
    );
    // A second answer that does not help either.
    let there = own(&case.plaintiff).await.given.remove(0).answer.unwrap();
    let more = json!({"status": "done", "answer": "已修复。", "seen": there.at});
    assert_eq!(case.judge.put(&handle(old), more).await.status, 200);
    assert_eq!(listed("").await, newest);
    case.plaintiff.put(&helped, not()).await;
    assert_eq!(listed("").await, again);
    // It helped after all.
    case.plaintiff.put(&helped, json!({"helped": true})).await;
    assert_eq!(listed("").await, newest);
}
