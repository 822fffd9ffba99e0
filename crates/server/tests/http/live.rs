//! Frames: who gets which, on each of the three ways.

use std::time::Duration;

use anjian_api::account::Device;
use anjian_api::case::Accepted;
use anjian_api::entry::Shown;
use anjian_api::frame::Frame;
use anjian_api::ids::Seq;
use anjian_api::problem::ProblemCode;
use serde_json::json;

use crate::support::frames::{Events, Socket, is_entry, poll};
use crate::support::{Court, PASSWORD};

const CANARY: &str = "只给法庭看的话";

#[tokio::test]
async fn both_sides_read_along_on_each_of_the_three_ways() {
    let court = Court::open().await;
    let case = court.case().await;
    let listening = court.listen().await;
    let mut socket = Socket::open(&listening, &case.plaintiff).await;
    let mut events = Events::open(&case.defendant).await;
    let hello = socket.next().await.unwrap();
    let Frame::Hello(hello) = hello else {
        panic!("{hello:?}")
    };
    assert_eq!((hello.heads[0].case, hello.heads[0].seq), (case.id, Seq(5)));
    events.until(|frame| matches!(frame, Frame::Hello(_))).await;
    assert!(events.raw.starts_with(":"), "the first byte comes at once");

    let polling = case.observer.clone();
    let id = case.id;
    let polled = tokio::spawn(async move { poll(&polling, Some(&[(id, Seq(5))]), 5).await });
    // Whether the poll or the words come first, the answer is the same.
    let said: Accepted = case
        .say(&case.judge, "请双方核对证据", json!("everyone"))
        .await
        .read();
    assert_eq!(said.last, Seq(6));
    for frame in [
        socket.until(|frame| is_entry(frame, Seq(6))).await,
        events.until(|frame| is_entry(frame, Seq(6))).await,
        polled
            .await
            .unwrap()
            .into_iter()
            .find(|frame| is_entry(frame, Seq(6)))
            .unwrap(),
    ] {
        let Frame::Entry(frame) = frame else {
            panic!("{frame:?}")
        };
        let Shown::Open(open) = frame.entry.shown else {
            panic!("sealed")
        };
        assert!(open.payload.get().contains("请双方核对证据"));
    }
}

#[tokio::test]
async fn who_is_outside_the_audience_gets_a_number_and_a_leaf() {
    let court = Court::open().await;
    let case = court.case().await;
    let listening = court.listen().await;
    let mut party = Socket::open(&listening, &case.plaintiff).await;
    let mut observer = Socket::open(&listening, &case.observer).await;
    party.next().await;
    observer.next().await;
    let sealed: Accepted = case.say(&case.judge, CANARY, json!("court")).await.read();
    let between: Accepted = case
        .say(&case.defendant, "当事人之间的话", json!("participants"))
        .await
        .read();
    let open: Accepted = case
        .say(&case.judge, "大家都听", json!("everyone"))
        .await
        .read();
    for socket in [&mut party, &mut observer] {
        socket.until(|frame| is_entry(frame, open.last)).await;
        assert!(!socket.texts.join("\n").contains("法庭看"));
    }
    let sealed_text = format!(
        r#"{{"entry":{{"case":"{}","entry":{{"seq":{},"leaf":"{}","shown":"sealed"}}}}}}"#,
        case.id,
        sealed.last,
        sealed.entries[0].leaf.to_hex()
    );
    assert!(party.texts.contains(&sealed_text), "{:?}", party.texts);
    // The observer receives what observers may see, and nothing more: no presence, no hint.
    let kinds: Vec<bool> = observer.texts[1..]
        .iter()
        .map(|text| text.starts_with("{\"entry\""))
        .collect();
    assert_eq!(kinds, [true, true, true]);
    assert!(observer.texts.contains(&sealed_text));
    assert!(!observer.texts.join("\n").contains("当事人之间"));
    assert!(party.texts.join("\n").contains("当事人之间"));
    // The same on the way that fetches.
    let page = case
        .observer
        .get(&case.path("/entries?after=0"))
        .await
        .text();
    assert!(!page.contains("法庭看") && !page.contains("当事人之间") && page.contains("大家都听"));
    assert_eq!(between.last, Seq(sealed.last.0 + 1));
}

#[tokio::test]
async fn a_revoked_device_learns_it_at_once() {
    let court = Court::open().await;
    let case = court.case().await;
    let listening = court.listen().await;
    let other = court.signed_in(&case.people[1]).await;
    let mut socket = Socket::open(&listening, &case.plaintiff).await;
    let mut events = Events::open(&case.plaintiff).await;
    socket.next().await;
    let devices: Vec<Device> = other.get("/api/devices").await.read();
    let revoked = devices.iter().find(|device| !device.this).unwrap();
    assert_eq!(
        other
            .delete(&format!("/api/devices/{}", revoked.id))
            .await
            .status,
        204
    );
    socket
        .until(|frame| matches!(frame, Frame::SessionEnded))
        .await;
    assert!(socket.next().await.is_none(), "and is closed");
    events
        .until(|frame| matches!(frame, Frame::SessionEnded))
        .await;
    assert_eq!(case.plaintiff.get("/api/live?poll=1").await.status, 401);
}

#[tokio::test]
async fn who_only_reads_along_is_not_signed_out() {
    const MINUTE_MS: i64 = 60_000;
    let court = Court::open().await;
    let case = court.case().await;
    let mut reading = Events::open(&case.plaintiff).await;
    reading
        .until(|frame| matches!(frame, Frame::Hello(_)))
        .await;
    // Three times twenty minutes without a request, but with the beats of the connection.
    for _ in 0..3 {
        court.clock.advance_ms(20 * MINUTE_MS);
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(20)).await;
        tokio::time::resume();
        reading
            .until(|frame| matches!(frame, Frame::Heads(_)))
            .await;
    }
    assert_eq!(case.plaintiff.get("/api/session").await.status, 200);
    let silent = case.defendant.get("/api/session").await;
    assert_eq!(silent.problem(), ProblemCode::SessionEnded);
    // Twelve hours are the end for readers too; the connection says so and closes.
    court.clock.advance_ms(12 * 60 * MINUTE_MS);
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(20)).await;
    tokio::time::resume();
    reading
        .until(|frame| matches!(frame, Frame::SessionEnded))
        .await;
}

#[tokio::test]
async fn a_changed_password_keeps_the_live_connection_of_its_device() {
    let court = Court::open().await;
    let case = court.case().await;
    let listening = court.listen().await;
    let other = court.signed_in(&case.people[1]).await;
    let mut here = Socket::open(&listening, &case.plaintiff).await;
    let mut there = Socket::open(&listening, &other).await;
    let change = json!({"current": PASSWORD, "new": "另外的一个新口令"});
    assert_eq!(
        case.plaintiff
            .post("/api/session/password", change)
            .await
            .status,
        200
    );
    there
        .until(|frame| matches!(frame, Frame::SessionEnded))
        .await;
    case.say(&case.judge, "继续", json!("participants")).await;
    here.until(|frame| is_entry(frame, Seq(6))).await;
}

#[tokio::test]
async fn who_gets_a_seat_is_told_and_who_loses_it_hears_no_more() {
    let court = Court::open().await;
    let case = court.case().await;
    let listening = court.listen().await;
    let newcomer = court.person("第三人", "13800000077").await;
    let browser = court.signed_in(&newcomer).await;
    let mut socket = Socket::open(&listening, &browser).await;
    assert!(matches!(socket.next().await.unwrap(), Frame::Hello(hello) if hello.heads.is_empty()));

    let seat = json!({"kind": "seat_member", "person": newcomer.id, "name": "第三人", "role": "third_party"});
    let seated: Accepted = case.submit(&case.judge, seat).await.read();
    socket
        .until(|frame| matches!(frame, Frame::CasesChanged))
        .await;
    assert_eq!(browser.get(&case.path("")).await.status, 200);

    let unseat = case
        .submit(&case.judge, json!({"kind": "unseat_member", "seat": 5}))
        .await;
    assert_eq!(unseat.status, 200, "{}", unseat.text());
    socket
        .until(|frame| matches!(frame, Frame::CasesChanged))
        .await;
    let known = socket.texts.len();
    case.say(&case.judge, CANARY, json!("everyone")).await;
    // A frame that is surely sent after the words, so that the silence before it means something.
    socket.say("\"ping\"").await;
    socket
        .until(|frame| matches!(frame, Frame::Heads(heads) if heads.is_empty()))
        .await;
    assert!(
        socket.texts[known..]
            .iter()
            .all(|text| !text.contains(&case.id.to_string()))
    );
    assert_eq!(browser.get(&case.path("")).await.status, 404);
    assert!(seated.last > Seq(5));
}

#[tokio::test]
async fn reading_on_one_device_moves_the_others() {
    let court = Court::open().await;
    let case = court.case().await;
    let listening = court.listen().await;
    let other = court.signed_in(&case.people[1]).await;
    let mut socket = Socket::open(&listening, &other).await;
    let mut foreign = Socket::open(&listening, &case.defendant).await;
    socket.next().await;
    foreign.next().await;
    case.plaintiff
        .put(&case.path("/position"), json!({"read": 4}))
        .await;
    let frame = socket
        .until(|frame| matches!(frame, Frame::Position(_)))
        .await;
    let Frame::Position(moved) = frame else {
        panic!("{frame:?}")
    };
    assert_eq!((moved.case, moved.position.read), (case.id, Seq(4)));
    case.say(&case.judge, "下一句", json!("participants")).await;
    foreign.until(|frame| is_entry(frame, Seq(6))).await;
    assert!(
        !foreign
            .texts
            .iter()
            .any(|text| text.contains("\"position\""))
    );
}

#[tokio::test]
async fn participants_see_who_is_there_and_who_types() {
    let court = Court::open().await;
    let case = court.case().await;
    let listening = court.listen().await;
    let mut judge = Socket::open(&listening, &case.judge).await;
    let mut plaintiff = Socket::open(&listening, &case.plaintiff).await;
    judge
        .until(|frame| matches!(frame, Frame::Presence(who) if who.online.len() == 2))
        .await;
    plaintiff
        .say(&json!({"typing": {"case": case.id}}).to_string())
        .await;
    judge
        .until(|frame| matches!(frame, Frame::Presence(who) if who.typing.len() == 1))
        .await;
    // Words that are none, and another's case, are passed over.
    plaintiff.say("nonsense").await;
    plaintiff.next().await;
}

#[tokio::test]
async fn a_poll_answers_at_once_when_something_was_missed() {
    let court = Court::open().await;
    let case = court.case().await;
    let first = poll(&case.plaintiff, None, 25).await;
    assert!(matches!(first.as_slice(), [Frame::Hello(_)]), "{first:?}");
    case.say(&case.judge, "一", json!("participants")).await;
    case.say(&case.judge, "二", json!("participants")).await;
    let missed = poll(&case.plaintiff, Some(&[(case.id, Seq(5))]), 25).await;
    assert!(matches!(missed[0], Frame::Hello(_)));
    assert!(is_entry(&missed[1], Seq(6)) && is_entry(&missed[2], Seq(7)));
    let silent = poll(&case.plaintiff, Some(&[(case.id, Seq(7))]), 0).await;
    assert!(!silent.iter().any(|frame| matches!(frame, Frame::Entry(_))));
    for bad in ["heads=x", "wait=x", "colour=red"] {
        assert_eq!(
            case.plaintiff
                .get(&format!("/api/live?poll=1&{bad}"))
                .await
                .status,
            400,
            "{bad}"
        );
    }
}
