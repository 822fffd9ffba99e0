//! The server stops somewhere between a signature's note, its entry and its paper: either the paper
//! is made when it goes on, or nothing stands and it can be signed again.

use std::pin::pin;
use std::task::Poll;

use anjian_api::document::signing::{FinishSigning, Way};
use anjian_api::ids::Seq;
use serde_json::json;

use crate::support::papers::{Ceremonial, begin, bytes, hand, send, version};
use crate::support::{Case, Court};

/// Drops work where it waits for the store, or for anything else, the next time after so often.
async fn stopped<T>(work: impl Future<Output = T>, mut waits: usize) -> Option<T> {
    let mut work = pin!(work);
    std::future::poll_fn(move |context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if waits == 0 => Poll::Ready(None),
        Poll::Pending => {
            waits -= 1;
            Poll::Pending
        }
    })
    .await
}

/// How a document stands in the record.
#[derive(Debug, PartialEq)]
struct Stand {
    signatures: usize,
    is_sealed: bool,
}

const NOTHING: Stand = Stand {
    signatures: 0,
    is_sealed: false,
};
const SIGNED: Stand = Stand {
    signatures: 1,
    is_sealed: true,
};

async fn stand(case: &Case, document: Seq) -> Stand {
    let (_, _, record) = version(case, &case.judge, document).await;
    Stand {
        signatures: record["asked"]["2"]["answers"]
            .as_array()
            .map_or(0, Vec::len),
        is_sealed: !record["versions"][0]["sealed"].is_null(),
    }
}

/// The plaintiff signs, and the server stops after it waited so often. True when it did not have
/// to.
async fn sign(
    court: &Court,
    case: &Case,
    document: Seq,
    waits: usize,
) -> (Ceremonial, FinishSigning, bool) {
    let mut one = begin(case, &case.plaintiff, document, Way::Drawn).await;
    one.draw(&hand(i32::try_from(waits).unwrap())).await;
    let asked: FinishSigning = serde_json::from_value(one.body("周敏")).unwrap();
    let ledger = &court.app.ledger;
    let member = ledger.member(case.people[1].id, case.id).await.unwrap();
    let member = member.unwrap();
    let id = one.ceremony.id;
    let signing = court.app.papers.finish(&member, document, id, &asked);
    let done = stopped(signing, waits).await.is_some();
    // The store takes one thing after another: what was on its way is there now.
    case.say(&case.judge, "请稍候", json!("participants")).await;
    (one, asked, done)
}

#[tokio::test]
async fn wherever_the_server_stops_a_signature_gets_its_paper_or_does_not_stand() {
    let court = Court::open().await;
    let case = court.case().await;
    let (mut nowhere, mut without_paper) = (0, 0);
    for waits in 0.. {
        let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
        let (one, asked, done) = sign(&court, &case, document, waits).await;
        // What is done at the start.
        court.app.papers.tend().await.unwrap();
        let then = stand(&case, document).await;
        assert!(then == NOTHING || then == SIGNED, "{waits}: {then:?}");
        nowhere += usize::from(then == NOTHING);
        without_paper += usize::from(then == SIGNED && !done);
        // Whoever signed asks again in any case.
        let signed = one.signed(serde_json::to_value(&asked).unwrap()).await;
        let sealed = signed.sealed.unwrap();
        assert!(
            bytes(&case, &case.judge, &sealed)
                .await
                .starts_with(b"%PDF"),
            "{waits}"
        );
        assert_eq!(stand(&case, document).await, SIGNED, "{waits}");
        if done {
            break;
        }
    }
    assert!(
        nowhere > 3 && without_paper > 3,
        "{nowhere}, {without_paper}"
    );
}

#[tokio::test]
async fn who_left_the_case_while_the_server_was_stopped_has_signed_all_the_same() {
    let court = Court::open().await;
    let case = court.case().await;
    let mut waits = 0;
    let document = loop {
        let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
        let (_, _, done) = sign(&court, &case, document, waits).await;
        assert!(!done, "it was never stopped after its entry");
        // The first stop after which it is in the record: nobody noted so yet.
        if stand(&case, document).await.signatures == 1 {
            break document;
        }
        waits += 1;
    };
    assert!(!stand(&case, document).await.is_sealed);
    let unseat = json!({"kind": "unseat_member", "seat": 2});
    let unseated = case.submit(&case.judge, unseat).await;
    assert_eq!(unseated.status, 200, "{}", unseated.text());
    court.app.papers.tend().await.unwrap();
    assert_eq!(stand(&case, document).await, SIGNED);
}
