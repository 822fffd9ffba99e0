//! Two courts in one deployment: neither sees what is the other's.

use anjian_api::account::{FoundPerson, NewAccount};
use anjian_api::case::{CaseSummary, Opening};
use anjian_api::ids::{CaseId, CourtId};
use anjian_api::problem::ProblemCode;
use anjian_api::role::Role;
use anjian_domain::CaseState;
use anjian_server::store::CourtRow;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::frames::{Socket, is_entry};
use crate::support::{Browser, COURT, Case, Court, Person, message};

const OTHER: CourtId = CourtId(2);
const CANARY: &str = "只有本院这件案子里的话";

struct TwoCourts {
    court: Court,
    /// A case of the first court, with its judge and parties.
    case: Case,
    /// Judge, clerk and administrator of the second court.
    others: Vec<(Person, Browser)>,
    /// Parties who are not in the first court's case.
    parties: Vec<Person>,
}

async fn two_courts() -> TwoCourts {
    let court = Court::open().await;
    let row = CourtRow {
        id: OTHER,
        name: "另一示范人民法院".into(),
        code: "浙0106".into(),
    };
    court.app.ledger.put_court(row).await.unwrap();
    let case = court.case().await;
    let mut others = Vec::new();
    for (name, phone, role) in [
        ("别院法官", "13600000001", Role::Judge),
        ("别院书记员", "13600000002", Role::Clerk),
        ("别院管理员", "13600000003", Role::CourtAdministrator),
    ] {
        let person = court.staff_of(OTHER, name, phone, role).await;
        let browser = court.signed_in(&person).await;
        others.push((person, browser));
    }
    let parties = vec![
        court.person("甲方", "13600000011").await,
        court.person("乙方", "13600000012").await,
    ];
    TwoCourts {
        court,
        case,
        others,
        parties,
    }
}

fn open_case(court: CourtId, judge: &Person, parties: &[Person]) -> Value {
    let seat = |person: &Person, role: Role| json!({"person": person.id, "name": person.name, "role": role});
    json!({
        "kind": "open_case", "court": court, "type_code": "民初", "cause": "民间借贷纠纷",
        "title": "甲方 诉 乙方", "procedure": "first_summary", "stage": "filed",
        "members": [seat(judge, Role::Judge), seat(&parties[0], Role::Plaintiff),
            seat(&parties[1], Role::Defendant)],
    })
}

async fn open(browser: &Browser, command: Value) -> (CaseId, crate::support::Answer) {
    let (case, id) = (CaseId(Uuid::new_v4()), Uuid::new_v4());
    let path = format!("/api/cases/{case}/commands/{id}");
    (case, browser.put(&path, command).await)
}

#[tokio::test]
async fn a_case_is_opened_by_the_staff_of_its_own_court_only() {
    let courts = two_courts().await;
    for (person, browser) in &courts.others {
        let (case, answer) = open(browser, open_case(COURT, person, &courts.parties)).await;
        assert_eq!(answer.problem(), ProblemCode::NotFound, "{}", person.name);
        assert_eq!(
            browser.get(&format!("/api/cases/{case}")).await.problem(),
            ProblemCode::NotFound
        );
    }
    let judge = &courts.case.people[0];
    let (_, answer) = open(&courts.case.judge, open_case(OTHER, judge, &courts.parties)).await;
    assert_eq!(answer.problem(), ProblemCode::NotFound);
    let (_, answer) = open(
        &courts.others[0].1,
        open_case(OTHER, &courts.others[0].0, &courts.parties),
    )
    .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[tokio::test]
async fn the_staff_of_another_court_lists_reads_seats_and_says_nothing() {
    let courts = two_courts().await;
    let case = &courts.case;
    case.say(&case.judge, CANARY, json!("everyone")).await;
    for (person, browser) in &courts.others {
        let listed: Vec<CaseSummary> = browser.get("/api/cases").await.read();
        assert!(listed.is_empty(), "{}", person.name);
        for path in ["", "/entries?after=0", "/entries?before=9"] {
            let answer = browser.get(&case.path(path)).await;
            assert_eq!(answer.problem(), ProblemCode::NotFound, "{path}");
        }
        for (path, body) in [
            ("/position", json!({"read": 1})),
            ("/draft", json!({"text": "x"})),
            ("/marks", json!({"pinned": true, "muted": false})),
        ] {
            let answer = browser.put(&case.path(path), body).await;
            assert_eq!(answer.problem(), ProblemCode::NotFound, "{path}");
        }
        for command in [
            message("听得到吗", json!("everyone")),
            json!({"kind": "seat_member", "person": person.id, "name": person.name, "role": "judge"}),
            json!({"kind": "unseat_member", "seat": 2}),
            json!({"kind": "change_stage", "stage": "closed"}),
            open_case(OTHER, person, &courts.parties),
        ] {
            let answer = case.submit(browser, command).await;
            assert!(
                matches!(answer.status, 404 | 422),
                "{}: {}",
                person.name,
                answer.text()
            );
            assert!(!answer.text().contains("周敏"));
        }
    }
    let opening: Opening<CaseState> = case.judge.get(&case.path("")).await.read();
    assert_eq!(
        opening.state.seats.len(),
        4,
        "nobody was seated or unseated"
    );
    assert_eq!(opening.state.facts.unwrap().court, COURT);
}

#[tokio::test]
async fn nothing_of_a_court_comes_live_to_the_staff_of_another() {
    let courts = two_courts().await;
    let listening = courts.court.listen().await;
    let mut other = Socket::open(&listening, &courts.others[0].1).await;
    let mut party = Socket::open(&listening, &courts.case.plaintiff).await;
    other.next().await;
    let said = courts
        .case
        .say(&courts.case.judge, CANARY, json!("everyone"))
        .await;
    let said: anjian_api::case::Accepted = said.read();
    party.until(|frame| is_entry(frame, said.last)).await;
    // A frame that is surely sent after the words, so that the silence before it means something.
    other.say("\"ping\"").await;
    other.next().await;
    let all = other.texts.join("\n");
    assert!(
        !all.contains(CANARY) && !all.contains(&courts.case.id.to_string()),
        "{all}"
    );
}

#[tokio::test]
async fn each_court_counts_its_own_cases() {
    let courts = two_courts().await;
    let number = async |browser: &Browser, case: CaseId| {
        let opening: Opening<CaseState> = browser.get(&format!("/api/cases/{case}")).await.read();
        opening.state.facts.unwrap().number
    };
    let case = &courts.case;
    let mut numbers = vec![number(&case.judge, case.id).await];
    let (judge, browser) = &courts.others[0];
    for _ in 0..2 {
        let (id, _) = open(browser, open_case(OTHER, judge, &courts.parties)).await;
        numbers.push(number(browser, id).await);
    }
    let again = open_case(COURT, &case.people[0], &courts.parties);
    let (id, _) = open(&case.judge, again).await;
    numbers.push(number(&case.judge, id).await);
    assert_eq!(
        numbers,
        [
            "（2026）苏0602民初1号",
            "（2026）浙0106民初1号",
            "（2026）浙0106民初2号",
            "（2026）苏0602民初2号",
        ]
    );
}

/// A person has one account in all courts of a deployment: whoever is sued in two of them signs in
/// once. What a court learns of another's people is the name to a number it knows, and nothing of
/// their cases or posts.
#[tokio::test]
async fn a_number_is_one_person_in_all_courts_and_says_no_more_than_a_name() {
    let courts = two_courts().await;
    let (_, clerk) = &courts.others[1];
    let made = courts.case.judge.post(
        "/api/accounts",
        json!({"phone": "13600000099", "name": "新来的人"}),
    );
    let made: NewAccount = made.await.read();
    let found = clerk
        .post("/api/people/lookup", json!({"phone": "13600000099"}))
        .await;
    // All of the answer: a person and a name.
    assert_eq!(
        found.read::<Value>(),
        json!({"person": made.person, "name": "新来的人"})
    );
    let twice = json!({"phone": "13600000099", "name": "又一人"});
    assert_eq!(
        clerk.post("/api/accounts", twice).await.problem(),
        ProblemCode::AccountExists
    );
    // A judge of the first court is found like anybody else, without the post.
    let judge = &courts.case.people[0];
    let found = clerk
        .post("/api/people/lookup", json!({"phone": judge.phone}))
        .await;
    let text = found.text();
    let found: FoundPerson = found.read();
    assert_eq!(found.person, judge.id);
    assert!(!text.contains("judge") && !text.contains("court"), "{text}");
    // And nobody of another court makes them a new password.
    for (_, browser) in &courts.others {
        let reissue = json!({"phone": judge.phone, "name": judge.name});
        let answer = browser.post("/api/accounts/first-password", reissue).await;
        assert_eq!(answer.problem(), ProblemCode::NotFound);
    }
}
