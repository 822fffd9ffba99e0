//! Accounts, passwords, sessions, devices.

use anjian_api::account::{Device, FoundPerson, NewAccount, Session};
use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::role::Role;
use axum::http::{HeaderName, HeaderValue};
use serde_json::json;

use crate::support::{Answer, Court, PASSWORD, Person};

const HOUR_MS: i64 = 3_600_000;

async fn new_account(court: &Court) -> (Person, String) {
    let clerk = court.staff("陈书记员", "13900000001", Role::Clerk).await;
    let clerk = court.signed_in(&clerk).await;
    let phone = "+86 137-0000-0001";
    let answer = clerk
        .post("/api/accounts", json!({"phone": phone, "name": "新来的人"}))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let made: NewAccount = answer.read();
    let person = Person {
        id: made.person,
        phone: "13700000001".into(),
        name: "新来的人".into(),
    };
    (person, made.first_password)
}

#[tokio::test]
async fn a_first_password_opens_one_session_that_may_only_change_it() {
    let court = Court::open().await;
    let (person, first) = new_account(&court).await;
    let browser = court.browser();
    let session: Session = browser.log_in(&person.phone, &first).await.read();
    assert!(session.must_change_password);
    assert_eq!(
        (session.name.as_str(), session.phone_masked.as_str()),
        ("新来的人", "137****0001")
    );

    for path in [
        "/api/cases",
        "/api/devices",
        "/api/live?poll=1",
        "/api/live",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(
            answer.problem(),
            ProblemCode::PasswordChangeRequired,
            "{path}"
        );
    }
    // It opens nothing a second time.
    let again = court.browser().log_in(&person.phone, &first).await;
    assert_eq!(again.problem(), ProblemCode::WrongCredentials);

    let before = browser.cookie("__Host-anjian").unwrap();
    let change = json!({"current": first, "new": PASSWORD});
    let changed: Session = browser.post("/api/session/password", change).await.read();
    assert!(!changed.must_change_password);
    assert_ne!(
        browser.cookie("__Host-anjian").unwrap(),
        before,
        "the cookie is another one"
    );
    assert_eq!(browser.get("/api/cases").await.status, 200);

    let old = court.browser();
    old.set_cookie("__Host-anjian", &before);
    assert_eq!(
        old.get("/api/cases").await.problem(),
        ProblemCode::SessionEnded
    );
    assert_eq!(
        court.browser().log_in(&person.phone, PASSWORD).await.status,
        200
    );
}

#[tokio::test]
async fn a_first_password_ends_after_fourteen_days() {
    let court = Court::open().await;
    let (person, first) = new_account(&court).await;
    court.clock.advance_ms(14 * 24 * HOUR_MS);
    let late = court.browser().log_in(&person.phone, &first).await;
    assert_eq!(late.problem(), ProblemCode::WrongCredentials);
}

#[tokio::test]
async fn who_lost_the_password_gets_another_first_one_from_the_court() {
    let court = Court::open().await;
    let clerk = court.staff("陈书记员", "13900000001", Role::Clerk).await;
    let clerk = court.signed_in(&clerk).await;
    let judge = court.staff("沈法官", "13800000001", Role::Judge).await;
    let party = court.person("周敏", "13800000002").await;
    let browser = court.signed_in(&party).await;
    let ask = |phone: &str, name: &str| json!({"phone": phone, "name": name});
    let path = "/api/accounts/first-password";
    for (who, body) in [
        (&browser, ask(&party.phone, &party.name)),
        (&clerk, ask(&party.phone, "别的名字")),
        (&clerk, ask("13800000055", "周敏")),
        (&clerk, ask(&judge.phone, &judge.name)),
    ] {
        assert_eq!(who.post(path, body).await.problem(), ProblemCode::NotFound);
    }
    let made: NewAccount = clerk
        .post(path, ask(&party.phone, &party.name))
        .await
        .read();
    assert_eq!(made.person, party.id);
    assert_eq!(
        browser.get("/api/session").await.problem(),
        ProblemCode::SessionEnded
    );
    let old = court.browser().log_in(&party.phone, PASSWORD).await;
    assert_eq!(old.problem(), ProblemCode::WrongCredentials);
    let session: Session = browser
        .log_in(&party.phone, &made.first_password)
        .await
        .read();
    assert!(session.must_change_password);
}

#[tokio::test]
async fn only_the_court_makes_accounts_and_only_one_a_number() {
    let court = Court::open().await;
    let (person, _) = new_account(&court).await;
    let party = court.person("周敏", "13800000002").await;
    let party = court.signed_in(&party).await;
    let body = json!({"phone": "13700000009", "name": "某人"});
    assert_eq!(
        party.post("/api/accounts", body).await.problem(),
        ProblemCode::NotFound
    );

    let clerk = court.staff("另一书记员", "13900000002", Role::Clerk).await;
    let clerk = court.signed_in(&clerk).await;
    let twice = json!({"phone": person.phone, "name": "又一人"});
    assert_eq!(
        clerk.post("/api/accounts", twice).await.problem(),
        ProblemCode::AccountExists
    );
    for (phone, name) in [
        ("12345", "人"),
        ("13700000008", ""),
        ("13700000008", "人\u{202e}名"),
    ] {
        let answer = clerk
            .post("/api/accounts", json!({"phone": phone, "name": name}))
            .await;
        assert_eq!(answer.problem(), ProblemCode::BadRequest);
    }
    let long = json!({"phone": "13700000008", "name": "四".repeat(40)});
    assert_eq!(clerk.post("/api/accounts", long).await.status, 200);
}

#[tokio::test]
async fn the_court_finds_people_by_number_and_nobody_else_does() {
    let court = Court::open().await;
    let clerk = court.staff("陈书记员", "13900000001", Role::Clerk).await;
    let clerk = court.signed_in(&clerk).await;
    let party = court.person("周敏", "13800000002").await;
    let browser = court.signed_in(&party).await;
    let path = "/api/people/lookup";
    let found: FoundPerson = clerk
        .post(path, json!({"phone": "+86 138-0000-0002"}))
        .await
        .read();
    assert_eq!((found.person, found.name.as_str()), (party.id, "周敏"));
    let nobody = clerk.post(path, json!({"phone": "13800000077"})).await;
    assert_eq!(nobody.problem(), ProblemCode::NotFound);
    let nonsense = clerk.post(path, json!({"phone": "12345"})).await;
    assert_eq!(nonsense.problem(), ProblemCode::BadRequest);
    for phone in ["13900000001", "13800000077", "12345"] {
        let answer = browser.post(path, json!({"phone": phone})).await;
        assert_eq!(answer.problem(), ProblemCode::NotFound, "{phone}");
    }
}

#[tokio::test]
async fn weak_passwords_and_the_old_one_are_refused_and_nothing_changes() {
    let court = Court::open().await;
    let person = court.person("周敏", "13800000002").await;
    let browser = court.signed_in(&person).await;
    for weak in [
        "short",
        "12345678",
        PASSWORD,
        "我的00000002号",
        &"长".repeat(65),
    ] {
        let answer = browser
            .post(
                "/api/session/password",
                json!({"current": PASSWORD, "new": weak}),
            )
            .await;
        assert_eq!(answer.problem(), ProblemCode::WeakPassword, "{weak}");
    }
    let wrong = json!({"current": "不是这个口令吧", "new": "另外的一个新口令"});
    let answer = browser.post("/api/session/password", wrong).await;
    assert_eq!(answer.problem(), ProblemCode::WrongCredentials);
    assert_eq!(
        court.browser().log_in(&person.phone, PASSWORD).await.status,
        200
    );
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let court = Court::open().await;
    let person = court.person("周敏", "13800000002").await;
    let (one, two) = (
        court.signed_in(&person).await,
        court.signed_in(&person).await,
    );
    let change = json!({"current": PASSWORD, "new": "另外的一个新口令"});
    assert_eq!(one.post("/api/session/password", change).await.status, 200);
    assert_eq!(one.get("/api/session").await.status, 200);
    assert_eq!(
        two.get("/api/session").await.problem(),
        ProblemCode::SessionEnded
    );
}

#[tokio::test]
async fn unknown_numbers_and_wrong_passwords_look_alike() {
    let court = Court::open().await;
    let person = court.person("周敏", "13800000002").await;
    let wrong = court
        .browser()
        .log_in(&person.phone, "错的口令错的口令")
        .await;
    let unknown = court
        .browser()
        .log_in("13800000099", "错的口令错的口令")
        .await;
    let nonsense = court
        .browser()
        .log_in("not a number", "错的口令错的口令")
        .await;
    for answer in [&wrong, &unknown, &nonsense] {
        assert_eq!(answer.problem(), ProblemCode::WrongCredentials);
        assert_eq!(
            same_but_for_the_request(answer),
            same_but_for_the_request(&wrong)
        );
        assert!(answer.headers.get("set-cookie").is_none());
    }
}

/// Body and headers of an answer, byte for byte, without the id that each request has.
fn same_but_for_the_request(answer: &Answer) -> (String, Vec<String>) {
    let id = answer.headers["x-request-id"].to_str().unwrap();
    let header = |(name, value): (&HeaderName, &HeaderValue)| {
        format!("{name}: {}", value.to_str().unwrap().replace(id, "?"))
    };
    let headers = answer.headers.iter().map(header).collect();
    (answer.text().replace(id, "?"), headers)
}

#[tokio::test]
async fn strangers_slow_each_other_down_but_not_the_owner_on_a_known_device() {
    let court = Court::open().await;
    let person = court.person("周敏", "13800000002").await;
    let owner = court.signed_in(&person).await;
    assert_eq!(owner.delete("/api/session").await.status, 204);

    let mut let_through = 0;
    for n in 0..60_u8 {
        let stranger = court.browser().at([10, 2, 0, n]);
        let answer = stranger.log_in(&person.phone, "猜一个口令看看吧").await;
        match answer.problem() {
            ProblemCode::WrongCredentials => let_through += 1,
            ProblemCode::TooManyTries => {
                let wait = answer.read::<Problem>().retry_after_ms.unwrap();
                assert!((1..=60_000).contains(&wait));
                assert!(answer.headers.contains_key("retry-after"));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(let_through, 5);
    // The device proves by its cookie that it signed in before.
    assert_eq!(owner.log_in(&person.phone, PASSWORD).await.status, 200);
    // And a new device waits a minute at most.
    let fresh = court.browser();
    assert_eq!(
        fresh.log_in(&person.phone, PASSWORD).await.problem(),
        ProblemCode::TooManyTries
    );
    court.clock.advance_ms(60_000);
    assert_eq!(fresh.log_in(&person.phone, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_of_silence_or_twelve_hours() {
    let court = Court::open().await;
    let person = court.person("周敏", "13800000002").await;
    let silent = court.signed_in(&person).await;
    let busy = court.signed_in(&person).await;
    for _ in 0..47 {
        court.clock.advance_ms(HOUR_MS / 4);
        assert_eq!(busy.get("/api/session").await.status, 200);
    }
    assert_eq!(
        silent.get("/api/session").await.problem(),
        ProblemCode::SessionEnded
    );
    court.clock.advance_ms(HOUR_MS / 4);
    assert_eq!(
        busy.get("/api/session").await.problem(),
        ProblemCode::SessionEnded
    );
}

#[tokio::test]
async fn a_session_outlives_a_restart_and_its_cookie_is_not_in_the_folder() {
    let court = Court::open().await;
    let person = court.person("周敏", "13800000002").await;
    let browser = court.signed_in(&person).await;
    let cookie = browser.cookie("__Host-anjian").unwrap();
    court.app.close().await;
    for file in std::fs::read_dir(court.folder.path()).unwrap() {
        let path = file.unwrap().path();
        // Nobody uploaded anything: the folders of files hold none.
        let bytes = match path.is_file() {
            true => std::fs::read(path).unwrap(),
            false => Vec::new(),
        };
        for secret in [cookie.as_str(), "周敏", "13800000002", PASSWORD] {
            let found = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} is readable on the disk");
        }
    }
    let again = Court::reopen(court.folder.clone(), court.clock.clone(), None).await;
    let browser = again.browser();
    browser.set_cookie("__Host-anjian", &cookie);
    let session: Session = browser.get("/api/session").await.read();
    assert_eq!((session.person, session.name.as_str()), (person.id, "周敏"));
}

#[tokio::test]
async fn a_device_is_revoked_from_another_one() {
    let court = Court::open().await;
    let person = court.person("周敏", "13800000002").await;
    let (here, there) = (
        court.signed_in(&person).await,
        court.signed_in(&person).await,
    );
    let devices: Vec<Device> = here.get("/api/devices").await.read();
    assert_eq!(devices.len(), 2);
    assert!(devices[0].this && !devices[1].this);
    assert_eq!(devices[1].label, "Chrome · Test");

    let path = format!("/api/devices/{}", devices[1].id);
    let stranger = court.person("韩立", "13800000003").await;
    let stranger = court.signed_in(&stranger).await;
    assert_eq!(
        stranger.delete(&path).await.problem(),
        ProblemCode::NotFound
    );
    assert_eq!(there.get("/api/session").await.status, 200);

    assert_eq!(here.delete(&path).await.status, 204);
    assert_eq!(
        there.get("/api/session").await.problem(),
        ProblemCode::SessionEnded
    );
    assert_eq!(here.delete(&path).await.problem(), ProblemCode::NotFound);
}

#[tokio::test]
async fn signing_in_again_replaces_the_session_of_the_browser() {
    let court = Court::open().await;
    let person = court.person("周敏", "13800000002").await;
    let browser = court.signed_in(&person).await;
    let before = browser.cookie("__Host-anjian").unwrap();
    browser.log_in(&person.phone, PASSWORD).await;
    let old = court.browser();
    old.set_cookie("__Host-anjian", &before);
    assert_eq!(
        old.get("/api/session").await.problem(),
        ProblemCode::SessionEnded
    );
    let devices: Vec<Device> = browser.get("/api/devices").await.read();
    assert_eq!(devices.len(), 1);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_keeps_the_device_known() {
    let court = Court::open().await;
    let person = court.person("周敏", "13800000002").await;
    let browser = court.signed_in(&person).await;
    let cookie = browser.cookie("__Host-anjian").unwrap();
    assert_eq!(browser.delete("/api/session").await.status, 204);
    assert!(browser.cookie("__Host-anjian").is_none());
    assert!(browser.cookie("__Host-anjian-known").is_some());
    browser.set_cookie("__Host-anjian", &cookie);
    assert_eq!(
        browser.get("/api/session").await.problem(),
        ProblemCode::SessionEnded
    );
}

#[tokio::test]
async fn without_a_demonstration_nobody_enters_with_one_tap() {
    let court = Court::open().await;
    let person = court.person("周敏", "13800000002").await;
    let tap = json!({"person": person.id, "device": "x"});
    let answer = court.browser().post("/api/demo/session", tap).await;
    assert_eq!(answer.problem(), ProblemCode::NotFound);
}
