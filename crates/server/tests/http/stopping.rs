//! Stopping and coming back, without losing anybody's words.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anjian_api::case::{Accepted, EntryPage};
use anjian_api::frame::Frame;
use anjian_api::problem::ProblemCode;
use serde_json::json;
use uuid::Uuid;

use crate::support::frames::Socket;
use crate::support::{Browser, Court, message};

#[tokio::test]
async fn a_command_repeated_over_a_restart_is_one_command() {
    let court = Court::open().await;
    let case = court.case().await;
    let listening = court.listen().await;
    let mut socket = Socket::open(&listening, &case.defendant).await;
    socket.next().await;
    let id = Uuid::new_v4();
    let words = message("重启前说的话", json!("participants"));
    let first: Accepted = case
        .submit_as(&case.plaintiff, id, words.clone())
        .await
        .read();

    let stopping = listening.begin_to_stop();
    let frame = socket
        .until(|frame| matches!(frame, Frame::GoAway(_)))
        .await;
    let Frame::GoAway(go_away) = frame else {
        panic!("{frame:?}")
    };
    assert!(go_away.retry_after_ms <= 30_000);
    assert!(socket.next().await.is_none(), "the server closes");
    stopping.await.unwrap();
    assert_eq!(
        court.browser().get("/api/health").await.problem(),
        ProblemCode::Unavailable
    );

    let again = Court::reopen(court.folder.clone(), court.clock.clone(), None).await;
    let browser: Browser = again.browser();
    browser.set_cookie(
        "__Host-anjian",
        &case.plaintiff.cookie("__Host-anjian").unwrap(),
    );
    let second: Accepted = case.submit_as(&browser, id, words).await.read();
    assert_eq!(second, first);
    let page: EntryPage = browser.get(&case.path("/entries?after=0")).await.read();
    assert_eq!(page.head, first.last);
    assert_eq!(again.browser().get("/api/health").await.status, 204);
}

fn start(folder: &std::path::Path) -> (std::process::Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_anjian-server"))
        .args(["--port", "0", "--data"])
        .arg(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    (child, line)
}

#[test]
fn the_program_stops_when_asked_politely() {
    let folder = tempfile::tempdir().unwrap();
    let (mut child, line) = start(folder.path());
    assert!(line.starts_with("listening on http://127.0.0.1:"), "{line}");
    let asked = Instant::now();
    let sent = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    assert!(child.wait().unwrap().success());
    assert!(asked.elapsed() < Duration::from_secs(20));
}

#[test]
fn asked_twice_the_program_stops_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (mut child, line) = start(folder.path());
    let address = line.trim().strip_prefix("listening on http://").unwrap();
    // A request that never ends keeps a polite stop waiting.
    let mut hanging = TcpStream::connect(address).unwrap();
    let head = "POST /api/session HTTP/1.1\r\nhost: x\r\nx-anjian: 1\r\n\
        content-type: application/json\r\ncontent-length: 10\r\n\r\n{";
    hanging.write_all(head.as_bytes()).unwrap();
    // Repeated until it is heard twice.
    let asked = Instant::now();
    while child.try_wait().unwrap().is_none() {
        let _ = Command::new("kill")
            .args(["-TERM", &child.id().to_string()])
            .status();
        assert!(
            asked.elapsed() < Duration::from_secs(7),
            "it waits for the request"
        );
    }
}

#[test]
fn a_demonstration_does_not_start_where_others_can_reach_it() {
    let folder = tempfile::tempdir().unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_anjian-server"))
        .args(["--demo", "--bind", "0.0.0.0", "--port", "0", "--data"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(!done.status.success());
    assert!(String::from_utf8_lossy(&done.stderr).contains("loopback"));
}
