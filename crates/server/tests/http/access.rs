//! Nobody gets at what is another person's: every address with something in it, taken from the
//! OpenAPI document, asked by those who have no business there.

use anjian_api::account::{Device, Session};
use anjian_server::app::router::described;
use axum::body::Body;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::browser::OURS;
use crate::support::uploads::Upload;
use crate::support::{Browser, Court, message};

const CANARY_FILE: &str = "金丝雀.txt";
const CANARY: &str = "金丝雀-只给当事人看";

/// A body that the owner could have sent. A new address without one fails the sweep.
fn body(method: &str, path: &str) -> Value {
    match (method, path) {
        ("get" | "delete", _) => Value::Null,
        ("put", "/api/cases/{case}/commands/{id}") => message(CANARY, json!("participants")),
        ("put", "/api/cases/{case}/uploads/{file}") => json!({"name": CANARY, "size": 9}),
        ("put", "/api/cases/{case}/uploads/{file}/parts/{n}") => json!("raw"),
        ("post", "/api/cases/{case}/uploads/{file}/complete") => {
            json!({"sha256": "0".repeat(64), "sm3": "0".repeat(64)})
        }
        ("put", "/api/cases/{case}/presentation") => {
            json!({"exhibit": 1, "file": 0, "page": 0, "zoom": 1.0, "x": 0.0, "y": 0.0})
        }
        ("put", "/api/cases/{case}/position") => json!({"read": 1}),
        ("put", "/api/cases/{case}/draft") => json!({"text": "x"}),
        ("put", "/api/cases/{case}/feedback") => Value::Null,
        ("put", "/api/handoffs/{id}/step") => json!({"step": "cancelled"}),
        ("put", "/api/feedback/{id}") => json!({"page": "me", "words": CANARY}),
        ("put", "/api/feedback/{id}/attachments/{n}") => json!("raw"),
        ("put", "/api/feedback/{id}/helped") => json!({"helped": true}),
        ("put", "/api/courts/{court}/feedback/{id}") => json!({"status": "done"}),
        ("put", "/api/cases/{case}/marks") => json!({"pinned": true, "muted": true}),
        ("post", "/api/cases/{case}/documents" | "/api/cases/{case}/documents/preview") => json!({
            "id": Uuid::nil(), "paper": "integrity_pledge", "source": {"from": "generated", "facts": {}},
            "to": [{"seat": 2, "duty": "sign"}],
        }),
        ("post", "/api/cases/{case}/documents/{seq}/fill") => {
            json!({"id": Uuid::nil(), "version": 1, "facts": {"phone": "1"}})
        }
        ("post", "/api/cases/{case}/documents/{seq}/revise") => json!({
            "id": Uuid::nil(), "version": 1, "reason": "补正",
            "source": {"from": "generated", "facts": {}},
        }),
        ("post", "/api/cases/{case}/documents/{seq}/signing") => {
            json!({"id": Uuid::nil(), "version": 1, "shown": "0".repeat(64), "by": "drawn"})
        }
        ("post", "/api/cases/{case}/documents/{seq}/signatures/{entry}/picture") => {
            json!({"purpose": "compare"})
        }
        ("put", "/api/cases/{case}/documents/{seq}/signing/{id}/trace") => json!("raw"),
        ("post", "/api/cases/{case}/documents/{seq}/signing/{id}/code") => Value::Null,
        ("post", "/api/cases/{case}/documents/{seq}/signing/{id}/finish") => {
            json!({"signer": "周敏", "manifest": "0".repeat(64)})
        }
        other => panic!("the sweep knows no body for {other:?}"),
    }
}

async fn ask(browser: &Browser, method: &str, path: &str, body: &Value) -> (u16, String) {
    let query = if path.ends_with("/entries") {
        "?after=0"
    } else {
        ""
    };
    let body = if body.is_null() {
        Body::empty()
    } else {
        Body::from(body.to_string())
    };
    let method = method.to_uppercase();
    let answer = browser
        .send(&method, &format!("{path}{query}"), &OURS, body)
        .await;
    (answer.status, answer.text())
}

#[tokio::test]
async fn strangers_the_signed_out_and_former_members_get_nothing() {
    let court = Court::open().await;
    let case = court.case().await;
    let sent = Uuid::new_v4();
    case.submit_as(&case.plaintiff, sent, message(CANARY, json!("everyone")))
        .await;
    case.plaintiff
        .put(&case.path("/draft"), json!({"text": CANARY}))
        .await;
    let file = Upload::new(&case, &case.plaintiff, CANARY_FILE, CANARY.as_bytes())
        .all()
        .await
        .facts
        .id;
    let feedback = json!({"page": "me", "words": CANARY});
    let given = case
        .plaintiff
        .put(&format!("/api/feedback/{sent}"), feedback)
        .await;
    assert_eq!(given.status, 200, "{}", given.text());
    let devices: Vec<Device> = case.plaintiff.get("/api/devices").await.read();

    let stranger = court.person("路人", "13800000099").await;
    let former = case.observer.clone();
    let unseat = case
        .submit(&case.judge, json!({"kind": "unseat_member", "seat": 4}))
        .await;
    assert_eq!(unseat.status, 200, "{}", unseat.text());
    let askers = [court.browser(), court.signed_in(&stranger).await, former];

    let (_, document) = described();
    let document: Value = serde_json::from_str(&document.to_json().unwrap()).unwrap();
    let mut swept = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        if !path.contains('{') {
            continue;
        }
        let id = if path.starts_with("/api/devices") {
            devices[0].id.to_string()
        } else {
            sent.to_string()
        };
        let real = path
            .replace("{case}", &case.id.to_string())
            .replace("{file}", &file.to_string())
            .replace("{variant}", "original")
            .replace("{court}", "1")
            .replace("{n}", "1")
            .replace("{seq}", "1")
            .replace("{version}", "1")
            .replace("{entry}", "1")
            .replace("{id}", &id);
        assert!(
            !real.contains('{'),
            "the sweep does not know what stands in {path}"
        );
        for method in methods.as_object().unwrap().keys() {
            for asker in &askers {
                let (status, text) = ask(asker, method, &real, &body(method, path)).await;
                assert!(
                    matches!(status, 401 | 403 | 404),
                    "{method} {path}: {status} {text}"
                );
                assert!(!text.contains("金丝雀"), "{method} {path}: {text}");
                swept += 1;
            }
        }
    }
    assert!(swept >= 14 * 3, "{swept}");
    // The owner still has everything.
    let session: Session = case.plaintiff.get("/api/session").await.read();
    assert_eq!(session.name, "周敏");
    assert!(
        case.plaintiff
            .get(&case.path(""))
            .await
            .text()
            .contains(CANARY)
    );
}

#[tokio::test]
async fn fields_nobody_may_write_are_refused() {
    let court = Court::open().await;
    let case = court.case().await;
    for (path, body) in [
        (case.path("/position"), json!({"read": 1, "seat": 1})),
        (case.path("/draft"), json!({"text": "x", "person": "x"})),
        (
            case.path("/marks"),
            json!({"pinned": true, "muted": true, "unread": 0}),
        ),
    ] {
        assert_eq!(case.plaintiff.put(&path, body).await.status, 400, "{path}");
    }
    let staff =
        json!({"phone": "13700000001", "name": "x", "staff": [{"court": 1, "role": "judge"}]});
    assert_eq!(case.judge.post("/api/accounts", staff).await.status, 400);
    let log_in =
        json!({"phone": "1", "password": "x", "device": "x", "must_change_password": false});
    assert_eq!(
        court.browser().post("/api/session", log_in).await.status,
        400
    );
}
