//! Feedback: who gives it, who reads it, what becomes of pictures, and when the court's asking waits.

use anjian_api::feedback::{
    CaseFeedback, CourtFeedback, Feedback, FeedbackStatus, OwnFeedback, VOICE,
};
use anjian_api::frame::Frame;
use anjian_api::ids::CourtId;
use anjian_api::problem::ProblemCode;
use anjian_api::role::Role;
use anjian_files::samples::{Camera, photo, webm};
use axum::body::Body;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::browser::OURS;
use crate::support::frames::Socket;
use crate::support::{Answer, Browser, COURT, Case, Court, NOON};

pub fn path(id: Uuid) -> String {
    format!("/api/feedback/{id}")
}

pub async fn give(browser: &Browser, id: Uuid, body: Value) -> Answer {
    browser.put(&path(id), body).await
}

pub fn of_case(case: &Case) -> Value {
    json!({"case": case.id, "page": "evidence", "words": "字太小",
        "stars": [{"stage": "signing", "stars": 4}, {"stage": "getting_in", "stars": 5}]})
}

/// As a telephone takes it: with place, time and model.
fn photograph() -> Vec<u8> {
    photo(640, 480, &Camera::default())
}

async fn attach(browser: &Browser, id: Uuid, n: u8, bytes: Vec<u8>) -> Answer {
    let path = format!("{}/attachments/{n}", path(id));
    // As the app sends it.
    let headers = [("content-type", "application/octet-stream"), OURS[1]];
    browser
        .send("PUT", &path, &headers, Body::from(bytes))
        .await
}

pub async fn own(browser: &Browser) -> OwnFeedback {
    browser.get("/api/feedback").await.read()
}

async fn of_court(browser: &Browser, court: CourtId) -> Answer {
    browser
        .get(&format!("/api/courts/{}/feedback", court.0))
        .await
}

#[tokio::test]
async fn feedback_is_given_answered_seen_and_asked_about() {
    let court = Court::open().await;
    let case = court.case().await;
    let id = Uuid::new_v4();
    let first: Feedback = give(&case.plaintiff, id, of_case(&case)).await.read();
    assert_eq!(first.status, FeedbackStatus::New);
    // The answer was lost on the way: the same again is the same.
    let again: Feedback = give(&case.plaintiff, id, of_case(&case)).await.read();
    assert_eq!(again, first);
    assert_eq!(own(&case.plaintiff).await.given.len(), 1);
    let other = give(&case.plaintiff, id, json!({"page": "me", "words": "别的"})).await;
    assert_eq!(other.problem(), ProblemCode::CommandConflict);
    // Nobody says whether an answer helped that there is not.
    let helped = format!("{}/helped", path(id));
    let early = case.plaintiff.put(&helped, json!({"helped": true})).await;
    assert_eq!(early.problem(), ProblemCode::NotFound);

    let read: CourtFeedback = of_court(&case.judge, COURT).await.read();
    assert_eq!(read.feedback[0].from.as_deref(), Some("周敏"));
    let handle = format!("/api/courts/{}/feedback/{id}", COURT.0);
    let answer = json!({"status": "in_work", "answer": "已请人放大。"});
    assert_eq!(case.judge.put(&handle, answer).await.status, 200);
    let seen = own(&case.plaintiff).await.given.remove(0);
    assert_eq!(seen.status, FeedbackStatus::InWork);
    assert_eq!(seen.answer.unwrap().words, "已请人放大。");
    let said: Feedback = case
        .plaintiff
        .put(&helped, json!({"helped": true}))
        .await
        .read();
    assert_eq!(said.helped, Some(true));
    // The same answer again, or a new status alone, asks nothing anew.
    let same = json!({"status": "done", "answer": "已请人放大。"});
    assert_eq!(case.judge.put(&handle, same).await.status, 200);
    assert_eq!(own(&case.plaintiff).await.given[0].helped, Some(true));
    // A colleague's answer is not written over unseen; a second answer asks again.
    let more = json!({"status": "done", "answer": "今天上线。"});
    let blind = case.judge.put(&handle, more.clone()).await;
    assert_eq!(blind.problem(), ProblemCode::CommandConflict);
    let there = own(&case.plaintiff).await.given.remove(0).answer.unwrap();
    let mut seen = more;
    seen["seen"] = there.at.0.into();
    assert_eq!(case.judge.put(&handle, seen).await.status, 200);
    assert_eq!(own(&case.plaintiff).await.given[0].helped, None);
}

#[tokio::test]
async fn whom_a_change_concerns_is_told_of_it_at_once() {
    let court = Court::open().await;
    let case = court.case().await;
    let listening = court.listen().await;
    let changed = |frame: &Frame| matches!(frame, Frame::FeedbackChanged);
    let mut judge = Socket::open(&listening, &case.judge).await;
    let mut party = Socket::open(&listening, &case.plaintiff).await;
    let stranger = court.person("路人", "13800000099").await;
    let stranger = court.signed_in(&stranger).await;
    let mut outside = Socket::open(&listening, &stranger).await;
    for socket in [&mut judge, &mut party, &mut outside] {
        socket.until(|frame| matches!(frame, Frame::Hello(_))).await;
    }
    // Asked: the people of the case.
    case.judge.put(&case.path("/feedback"), Value::Null).await;
    party.until(changed).await;
    judge.until(changed).await;
    // Given: the court's staff.
    let id = Uuid::new_v4();
    give(&case.plaintiff, id, of_case(&case)).await;
    judge.until(changed).await;
    // Answered: its giver.
    let handle = format!("/api/courts/{}/feedback/{id}", COURT.0);
    let answer = json!({"status": "in_work", "answer": "已请人放大。"});
    case.judge.put(&handle, answer).await;
    party.until(changed).await;
    judge.until(changed).await;
    // Said whether it helped: the staff again.
    let helped = format!("{}/helped", path(id));
    case.plaintiff.put(&helped, json!({"helped": true})).await;
    judge.until(changed).await;
    // Nobody else. Their own is the first they hear of.
    let own = json!({"page": "me", "words": "登录慢"});
    let admin = court
        .staff("管理员", "13600000009", Role::CourtAdministrator)
        .await;
    let admin = court.signed_in(&admin).await;
    let mut admin = Socket::open(&listening, &admin).await;
    let theirs = Uuid::new_v4();
    give(&stranger, theirs, own).await;
    admin.until(changed).await;
    assert!(outside.texts.iter().all(|text| !text.contains("feedback")));
}

#[tokio::test]
async fn only_the_giver_and_the_own_court_read_it() {
    let court = Court::open().await;
    let case = court.case().await;
    let id = Uuid::new_v4();
    give(&case.plaintiff, id, of_case(&case)).await;
    let elsewhere = court
        .staff_of(CourtId(2), "别院法官", "13600000001", Role::Judge)
        .await;
    let elsewhere = court.signed_in(&elsewhere).await;
    let handle = format!("/api/courts/{}/feedback/{id}", COURT.0);
    let theirs = format!("/api/courts/2/feedback/{id}");
    for browser in [&case.defendant, &case.plaintiff, &elsewhere] {
        assert_eq!(
            of_court(browser, COURT).await.problem(),
            ProblemCode::NotFound
        );
        let done = json!({"status": "done"});
        let tried = browser.put(&handle, done.clone()).await;
        assert_eq!(tried.problem(), ProblemCode::NotFound);
        let tried = browser.put(&theirs, done).await;
        assert_eq!(tried.problem(), ProblemCode::NotFound);
    }
    assert!(own(&case.defendant).await.given.is_empty());
    let theirs: CourtFeedback = of_court(&elsewhere, CourtId(2)).await.read();
    assert!(theirs.feedback.is_empty());
    // Outside a case it belongs to the one court that its giver has to do with.
    let outside = json!({"page": "me", "words": "登录慢"});
    give(&case.defendant, Uuid::new_v4(), outside.clone()).await;
    let read: CourtFeedback = of_court(&case.judge, COURT).await.read();
    assert_eq!(read.feedback.len(), 2);
    // A stranger's belongs to the deployment, whose administrators read it.
    let stranger = court.person("路人", "13800000099").await;
    let stranger = court.signed_in(&stranger).await;
    give(&stranger, Uuid::new_v4(), outside).await;
    let read: CourtFeedback = of_court(&case.judge, COURT).await.read();
    assert_eq!(read.feedback.len(), 2);
    let admin = court
        .staff("管理员", "13600000009", Role::CourtAdministrator)
        .await;
    let admin = court.signed_in(&admin).await;
    let read: CourtFeedback = of_court(&admin, COURT).await.read();
    assert_eq!(read.feedback.len(), 3);
}

#[tokio::test]
async fn of_many_at_once_no_more_than_a_days_share_is_taken() {
    let court = Court::open().await;
    let case = court.case().await;
    let all = (0..40).map(|_| give(&case.plaintiff, Uuid::new_v4(), of_case(&case)));
    let answers = futures_util::future::join_all(all).await;
    let taken = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(taken, 20);
    let refused = answers.iter().find(|answer| answer.status != 200).unwrap();
    assert_eq!(refused.problem(), ProblemCode::TooManyTries);
    assert_eq!(own(&case.plaintiff).await.given.len(), 20);
    // Tomorrow there is room again.
    court.clock.advance_ms(86_400_001);
    let plaintiff = court.signed_in(&case.people[1]).await;
    let again = give(&plaintiff, Uuid::new_v4(), of_case(&case)).await;
    assert_eq!(again.status, 200);
}

#[tokio::test]
async fn everything_a_court_was_told_can_be_found_page_by_page_and_by_what_it_is() {
    let court = Court::open().await;
    let case = court.case().await;
    let (mut ids, mut browser) = (Vec::new(), court.signed_in(&case.people[1]).await);
    for day in 0..3 {
        for n in 0..20 {
            let (id, page) = (Uuid::new_v4(), ["case", "viewer"][n % 2]);
            let body = json!({"case": case.id, "page": page, "words": format!("{day}-{n}")});
            assert_eq!(give(&browser, id, body).await.status, 200);
            ids.push(id);
        }
        court.clock.advance_ms(86_400_001);
        browser = court.signed_in(&case.people[1]).await;
    }
    let judge = court.signed_in(&case.people[0]).await;
    let sought = async |query: String| -> CourtFeedback {
        let path = format!("/api/courts/{}/feedback?{query}", COURT.0);
        judge.get(&path).await.read()
    };
    let first = sought(String::new()).await;
    assert_eq!((first.feedback.len(), first.more), (50, true));
    let last = first.feedback[49].id;
    let second = sought(format!("after={last}")).await;
    assert_eq!((second.feedback.len(), second.more), (10, false));
    let mut found: Vec<Uuid> = first.feedback.iter().map(|one| one.id.0).collect();
    found.extend(second.feedback.iter().map(|one| one.id.0));
    found.sort_unstable();
    ids.sort_unstable();
    assert_eq!(found, ids);
    assert_eq!(sought("page=viewer".into()).await.feedback.len(), 30);
    assert!(sought("page=me".into()).await.feedback.is_empty());
    assert!(sought("stage=signing".into()).await.feedback.is_empty());
    // The oldest that nobody looked at is found among all that are done.
    let oldest = second.feedback[9].id;
    for one in first.feedback.iter().chain(&second.feedback) {
        if one.id != oldest {
            let handle = format!("/api/courts/{}/feedback/{}", COURT.0, one.id);
            judge.put(&handle, json!({"status": "done"})).await;
        }
    }
    let unread = sought("status=new".into()).await;
    assert_eq!(unread.feedback.len(), 1);
    assert_eq!(unread.feedback[0].id, oldest);
}

#[tokio::test]
async fn pictures_lose_the_words_of_the_camera_and_are_sealed() {
    let court = Court::open().await;
    let case = court.case().await;
    let id = Uuid::new_v4();
    let words = "只给法院看的意见";
    let body = json!({"case": case.id, "page": "me", "words": words, "pictures": 1, "voice": true});
    give(&case.plaintiff, id, body).await;
    let photo = photograph();
    assert_eq!(attach(&case.plaintiff, id, 0, photo).await.status, 204);
    let voice = webm(false);
    assert_eq!(attach(&case.plaintiff, id, VOICE, voice).await.status, 204);
    // Not announced; not a picture; too large; another person's.
    let more = attach(&case.plaintiff, id, 1, photograph()).await;
    assert_eq!(more.problem(), ProblemCode::NotFound);
    let other = attach(&case.defendant, id, 0, photograph()).await;
    assert_eq!(other.problem(), ProblemCode::NotFound);
    let second = Uuid::new_v4();
    let body = json!({"case": case.id, "page": "me", "pictures": 1});
    give(&case.plaintiff, second, body).await;
    let bad = attach(&case.plaintiff, second, 0, b"<html>".to_vec()).await;
    assert_eq!(bad.status, 422, "{}", bad.text());
    let large = attach(&case.plaintiff, second, 0, vec![0; 2 * 1_024 * 1_024 + 1]).await;
    assert_eq!(large.problem(), ProblemCode::TooLarge);

    let place = format!("{}/attachments/0", path(id));
    for browser in [&case.plaintiff, &case.judge] {
        let picture = browser.get(&place).await;
        assert_eq!(picture.status, 200);
        assert!(picture.body.starts_with(&[0xff, 0xd8]));
        let has_exif = picture.body.windows(4).any(|run| run == b"Exif");
        assert!(!has_exif);
    }
    assert_eq!(
        case.defendant.get(&place).await.problem(),
        ProblemCode::NotFound
    );
    let read = own(&case.plaintiff).await;
    let whole = read.given.iter().find(|one| one.id.0 == id).unwrap();
    assert_eq!(whole.attached, [0, VOICE]);
    // On the disk nothing of it can be read.
    for name in ["feedback.db", "feedback.db-wal"] {
        let Ok(bytes) = std::fs::read(court.folder.path().join(name)) else {
            continue;
        };
        let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|run| run == needle);
        assert!(
            !holds(words.as_bytes()) && !holds(&[0xff, 0xd8, 0xff]),
            "{name}"
        );
    }
}

#[tokio::test]
async fn what_says_nothing_or_too_much_is_refused() {
    let court = Court::open().await;
    let case = court.case().await;
    let stars = |stars: u8| json!({"page": "me", "stars": [{"stage": "reading", "stars": stars}]});
    let twice = json!([{"stage": "reading", "stars": 1}, {"stage": "reading", "stars": 2}]);
    for (body, status) in [
        (json!({"page": "me"}), 422),
        (json!({"page": "me", "words": "  "}), 422),
        (json!({"page": "me", "words": "字".repeat(2_001)}), 422),
        (
            json!({"page": "me", "words": "好", "device": "x".repeat(601)}),
            422,
        ),
        (stars(0), 400),
        (stars(6), 400),
        (json!({"page": "me", "stars": twice}), 400),
        (json!({"page": "me", "pictures": 4}), 400),
        (json!({"page": "nowhere", "words": "好"}), 400),
        (json!({"page": "me", "words": "好", "name": "x"}), 400),
        (
            json!({"page": "me", "words": "好", "case": Uuid::new_v4()}),
            404,
        ),
        (stars(5), 200),
    ] {
        let answer = give(&case.plaintiff, Uuid::new_v4(), body.clone()).await;
        assert_eq!(answer.status, status, "{body}");
    }
    for _ in 0..19 {
        let answer = give(&case.plaintiff, Uuid::new_v4(), stars(3)).await;
        assert_eq!(answer.status, 200);
    }
    let answer = give(&case.plaintiff, Uuid::new_v4(), stars(3)).await;
    assert_eq!(answer.problem(), ProblemCode::TooManyTries);
    court.clock.advance_ms(86_400_001);
    let plaintiff = court.signed_in(&case.people[1]).await;
    assert_eq!(give(&plaintiff, Uuid::new_v4(), stars(3)).await.status, 200);
}

#[tokio::test]
async fn the_courts_asking_waits_for_duties_and_ends_with_an_answer() {
    let court = Court::open().await;
    let case = court.case().await;
    let ask = case.path("/feedback");
    let refused = case.plaintiff.put(&ask, Value::Null).await;
    assert_eq!(refused.status, 422);
    assert_eq!(case.judge.put(&ask, Value::Null).await.status, 204);
    assert_eq!(own(&case.plaintiff).await.asked[0].case, case.id);
    assert!(own(&case.judge).await.asked.is_empty());
    // A notice to confirm comes first.
    let notice = json!({"kind": "post_notice", "text": {"title": "举证通知", "words": "请举证。"},
        "audience": {"named": [2]}, "due": NOON.plus_ms(86_400_000).0});
    let posted = case.submit(&case.judge, notice).await;
    assert_eq!(posted.status, 200, "{}", posted.text());
    assert!(own(&case.plaintiff).await.asked.is_empty());
    assert_eq!(own(&case.defendant).await.asked.len(), 1);
    give(&case.defendant, Uuid::new_v4(), of_case(&case)).await;
    assert!(own(&case.defendant).await.asked.is_empty());
    // Asked again later, it asks again.
    court.clock.advance_ms(60_000);
    case.judge.put(&ask, Value::Null).await;
    assert_eq!(own(&case.defendant).await.asked.len(), 1);
}

#[tokio::test]
async fn who_conducts_a_case_sees_when_it_was_asked_and_how_many_answered() {
    let court = Court::open().await;
    let case = court.case().await;
    let place = case.path("/feedback");
    let stand = async |browser: &Browser| -> CaseFeedback { browser.get(&place).await.read() };
    assert_eq!(stand(&case.judge).await, CaseFeedback::default());
    assert_eq!(stand(&case.plaintiff).await, CaseFeedback::default());
    // What was said before nobody asked for.
    give(&case.plaintiff, Uuid::new_v4(), of_case(&case)).await;
    court.clock.advance_ms(60_000);
    case.judge.put(&place, Value::Null).await;
    let asked = stand(&case.judge).await;
    assert_eq!((asked.given, asked.at_the_end), (Some(0), false));
    let told = stand(&case.plaintiff).await;
    assert_eq!((told.asked, told.given), (asked.asked, None));
    // Two by one person are one who answered; who answered is asked no more.
    for _ in 0..2 {
        give(&case.defendant, Uuid::new_v4(), of_case(&case)).await;
    }
    assert_eq!(stand(&case.judge).await.given, Some(1));
    assert_eq!(stand(&case.defendant).await, CaseFeedback::default());
    // At the end of the case it is asked once more, and said so.
    let closed = json!({"kind": "change_stage", "stage": "closed"});
    let closed = case.submit(&case.judge, closed).await;
    assert_eq!(closed.status, 200, "{}", closed.text());
    assert!(!stand(&case.judge).await.at_the_end);
    court.clock.advance_ms(60_000);
    case.judge.put(&place, Value::Null).await;
    let asked = stand(&case.judge).await;
    assert_eq!((asked.given, asked.at_the_end), (Some(0), true));
    assert_eq!(stand(&case.defendant).await.asked, asked.asked);
    let stranger = court.person("路人", "13800000099").await;
    let stranger = court.signed_in(&stranger).await;
    let tried = stranger.get(&place).await;
    assert_eq!(tried.problem(), ProblemCode::NotFound);
}

#[tokio::test]
async fn stars_are_counted_by_stage_and_week_and_the_table_runs_nothing() {
    let court = Court::open().await;
    let case = court.case().await;
    let stars = |stars: u8| {
        json!({"case": case.id, "page": "case", "words": "=1+1", "device": "@SUM(A1)",
        "stars": [{"stage": "reading", "stars": stars}]})
    };
    give(&case.plaintiff, Uuid::new_v4(), stars(2)).await;
    give(&case.defendant, Uuid::new_v4(), stars(5)).await;
    // Noon of a Saturday; two days on it is the next week.
    court.clock.advance_ms(2 * 86_400_000);
    let judge = court.signed_in(&case.people[0]).await;
    let plaintiff = court.signed_in(&case.people[1]).await;
    give(&plaintiff, Uuid::new_v4(), stars(4)).await;
    let read: CourtFeedback = of_court(&judge, COURT).await.read();
    let sums: Vec<_> = read
        .weeks
        .iter()
        .map(|week| (week.count, week.stars))
        .collect();
    assert_eq!(sums, [(2, 7), (1, 4)]);
    assert_eq!(
        read.weeks[1].week.ms_since(read.weeks[0].week),
        7 * 86_400_000
    );
    let table = judge.get("/api/courts/1/feedback.csv?lang=en").await;
    let text = table.text();
    let head = "\u{feff}\"Time\",\"Week (Monday)\",\"Page\"";
    assert!(text.starts_with(head), "{text}");
    let weeks = judge
        .get("/api/courts/1/feedback.csv?lang=en&of=weeks")
        .await;
    let weeks = weeks.text();
    let lines: Vec<&str> = weeks.lines().skip(1).collect();
    let cells: Vec<Vec<&str>> = lines.iter().map(|line| line.split(',').collect()).collect();
    assert_eq!(cells[0][1..], ["\"Reading\"", "\"2\"", "\"3.50\""]);
    assert_eq!(cells[1][1..], ["\"Reading\"", "\"1\"", "\"4.00\""]);
    assert!(
        text.contains("\"'=1+1\"") && text.contains("\"'@SUM(A1)\"") && !text.contains("周敏"),
        "{text}"
    );
    let tried = plaintiff.get("/api/courts/1/feedback.csv").await;
    assert_eq!(tried.problem(), ProblemCode::NotFound);
}
