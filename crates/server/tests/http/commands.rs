//! Commands, pages of entries, positions, drafts, marks: every status an address can answer.

use anjian_api::case::{Accepted, CaseSummary, EntryPage, Opening};
use anjian_api::entry::Shown;
use anjian_api::ids::Seq;
use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::refusal::Refusal;
use axum::body::Body;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::browser::OURS;
use crate::support::{Court, message};

#[tokio::test]
async fn a_repeated_command_gets_the_first_answer_and_another_body_a_conflict() {
    let court = Court::open().await;
    let case = court.case().await;
    let id = Uuid::new_v4();
    let first = case
        .submit_as(&case.plaintiff, id, message("你好", json!("participants")))
        .await;
    // The same command with its fields in another order.
    let text = r#"{ "audience":"participants", "content":{"text":"你好","form":"text"}, "kind":"send_message" }"#;
    let path = case.path(&format!("/commands/{id}"));
    let again = case
        .plaintiff
        .send("PUT", &path, &OURS, Body::from(text))
        .await;
    assert_eq!(again.read::<Accepted>(), first.read::<Accepted>());
    let other = case
        .submit_as(&case.plaintiff, id, message("再见", json!("participants")))
        .await;
    assert_eq!(other.problem(), ProblemCode::CommandConflict);
    assert_eq!(other.status, 409);
}

#[tokio::test]
async fn what_the_law_refuses_is_422_with_its_reason() {
    let court = Court::open().await;
    let case = court.case().await;
    let refused = case
        .submit(&case.observer, message("我也说一句", json!("participants")))
        .await;
    assert_eq!(refused.problem(), ProblemCode::Refused);
    assert_eq!(refused.read::<Problem>().refusal, Some(Refusal::RoleMayNot));
    let long = case
        .submit(
            &case.plaintiff,
            message(&"长".repeat(4_001), json!("participants")),
        )
        .await;
    assert_eq!(
        long.read::<Problem>().refusal,
        Some(Refusal::TooLong { limit: 4_000 })
    );
}

#[tokio::test]
async fn bad_bodies_are_told_apart() {
    let court = Court::open().await;
    let case = court.case().await;
    let path = case.path(&format!("/commands/{}", Uuid::new_v4()));
    let good = message("你好", json!("participants")).to_string();
    let mut unknown: Value = message("你好", json!("participants"));
    unknown["seq"] = json!(1);
    let form = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("x-anjian", "1"),
    ];
    let cases = [
        (form, good.clone(), ProblemCode::WrongContentType),
        (
            [("content-type", "text/plain"), OURS[1]],
            good.clone(),
            ProblemCode::WrongContentType,
        ),
        (OURS, unknown.to_string(), ProblemCode::BadRequest),
        (OURS, "{".into(), ProblemCode::BadRequest),
        (OURS, format!("{good} x"), ProblemCode::BadRequest),
        (
            OURS,
            r#"{"kind":"no_such_kind"}"#.into(),
            ProblemCode::BadRequest,
        ),
        (OURS, String::new(), ProblemCode::BadRequest),
        (OURS, " ".repeat(64 * 1_024 + 1), ProblemCode::TooLarge),
    ];
    for (headers, body, expected) in cases {
        let answer = case
            .plaintiff
            .send("PUT", &path, &headers, Body::from(body))
            .await;
        assert_eq!(answer.problem(), expected);
        assert_eq!(answer.headers["cache-control"], "no-store");
    }
    let before: EntryPage = case
        .plaintiff
        .get(&case.path("/entries?after=0"))
        .await
        .read();
    assert!(before.entries.iter().all(|entry| match &entry.shown {
        Shown::Open(open) => open.header.kind != "message",
        _ => true,
    }));
}

#[tokio::test]
async fn a_foreign_case_and_none_look_alike() {
    let court = Court::open().await;
    let case = court.case().await;
    let stranger = court.person("路人", "13800000099").await;
    let stranger = court.signed_in(&stranger).await;
    let nothing = format!("/api/cases/{}", Uuid::new_v4());
    for rest in ["", "/entries?after=0"] {
        let foreign = stranger.get(&case.path(rest)).await;
        let missing = stranger.get(&format!("{nothing}{rest}")).await;
        let nonsense = stranger.get(&format!("/api/cases/1{rest}")).await;
        for answer in [&foreign, &missing, &nonsense] {
            assert_eq!(answer.problem(), ProblemCode::NotFound);
            assert_eq!(answer.body.len(), foreign.body.len());
        }
    }
    let say = message("你好", json!("participants"));
    assert_eq!(
        case.submit(&stranger, say).await.problem(),
        ProblemCode::NotFound
    );
    assert_eq!(
        stranger.get("/api/cases").await.read::<Vec<CaseSummary>>(),
        []
    );
}

#[tokio::test]
async fn pages_go_forwards_and_backwards() {
    let court = Court::open().await;
    let case = court.case().await;
    for n in 0..5 {
        case.say(&case.plaintiff, &format!("第{n}句"), json!("participants"))
            .await;
    }
    let numbers = |page: EntryPage| {
        page.entries
            .iter()
            .map(|entry| entry.seq.0)
            .collect::<Vec<_>>()
    };
    let first: EntryPage = case
        .judge
        .get(&case.path("/entries?after=0&limit=3"))
        .await
        .read();
    assert_eq!(first.head, Seq(10));
    assert_eq!(numbers(first), [1, 2, 3]);
    let last: EntryPage = case
        .judge
        .get(&case.path("/entries?before=11&limit=2"))
        .await
        .read();
    assert_eq!(numbers(last), [9, 10]);
    for bad in [
        "",
        "?after=1&before=2",
        "?after=x",
        "?after=1&colour=red",
        "?after=-1",
    ] {
        let answer = case.judge.get(&case.path(&format!("/entries{bad}"))).await;
        assert_eq!(answer.problem(), ProblemCode::BadRequest, "{bad}");
    }
}

#[tokio::test]
async fn what_is_kept_beside_the_case_is_there_when_it_is_opened() {
    let court = Court::open().await;
    let case = court.case().await;
    let read = case
        .plaintiff
        .put(&case.path("/position"), json!({"read": 3}))
        .await;
    assert_eq!(read.read::<Value>(), json!({"read": 3}));
    let draft = case
        .plaintiff
        .put(&case.path("/draft"), json!({"text": "还没写完"}))
        .await;
    assert_eq!(draft.status, 204);
    let marks = json!({"pinned": true, "muted": false});
    assert_eq!(
        case.plaintiff.put(&case.path("/marks"), marks).await.status,
        204
    );
    let opening: Opening<Value> = case.plaintiff.get(&case.path("")).await.read();
    assert_eq!((opening.read, opening.draft.as_str()), (Seq(3), "还没写完"));
    assert!(opening.marks.pinned);
    let other: Opening<Value> = case.defendant.get(&case.path("")).await.read();
    assert_eq!((other.read, other.draft.as_str()), (Seq(0), ""));

    let long = json!({"text": "长".repeat(4_001)});
    let answer = case.plaintiff.put(&case.path("/draft"), long).await;
    assert_eq!(answer.problem(), ProblemCode::TooLarge);
}

#[tokio::test]
async fn a_case_is_opened_by_the_courts_people_only() {
    let court = Court::open().await;
    let case = court.case().await;
    let again = json!({
        "kind": "open_case", "court": 1, "type_code": "民初", "cause": "x", "title": "x",
        "procedure": "first_ordinary", "stage": "filed", "members": [],
    });
    let path = format!("/api/cases/{}/commands/{}", Uuid::new_v4(), Uuid::new_v4());
    assert_eq!(
        case.plaintiff.put(&path, again.clone()).await.problem(),
        ProblemCode::NotFound
    );
    assert_eq!(
        case.judge.put(&path, again).await.problem(),
        ProblemCode::Refused
    );
}

#[tokio::test]
async fn a_command_of_the_servers_own_is_no_command_from_outside() {
    let court = Court::open().await;
    let case = court.case().await;
    let digest = "00".repeat(32);
    let receive = json!({
        "kind": "receive_file",
        "file": {
            "id": Uuid::new_v4(), "name": "照片.jpg", "kind": "jpeg", "size": 10,
            "sha256": digest, "sm3": digest,
        },
    });
    let answer = case.submit(&case.plaintiff, receive).await;
    assert_eq!(answer.problem(), ProblemCode::BadRequest);
    assert_eq!(answer.status, 400);
}
