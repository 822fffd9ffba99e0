//! Files coming up: every answer an address can give, and the receipt at the end.

use anjian_api::case::Opening;
use anjian_api::file::{FileKind, FileReceipt, UploadStatus};
use anjian_api::problem::{Problem, ProblemCode};
use anjian_files::samples;
use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::Court;
use crate::support::uploads::{BLOCK_LENGTH, Upload, text};

#[tokio::test]
async fn a_file_comes_up_and_gets_a_receipt_that_anybody_can_verify() {
    let court = Court::open().await;
    let case = court.case().await;
    let upload = Upload::new(&case, &case.plaintiff, "..%2f借条.txt", &text(200_000));
    let receipt = upload.all().await;
    let facts = &receipt.facts;
    assert_eq!((facts.id.0, facts.name.as_str()), (upload.id, "借条.txt"));
    assert_eq!((facts.kind, facts.size), (FileKind::Txt, 200_000));
    let digests = upload.digests();
    assert_eq!((facts.sha256, facts.sm3), (digests.sha256, digests.sm3));

    let info: Value = court.browser().get("/api/info").await.read();
    assert_eq!(info["max_file"], 50 * 1024 * 1024);
    let key: anjian_api::bytes::VerifyKey =
        serde_json::from_value(info["receipts_key"].clone()).unwrap();
    let key = VerifyingKey::from_bytes(&key.0).unwrap();
    let signature = Signature::from_bytes(&receipt.signature.0);
    key.verify(&receipt.signed_bytes(), &signature).unwrap();
    let mut later = receipt.clone();
    later.at.0 += 1;
    assert!(key.verify(&later.signed_bytes(), &signature).is_err());

    // The ledger says so to the uploader, and a number and a leaf to everybody else.
    let mine: Opening<Value> = case.plaintiff.get(&case.path("")).await.read();
    assert_eq!(
        mine.state["files"][upload.id.to_string()]["received"],
        json!(receipt.entry)
    );
    for other in [&case.judge, &case.defendant] {
        let page = other.get(&case.path("")).await.text();
        assert!(!page.contains("借条"), "{page}");
        assert!(!page.contains(&facts.sha256.to_hex()));
    }
    // Nothing is under way any more.
    let status = upload.status().await;
    assert_eq!(status.known, Some(receipt));
}

#[tokio::test]
async fn announcing_again_is_safe_and_announcing_otherwise_a_conflict() {
    let court = Court::open().await;
    let case = court.case().await;
    let upload = Upload::new(&case, &case.plaintiff, "a.txt", &text(100_000));
    let first: UploadStatus = upload.announce().await.read();
    assert_eq!((first.size, first.held.as_str()), (100_000, "00"));
    upload.put(0, upload.part(0, 1)).await;
    let again: UploadStatus = upload.announce().await.read();
    assert_eq!(again.held, "80");
    let mut other = upload.clone();
    other.name = "b.txt".into();
    assert_eq!(
        other.announce().await.problem(),
        ProblemCode::UploadConflict
    );
    let mut another = upload.clone();
    another.browser = case.defendant.clone();
    assert_eq!(
        another.announce().await.problem(),
        ProblemCode::UploadConflict
    );
    assert_eq!(another.browser.get(&upload.path("")).await.status, 404);
}

#[tokio::test]
async fn the_largest_file_is_taken_and_one_byte_more_is_not() {
    let court = Court::open().await;
    let case = court.case().await;
    let most = 50 * 1024 * 1024;
    let whole = text(most + 1);
    let over = Upload::new(&case, &case.plaintiff, "a.txt", &whole);
    let refused = over.announce().await;
    assert_eq!(refused.problem(), ProblemCode::TooLarge);
    assert_eq!(refused.read::<Problem>().limit, Some(most as u64));
    let empty = Upload::new(&case, &case.plaintiff, "a.txt", b"");
    assert_eq!(empty.announce().await.problem(), ProblemCode::FileEmpty);
    for size in [most, most - 1] {
        let upload = Upload::new(&case, &case.plaintiff, "a.txt", &whole[..size]);
        assert_eq!(upload.all().await.facts.size, size as u64);
        let range = [("range", "bytes=-7")];
        let path = case.path(&format!("/files/{}/original", upload.id));
        let end = case
            .plaintiff
            .send("GET", &path, &range, axum::body::Body::empty())
            .await;
        assert_eq!(end.body, whole[size - 7..size]);
    }
}

#[tokio::test]
async fn what_is_not_what_was_announced_is_refused_and_nothing_is_lost() {
    let court = Court::open().await;
    let case = court.case().await;
    let upload = Upload::new(&case, &case.plaintiff, "a.txt", &text(3 * BLOCK_LENGTH + 5));
    assert_eq!(upload.put(0, upload.part(0, 1)).await.status, 404);
    upload.announce().await;
    let part = upload.part(0, 2).to_vec();
    let wrong = upload.put_as(0, &part, &"0".repeat(64)).await;
    assert_eq!(wrong.problem(), ProblemCode::DigestMismatch);
    for bad in ["", "xyz"] {
        let answer = upload.put_as(0, &part, bad).await;
        assert_eq!(answer.problem(), ProblemCode::BadRequest);
    }
    let half = upload.put(0, &part[..BLOCK_LENGTH + 1]).await;
    assert_eq!(half.problem(), ProblemCode::BadRequest);
    let large = vec![b'x'; 4 * 1024 * 1024 + 1];
    assert_eq!(upload.put(0, &large).await.problem(), ProblemCode::TooLarge);
    assert_eq!(upload.put(4, b"x").await.problem(), ProblemCode::BadRequest);
    assert_eq!(upload.status().await.held, "00");

    assert_eq!(upload.put(0, &part).await.status, 200);
    let other = vec![b'x'; BLOCK_LENGTH];
    assert_eq!(
        upload.put(1, &other).await.problem(),
        ProblemCode::UploadConflict
    );
    assert_eq!(
        upload.complete().await.problem(),
        ProblemCode::UploadIncomplete
    );
    assert_eq!(upload.put(2, upload.part(2, 2)).await.status, 200);
    let wrong = json!({"sha256": "0".repeat(64), "sm3": "0".repeat(64)});
    let answer = upload.browser.post(&upload.path("/complete"), wrong).await;
    assert_eq!(answer.problem(), ProblemCode::DigestMismatch);
    assert_eq!(upload.status().await.held, "f0");
    assert_eq!(upload.complete().await.status, 200);
}

#[tokio::test]
async fn completing_again_gives_the_same_receipt_also_over_a_restart() {
    let court = Court::open().await;
    let case = court.case().await;
    let upload = Upload::new(&case, &case.plaintiff, "a.txt", &text(100));
    let first = upload.all().await;
    // Two at once, by two tabs.
    let (one, two) = tokio::join!(upload.complete(), upload.complete());
    let receipts = [one, two].map(|answer| answer.read::<FileReceipt>());
    assert_eq!(receipts, [first.clone(), first.clone()]);
    court.app.close().await;
    let (folder, clock) = (court.folder.clone(), court.clock.clone());
    drop(court);
    let court = Court::reopen(folder, clock, None).await;
    let mut upload = upload;
    upload.browser = court.browser().with_cookies_of(&case.plaintiff);
    assert_eq!(upload.complete().await.read::<FileReceipt>(), first);
    let mut other = upload.clone();
    other.bytes = text(101);
    assert_eq!(
        other.complete().await.problem(),
        ProblemCode::UploadConflict
    );
}

#[tokio::test]
async fn two_tabs_with_the_same_file_make_one_file() {
    let court = Court::open().await;
    let case = court.case().await;
    let upload = Upload::new(&case, &case.plaintiff, "a.txt", &text(1_000_000));
    let (one, two) = tokio::join!(upload.send(), upload.send());
    assert_eq!((one.status, two.status), (200, 200));
    assert_eq!(one.body, two.body);
    assert_eq!(court.stored_objects(), 1);
}

#[tokio::test]
async fn the_same_bytes_are_told_to_their_uploader_and_kept_once() {
    let court = Court::open().await;
    let case = court.case().await;
    let first = Upload::new(&case, &case.plaintiff, "a.txt", &text(300_000));
    let receipt = first.all().await;
    let again = Upload::new(&case, &case.plaintiff, "b.txt", &first.bytes);
    let announce = |upload: &Upload| json!({"name": "b.txt", "size": 300_000, "sha256": upload.digests().sha256});
    let told = again.browser.put(&again.path(""), announce(&again)).await;
    let told: UploadStatus = told.read();
    assert_eq!(told.known, Some(receipt));
    assert_eq!(again.browser.get(&again.path("")).await.status, 404);
    // Somebody else is told nothing, and the bytes are kept once all the same.
    let other = Upload::new(&case, &case.defendant, "b.txt", &first.bytes);
    let told = other.browser.put(&other.path(""), announce(&other)).await;
    let told: UploadStatus = told.read();
    assert_eq!((told.known, told.held.as_str()), (None, "00"));
    let put = other.put(0, other.part(0, 16)).await;
    assert_eq!(put.status, 200, "{}", put.text());
    assert_eq!(other.complete().await.status, 200);
    assert_eq!(court.stored_objects(), 1);
}

#[tokio::test]
async fn an_upload_is_given_up_by_its_owner_or_by_time() {
    let court = Court::open().await;
    let case = court.case().await;
    let upload = Upload::new(&case, &case.plaintiff, "a.txt", &text(70_000));
    upload.announce().await;
    let foreign = case.defendant.delete(&upload.path("")).await;
    assert_eq!(foreign.status, 204);
    assert_eq!(upload.status().await.held, "00");
    for _ in 0..2 {
        assert_eq!(upload.browser.delete(&upload.path("")).await.status, 204);
        assert_eq!(upload.browser.get(&upload.path("")).await.status, 404);
    }
    upload.announce().await;
    upload.put(0, upload.part(0, 1)).await;
    let mut upload = upload;
    court.clock.advance_ms(24 * 3_600_000 - 1);
    upload.browser = court.signed_in(&case.people[1]).await;
    assert_eq!(upload.put(1, upload.part(1, 1)).await.status, 200);
    court.clock.advance_ms(24 * 3_600_000 - 1);
    court.app.files.sweep().await;
    upload.browser = court.signed_in(&case.people[1]).await;
    assert_eq!(upload.status().await.held, "c0");
    court.clock.advance_ms(1);
    assert_eq!(upload.complete().await.status, 404);
    court.app.files.sweep().await;
    assert_eq!(court.drafts(), 0);
    assert_eq!(upload.send().await.status, 200);
    // What is complete stays.
    upload.browser.delete(&upload.path("")).await;
    assert_eq!(upload.complete().await.status, 200);
}

#[tokio::test]
async fn nobody_keeps_more_uploads_open_than_twenty() {
    let court = Court::open().await;
    let case = court.case().await;
    let mut last = None;
    for _ in 0..20 {
        let upload = Upload::new(&case, &case.plaintiff, "a.txt", b"words");
        assert_eq!(upload.announce().await.status, 200);
        last = Some(upload);
    }
    let over = Upload::new(&case, &case.plaintiff, "a.txt", b"words");
    let refused = over.announce().await;
    assert_eq!(refused.problem(), ProblemCode::TooManyUploads);
    assert_eq!(refused.read::<Problem>().limit, Some(20));
    last.unwrap().send().await;
    assert_eq!(over.announce().await.status, 200);
    let other = Upload::new(&case, &case.defendant, "a.txt", b"words");
    assert_eq!(other.announce().await.status, 200);
}

#[tokio::test]
async fn who_may_not_speak_may_not_upload() {
    let court = Court::open().await;
    let case = court.case().await;
    let upload = Upload::new(&case, &case.observer, "a.txt", b"words");
    assert_eq!(upload.announce().await.problem(), ProblemCode::Refused);
    let close = json!({"kind": "change_stage", "stage": "closed"});
    let open = Upload::new(&case, &case.plaintiff, "a.txt", b"words");
    open.announce().await;
    open.put(0, b"words").await;
    assert_eq!(case.submit(&case.judge, close).await.status, 200);
    assert_eq!(open.complete().await.problem(), ProblemCode::Refused);
    let late = Upload::new(&case, &case.plaintiff, "a.txt", b"words");
    assert_eq!(late.announce().await.problem(), ProblemCode::Refused);
}

#[tokio::test]
async fn every_hostile_file_gets_its_answer_and_leaves_nothing() {
    let court = Court::open().await;
    let case = court.case().await;
    let mut refused = 0;
    for sample in samples::hostile() {
        if sample.bytes.is_empty() {
            continue;
        }
        let mut upload = Upload::new(&case, &case.plaintiff, sample.name, &sample.bytes);
        upload.id = Uuid::new_v4();
        let body =
            json!({"name": sample.name, "size": sample.bytes.len(), "declared": sample.declared});
        let announced = upload.browser.put(&upload.path(""), body).await;
        assert_eq!(
            announced.status,
            200,
            "{}: {}",
            sample.what,
            announced.text()
        );
        let blocks = sample.bytes.len().div_ceil(BLOCK_LENGTH);
        for first in (0..blocks).step_by(64) {
            upload.put(first, upload.part(first, 64)).await;
        }
        let answer = upload.complete().await;
        match sample.answer {
            Ok(kind) => {
                assert_eq!(answer.status, 200, "{}: {}", sample.what, answer.text());
                assert_eq!(
                    answer.read::<FileReceipt>().facts.kind,
                    kind,
                    "{}",
                    sample.what
                );
            }
            Err(_) => {
                assert_eq!(answer.status, 422, "{}: {}", sample.what, answer.text());
                let word = serde_json::to_value(answer.problem()).unwrap();
                assert!(
                    word.as_str().unwrap().starts_with("file_"),
                    "{}",
                    sample.what
                );
                assert_eq!(upload.browser.get(&upload.path("")).await.status, 404);
                refused += 1;
            }
        }
    }
    assert!(refused > 10, "{refused}");
    assert_eq!(court.drafts(), 0);
}
