//! What goes wrong on the way up: nothing is lost, and nothing is stored twice.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use anjian_api::case::EntryPage;
use anjian_api::file::FileReceipt;
use anjian_api::problem::ProblemCode;
use axum::body::{Body, Bytes};
use futures_util::stream;

use crate::support::uploads::{BLOCK_LENGTH, Upload, hex, text};
use crate::support::{Case, Court};

/// A small generator (Knuth's MMIX): the same faults in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// The file is there once, whole.
async fn is_whole(court: &Court, case: &Case, upload: &Upload) {
    let path = case.path(&format!("/files/{}/original", upload.id));
    assert_eq!(case.plaintiff.get(&path).await.body, upload.bytes);
    assert_eq!(court.stored_objects(), 1);
    assert_eq!(court.drafts(), 0);
    let page: EntryPage = case
        .plaintiff
        .get(&case.path("/entries?after=0"))
        .await
        .read();
    let received = page.entries.iter().filter(|entry| {
        let text = serde_json::to_string(entry).unwrap();
        text.contains("\"kind\":\"file_received\"")
    });
    assert_eq!(received.count(), 1);
}

#[tokio::test]
async fn a_socket_cut_at_a_hundred_parts_loses_nothing() {
    let court = Court::open().await;
    let case = court.case().await;
    let listening = court.listen().await;
    let upload = Upload::new(
        &case,
        &case.plaintiff,
        "a.txt",
        &text(40 * BLOCK_LENGTH + 77),
    );
    upload.announce().await;
    let mut dice = Dice(7);
    let cookie = upload.browser.cookie_line();
    for _ in 0..100 {
        let first = dice.below(41);
        let part = upload.part(first, 1 + dice.below(8));
        let head = format!(
            "PUT {} HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\nx-anjian: 1\r\n\
             content-type: application/octet-stream\r\nx-part-sha256: {}\r\n\
             content-length: {}\r\n\r\n",
            upload.path(&format!("/parts/{first}")),
            listening.address,
            hex(part),
            part.len(),
        );
        let sent = [head.as_bytes(), part].concat();
        // Cut anywhere: in the head, in the body, or before the answer is read.
        let cut = dice.below(sent.len() + 1);
        let address = listening.address;
        tokio::task::spawn_blocking(move || {
            let mut socket = TcpStream::connect(address).unwrap();
            let _ = socket.write_all(&sent[..cut]);
        })
        .await
        .unwrap();
    }
    // Whatever arrived is as it was sent; the rest is sent now.
    let missing = (0..41).rev();
    for first in missing {
        assert_eq!(upload.put(first, upload.part(first, 1)).await.status, 200);
    }
    assert_eq!(upload.complete().await.status, 200);
    is_whole(&court, &case, &upload).await;
    listening.begin_to_stop().await.unwrap();
}

#[tokio::test]
async fn parts_out_of_order_and_more_than_once_make_the_same_file() {
    let court = Court::open().await;
    let case = court.case().await;
    let upload = Upload::new(
        &case,
        &case.plaintiff,
        "a.txt",
        &text(50 * BLOCK_LENGTH + 1),
    );
    upload.announce().await;
    let mut dice = Dice(11);
    while upload.complete().await.status != 200 {
        for _ in 0..20 {
            let first = dice.below(51);
            let part = upload.part(first, 1 + dice.below(5));
            let (one, two) = tokio::join!(upload.put(first, part), upload.put(first, part));
            assert_eq!((one.status, two.status), (200, 200));
        }
    }
    is_whole(&court, &case, &upload).await;
}

#[tokio::test]
async fn a_body_that_breaks_off_keeps_nothing_of_its_part() {
    let court = Court::open().await;
    let case = court.case().await;
    let upload = Upload::new(&case, &case.plaintiff, "a.txt", &text(2 * BLOCK_LENGTH));
    upload.announce().await;
    let part = upload.part(0, 2).to_vec();
    let digest = hex(&part);
    let half = Bytes::copy_from_slice(&part[..BLOCK_LENGTH]);
    let broken = stream::iter([Ok(half), Err(std::io::Error::other("cut"))]);
    let headers = [
        ("content-type", "application/octet-stream"),
        ("x-anjian", "1"),
        ("x-part-sha256", digest.as_str()),
    ];
    let path = upload.path("/parts/0");
    let answer = upload
        .browser
        .send("PUT", &path, &headers, Body::from_stream(broken))
        .await;
    assert_eq!(answer.problem(), ProblemCode::BadRequest);
    assert_eq!(upload.status().await.held, "00");
}

#[tokio::test]
async fn an_upload_goes_on_after_a_restart() {
    let court = Court::open().await;
    let case = court.case().await;
    let mut upload = Upload::new(&case, &case.plaintiff, "a.txt", &text(9 * BLOCK_LENGTH));
    upload.announce().await;
    upload.put(3, upload.part(3, 2)).await;
    court.app.close().await;
    let (folder, clock) = (court.folder.clone(), court.clock.clone());
    drop(court);
    let court = Court::reopen(folder, clock, None).await;
    let case = Case {
        plaintiff: court.browser().with_cookies_of(&case.plaintiff),
        ..case
    };
    upload.browser = case.plaintiff.clone();
    assert_eq!(upload.status().await.held, "1800");
    for first in [0, 1, 2, 5, 6, 7, 8] {
        assert_eq!(upload.put(first, upload.part(first, 1)).await.status, 200);
    }
    assert_eq!(upload.complete().await.status, 200);
    is_whole(&court, &case, &upload).await;
}

#[tokio::test]
async fn a_full_disk_refuses_and_loses_nothing() {
    let court = Court::open().await;
    let case = court.case().await;
    let mut upload = Upload::new(&case, &case.plaintiff, "a.txt", &text(2 * BLOCK_LENGTH));
    upload.announce().await;
    upload.put(0, upload.part(0, 1)).await;
    court.app.close().await;
    let (folder, clock) = (court.folder.clone(), court.clock.clone());
    drop(court);
    // More is to be free than there is.
    let full = Court::reopen_with_free(folder.clone(), clock.clone(), 1001).await;
    upload.browser = full.browser().with_cookies_of(&case.plaintiff);
    let mut other = upload.clone();
    other.id = uuid::Uuid::new_v4();
    assert_eq!(other.announce().await.problem(), ProblemCode::StorageFull);
    let part = upload.put(1, upload.part(1, 1)).await;
    assert_eq!(part.problem(), ProblemCode::StorageFull);
    assert_eq!(upload.complete().await.problem(), ProblemCode::StorageFull);
    assert_eq!(upload.status().await.held, "80");
    full.app.close().await;
    drop(full);
    let court = Court::reopen(folder, clock, None).await;
    let case = Case {
        plaintiff: court.browser().with_cookies_of(&case.plaintiff),
        ..case
    };
    upload.browser = case.plaintiff.clone();
    assert_eq!(upload.put(1, upload.part(1, 1)).await.status, 200);
    assert_eq!(upload.complete().await.status, 200);
    is_whole(&court, &case, &upload).await;
}

#[tokio::test]
async fn whoever_goes_away_while_completing_finds_the_receipt_later() {
    let court = Court::open().await;
    let case = court.case().await;
    let listening = court.listen().await;
    let upload = Upload::new(&case, &case.plaintiff, "a.txt", &text(5 * BLOCK_LENGTH));
    upload.announce().await;
    upload.put(0, upload.part(0, 5)).await;
    let body = serde_json::to_string(&upload.digests()).unwrap();
    let request = format!(
        "POST {} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\nx-anjian: 1\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        upload.path("/complete"),
        listening.address,
        upload.browser.cookie_line(),
        body.len(),
    );
    let address = listening.address;
    tokio::task::spawn_blocking(move || {
        let mut socket = TcpStream::connect(address).unwrap();
        socket.write_all(request.as_bytes()).unwrap();
        socket.shutdown(std::net::Shutdown::Write).unwrap();
        let _ = socket.read(&mut [0; 1]);
    })
    .await
    .unwrap();
    let receipt: FileReceipt = upload.complete().await.read();
    assert_eq!(receipt.facts.size, upload.bytes.len() as u64);
    is_whole(&court, &case, &upload).await;
    listening.begin_to_stop().await.unwrap();
}
