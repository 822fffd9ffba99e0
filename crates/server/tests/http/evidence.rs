//! What the server itself does about evidence: who opened it, what is being shown, what ends by time.

use anjian_api::file::{Access, FileFacts};
use anjian_api::frame::{Frame, Presentation};
use anjian_api::ids::SeatId;
use anjian_api::problem::ProblemCode;
use anjian_server::clock::Clock as _;
use axum::body::Body;
use serde_json::{Value, json};

use crate::support::frames::Socket;
use crate::support::uploads::{Upload, text};
use crate::support::{Browser, Case, Court};

/// 原告证据1, with one file.
async fn exhibit(case: &Case) -> (u64, FileFacts) {
    let upload = Upload::new(case, &case.plaintiff, "借条.txt", &text(200_000));
    let facts = upload.all().await.facts;
    let exhibit = json!({
        "name": "借条", "category": "documentary", "files": [facts], "source": "原告保管",
        "purpose": "证明借款事实", "original": {"form": "original", "holder": "周敏"},
    });
    let command = json!({"kind": "submit_exhibit", "exhibit": exhibit});
    let seq = submitted(case, &case.plaintiff, command).await;
    (seq, facts)
}

async fn submitted(case: &Case, browser: &Browser, command: Value) -> u64 {
    let answer = case.submit(browser, command).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.read::<Value>()["first"].as_u64().unwrap()
}

async fn accesses(case: &Case, browser: &Browser, seq: u64) -> Vec<Access> {
    let answer = browser
        .get(&case.path(&format!("/exhibits/{seq}/access")))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.read()
}

async fn view(case: &Case, browser: &Browser) -> Value {
    browser.get(&case.path("")).await.read::<Value>()["state"].clone()
}

#[tokio::test]
async fn the_first_byte_that_an_opposing_seat_gets_opens_the_exhibit_and_is_logged() {
    let court = Court::open().await;
    let case = court.case().await;
    let (seq, facts) = exhibit(&case).await;
    let play = case.path(&format!("/files/{}/play", facts.id));
    let opened = |state: Value| state["evidence"]["exhibits"][seq.to_string()]["opened"].clone();
    for own in [&case.plaintiff, &case.judge] {
        assert_eq!(own.get(&play).await.status, 200);
    }
    let head = case.defendant.send("HEAD", &play, &[], Body::empty()).await;
    assert_eq!(head.status, 200);
    assert_eq!(accesses(&case, &case.plaintiff, seq).await, []);
    assert_eq!(opened(view(&case, &case.plaintiff).await), json!([]));

    court.clock.advance_ms(60_000);
    for range in ["bytes=0-9", "bytes=10-19", "bytes=20-"] {
        let asked = [("range", range)];
        let part = case
            .defendant
            .send("GET", &play, &asked, Body::empty())
            .await;
        assert_eq!(part.status, 206);
    }
    let log = accesses(&case, &case.plaintiff, seq).await;
    assert_eq!(log.len(), 1, "{log:?}");
    assert_eq!((log[0].seat, log[0].file), (SeatId(3), facts.id));
    assert_eq!(opened(view(&case, &case.plaintiff).await), json!([3]));
    court.clock.advance_ms(600_000);
    case.defendant.get(&play).await;
    assert_eq!(accesses(&case, &case.judge, seq).await.len(), 2);
    for foreign in [&case.defendant, &case.observer] {
        let path = case.path(&format!("/exhibits/{seq}/access"));
        assert_eq!(foreign.get(&path).await.status, 404);
    }
    // Opened, it can be withdrawn only in the open.
    let withdraw = json!({"kind": "withdraw_exhibit", "exhibit": seq, "reason": "重复提交"});
    submitted(&case, &case.plaintiff, withdraw).await;
    let state = view(&case, &case.defendant).await;
    assert!(!state["evidence"]["exhibits"][seq.to_string()]["withdrawn"].is_null());
}

#[tokio::test]
async fn who_goes_away_shows_nothing_any_more() {
    let court = Court::open().await;
    let case = court.case().await;
    let (seq, _) = exhibit(&case).await;
    let listening = court.listen().await;
    let mut judge = Socket::open(&listening, &case.judge).await;
    let mut presenter = Socket::open(&listening, &case.plaintiff).await;
    judge.next().await;
    presenter.next().await;
    let both = |frame: &Frame| matches!(frame, Frame::Presence(told) if told.online.len() > 1);
    judge.until(both).await;
    let place = json!({"exhibit": seq, "file": 0, "page": 0, "zoom": 1.0, "x": 0.5, "y": 0.5});
    let shown = case.plaintiff.put(&case.path("/presentation"), place).await;
    assert_eq!(shown.status, 200);
    let is = |begun: bool| move |frame: &Frame| matches!(frame, Frame::Presentation(told) if told.presentation.is_some() == begun);
    judge.until(is(true)).await;
    drop(presenter);
    judge.until(is(false)).await;
    listening.begin_to_stop().await.unwrap();
}

#[tokio::test]
async fn a_presentation_reaches_whoever_may_see_exhibits_also_who_comes_late() {
    let court = Court::open().await;
    let case = court.case().await;
    let (seq, _) = exhibit(&case).await;
    let listening = court.listen().await;
    let mut judge = Socket::open(&listening, &case.judge).await;
    judge.next().await;
    let mut observer = Socket::open(&listening, &case.observer).await;
    observer.next().await;
    let path = case.path("/presentation");
    let place = |page: u32| json!({"exhibit": seq, "file": 0, "page": page, "zoom": 1.5, "x": 0.5, "y": 0.25});
    let shown: Presentation = case.plaintiff.put(&path, place(2)).await.read();
    assert_eq!((shown.presenter, shown.page), (SeatId(2), 2));
    let is_shown = |frame: &Frame| matches!(frame, Frame::Presentation(_));
    let Frame::Presentation(told) = judge.until(is_shown).await else {
        panic!("no presentation")
    };
    assert_eq!(told.presentation, Some(shown));
    let mut late = Socket::open(&listening, &case.defendant).await;
    let Frame::Presentation(told) = late.until(is_shown).await else {
        panic!("no presentation")
    };
    assert_eq!(told.presentation, Some(shown));

    // Nobody but the court takes the lead from whoever has it.
    let refused = case.defendant.put(&path, place(1)).await;
    assert_eq!(refused.problem(), ProblemCode::Refused);
    let refused = case.defendant.delete(&path).await;
    assert_eq!(refused.problem(), ProblemCode::Refused);
    let mut handed = place(3);
    handed["hand_to"] = json!(3);
    assert_eq!(case.judge.put(&path, handed).await.status, 200);
    assert_eq!(case.defendant.put(&path, place(4)).await.status, 200);
    assert_eq!(case.defendant.delete(&path).await.status, 204);
    assert_eq!(case.defendant.delete(&path).await.status, 204);
    let stopped =
        |frame: &Frame| matches!(frame, Frame::Presentation(told) if told.presentation.is_none());
    judge.until(stopped).await;

    // A guest sees nothing of it, and a file that is not there cannot be shown.
    case.say(&case.judge, "大家好", json!("everyone")).await;
    observer
        .until(|frame| matches!(frame, Frame::Entry(_)))
        .await;
    assert!(!observer.texts.concat().contains("presentation"));
    assert_eq!(case.observer.put(&path, place(1)).await.status, 404);
    let mut none = place(1);
    none["file"] = json!(1);
    assert_eq!(case.plaintiff.put(&path, none).await.status, 404);
    listening.begin_to_stop().await.unwrap();
}

#[tokio::test]
async fn an_exchange_ends_when_its_time_is_over_also_after_a_restart() {
    let court = Court::open().await;
    let case = court.case().await;
    let (seq, _) = exhibit(&case).await;
    let due = court.clock.now().0 + 3_600_000;
    submitted(
        &case,
        &case.judge,
        json!({"kind": "ask_exchange_form", "due": due}),
    )
    .await;
    for party in [&case.plaintiff, &case.defendant] {
        submitted(
            &case,
            party,
            json!({"kind": "state_exchange_form", "form": "async"}),
        )
        .await;
    }
    let until = court.clock.now().0 + 24 * 3_600_000;
    let terms = json!({"async": {"until": until}});
    let exchange = submitted(
        &case,
        &case.judge,
        json!({"kind": "open_exchange", "terms": terms}),
    )
    .await;
    let opinion = json!({"authenticity": "agree", "legality": "agree", "relevance": "agree",
        "purpose": "agree"});
    let give = json!({"kind": "give_opinion", "exhibit": seq, "opinion": opinion});
    let given = case.submit(&case.defendant, give).await;
    court.clock.set(anjian_api::ids::Moment(until - 1));
    court.app.ledger.close_due_exchanges().await.unwrap();
    let plaintiff = court.signed_in(&case.people[1]).await;
    let open = view(&case, &plaintiff).await;
    assert_eq!(open["evidence"]["exchange"]["opened"], json!(exchange));
    court.app.close().await;
    let (folder, clock) = (court.folder.clone(), court.clock.clone());
    drop(court);
    clock.advance_ms(1);
    let court = Court::reopen(folder, clock, None).await;
    court.app.ledger.close_due_exchanges().await.unwrap();
    court.app.ledger.close_due_exchanges().await.unwrap();
    let plaintiff = court.signed_in(&case.people[1]).await;
    let state = view(&case, &plaintiff).await;
    assert!(state["evidence"]["exchange"].is_null(), "{state}");
    assert_eq!(state["evidence"]["round"], json!(exchange));
    let entries = plaintiff.get(&case.path("/entries?after=0")).await.text();
    // Each once: its kind stands in the record and in the words.
    assert_eq!(entries.matches("\"kind\":\"exchange_closed\"").count(), 2);
    assert_eq!(entries.matches("\"kind\":\"answers_opened\"").count(), 2);
    assert_eq!(given.status, 200, "{}", given.text());
}
