//! Files as they are read: by whom, in which form, which bytes.

use anjian_api::file::FileFacts;
use anjian_api::problem::ProblemCode;
use anjian_files::samples;
use anjian_files::samples::Camera;
use axum::body::Body;
use serde_json::{Value, json};

use crate::support::uploads::{Upload, text};
use crate::support::{Answer, Browser, Case, Court};

async fn get(browser: &Browser, path: &str, headers: &[(&str, &str)]) -> Answer {
    browser.send("GET", path, headers, Body::empty()).await
}

async fn show(case: &Case, facts: &FileFacts, audience: Value) -> u64 {
    let content = json!({"form": "files", "files": [facts]});
    let command = json!({"kind": "send_message", "content": content, "audience": audience});
    let answer = case.submit(&case.plaintiff, command).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.read::<Value>()["first"].as_u64().unwrap()
}

fn path(case: &Case, facts: &FileFacts, form: &str) -> String {
    case.path(&format!("/files/{}/{form}", facts.id))
}

#[tokio::test]
async fn a_file_is_for_those_who_are_shown_it_and_no_longer_when_it_was_recalled() {
    let court = Court::open().await;
    let case = court.case().await;
    let upload = Upload::new(&case, &case.plaintiff, "借条.txt", &text(100));
    let facts = upload.all().await.facts;
    let original = path(&case, &facts, "original");
    assert_eq!(case.plaintiff.get(&original).await.status, 200);
    for other in [&case.judge, &case.defendant, &case.observer] {
        assert_eq!(other.get(&original).await.problem(), ProblemCode::NotFound);
    }
    let shown = show(&case, &facts, json!("participants")).await;
    for other in [&case.judge, &case.defendant] {
        assert_eq!(other.get(&original).await.body, upload.bytes);
    }
    assert_eq!(case.observer.get(&original).await.status, 404);
    let recall = json!({"kind": "recall", "message": shown});
    let recalled = case.submit(&case.plaintiff, recall).await;
    assert_eq!(recalled.status, 200, "{}", recalled.text());
    for other in [&case.judge, &case.defendant] {
        assert_eq!(other.get(&original).await.status, 404);
    }
    assert_eq!(case.plaintiff.get(&original).await.status, 200);
}

#[tokio::test]
async fn an_original_is_a_download_in_which_nothing_runs() {
    let court = Court::open().await;
    let case = court.case().await;
    let facts = Upload::new(&case, &case.plaintiff, "借条 \"1\".txt", &text(100))
        .all()
        .await
        .facts;
    let answer = case.plaintiff.get(&path(&case, &facts, "original")).await;
    let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/octet-stream");
    assert_eq!(
        header("content-disposition"),
        "attachment; filename*=UTF-8''%E5%80%9F%E6%9D%A1%20_1_.txt"
    );
    assert_eq!(
        header("content-security-policy"),
        "sandbox; default-src 'none'"
    );
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("cross-origin-resource-policy"), "same-origin");
    assert_eq!(header("cache-control"), "private, no-cache");
    assert_eq!(header("accept-ranges"), "bytes");
    assert_eq!(
        answer
            .headers
            .get_all("content-security-policy")
            .iter()
            .count(),
        1
    );
    // Opened as a page of its own, also what is for looking at becomes a download.
    let play = path(&case, &facts, "play");
    let opened = get(&case.plaintiff, &play, &[("sec-fetch-dest", "document")]).await;
    assert!(opened.headers.contains_key("content-disposition"));
    let read = get(&case.plaintiff, &play, &[("sec-fetch-dest", "empty")]).await;
    assert!(!read.headers.contains_key("content-disposition"));
    assert_eq!(read.headers["content-type"], "text/plain; charset=utf-8");
}

#[tokio::test]
async fn ranges_are_exact_to_the_byte() {
    let court = Court::open().await;
    let case = court.case().await;
    let upload = Upload::new(&case, &case.plaintiff, "a.txt", &text(3_000_001));
    let facts = upload.all().await.facts;
    let original = path(&case, &facts, "original");
    let whole = case.plaintiff.get(&original).await;
    assert_eq!((whole.status, &whole.body[..]), (200, &upload.bytes[..]));
    let tag = whole.headers["etag"].to_str().unwrap().to_owned();
    for (range, from, to) in [
        ("bytes=0-0", 0, 1),
        ("bytes=65535-65536", 65_535, 65_537),
        ("bytes=65536-131071", 65_536, 131_072),
        ("bytes=1000000-2999999", 1_000_000, 3_000_000),
        ("bytes=3000000-", 3_000_000, 3_000_001),
        ("bytes=-5", 2_999_996, 3_000_001),
    ] {
        let part = get(
            &case.plaintiff,
            &original,
            &[("range", range), ("if-range", &tag)],
        )
        .await;
        assert_eq!(part.status, 206, "{range}");
        assert_eq!(part.body, upload.bytes[from..to], "{range}");
        let told = format!("bytes {from}-{}/3000001", to - 1);
        assert_eq!(part.headers["content-range"], told.as_str());
        assert_eq!(
            part.headers["content-length"],
            (to - from).to_string().as_str()
        );
    }
    let behind = get(&case.plaintiff, &original, &[("range", "bytes=3000001-")]).await;
    assert_eq!(behind.problem(), ProblemCode::RangeNotSatisfiable);
    assert_eq!(behind.headers["content-range"], "bytes */3000001");
    let stale = [("range", "bytes=0-0"), ("if-range", "\"another\"")];
    assert_eq!(get(&case.plaintiff, &original, &stale).await.status, 200);
    let known = get(&case.plaintiff, &original, &[("if-none-match", &tag)]).await;
    assert_eq!((known.status, known.body.len()), (304, 0));
    let head = case
        .plaintiff
        .send("HEAD", &original, &[], Body::empty())
        .await;
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.headers["content-length"], "3000001");
}

#[tokio::test]
async fn what_the_camera_wrote_is_kept_back_where_the_uploader_says_so() {
    let court = Court::open().await;
    let case = court.case().await;
    let bytes = samples::photo(400, 300, &Camera::default());
    let upload = Upload::new(&case, &case.plaintiff, "a.jpg", &bytes);
    let facts = upload.all().await.facts;
    let capture = facts.capture.clone().unwrap();
    let original = path(&case, &facts, "original");
    let bare = FileFacts {
        capture: None,
        ..facts.clone()
    };
    show(&case, &bare, json!("participants")).await;
    for (who, whole) in [
        (&case.plaintiff, true),
        (&case.judge, true),
        (&case.defendant, false),
    ] {
        let answer = who.get(&original).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.body == upload.bytes, whole);
        assert_eq!(answer.headers.contains_key("x-anjian-stripped"), !whole);
        let has_exif = answer.body.windows(4).any(|window| window == b"Exif");
        assert_eq!(has_exif, whole);
    }
    assert!(capture.lat.is_some());
    show(&case, &facts, json!("participants")).await;
    assert_eq!(case.defendant.get(&original).await.body, upload.bytes);
}

#[tokio::test]
async fn pictures_and_pages_are_drawn_once_and_kept() {
    let court = Court::open().await;
    let case = court.case().await;
    let is_jpeg = |answer: &Answer| {
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.headers["content-type"], "image/jpeg");
        assert!(answer.body.starts_with(&[0xff, 0xd8, 0xff]));
    };
    let photo = samples::photo(2_000, 1_000, &Camera::default());
    let photo = Upload::new(&case, &case.plaintiff, "a.jpg", &photo)
        .all()
        .await;
    let pdf = Upload::new(&case, &case.plaintiff, "a.pdf", &samples::pdf(3))
        .all()
        .await;
    assert_eq!(pdf.facts.pages, Some(3));
    for (facts, forms) in [
        (&photo.facts, ["thumb", "view", "thumb"]),
        (&pdf.facts, ["thumb", "pages/2", "pages/2"]),
    ] {
        for form in forms {
            is_jpeg(&case.plaintiff.get(&path(&case, facts, form)).await);
        }
    }
    assert_eq!(court.stored_objects(), 6);
    let pages = async |form| case.plaintiff.get(&path(&case, &pdf.facts, form)).await;
    assert_eq!(pages("pages/4").await.status, 404);
    assert_eq!(pages("pages/0").await.status, 404);
    assert_eq!(pages("play").await.problem(), ProblemCode::NoPreview);
    assert_eq!(pages("other").await.status, 404);
    let whole = pages("pdf").await;
    assert_eq!(whole.headers["content-type"], "application/pdf");
    assert_eq!(whole.body, samples::pdf(3));
}

#[tokio::test]
async fn what_cannot_be_shown_says_why() {
    let court = Court::open().await;
    let case = court.case().await;
    let upload = |name, bytes: Vec<u8>| Upload::new(&case, &case.plaintiff, name, &bytes);
    let sound = upload("a.wav", samples::wav(1)).all().await.facts;
    let locked = upload("a.pdf", samples::encrypted_pdf()).all().await.facts;
    let heic = samples::heic(40, 30, &Camera::default());
    let heic = upload("a.heic", heic).all().await.facts;
    assert!(locked.locked);
    for (facts, form, code) in [
        (&sound, "thumb", ProblemCode::NoPreview),
        (&sound, "pdf", ProblemCode::NoPreview),
        (&locked, "view", ProblemCode::FileNeedsPassword),
        (&heic, "thumb", ProblemCode::NoPreview),
    ] {
        let answer = case.plaintiff.get(&path(&case, facts, form)).await;
        assert_eq!(answer.problem(), code, "{form}");
    }
    let played = case.plaintiff.get(&path(&case, &sound, "play")).await;
    assert_eq!(played.headers["content-type"], "audio/wav");
    assert_eq!(played.body, samples::wav(1));
}

#[tokio::test]
async fn a_destroyed_key_destroys_the_files() {
    let court = Court::open().await;
    let case = court.case().await;
    let facts = Upload::new(&case, &case.plaintiff, "a.txt", &text(100))
        .all()
        .await
        .facts;
    court.app.ledger.keys().destroy(case.id).await.unwrap();
    let answer = case.plaintiff.get(&path(&case, &facts, "original")).await;
    assert_eq!(answer.status, 404);
}
