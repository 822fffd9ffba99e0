//! Forms that other programs make: pages of office documents, pictures of HEIC photos. The programs
//! here are stand-ins; what they do with real files does not concern the server.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anjian_api::account::ServerInfo;
use anjian_api::file::FileFacts;
use anjian_api::problem::ProblemCode;
use anjian_files::samples::{self, Camera};
use tempfile::TempDir;

use crate::support::uploads::Upload;
use crate::support::{Answer, Case, Court};

/// A program that does this; `$in` and `$out` are its last two words.
fn stand_in(folder: &TempDir, name: &str, does: &str) -> PathBuf {
    let path = folder.path().join(name);
    let script = format!("#!/bin/sh\nfor word; do in=$out; out=$word; done\n{does}\n");
    // Written by another process: a file that a fork of this one still holds open cannot be run.
    let mut writer = Command::new("/bin/sh")
        .args(["-c", "cat > \"$1\" && chmod 755 \"$1\"", "sh"])
        .arg(&path)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut words = writer.stdin.take().unwrap();
    words.write_all(script.as_bytes()).unwrap();
    drop(words);
    assert!(writer.wait().unwrap().success());
    path
}

async fn document(case: &Case) -> FileFacts {
    let bytes = samples::docx("虚构的陈述");
    let upload = Upload::new(case, &case.plaintiff, "陈述.docx", &bytes);
    upload.all().await.facts
}

async fn form(case: &Case, facts: &FileFacts, form: &str) -> Answer {
    let path = case.path(&format!("/files/{}/{form}", facts.id));
    case.plaintiff.get(&path).await
}

#[tokio::test]
async fn without_a_converter_it_is_said_and_the_original_is_given() {
    let court = Court::open().await;
    let case = court.case().await;
    let info: ServerInfo = court.browser().get("/api/info").await.read();
    assert!(!info.office && !info.heic);
    let facts = document(&case).await;
    for made in ["pdf", "thumb", "view", "pages/1"] {
        let answer = form(&case, &facts, made).await;
        assert_eq!(answer.problem(), ProblemCode::ConverterMissing, "{made}");
    }
    let original = form(&case, &facts, "original").await;
    assert_eq!(original.body, samples::docx("虚构的陈述"));
}

#[tokio::test]
async fn a_document_becomes_pages_once_and_they_are_kept() {
    let tools = TempDir::new().unwrap();
    fs::write(tools.path().join("made.pdf"), samples::pdf(2)).unwrap();
    let made = tools.path().join("made.pdf");
    let count = tools.path().join("count");
    // LibreOffice is given `--outdir FOLDER FILE`: the folder is the word before the last.
    let does = format!(
        "echo x >> '{}'; cp '{}' \"$in/file.pdf\"",
        count.display(),
        made.display()
    );
    let office = stand_in(&tools, "soffice", &does);
    let court = Court::open_with(|config| config.office = Some(office)).await;
    let case = court.case().await;
    let info: ServerInfo = court.browser().get("/api/info").await.read();
    assert!(info.office);
    let facts = document(&case).await;
    for _ in 0..2 {
        assert_eq!(form(&case, &facts, "pdf").await.body, samples::pdf(2));
        let thumb = form(&case, &facts, "thumb").await;
        assert_eq!(thumb.headers["content-type"], "image/jpeg");
        assert_eq!(form(&case, &facts, "pages/2").await.status, 200);
        assert_eq!(form(&case, &facts, "pages/3").await.status, 404);
    }
    assert_eq!(fs::read_to_string(count).unwrap(), "x\n");
    // Nothing of it lies in the open any more.
    let scratch = fs::read_dir(court.folder.path().join("scratch")).unwrap();
    assert_eq!(scratch.count(), 0);
}

#[tokio::test]
async fn a_document_that_cannot_be_converted_is_said_to_have_no_preview() {
    let tools = TempDir::new().unwrap();
    let office = stand_in(&tools, "soffice", "exit 3");
    let court = Court::open_with(|config| config.office = Some(office)).await;
    let case = court.case().await;
    let facts = document(&case).await;
    let answer = form(&case, &facts, "pdf").await;
    assert_eq!(answer.problem(), ProblemCode::NoPreview);
    let scratch = fs::read_dir(court.folder.path().join("scratch")).unwrap();
    assert_eq!(scratch.count(), 0);
}

#[tokio::test]
async fn a_heic_is_drawn_where_its_decoder_is_installed_and_kept_everywhere() {
    let tools = TempDir::new().unwrap();
    // It decoded, turned, and wrote down the orientation that is done with.
    let camera = Camera {
        orientation: 6,
        ..Camera::default()
    };
    fs::write(
        tools.path().join("made.jpg"),
        samples::photo(640, 480, &camera),
    )
    .unwrap();
    let made = tools.path().join("made.jpg");
    let decoder = stand_in(
        &tools,
        "heif-dec",
        &format!("cp '{}' \"$out\"", made.display()),
    );
    for heif in [None, Some(decoder)] {
        let is_there = heif.is_some();
        let court = Court::open_with(|config| config.heif = heif).await;
        let case = court.case().await;
        let bytes = samples::heic(640, 480, &Camera::default());
        let upload = Upload::new(&case, &case.plaintiff, "IMG_1.heic", &bytes);
        let facts = upload.all().await.facts;
        assert_eq!(form(&case, &facts, "original").await.body, bytes);
        let thumb = form(&case, &facts, "thumb").await;
        if is_there {
            let facts = anjian_files::picture::probe(&thumb.body).unwrap();
            assert_eq!((facts.pixels, facts.capture), (Some((320, 240)), None));
        } else {
            assert_eq!(thumb.problem(), ProblemCode::NoPreview);
        }
    }
}
