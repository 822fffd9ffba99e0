//! Looking at what a hand drew: the official picture, who may have it, and who had it.

use anjian_api::document::ink::{DrawnSignature, InkPurpose, InkReading};
use anjian_api::document::paper::PapersSent;
use anjian_api::document::signing::{Signed, Way};
use anjian_api::ids::{SeatId, Seq};
use anjian_api::problem::ProblemCode;
use anjian_files::samples;
use serde_json::json;
use tiny_skia::Pixmap;
use uuid::Uuid;

use crate::support::papers::{begin, hand, send};
use crate::support::uploads::Upload;
use crate::support::{Answer, Browser, Case, Court};

const JUDGE: SeatId = SeatId(1);

async fn picture(case: &Case, who: &Browser, document: Seq, entry: Seq, purpose: &str) -> Answer {
    let path = format!("/documents/{document}/signatures/{entry}/picture");
    who.post(&case.path(&path), json!({"purpose": purpose}))
        .await
}

async fn try_drawn(case: &Case, who: &Browser, document: Seq) -> Answer {
    let path = format!("/documents/{document}/signatures");
    who.get(&case.path(&path)).await
}

async fn drawn(case: &Case, who: &Browser, document: Seq) -> Vec<DrawnSignature> {
    let answer = try_drawn(case, who, document).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.read()
}

async fn signs(case: &Case, who: &Browser, name: &str, document: Seq, seed: i32) -> Signed {
    let mut one = begin(case, who, document, Way::Drawn).await;
    one.draw(&hand(seed)).await;
    one.signed(one.body(name)).await
}

/// Who looked at it, without what the server read by itself.
fn looked(signature: &DrawnSignature) -> Vec<InkReading> {
    let all = signature.readings.iter().copied();
    all.filter(|reading| reading.purpose != InkPurpose::SealedPdf)
        .collect()
}

/// A PDF that both parties see and are to sign.
async fn agreement(case: &Case) -> Seq {
    let pdf = Upload::new(case, &case.judge, "调解协议.pdf", &samples::pdf(2))
        .all()
        .await;
    let body = json!({
        "id": Uuid::new_v4(), "paper": "other",
        "source": {"from": "uploaded", "title": "调解协议", "file": pdf.facts.id,
            "places": [], "initials": false},
        "to": [{"seat": 2, "duty": "sign"}, {"seat": 3, "duty": "sign"}],
    });
    let sent = case.judge.post(&case.path("/documents"), body).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    sent.read::<PapersSent>().documents[0]
}

#[tokio::test]
async fn the_court_has_the_official_picture_trimmed_to_what_was_written() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let signed = signs(&case, &case.plaintiff, "周敏", document, 0).await;
    let answer = picture(&case, &case.judge, document, signed.seq, "dispute").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "image/png");
    assert_eq!(header("cache-control"), "private, no-store");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    let name = format!(
        "attachment; filename=\"signature-{document}-{}.png\"",
        signed.seq
    );
    assert_eq!(header("content-disposition"), name, "its name is nobody's");

    let picture = Pixmap::decode_png(&answer.body).unwrap();
    let (wide, high) = (picture.width() as usize, picture.height() as usize);
    // The sheet is 600 by 300, what was written 340 by 190, at three pixels for one.
    assert!((1_020..1_200).contains(&wide), "{wide}");
    assert!((570..750).contains(&high), "{high}");
    let inked = |at: usize| picture.pixels()[at].alpha() > 128;
    let columns = (0..wide).filter(|x| (0..high).any(|y| inked(y * wide + x)));
    let rows = (0..high).filter(|y| (0..wide).any(|x| inked(y * wide + x)));
    for (side, reached) in [(wide, columns.collect::<Vec<_>>()), (high, rows.collect())] {
        let (first, last) = (reached[0], reached[reached.len() - 1]);
        assert!(first < 60 && side - last < 60, "{first} {last} of {side}");
    }
    assert_eq!(picture.pixels()[0].alpha(), 0, "it is transparent");
}

#[tokio::test]
async fn who_looked_what_for_and_when_is_shown_to_the_court_and_to_whoever_wrote_it() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = agreement(&case).await;
    let first = signs(&case, &case.plaintiff, "周敏", document, 0).await;
    let second = signs(&case, &case.defendant, "韩立", document, 4).await;
    let mut times = Vec::new();
    for purpose in ["dispute", "appraisal"] {
        court.clock.advance_ms(60_000);
        times.push(court.app.clock.now());
        let answer = picture(&case, &case.judge, document, first.seq, purpose).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    let all = drawn(&case, &case.judge, document).await;
    let entries: Vec<Seq> = all.iter().map(|one| one.entry).collect();
    assert_eq!(entries, [first.seq, second.seq]);
    assert_eq!((all[0].signer.as_str(), all[0].seat), ("周敏", SeatId(2)));
    assert_eq!((all[1].signer.as_str(), all[1].version), ("韩立", 1));
    let expected = [InkPurpose::Dispute, InkPurpose::Appraisal];
    let expected = times.iter().zip(expected).map(|(at, purpose)| InkReading {
        at: *at,
        by: Some(JUDGE),
        purpose,
    });
    assert_eq!(looked(&all[0]), expected.collect::<Vec<_>>());
    assert_eq!(looked(&all[1]), [], "the other one was not looked at");
    // Each PDF with one more signature read what was drawn before.
    let read = |one: &DrawnSignature| one.readings.len() - looked(one).len();
    assert_eq!((read(&all[0]), read(&all[1])), (2, 1));

    // Whoever wrote it sees the same of it, and nothing of what another hand wrote.
    assert_eq!(drawn(&case, &case.plaintiff, document).await, all[..1]);
    assert_eq!(drawn(&case, &case.defendant, document).await, all[1..]);
}

#[tokio::test]
async fn nobody_else_looks_and_what_is_refused_is_not_noted() {
    let court = Court::open().await;
    let case = court.case().await;
    let clerk = court.person("严书记员", "13800000009").await;
    let seat =
        json!({"kind": "seat_member", "person": clerk.id, "name": clerk.name, "role": "clerk"});
    assert_eq!(case.submit(&case.judge, seat).await.status, 200);
    let clerk = court.signed_in(&clerk).await;
    let document = agreement(&case).await;
    let entry = signs(&case, &case.plaintiff, "周敏", document, 0).await.seq;
    let given = picture(&case, &clerk, document, entry, "archive").await;
    assert_eq!(given.status, 200, "{}", given.text());
    let unseat = json!({"kind": "unseat_member", "seat": 5});
    assert_eq!(case.submit(&case.judge, unseat).await.status, 200);

    let stranger = court.person("路人", "13800000099").await;
    let stranger = court.signed_in(&stranger).await;
    let out = court.browser();
    // The signer has it on the paper; the other side sees the document and never the trace.
    for (who, status) in [
        (&case.plaintiff, 404),
        (&case.defendant, 404),
        (&case.observer, 404),
        (&clerk, 404),
        (&stranger, 404),
        (&out, 401),
    ] {
        let asked = picture(&case, who, document, entry, "compare").await;
        assert_eq!(asked.status, status, "{}", asked.text());
    }
    for (who, status) in [
        (&case.defendant, 404),
        (&case.observer, 404),
        (&clerk, 404),
        (&stranger, 404),
        (&out, 401),
    ] {
        let asked = try_drawn(&case, who, document).await;
        assert_eq!(asked.status, status, "{}", asked.text());
    }
    for purpose in ["sealed_pdf", "sealed pdf", "curiosity", ""] {
        let asked = picture(&case, &case.judge, document, entry, purpose).await;
        assert_eq!(asked.problem(), ProblemCode::BadRequest, "{purpose}");
    }
    let elsewhere = picture(&case, &case.judge, document, document, "compare").await;
    assert_eq!(elsewhere.status, 404, "no signature has this number");
    let all = drawn(&case, &case.judge, document).await;
    let purposes: Vec<_> = looked(&all[0])
        .iter()
        .map(|one| (one.by, one.purpose))
        .collect();
    assert_eq!(purposes, [(Some(SeatId(5)), InkPurpose::Archive)]);
}

#[tokio::test]
async fn a_signature_that_no_hand_drew_has_no_picture() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let one = begin(&case, &case.plaintiff, document, Way::Assisted).await;
    let manifest = one.manifest("周敏", Some("林溪"));
    let manifest = crate::support::papers::digest(&manifest);
    let body = json!({"signer": "周敏", "witness": "林溪", "manifest": manifest});
    let signed = one.signed(body).await;
    let asked = picture(&case, &case.judge, document, signed.seq, "compare").await;
    assert_eq!(asked.problem(), ProblemCode::NotFound);
    assert_eq!(drawn(&case, &case.judge, document).await, []);
    let own = try_drawn(&case, &case.plaintiff, document).await;
    assert_eq!(own.status, 404);
}
