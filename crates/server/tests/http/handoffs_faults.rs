//! Handing over when something is not as it should be: the wrong device, too late, guessed, or a
//! paper that cannot be signed.

use std::collections::BTreeSet;

use anjian_api::handoff::{Handoff, HandoffStep};
use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::refusal::Refusal;
use serde_json::json;
use uuid::Uuid;

use crate::support::Answer;
use crate::support::desk::{begin, claim, desk, drawn, look};
use crate::support::papers::{self, hand};

fn refusal(answer: &Answer) -> Refusal {
    assert_eq!(answer.problem(), ProblemCode::Refused, "{}", answer.text());
    answer.read::<Problem>().refusal.unwrap()
}

#[tokio::test]
async fn the_device_that_shows_the_code_is_not_the_other_device() {
    let desk = desk().await;
    let offer = desk.offer().await;
    // The same browser, in another tab.
    let tab = &desk.case.plaintiff;
    for answer in [
        look(tab, &offer).await,
        claim(tab, &offer, offer.number).await,
    ] {
        assert_eq!(answer.status, 409);
        assert!(answer.text().contains("handoff_same_device"));
    }
    // The code is as good as before.
    assert_eq!(desk.state(&offer).await.step, HandoffStep::Waiting);
    assert_eq!(claim(&desk.phone, &offer, offer.number).await.status, 200);
}

#[tokio::test]
async fn who_signed_here_signs_again_by_telephone_because_more_than_one_may_sign_for_a_seat() {
    let desk = desk().await;
    let mut one = papers::begin(
        &desk.case,
        &desk.case.plaintiff,
        anjian_api::ids::Seq(desk.document),
        anjian_api::document::signing::Way::Drawn,
    )
    .await;
    one.draw(&hand(1)).await;
    one.signed(one.body("周敏")).await;
    let offer = desk.offer().await;
    assert_eq!(claim(&desk.phone, &offer, offer.number).await.status, 200);
    // That the seat signed before does not tell the desktop that this hand-off is done.
    assert_eq!(desk.state(&offer).await.step, HandoffStep::Reading);
    let second = drawn(&desk, &offer, 9).await;
    second.signed(second.body("周明")).await;
    assert_eq!(desk.state(&offer).await.step, HandoffStep::Signed);
}

#[tokio::test]
async fn opening_the_code_gives_two_more_minutes_once() {
    let desk = desk().await;
    let offer = desk.offer().await;
    desk.court.clock.advance_ms(119_000);
    // Logging in took its time.
    assert_eq!(look(&desk.phone, &offer).await.status, 200);
    let opened = desk.state(&offer).await;
    assert_eq!(opened.step, HandoffStep::Scanned);
    assert!(opened.device.is_some());
    desk.court.clock.advance_ms(119_999);
    assert_eq!(look(&desk.phone, &offer).await.status, 200);
    assert_eq!(claim(&desk.phone, &offer, offer.number).await.status, 200);
    // Whoever only opens it again and again does not keep it alive.
    let offer = desk.offer().await;
    for _ in 0..2 {
        assert_eq!(look(&desk.phone, &offer).await.status, 200);
        desk.court.clock.advance_ms(60_000);
    }
    let answer = claim(&desk.phone, &offer, offer.number).await;
    assert_eq!(answer.problem(), ProblemCode::HandoffExpired);
}

#[tokio::test]
async fn a_paper_that_was_taken_back_is_said_before_anybody_writes() {
    let desk = desk().await;
    let (open, taken) = (desk.offer().await, Uuid::new_v4());
    assert_eq!(look(&desk.phone, &open).await.status, 200);
    let withdraw =
        json!({"kind": "withdraw_document", "document": desk.document, "reason": "发错"});
    assert_eq!(
        desk.case.submit(&desk.case.judge, withdraw).await.status,
        200
    );
    for answer in [
        look(&desk.phone, &open).await,
        claim(&desk.phone, &open, open.number).await,
        begin(&desk, &open, taken).await,
    ] {
        assert_ne!(answer.status, 200, "{}", answer.text());
    }
    let answer = claim(&desk.phone, &open, open.number).await;
    assert_eq!(refusal(&answer), Refusal::DocumentWithdrawn);
    let answer = desk.offer_as(&desk.case.plaintiff).await;
    assert_eq!(refusal(&answer), Refusal::DocumentWithdrawn);
}

#[tokio::test]
async fn a_paper_is_filled_in_before_it_is_handed_over_and_then_it_is_signed_by_telephone() {
    let mut desk = desk().await;
    let sent = papers::send(&desk.case, &desk.case.judge, "address_confirmation", &[2]).await;
    desk.document = sent[0].0;
    let early = desk.offer_as(&desk.case.plaintiff).await;
    assert_eq!(refusal(&early), Refusal::NotFilledIn);
    let path = format!("/documents/{}/fill", desk.document);
    let facts = json!({"electronic": "同意", "phone": "13800000002",
        "address": "示范市示范路1号（演示）", "receiver": "周敏"});
    let filled = json!({"id": Uuid::new_v4(), "version": 1, "facts": facts});
    let filled = desk
        .case
        .plaintiff
        .post(&desk.case.path(&path), filled)
        .await;
    assert_eq!(filled.status, 200, "{}", filled.text());
    let offer = desk
        .case
        .plaintiff
        .post("/api/handoffs", desk.purpose(2))
        .await;
    assert_eq!(offer.status, 200, "{}", offer.text());
    let offer: Handoff = offer.read();
    assert_eq!(claim(&desk.phone, &offer, offer.number).await.status, 200);
    let one = drawn(&desk, &offer, 5).await;
    one.signed(one.body("周敏")).await;
    assert_eq!(desk.state(&offer).await.step, HandoffStep::Signed);
}

#[tokio::test]
async fn guessing_is_slowed_also_where_a_number_is_named() {
    let desk = desk().await;
    let offer = desk.offer().await;
    for guess in 0..20_u32 {
        let body = json!({"code": format!("{guess:032x}"), "number": 42});
        let answer = desk.phone.post("/api/handoffs/claim", body).await;
        assert_eq!(answer.problem(), ProblemCode::HandoffExpired);
    }
    for answer in [
        claim(&desk.phone, &offer, offer.number).await,
        look(&desk.phone, &offer).await,
    ] {
        assert_eq!(answer.problem(), ProblemCode::TooManyTries);
    }
    // It is the guesser who waits, not whoever guesses nothing.
    assert_eq!(desk.offer_as(&desk.case.plaintiff).await.status, 200);
}

#[tokio::test]
async fn every_one_of_the_128_bits_of_a_code_is_random() {
    let desk = desk().await;
    let mut bits = vec![BTreeSet::new(); 128];
    // All alike in one bit by chance: once in 4 billion times.
    for _ in 0..40 {
        let code = u128::from_str_radix(&desk.offer().await.code, 16).unwrap();
        for (at, seen) in bits.iter_mut().enumerate() {
            seen.insert(code >> at & 1);
        }
    }
    assert!(bits.iter().all(|seen| seen.len() == 2), "{bits:?}");
}
