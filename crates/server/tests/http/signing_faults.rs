//! What must not become a signature: bad traces, other people's, other versions, altered bytes.

use anjian_api::document::paper::PapersSent;
use anjian_api::document::signing::Way;
use anjian_api::ids::Seq;
use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::refusal::Refusal;
use anjian_ink::trace::{Event, Point, Sheet, Stroke, Tool, Trace};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::papers::{begin, hand, put, send, try_begin, version};
use crate::support::{Answer, Case, Court};

fn of(points: Vec<Point>) -> Trace {
    Trace {
        sheet: hand(0).sheet,
        events: vec![Event::Stroke(Stroke {
            tool: Tool::Touch,
            points,
        })],
    }
}

fn at(x: i32, y: i32, time: u32) -> Point {
    Point {
        x,
        y,
        at: time,
        ..Point::default()
    }
}

/// Unsigned LEB128.
fn varint(mut value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while value > 127 {
        out.push((value as u8 & 127) | 128);
        value >>= 7;
    }
    out.push(value as u8);
    out
}

fn refusal(answer: &Answer) -> Refusal {
    assert_eq!(answer.problem(), ProblemCode::Refused, "{}", answer.text());
    answer.read::<Problem>().refusal.unwrap()
}

async fn readable(case: &Case) -> bool {
    case.judge
        .get(&case.path(""))
        .await
        .text()
        .contains("document_signed")
}

#[tokio::test]
async fn a_trace_that_cannot_be_is_refused_by_what_it_is() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let one = begin(&case, &case.plaintiff, document, Way::Drawn).await;
    let good = hand(2).bytes();
    let head = b"AJINK\x01".to_vec();
    let mut million = head.clone();
    // 600 by 300 px, one stroke of a million points.
    for number in [120_000, 60_000, 300, 1, 2, 1_000_000] {
        million.extend(varint(number));
    }
    // Steps of time have no sign: one that went back would be as long as can be.
    let mut backwards = of(vec![at(100, 100, 0), at(9_000, 9_000, 80)]).bytes();
    assert_eq!(backwards.pop(), Some(80));
    backwards.extend(varint(u64::MAX));
    let mut longer = good.clone();
    longer.push(0);
    let line = (0..40).map(|step| at(1_000 + step * 900, 5_000, 80 * step as u32));
    let flat = Sheet {
        width: 0,
        height: 30_000,
        ratio: 300,
    };
    let sheetless = Trace {
        sheet: flat,
        ..hand(2)
    };
    let nan = f64::NAN.to_be_bytes().repeat(30);
    let infinite = [head.clone(), f64::INFINITY.to_be_bytes().repeat(30)].concat();
    let cases: [(&str, Vec<u8>, &[&str]); 12] = [
        ("nothing", Vec::new(), &["form"]),
        ("not a number", nan, &["form"]),
        (
            "infinity",
            infinite,
            &["form", "impossible", "too_large", "outside"],
        ),
        ("a million points", million, &["too_large"]),
        (
            "time that goes back",
            backwards,
            &["form", "too_large", "impossible"],
        ),
        ("something behind its end", longer, &["form"]),
        ("torn", good[..good.len() / 2].to_vec(), &["form"]),
        (
            "outside the pad",
            of(vec![at(60_100, 100, 0)]).bytes(),
            &["outside"],
        ),
        (
            "before the pad",
            of(vec![at(-5, 100, 0)]).bytes(),
            &["outside"],
        ),
        (
            "a dot",
            of(vec![at(100, 100, 0), at(110, 110, 80)]).bytes(),
            &["dot"],
        ),
        ("a line", of(line.collect()).bytes(), &["line"]),
        (
            "no paper",
            sheetless.bytes(),
            &["impossible", "form", "too_large"],
        ),
    ];
    for (name, bytes, why) in cases {
        let answer = one.put(&bytes).await;
        assert_eq!(answer.problem(), ProblemCode::InkRejected, "{name}");
        let detail = answer.read::<Problem>().detail.unwrap();
        assert!(why.contains(&detail.as_str()), "{name}: {detail}");
    }
    let empty = Trace::new(hand(0).sheet).bytes();
    let empty = one.put(&empty).await.read::<Problem>().detail.unwrap();
    assert_eq!(empty, "empty");
    let huge = one.put(&vec![0; 700 * 1_024]).await;
    assert_eq!(huge.problem(), ProblemCode::TooLarge);
    assert!(!readable(&case).await);
}

#[tokio::test]
async fn the_same_movements_sign_only_once() {
    let court = Court::open().await;
    let case = court.case().await;
    let sent = send(&case, &case.judge, "integrity_pledge", &[2, 3]).await;
    let mut one = begin(&case, &case.plaintiff, sent[0], Way::Drawn).await;
    one.draw(&hand(3)).await;
    // Another one holds the same trace, before it was used.
    let mut racing = begin(&case, &case.plaintiff, sent[0], Way::Drawn).await;
    racing.draw(&hand(3)).await;
    one.signed(one.body("周敏")).await;
    let raced = racing.finish(racing.body("周敏")).await;
    assert_eq!(raced.problem(), ProblemCode::InkReplayed);
    for (browser, document) in [(&case.plaintiff, sent[0]), (&case.defendant, sent[1])] {
        let again = begin(&case, browser, document, Way::Drawn).await;
        for copied in [hand(3), behind_a_dot(hand(3)), aside(hand(3))] {
            let again = again.put(&copied.bytes()).await;
            assert_eq!(again.problem(), ProblemCode::InkReplayed);
        }
    }
    // Two ceremonies at a time that hold one movement: the second is refused at its end, too.
    let mut one = begin(&case, &case.plaintiff, sent[0], Way::Drawn).await;
    one.draw(&hand(8)).await;
    let mut racing = begin(&case, &case.plaintiff, sent[0], Way::Drawn).await;
    racing.draw(&aside(behind_a_dot(hand(8)))).await;
    one.signed(one.body("周敏")).await;
    let raced = racing.finish(racing.body("周敏")).await;
    assert_eq!(raced.problem(), ProblemCode::InkReplayed);
    // The same hand, once more with other movements, signs.
    let mut fresh = begin(&case, &case.plaintiff, sent[0], Way::Drawn).await;
    fresh.draw(&hand(9)).await;
    fresh.signed(fresh.body("周敏")).await;
}

/// The same movement on another sheet, a hundredth of a pixel to the right.
fn aside(mut trace: Trace) -> Trace {
    trace.sheet.ratio += 1;
    trace.sheet.width += 1;
    for event in &mut trace.events {
        if let Event::Stroke(stroke) = event {
            stroke.points.iter_mut().for_each(|point| point.x += 1);
        }
    }
    trace
}

/// The same movement after a dot that was taken back.
fn behind_a_dot(mut trace: Trace) -> Trace {
    const LATER: u32 = 777;
    for event in &mut trace.events {
        if let Event::Stroke(stroke) = event {
            stroke.points.iter_mut().for_each(|point| point.at += LATER);
        }
    }
    let dot = Stroke {
        tool: Tool::Touch,
        points: vec![Point {
            x: 7,
            y: 7,
            ..Point::default()
        }],
    };
    trace
        .events
        .splice(0..0, [Event::Stroke(dot), Event::Undo(5)]);
    trace
}

#[tokio::test]
async fn nobody_gets_at_the_ceremony_of_another() {
    let court = Court::open().await;
    let case = court.case().await;
    let sent = send(&case, &case.judge, "integrity_pledge", &[2, 3]).await;
    let mut one = begin(&case, &case.plaintiff, sent[0], Way::Drawn).await;
    one.draw(&hand(4)).await;
    for other in [&case.defendant, &case.judge, &case.observer] {
        assert_eq!(other.get(&one.path).await.status, 404);
        let trace = put(other, &one.path, &hand(5).bytes()).await;
        assert_eq!(trace.status, 404);
        let finish = format!("{}/finish", one.path);
        assert_eq!(other.post(&finish, one.body("周敏")).await.status, 404);
    }
    // The other party is not shown the document; the court sees it and is not asked.
    let shown = one.ceremony.shown;
    let begin = json!({"id": Uuid::new_v4(), "version": 1, "shown": shown, "by": "drawn"});
    let path = case.path(&format!("/documents/{}/signing", sent[0]));
    assert_eq!(case.defendant.post(&path, begin.clone()).await.status, 404);
    let by_court = case.judge.post(&path, begin).await;
    assert_eq!(refusal(&by_court), Refusal::NotAsked);
    // The same id with another person's document is theirs alone.
    let stolen = json!({"id": one.ceremony.id, "version": 1, "shown": shown, "by": "typed"});
    let stolen = case.plaintiff.post(&path, stolen).await;
    assert_eq!(stolen.problem(), ProblemCode::CommandConflict);
}

#[tokio::test]
async fn a_manifest_of_another_document_signs_nothing() {
    let court = Court::open().await;
    let case = court.case().await;
    let pledge = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let other = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let mut one = begin(&case, &case.plaintiff, pledge, Way::Drawn).await;
    one.draw(&hand(6)).await;
    let two = begin(&case, &case.plaintiff, other, Way::Drawn).await;
    let mut wrong = Vec::new();
    let mut change = |with: &dyn Fn(&mut anjian_api::document::signing::Ceremony)| {
        let mut ceremony = one.ceremony.clone();
        with(&mut ceremony);
        let ceremonial = crate::support::papers::Ceremonial {
            path: one.path.clone(),
            browser: one.browser.clone(),
            ceremony,
        };
        wrong.push(ceremonial.body("周敏"));
    };
    change(&|one| one.document = other);
    change(&|one| one.nonce = two.ceremony.nonce);
    change(&|one| one.version = 2);
    change(&|one| one.trace = None);
    // A device whose clock is wrong puts another time in.
    change(&|one| one.at.0 += 3_600_000);
    change(&|one| one.checked.push_str("\ncode"));
    let mut renamed = one.body("周敏");
    renamed["signer"] = json!("韩立");
    wrong.push(renamed);
    for body in wrong {
        let answer = one.finish(body).await;
        assert_eq!(answer.problem(), ProblemCode::ManifestMismatch);
    }
    let unknown = one.finish(one.body("周敏\u{E000}")).await;
    assert_eq!(unknown.problem(), ProblemCode::CharactersMissing);
    assert!(unknown.read::<Problem>().detail.unwrap().contains("U+E000"));
    assert!(!readable(&case).await);
    one.signed(one.body("周敏")).await;
}

#[tokio::test]
async fn what_was_shown_is_not_the_newest_version_any_more() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let mut one = begin(&case, &case.plaintiff, document, Way::Drawn).await;
    one.draw(&hand(7)).await;
    let path = case.path(&format!("/documents/{document}"));
    for _ in 0..2 {
        court.clock.advance_ms(15 * 60_000);
        assert_eq!(case.plaintiff.get(&one.path).await.status, 200);
        assert_eq!(case.judge.get("/api/session").await.status, 200);
    }
    let later = one.finish(one.body("周敏")).await;
    assert_eq!(later.problem(), ProblemCode::CeremonyOver);
    let mut one = begin(&case, &case.plaintiff, document, Way::Drawn).await;
    one.draw(&hand(7)).await;
    let revise = json!({"id": Uuid::new_v4(), "version": 1, "reason": "换日期",
        "source": {"from": "generated", "facts": {}}});
    let revised = case.judge.post(&format!("{path}/revise"), revise).await;
    assert_eq!(revised.status, 200, "{}", revised.text());
    let stale = one.finish(one.body("周敏")).await;
    assert_eq!(refusal(&stale), Refusal::VersionStale { version: 2 });
    let old =
        json!({"id": Uuid::new_v4(), "version": 1, "shown": one.ceremony.shown, "by": "drawn"});
    let old = case.plaintiff.post(&format!("{path}/signing"), old).await;
    assert_eq!(refusal(&old), Refusal::VersionStale { version: 2 });
    let withdraw = json!({"kind": "withdraw_document", "document": document, "reason": "发错"});
    assert_eq!(case.submit(&case.judge, withdraw).await.status, 200);
    let gone = try_begin(&case, &case.plaintiff, document, Way::Drawn).await;
    assert_eq!(refusal(&gone), Refusal::DocumentWithdrawn);
}

#[tokio::test]
async fn a_file_that_was_altered_behind_the_servers_back_is_not_signed() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let mut one = begin(&case, &case.plaintiff, document, Way::Drawn).await;
    one.draw(&hand(8)).await;
    let (_, file, _) = version(&case, &case.plaintiff, document).await;
    let mut altered = 0;
    for folder in std::fs::read_dir(court.folder.path().join("files")).unwrap() {
        for blob in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = blob.unwrap().path();
            let mut bytes = std::fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            let _ = std::fs::remove_file(&path);
            std::fs::write(&path, bytes).unwrap();
            altered += 1;
        }
    }
    assert_eq!(altered, 1);
    let refused = one.finish(one.body("周敏")).await;
    assert_eq!(refused.problem(), ProblemCode::FileAltered);
    let anew = try_begin(&case, &case.plaintiff, document, Way::Drawn).await;
    assert_eq!(anew.problem(), ProblemCode::FileAltered);
    let path = case.path(&format!("/files/{}/original", file.id));
    let response = case
        .plaintiff
        .stream("GET", &path, &[], axum::body::Body::empty())
        .await;
    let read = axum::body::to_bytes(response.into_body(), 10_000_000).await;
    let whole = read.is_ok_and(|read| read.len() as u64 == file.size);
    assert!(!whole, "no altered byte is served");
    assert!(!readable(&case).await);
}

#[tokio::test]
async fn a_file_that_was_swapped_for_another_is_neither_read_nor_confirmed_nor_signed() {
    let court = Court::open().await;
    let case = court.case().await;
    let files = court.folder.path().join("files");
    let blobs = || -> Vec<std::path::PathBuf> {
        let folders = std::fs::read_dir(&files).into_iter().flatten();
        let all = folders.flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap());
        all.map(|blob| blob.unwrap().path()).collect()
    };
    let sign = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let mut order = crate::support::papers::order("integrity_pledge", &[2]);
    order["to"][0]["duty"] = json!("confirm");
    let sent = case.judge.post(&case.path("/documents"), order).await;
    let confirm = sent.read::<PapersSent>().documents[0];
    let mut one = begin(&case, &case.plaintiff, sign, Way::Drawn).await;
    one.draw(&hand(8)).await;
    // Each whole, each sealed by the court itself: only in each other's place.
    let [first, second] = &blobs()[..] else {
        panic!("two papers are two files");
    };
    let (one_bytes, other_bytes) = (
        std::fs::read(first).unwrap(),
        std::fs::read(second).unwrap(),
    );
    let place = |path: &std::path::Path, bytes: &[u8]| {
        std::fs::remove_file(path).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    place(first, &other_bytes);
    place(second, &one_bytes);
    let altered = one.finish(one.body("周敏")).await;
    assert_eq!(altered.problem(), ProblemCode::FileAltered);
    let say = async |kind: &str, document: Seq| {
        let path = case.path(&format!("/commands/{}", Uuid::new_v4()));
        let body = json!({"kind": kind, "document": document, "version": 1});
        case.plaintiff.put(&path, body).await
    };
    for kind in ["read_document", "confirm_document"] {
        let altered = say(kind, confirm).await;
        assert_eq!(altered.problem(), ProblemCode::FileAltered, "{kind}");
    }
    // Back in their places they are what was sent.
    place(first, &one_bytes);
    place(second, &other_bytes);
    assert_eq!(say("confirm_document", confirm).await.status, 200);
    one.signed(one.body("周敏")).await;
}

#[tokio::test]
async fn what_is_finished_twice_at_once_is_signed_once() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let mut one = begin(&case, &case.plaintiff, document, Way::Drawn).await;
    one.draw(&hand(9)).await;
    let body = one.body("周敏");
    let (first, second) = tokio::join!(one.signed(body.clone()), one.signed(body.clone()));
    assert_eq!(first, second, "sent twice at once, signed once");
    let (_, _, record) = version(&case, &case.judge, document).await;
    assert_eq!(record["asked"]["2"]["answers"].as_array().unwrap().len(), 1);
    let late: Value = case.plaintiff.get(&one.path).await.read();
    assert_eq!(late["signed"]["seq"], json!(first.seq));
    let redraw = one.put(&hand(12).bytes()).await;
    assert_eq!(redraw.problem(), ProblemCode::CeremonyOver);
}
