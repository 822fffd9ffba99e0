//! Handing over from one device to another: who may, when, how often, and what each hears.

use anjian_api::document::signing::Ceremony;
use anjian_api::handoff::{HandoffAbout, HandoffOffer, HandoffState, HandoffStep};
use anjian_api::ids::Seq;
use anjian_api::problem::ProblemCode;
use serde_json::json;
use uuid::Uuid;

use crate::signed_not_sealed::fingerprint;
use crate::support::Court;
use crate::support::desk::{Desk, begin, claim, desk, drawn, look, revise, step};
use crate::support::papers::version;

#[tokio::test]
async fn the_phone_sees_court_case_document_and_version_and_the_desktop_sees_the_phone() {
    let desk = desk().await;
    let offer = desk.offer().await;
    assert_eq!(offer.code.len(), 32);
    assert_eq!(offer.path, format!("/h/{}", offer.code));
    let seen: HandoffOffer = look(&desk.phone, &offer).await.read();
    let HandoffAbout::Sign(about) = &seen.about;
    assert_eq!(about.court_name, "示范人民法院");
    assert_eq!(about.case_title, "周敏 诉 韩立");
    assert!(!about.document_title.is_empty() && !about.number.is_empty());
    assert_eq!(seen.numbers.len(), 3);
    assert!(seen.numbers.contains(&offer.number));
    let opened = desk.state(&offer).await;
    assert_eq!(opened.step, HandoffStep::Scanned);
    assert!(opened.device.is_some());
    let claimed = claim(&desk.phone, &offer, offer.number).await;
    assert_eq!(claimed.status, 200, "{}", claimed.text());
    // The answer was lost on the way: the same again is the same.
    assert_eq!(claim(&desk.phone, &offer, offer.number).await.status, 200);
    assert_eq!(desk.state(&offer).await.step, HandoffStep::Reading);
    for (name, next) in [
        ("signing", HandoffStep::Signing),
        ("reading", HandoffStep::Reading),
    ] {
        assert_eq!(step(&desk.phone, &offer, name).await.status, 200);
        assert_eq!(desk.state(&offer).await.step, next);
    }
    // Nothing was signed, so nobody is told that it was.
    let early = step(&desk.phone, &offer, "signed").await;
    assert_eq!(early.problem(), ProblemCode::BadRequest);
    // A reload of the phone finds it again.
    assert_eq!(look(&desk.phone, &offer).await.status, 200);
}

#[tokio::test]
async fn nobody_begins_a_signature_for_a_hand_off_that_the_device_does_not_have() {
    let desk = desk().await;
    let offer = desk.offer().await;
    let path = desk
        .case
        .path(&format!("/documents/{}/signing", desk.document));
    let body = |version: u32| {
        json!({"id": uuid::Uuid::new_v4(), "version": version, "shown": "0".repeat(64),
            "by": "drawn", "handoff": offer.id})
    };
    // The desktop itself, and the phone before it named the number.
    for browser in [&desk.case.plaintiff, &desk.phone] {
        let answer = browser.post(&path, body(1)).await;
        assert_eq!(answer.problem(), ProblemCode::HandoffExpired);
    }
    claim(&desk.phone, &offer, offer.number).await;
    let answer = desk.phone.post(&path, body(2)).await;
    assert_eq!(answer.problem(), ProblemCode::HandoffExpired);
    // Now it is about what is signed, not about the hand-off.
    let answer = desk.phone.post(&path, body(1)).await;
    assert_ne!(answer.problem(), ProblemCode::HandoffExpired);
    step(&desk.phone, &offer, "cancelled").await;
    let answer = desk.phone.post(&path, body(1)).await;
    assert_eq!(answer.problem(), ProblemCode::HandoffExpired);
}

#[tokio::test]
async fn another_person_with_the_code_and_the_number_gets_nothing() {
    let desk = desk().await;
    let offer = desk.offer().await;
    for browser in [&desk.case.defendant, &desk.case.judge] {
        let answer = look(browser, &offer).await;
        assert_eq!(answer.problem(), ProblemCode::HandoffOtherPerson);
        assert!(!answer.text().contains("周敏"));
        let answer = claim(browser, &offer, offer.number).await;
        assert_eq!(answer.problem(), ProblemCode::HandoffOtherPerson);
        let answer = step(browser, &offer, "cancelled").await;
        assert_eq!(answer.problem(), ProblemCode::NotFound);
    }
    let nobody = desk.court.browser();
    assert_eq!(look(&nobody, &offer).await.status, 401);
    // The person's own telephone still can.
    assert_eq!(look(&desk.phone, &offer).await.status, 200);
}

#[tokio::test]
async fn the_second_of_two_phones_is_refused() {
    let desk = desk().await;
    let offer = desk.offer().await;
    let second = desk.court.signed_in(&desk.case.people[1]).await;
    assert_eq!(look(&desk.phone, &offer).await.status, 200);
    assert_eq!(look(&second, &offer).await.status, 200);
    assert_eq!(claim(&desk.phone, &offer, offer.number).await.status, 200);
    for answer in [
        claim(&second, &offer, offer.number).await,
        look(&second, &offer).await,
    ] {
        assert_eq!(answer.problem(), ProblemCode::HandoffUsed);
    }
    let answer = step(&second, &offer, "signing").await;
    assert_eq!(answer.problem(), ProblemCode::NotFound);
}

#[tokio::test]
async fn a_code_ends_after_two_minutes_and_a_new_one_ends_the_old_one() {
    let desk = desk().await;
    let old = desk.offer().await;
    let offer = desk.offer().await;
    assert_ne!(old.code, offer.code);
    let answer = look(&desk.phone, &old).await;
    assert_eq!(answer.problem(), ProblemCode::HandoffExpired);
    desk.court.clock.advance_ms(120_000);
    let answer = look(&desk.phone, &offer).await;
    assert_eq!(answer.problem(), ProblemCode::HandoffExpired);
    let answer = claim(&desk.phone, &offer, offer.number).await;
    assert_eq!(answer.problem(), ProblemCode::HandoffExpired);
    assert_eq!(desk.state(&offer).await.step, HandoffStep::Expired);
    // Once both know each other there is time to read.
    let offer = desk.offer().await;
    claim(&desk.phone, &offer, offer.number).await;
    desk.court.clock.advance_ms(20 * 60_000);
    assert_eq!(step(&desk.phone, &offer, "reading").await.status, 200);
}

#[tokio::test]
async fn a_wrong_number_uses_the_code_up() {
    let desk = desk().await;
    let offer = desk.offer().await;
    let wrong = if offer.number == 10 { 11 } else { 10 };
    let answer = claim(&desk.phone, &offer, wrong).await;
    assert_eq!(answer.problem(), ProblemCode::HandoffWrongNumber);
    let answer = claim(&desk.phone, &offer, offer.number).await;
    assert_eq!(answer.problem(), ProblemCode::HandoffExpired);
    assert_eq!(desk.state(&offer).await.step, HandoffStep::Expired);
}

#[tokio::test]
async fn either_device_gives_up_and_the_other_one_hears_it() {
    let desk = desk().await;
    for by_phone in [true, false] {
        let offer = desk.offer().await;
        claim(&desk.phone, &offer, offer.number).await;
        let browser = if by_phone {
            &desk.phone
        } else {
            &desk.case.plaintiff
        };
        let before = desk.state(&offer).await.change;
        assert_eq!(step(browser, &offer, "cancelled").await.status, 200);
        let path = format!("/api/handoffs/{}/state?after={before}", offer.id);
        for other in [&desk.phone, &desk.case.plaintiff] {
            let state: HandoffState = other.get(&path).await.read();
            assert_eq!(state.step, HandoffStep::Cancelled);
        }
        let answer = step(&desk.phone, &offer, "signing").await;
        assert_eq!(answer.problem(), ProblemCode::HandoffExpired);
    }
}

#[tokio::test]
async fn the_desktop_hears_a_step_while_it_waits() {
    let desk = desk().await;
    let offer = desk.offer().await;
    let path = format!("/api/handoffs/{}/state?after=0", offer.id);
    let waiting = desk.case.plaintiff.get(&path);
    let going_on = claim(&desk.phone, &offer, offer.number);
    let (heard, _) = tokio::join!(waiting, going_on);
    let heard: HandoffState = heard.read();
    assert_eq!(heard.step, HandoffStep::Reading);
}

#[tokio::test]
async fn guessing_codes_is_slowed_and_logging_out_takes_the_code_back() {
    let desk = desk().await;
    let offer = desk.offer().await;
    for guess in 0..20_u32 {
        let body = json!({"code": format!("{guess:032x}")});
        let answer = desk.phone.post("/api/handoffs/look", body).await;
        assert_eq!(answer.problem(), ProblemCode::HandoffExpired);
    }
    let answer = look(&desk.phone, &offer).await;
    assert_eq!(answer.problem(), ProblemCode::TooManyTries);
    desk.court.clock.advance_ms(10 * 60_000);
    let offer = desk.offer().await;
    assert_eq!(look(&desk.phone, &offer).await.status, 200);
    desk.case.plaintiff.delete("/api/session").await;
    let answer = claim(&desk.phone, &offer, offer.number).await;
    assert_eq!(answer.problem(), ProblemCode::HandoffExpired);
}

#[tokio::test]
async fn after_a_restart_both_are_told_that_the_code_is_over() {
    let desk = desk().await;
    let offer = desk.offer().await;
    let Desk {
        court, case, phone, ..
    } = desk;
    let (folder, clock) = (court.folder.clone(), court.clock.clone());
    court.app.close().await;
    let again = Court::reopen(folder, clock, None).await;
    let phone = again.browser().with_cookies_of(&phone);
    let plaintiff = again.browser().with_cookies_of(&case.plaintiff);
    let answer = look(&phone, &offer).await;
    assert_eq!(answer.problem(), ProblemCode::HandoffExpired);
    let path = format!("/api/handoffs/{}/state", offer.id);
    assert_eq!(plaintiff.get(&path).await.problem(), ProblemCode::NotFound);
}

#[tokio::test]
async fn only_who_is_asked_to_sign_the_newest_version_offers_it() {
    let desk = desk().await;
    let answer = desk.offer_as(&desk.case.judge).await;
    assert_eq!(answer.status, 422, "{}", answer.text());
    let stranger = desk.court.person("路人", "13800000099").await;
    let stranger = desk.court.signed_in(&stranger).await;
    let answer = desk.offer_as(&stranger).await;
    assert_eq!(answer.problem(), ProblemCode::NotFound);
    let other = desk
        .case
        .plaintiff
        .post("/api/handoffs", desk.purpose(2))
        .await;
    assert_eq!(other.problem(), ProblemCode::HandoffOtherVersion);
    // A version that comes after the code was shown ends it on the phone, with its own words.
    let offer = desk.offer().await;
    revise(&desk.case, desk.document).await;
    let answer = look(&desk.phone, &offer).await;
    assert_eq!(answer.problem(), ProblemCode::HandoffOtherVersion);
}

#[tokio::test]
async fn what_the_phone_signs_is_told_to_the_desktop_by_the_server_and_said_in_the_record() {
    let desk = desk().await;
    let offer = desk.offer().await;
    claim(&desk.phone, &offer, offer.number).await;
    let one = drawn(&desk, &offer, 1).await;
    let before = desk.state(&offer).await.change;
    // The phone goes out of reach before it says anything: the desktop hears it all the same.
    let signed = one.signed(one.body("周敏")).await;
    let state = desk.state(&offer).await;
    assert_eq!(state.step, HandoffStep::Signed);
    assert_eq!(state.change, before + 1);
    let record = desk.case.judge.get(&desk.case.path("")).await.text();
    assert!(record.contains("\"handed_over\":true"));
    // Its answer was lost on the way: the same again is the same.
    assert_eq!(one.signed(one.body("周敏")).await, signed);
    // A phone that tries the whole again is told that it is signed, not that its code is over.
    let again = begin(&desk, &offer, one.ceremony.id.0).await;
    assert_eq!(again.status, 200, "{}", again.text());
    assert_eq!(again.read::<Ceremony>().signed, Some(signed));
    // Another signature is not begun with it.
    let other = begin(&desk, &offer, Uuid::new_v4()).await;
    assert_eq!(other.problem(), ProblemCode::HandoffExpired);
    // It is too late to give it up, and the code is used.
    let late = step(&desk.case.plaintiff, &offer, "cancelled").await;
    assert_eq!(late.problem(), ProblemCode::HandoffExpired);
    let second = desk.court.signed_in(&desk.case.people[1]).await;
    let answer = look(&second, &offer).await;
    assert_eq!(answer.problem(), ProblemCode::HandoffUsed);
}

#[tokio::test]
async fn the_desktop_hears_that_it_is_signed_also_when_the_paper_could_not_be_made() {
    let desk = desk().await;
    let document = Seq(desk.document);
    let offer = desk.offer().await;
    claim(&desk.phone, &offer, offer.number).await;
    let one = drawn(&desk, &offer, 40).await;
    // Another signature has a photograph that the disk lost: no paper with it can be made.
    let (other, body, _) = fingerprint(&desk.court, &desk.case, document).await;
    other.signed(body).await;
    let signed = one.signed(one.body("周敏")).await;
    assert_eq!(signed.sealed, None);
    assert_eq!(desk.state(&offer).await.step, HandoffStep::Signed);
}

#[tokio::test]
async fn what_the_desktop_gave_up_is_not_signed_by_the_phone_any_more() {
    let desk = desk().await;
    let offer = desk.offer().await;
    claim(&desk.phone, &offer, offer.number).await;
    let one = drawn(&desk, &offer, 2).await;
    assert_eq!(
        step(&desk.case.plaintiff, &offer, "cancelled").await.status,
        200
    );
    let answer = one.finish(one.body("周敏")).await;
    assert_eq!(answer.problem(), ProblemCode::HandoffExpired);
    let (_, _, record) = version(&desk.case, &desk.case.judge, Seq(desk.document)).await;
    let answers = record["asked"]["2"]["answers"].as_array().unwrap();
    assert!(answers.is_empty(), "{record}");
    // Another device that begins for itself does not sign what the phone drew.
    let (path, body) = (format!("{}/finish", one.path), one.body("周敏"));
    let answer = desk.case.plaintiff.post(&path, body).await;
    assert_eq!(answer.problem(), ProblemCode::HandoffExpired);
    // A signature that failed can be tried again, and the desktop goes on waiting.
    let offer = desk.offer().await;
    claim(&desk.phone, &offer, offer.number).await;
    let one = drawn(&desk, &offer, 3).await;
    let wrong = one.finish(json!({"signer": "周敏", "manifest": "0".repeat(64)}));
    assert_eq!(wrong.await.problem(), ProblemCode::ManifestMismatch);
    assert_eq!(desk.state(&offer).await.step, HandoffStep::Reading);
    one.signed(one.body("周敏")).await;
    assert_eq!(desk.state(&offer).await.step, HandoffStep::Signed);
}
