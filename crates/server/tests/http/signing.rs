//! Signing: drawn, typed, assisted, by the device's key or the server's; the signed PDF.

use anjian_api::case::Opening;
use anjian_api::document::ink::{DrawnSignature, InkPurpose};
use anjian_api::document::paper::PapersSent;
use anjian_api::document::signing::{Ceremony, CodeSent, Signed, Way};
use anjian_api::problem::{Problem, ProblemCode};
use anjian_files::samples;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::Court;
use crate::support::papers::{begin, bytes, digest, hand, send, try_begin, version};
use crate::support::uploads::Upload;

#[tokio::test]
async fn a_paper_is_signed_by_hand_and_kept_with_the_signature() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let (_, unsigned, _) = version(&case, &case.plaintiff, document).await;
    let mut one = begin(&case, &case.plaintiff, document, Way::Drawn).await;
    assert_eq!(one.ceremony.name, "周敏");
    let early = one.finish(one.body("周敏")).await;
    assert_eq!(early.problem(), ProblemCode::InkRejected);
    assert_eq!(early.read::<Problem>().detail.unwrap(), "missing");
    let held = one.draw(&hand(0)).await;
    assert!(held.ink.points > 80 && held.ink.duration_ms > 1_000);
    // Whoever lost the connection finds it as it was.
    let resumed: Ceremony = case.plaintiff.get(&one.path).await.read();
    assert_eq!(resumed.trace, Some(held.clone()));

    let signed = one.signed(one.body("周敏")).await;
    let sealed = signed.sealed.clone().unwrap();
    assert_eq!(sealed.pages, unsigned.pages.map(|pages| pages + 1));
    for reader in [&case.plaintiff, &case.judge] {
        let pdf = bytes(&case, reader, &sealed).await;
        assert!(pdf.starts_with(b"%PDF-1.7"));
        assert_eq!(digest(&pdf), sealed.sha256);
    }
    let path = case.path(&format!("/files/{}/original", sealed.id));
    assert_eq!(case.defendant.get(&path).await.status, 404);
    // Again is the same, otherwise a conflict.
    assert_eq!(one.signed(one.body("周敏")).await, signed);
    let other = one.finish(one.body("别人")).await;
    assert_eq!(other.problem(), ProblemCode::CommandConflict);
    let (_, _, record) = version(&case, &case.judge, document).await;
    let answers = record["asked"]["2"]["answers"].as_array().unwrap();
    assert_eq!(answers.len(), 1, "{record}");
    // The entry says which trace and which manifest; the trace itself is nowhere to be read.
    let page: Opening<Value> = case.judge.get(&case.path("")).await.read();
    let entries = serde_json::to_string(&page.entries).unwrap();
    assert!(entries.contains(&held.ink.sha256.to_hex()));
    assert!(entries.contains("\"signed_by\":\"server\""));
    let drawn = case.path(&format!("/documents/{document}/signatures"));
    let drawn: Vec<DrawnSignature> = case.judge.get(&drawn).await.read();
    let [reading] = &drawn[0].readings[..] else {
        panic!("making the PDF read the trace once: {drawn:?}");
    };
    assert_eq!(reading.purpose, InkPurpose::SealedPdf);
    assert_eq!(reading.by, None, "nobody saw it");
}

#[tokio::test]
async fn a_key_of_the_device_signs_what_the_server_compares() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let mut one = begin(&case, &case.plaintiff, document, Way::Drawn).await;
    one.draw(&hand(1)).await;
    let key = SigningKey::from_slice(&[7; 32]).unwrap();
    let public = STANDARD.encode(key.verifying_key().to_sec1_point(false).as_bytes());
    let with = |manifest: &[u8]| {
        let signature: Signature = key.sign(manifest);
        let mut body = one.body("周敏");
        body["device"] = json!({"key": public, "signature": STANDARD.encode(signature.to_bytes())});
        body
    };
    let other = one.finish(with(b"another manifest")).await;
    assert_eq!(other.problem(), ProblemCode::ManifestMismatch);
    let mut garbled = with(&one.manifest("周敏", None));
    garbled["device"]["key"] = json!("AAAA");
    let garbled = one.finish(garbled).await;
    assert_eq!(garbled.problem(), ProblemCode::ManifestMismatch);
    one.signed(with(&one.manifest("周敏", None))).await;
    let page = case.judge.get(&case.path("")).await.text();
    assert!(page.contains("\"signed_by\":\"device\""));
}

#[tokio::test]
async fn a_name_is_typed_with_a_code_that_is_guessed_five_times_at_most() {
    let court = Court::open_with(|config| config.demo = true).await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let one = begin(&case, &case.plaintiff, document, Way::Typed).await;
    assert_eq!(one.ceremony.phone.as_deref(), Some("138****0002"));
    let code = format!("{}/code", one.path);
    let ask = async || one.browser.post(&code, Value::Null).await;
    let with = |code: &str| {
        let mut body = one.body("周敏");
        body["code"] = json!(code);
        body
    };
    let none = one.finish(with("000000")).await;
    assert_eq!(none.problem(), ProblemCode::CodeWrong);
    let sent: CodeSent = ask().await.read();
    assert_eq!((sent.left, sent.phone.as_str()), (2, "138****0002"));
    let right = sent.shown_here.unwrap();
    let wrong = if right == "000000" {
        "000001"
    } else {
        "000000"
    };
    for left in [4, 3, 2, 1, 0] {
        let answer = one.finish(with(wrong)).await;
        assert_eq!(answer.problem(), ProblemCode::CodeWrong);
        assert_eq!(answer.read::<Problem>().limit, Some(left));
    }
    let late = one.finish(with(&right)).await;
    assert_eq!(
        late.problem(),
        ProblemCode::CodeWrong,
        "its tries are used up"
    );
    // A new code ends the old one, and five minutes end any.
    let second: CodeSent = ask().await.read();
    court.clock.advance_ms(5 * 60_000);
    let old = one.finish(with(&second.shown_here.unwrap())).await;
    assert_eq!(old.problem(), ProblemCode::CodeWrong);
    let third: CodeSent = ask().await.read();
    assert_eq!(third.left, 0);
    assert_eq!(ask().await.problem(), ProblemCode::TooManyTries);
    let signed = one.signed(with(&third.shown_here.unwrap())).await;
    assert!(signed.sealed.is_some());

    // Ten in an hour, in whatever ceremonies.
    let mut sent = 3;
    loop {
        let next = begin(&case, &case.plaintiff, document, Way::Typed).await;
        let code = format!("{}/code", next.path);
        for _ in 0..3 {
            let answer = next.browser.post(&code, Value::Null).await;
            if answer.status == 429 {
                assert_eq!((sent, answer.problem()), (10, ProblemCode::TooManyTries));
                return;
            }
            assert_eq!(answer.status, 200, "{}", answer.text());
            sent += 1;
        }
    }
}

#[tokio::test]
async fn without_a_way_to_send_codes_nobody_signs_by_typing() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let refused = try_begin(&case, &case.plaintiff, document, Way::Typed).await;
    assert_eq!(refused.problem(), ProblemCode::CodesUnavailable);
}

fn holds_a_picture(pdf: &[u8]) -> bool {
    let text = String::from_utf8_lossy(pdf);
    text.contains("/Subtype /Image") || text.contains("/Subtype/Image")
}

#[tokio::test]
async fn a_witness_is_named_and_a_fingerprint_is_photographed() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let one = begin(&case, &case.plaintiff, document, Way::Assisted).await;
    let nobody = one.finish(one.body("周敏")).await;
    assert_eq!(nobody.problem(), ProblemCode::BadRequest);
    let manifest = digest(&one.manifest("周敏", Some("林溪")));
    let body = json!({"signer": "周敏", "witness": "林溪", "manifest": manifest});
    let sealed = one.signed(body).await.sealed.unwrap();
    assert!(!holds_a_picture(&bytes(&case, &case.judge, &sealed).await));

    let one = begin(&case, &case.plaintiff, document, Way::Fingerprint).await;
    let photo = Upload::new(&case, &case.plaintiff, "指印.jpg", &samples::jpeg(600, 800))
        .all()
        .await;
    let mut with = one.ceremony.clone();
    with.checked = one.ceremony.checks(None, Some(&photo.facts.sha256));
    let with = crate::support::papers::Ceremonial {
        path: one.path.clone(),
        browser: one.browser.clone(),
        ceremony: with,
    };
    let mut body = with.body("周敏");
    body["fingerprint"] = json!(photo.facts.id);
    let sealed = with.signed(body).await.sealed.unwrap();
    let pdf = bytes(&case, &case.judge, &sealed).await;
    assert!(holds_a_picture(&pdf), "the photograph stands on the paper");
    let page = case.judge.get(&case.path("")).await.text();
    assert!(page.contains("\"by\":\"fingerprint\"") && page.contains("\"witness\":\"林溪\""));
}

#[tokio::test]
async fn a_pdf_of_two_hundred_pages_that_was_brought_is_signed_by_two() {
    let court = Court::open().await;
    let case = court.case().await;
    let brought = Upload::new(&case, &case.judge, "调解协议.pdf", &samples::pdf(200))
        .all()
        .await;
    let place =
        |seat, x| json!({"seat": seat, "page": 199, "x": x, "y": 800, "width": 300, "height": 90});
    let body = json!({
        "id": Uuid::new_v4(), "paper": "other",
        "source": {"from": "uploaded", "title": "调解协议", "file": brought.facts.id,
            "places": [place(2, 100), place(3, 550)], "initials": true},
        "to": [{"seat": 2, "duty": "sign"}, {"seat": 3, "duty": "sign"},
            {"seat": 5, "duty": "sign"}],
    });
    let third = court.person("林溪", "13800000005").await;
    let third = json!({"kind": "seat_member", "person": third.id, "name": third.name,
        "role": "third_party"});
    assert_eq!(case.submit(&case.judge, third).await.status, 200);
    let path = case.path("/documents");
    let sent = case.judge.post(&path, body.clone()).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    let sent: PapersSent = sent.read();
    let again: PapersSent = case.judge.post(&path, body).await.read();
    assert_eq!(sent, again);
    assert_eq!(sent.documents.len(), 1, "one document for both");
    let document = sent.documents[0];
    let mut signed: Option<Signed> = None;
    for (browser, name, seed) in [(&case.plaintiff, "周敏", 10), (&case.defendant, "韩立", 11)]
    {
        let mut one = begin(&case, browser, document, Way::Drawn).await;
        one.draw(&hand(seed)).await;
        signed = Some(one.signed(one.body(name)).await);
    }
    let sealed = signed.unwrap().sealed.unwrap();
    assert_eq!(sealed.pages, Some(201));
    let pdf = bytes(&case, &case.plaintiff, &sealed).await;
    assert!(pdf.len() < 8_000_000, "{}", pdf.len());
}
