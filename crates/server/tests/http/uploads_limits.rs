//! What one person may ask of the uploads: how long a part may take, how many at once, and what is
//! left of an upload that nobody goes on with.

use std::time::Duration;

use anjian_api::file::UploadStatus;
use anjian_api::problem::ProblemCode;
use axum::body::{Body, Bytes};
use futures_util::{StreamExt as _, stream};
use tokio::sync::mpsc;

use crate::support::uploads::{BLOCK_LENGTH, Upload, hex, text};
use crate::support::{Answer, Court};

/// A part whose first bytes come, and then nothing more; `arrived` hears that it is waited for.
async fn dripping(upload: Upload, arrived: mpsc::UnboundedSender<()>) -> Answer {
    let digest = hex(upload.part(0, 1));
    let first = Bytes::copy_from_slice(&upload.part(0, 1)[..100]);
    let told = stream::once(async move {
        let _ = arrived.send(());
        Ok::<_, std::io::Error>(first)
    });
    let body = Body::from_stream(told.chain(stream::pending()));
    let headers = [
        ("content-type", "application/octet-stream"),
        ("x-anjian", "1"),
        ("x-part-sha256", digest.as_str()),
    ];
    upload
        .browser
        .send("PUT", &upload.path("/parts/0"), &headers, body)
        .await
}

#[tokio::test]
async fn a_part_that_drips_is_not_waited_for() {
    let court = Court::open_with(|config| config.part_patience = Duration::from_millis(200)).await;
    let case = court.case().await;
    let upload = Upload::new(&case, &case.plaintiff, "a.txt", &text(BLOCK_LENGTH));
    upload.announce().await;
    let (arrived, _waits) = mpsc::unbounded_channel();
    let answer = dripping(upload.clone(), arrived).await;
    assert_eq!(answer.problem(), ProblemCode::BadRequest);
    assert_eq!(upload.status().await.held, "00");
    assert_eq!(upload.put(0, upload.part(0, 1)).await.status, 200);
    assert_eq!(upload.complete().await.status, 200);
}

#[tokio::test]
async fn of_more_than_sixteen_parts_at_once_the_oldest_is_let_go() {
    let court = Court::open().await;
    let case = court.case().await;
    let upload = Upload::new(&case, &case.plaintiff, "a.txt", &text(BLOCK_LENGTH));
    upload.announce().await;
    let (arrived, mut waits) = mpsc::unbounded_channel();
    let mut parts = Vec::new();
    // As a phone leaves them behind that changes its network again and again.
    for _ in 0..16 {
        parts.push(tokio::spawn(dripping(upload.clone(), arrived.clone())));
        waits.recv().await.unwrap();
    }
    let other = Upload::new(&case, &case.defendant, "b.txt", &text(BLOCK_LENGTH));
    assert_eq!(other.send().await.status, 200);
    assert!(parts.iter().all(|part| !part.is_finished()));
    assert_eq!(upload.put(0, upload.part(0, 1)).await.status, 200);
    let oldest = parts.remove(0).await.unwrap();
    assert_eq!(oldest.problem(), ProblemCode::BadRequest);
    assert!(parts.iter().all(|part| !part.is_finished()));
    for part in parts {
        part.abort();
    }
    assert_eq!(upload.complete().await.status, 200);
}

#[tokio::test]
async fn an_upload_that_expired_and_was_not_swept_goes_on_when_it_is_announced_again() {
    let court = Court::open().await;
    let case = court.case().await;
    let mut upload = Upload::new(&case, &case.plaintiff, "a.txt", &text(2 * BLOCK_LENGTH));
    upload.announce().await;
    upload.put(0, upload.part(0, 1)).await;
    court.clock.advance_ms(24 * 3_600_000);
    upload.browser = court.signed_in(&case.people[1]).await;
    assert_eq!(upload.put(1, upload.part(1, 1)).await.status, 404);
    assert_eq!(upload.announce().await.read::<UploadStatus>().held, "80");
    assert_eq!(upload.put(1, upload.part(1, 1)).await.status, 200);
    assert_eq!(upload.complete().await.status, 200);
}

#[tokio::test]
async fn bytes_that_turn_out_to_be_known_end_their_upload() {
    let court = Court::open().await;
    let case = court.case().await;
    let first = Upload::new(&case, &case.plaintiff, "a.txt", &text(300_000));
    let receipt = first.all().await;
    let sha256 = hex(&first.bytes);
    // The digest of a large file is known only while its first parts are under way.
    let again = Upload::new(&case, &case.plaintiff, "b.txt", &first.bytes);
    again.announce().await;
    again.put(0, again.part(0, 1)).await;
    let asked = again.path(&format!("?sha256={sha256}"));
    let told: UploadStatus = again.browser.get(&asked).await.read();
    assert_eq!(told.known, Some(receipt));
    assert_eq!(court.drafts(), 0);
    assert_eq!(again.browser.get(&again.path("")).await.status, 404);
    // Of another person's bytes nothing is told.
    let other = Upload::new(&case, &case.defendant, "b.txt", &first.bytes);
    other.announce().await;
    let asked = other.path(&format!("?sha256={sha256}"));
    let told: UploadStatus = other.browser.get(&asked).await.read();
    assert_eq!((told.known, told.held.as_str()), (None, "00"));
    let wrong = other.browser.get(&other.path("?sha256=x")).await;
    assert_eq!(wrong.problem(), ProblemCode::BadRequest);
}

#[tokio::test]
async fn an_upload_told_of_while_it_is_completed_leaves_no_draft() {
    let court = Court::open().await;
    let case = court.case().await;
    for round in 0..12 {
        let bytes = text(3 * BLOCK_LENGTH + 1 + round);
        let upload = Upload::new(&case, &case.plaintiff, "a.txt", &bytes);
        upload.announce().await;
        upload.put(0, upload.part(0, 4)).await;
        let (done, again, part, status) = tokio::join!(
            upload.complete(),
            upload.announce(),
            upload.put(1, upload.part(1, 1)),
            upload.status(),
        );
        assert_eq!((done.status, again.status, part.status), (200, 200, 200));
        assert_eq!(status.held, "f0");
        let again: UploadStatus = upload.announce().await.read();
        assert!(again.known.is_some());
        assert_eq!(court.drafts(), 0, "round {round}");
    }
    assert_eq!(court.stored_objects(), 12);
}
