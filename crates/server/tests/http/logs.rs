//! Logs carry no personal data.

use axum::body::Body;
use serde_json::{Value, json};

use crate::support::browser::OURS;
use crate::support::uploads::Upload;
use crate::support::{Browser, Case, Court, PASSWORD, log_lines};

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

async fn submitted(case: &Case, browser: &Browser, command: Value) -> u64 {
    let answer = case.submit(browser, command).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.read::<Value>()["first"].as_u64().unwrap()
}

/// What is said of an exhibit, and what is said to it.
async fn argue(case: &Case, files: Value) -> u64 {
    let exhibit = json!({
        "name": "日志里不该有的证据名", "category": "documentary", "files": files,
        "source": "日志里不该有的来源", "purpose": "日志里不该有的目的",
        "original": {"form": "copy", "holder": "日志里不该有的持有人"},
    });
    let submit = json!({"kind": "submit_exhibit", "exhibit": exhibit});
    let seq = submitted(case, &case.plaintiff, submit).await;
    let object = json!({"object": {"reason": "日志里不该有的异议"}});
    let opinion = json!({
        "authenticity": object, "legality": "agree", "relevance": "agree", "purpose": "agree",
    });
    let give = json!({"kind": "give_opinion", "exhibit": seq, "opinion": opinion});
    let said = submitted(case, &case.defendant, give).await;
    let reply = json!({
        "kind": "reply_to_opinion", "exhibit": seq, "opinion": said,
        "reply": {"reason": "日志里不该有的答复"},
    });
    submitted(case, &case.plaintiff, reply).await;
    // Refused, and refused with words in it.
    for admitted in [true, false] {
        let rule = json!({
            "kind": "rule_on_exhibit", "exhibit": seq, "admitted": admitted,
            "reason": "日志里不该有的理由",
        });
        case.submit(&case.judge, rule).await;
    }
    case.submit(
        &case.plaintiff,
        json!({"kind": "withdraw_exhibit", "exhibit": 9_999, "reason": "日志里不该有的撤回"}),
    )
    .await;
    seq
}

#[tokio::test]
async fn neither_files_nor_what_is_said_of_exhibits_reach_the_logs() {
    let court = Court::open().await;
    let case = court.case().await;
    let words = "日志里不该有的正文".as_bytes();
    let upload = Upload::new(&case, &case.plaintiff, "日志里不该有的文件名.txt", words);
    let facts = upload.all().await.facts;
    let seq = argue(&case, json!([facts])).await;
    for form in ["original", "play", "thumb", "view", "pdf", "pages/1"] {
        for reader in [
            &case.plaintiff,
            &case.defendant,
            &case.judge,
            &case.observer,
        ] {
            let path = case.path(&format!("/files/{}/{form}", facts.id));
            reader.get(&path).await;
        }
    }
    case.judge
        .get(&case.path(&format!("/exhibits/{seq}/access")))
        .await;
    // Files that are not taken, that break while they are looked at, and that never come up whole.
    let broken = "%PDF-1.7\n日志里不该有的坏页".as_bytes();
    for (name, bytes) in [
        ("日志里不该有的.exe", "MZ 日志里不该有的程序".as_bytes()),
        ("日志里不该有的.pdf", broken),
        ("日志里不该有的.jpg", b"\xff\xd8\xff\xe0 canary-in-picture"),
    ] {
        let upload = Upload::new(&case, &case.defendant, name, bytes);
        upload.send().await;
        let thumb = case.path(&format!("/files/{}/thumb", upload.id));
        case.defendant.get(&thumb).await;
    }
    let torn = Upload::new(&case, &case.defendant, "日志里不该有的残片.txt", words);
    torn.announce().await;
    torn.put_as(0, words, &facts.sha256.to_hex().replace('a', "b"))
        .await;
    torn.complete().await;
    court.app.close().await;

    let text = log_lines();
    let (file, digest) = (facts.id.to_string(), facts.sha256.to_hex());
    for secret in ["不该有", "canary", &file, &digest, &case.id.to_string()] {
        assert!(!text.contains(secret), "{secret} is in the logs");
    }
    assert!(
        text.contains(r#""route":"/api/cases/{case}/files/{file}"#),
        "readings are told by their route"
    );
}
