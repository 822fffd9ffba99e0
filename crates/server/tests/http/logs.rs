//! Logs carry no personal data.

use axum::body::Body;
use serde_json::json;

use crate::support::browser::OURS;
use crate::support::{Court, PASSWORD, log_lines};

/// All tests of this program write into the same log, at the finest level.
#[tokio::test]
async fn nothing_personal_reaches_the_logs() {
    let court = Court::open().await;
    let case = court.case().await;
    case.say(&case.plaintiff, "日志里不该有的话", json!("participants"))
        .await;
    case.plaintiff
        .put(&case.path("/draft"), json!({"text": "日志里不该有的草稿"}))
        .await;
    case.plaintiff
        .get(&case.path("/entries?after=271828182845904"))
        .await;
    case.plaintiff
        .get("/api/live?poll=1&wait=0&heads=canary-in-query")
        .await;
    case.plaintiff.get("/somewhere?token=canary-in-query").await;
    case.plaintiff
        .send(
            "PUT",
            &case.path("/draft"),
            &OURS,
            Body::from("{canary-in-body"),
        )
        .await;
    court
        .browser()
        .log_in("13800000002", "日志里不该有的口令")
        .await;
    let made = case
        .judge
        .post(
            "/api/accounts",
            json!({"phone": "13700000001", "name": "新人名"}),
        )
        .await;
    let first = made.read::<serde_json::Value>()["first_password"]
        .as_str()
        .unwrap()
        .to_owned();
    let cookie = case.plaintiff.cookie("__Host-anjian").unwrap();
    court.app.close().await;

    let text = log_lines();
    for secret in [
        "不该有",
        "canary",
        "13800000002",
        "13700000001",
        "周敏",
        "新人名",
        "271828182845904",
        PASSWORD,
        &first,
        &cookie,
        &case.id.to_string(),
    ] {
        assert!(!text.contains(secret), "{secret} is in the logs");
    }
    // And they say what is needed.
    assert!(
        text.contains(r#""route":"/api/cases/{case}/entries""#),
        "{text}"
    );
    for line in text.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}
