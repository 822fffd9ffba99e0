//! The server as a program of its own: killed in the middle of an upload, and without room to write.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anjian_api::case::EntryPage;
use anjian_api::document::signing::{Ceremony, Signed};
use anjian_api::file::{FileReceipt, UploadStatus};
use anjian_api::ids::Moment;
use anjian_api::problem::{Problem, ProblemCode};
use anjian_server::clock::ManualClock;
use serde::de::DeserializeOwned;
use serde_json::json;
use tempfile::TempDir;

use crate::signed_not_sealed::fingerprint;
use crate::support::papers::send;
use crate::support::uploads::{BLOCK_LENGTH, Upload, digests, hex, text};
use crate::support::{Case, Court, PASSWORD, fonts};

/// What a server does by itself may take so long where many tests run at once.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running server; ended without a word when dropped.
struct Process {
    child: Child,
    address: String,
}

impl Process {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_anjian-server"))
            .args(["--port", "0", "--data"])
            .arg(data)
            .env("ANJIAN_FONTS", fonts())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines
            .find_map(|line| {
                Some(
                    line.unwrap()
                        .strip_prefix("listening on http://")?
                        .to_owned(),
                )
            })
            .unwrap();
        // Whoever writes to a pipe that nobody reads would wait.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    /// As a power cut does it.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The plaintiff's device.
struct Device {
    cookie: String,
    path: String,
}

impl Device {
    fn ask(&self, to: &Process, method: &str, path: &str, body: &[u8]) -> Option<(u16, Vec<u8>)> {
        let (status, _, body) = exchange(to, method, path, &self.cookie, body)?;
        Some((status, body))
    }

    fn read<T: DeserializeOwned>(&self, to: &Process, method: &str, path: &str, body: &[u8]) -> T {
        let (status, body) = self
            .ask(to, method, &format!("{}{path}", self.path), body)
            .unwrap();
        let text = String::from_utf8_lossy(&body);
        serde_json::from_slice(&body).unwrap_or_else(|error| panic!("{status} {error}: {text}"))
    }

    fn status(&self, to: &Process) -> UploadStatus {
        self.read(to, "GET", "", b"")
    }

    fn put(&self, to: &Process, first: usize, part: &[u8]) -> Option<(u16, Vec<u8>)> {
        self.ask(to, "PUT", &format!("{}/parts/{first}", self.path), part)
    }

    fn complete(&self, to: &Process, bytes: &[u8]) -> FileReceipt {
        let body = serde_json::to_vec(&digests(bytes)).unwrap();
        self.read(to, "POST", "/complete", &body)
    }
}

/// One request; none when the server is gone before its answer.
fn exchange(
    to: &Process,
    method: &str,
    path: &str,
    cookie: &str,
    body: &[u8],
) -> Option<(u16, String, Vec<u8>)> {
    let media_type = match path.contains("/parts/") {
        true => "application/octet-stream",
        false => "application/json",
    };
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\nx-anjian: 1\r\n\
         content-type: {media_type}\r\nx-part-sha256: {}\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n",
        to.address,
        hex(body),
        body.len(),
    );
    let mut socket = TcpStream::connect(&to.address).ok()?;
    socket.write_all(&[head.as_bytes(), body].concat()).ok()?;
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).ok()?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, head, answer[end + 4..].to_vec()))
}

fn log_in(to: &Process, phone: &str) -> String {
    let body = json!({"phone": phone, "password": PASSWORD, "device": "Chrome · Test"});
    let body = serde_json::to_vec(&body).unwrap();
    let (status, head, _) = exchange(to, "POST", "/api/session", "", &body).unwrap();
    assert_eq!(status, 200, "{head}");
    let cookies = head.lines().filter_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("set-cookie")
            .then(|| value.split(';').next().unwrap_or_default().to_owned())
    });
    cookies.collect::<Vec<_>>().join("; ")
}

fn now() -> Arc<ManualClock> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Arc::new(ManualClock::at(Moment(
        i64::try_from(now.as_millis()).unwrap(),
    )))
}

/// A court with a case in a folder, and nobody at work in it.
async fn prepared() -> (Arc<TempDir>, Case) {
    let folder = Arc::new(TempDir::new().unwrap());
    let court = Court::reopen(folder.clone(), now(), None).await;
    let case = court.case().await;
    court.app.close().await;
    (folder, case)
}

/// Begins an upload of these bytes.
fn announced(process: &Process, case: &Case, bytes: &[u8]) -> Device {
    let upload = Upload::new(case, &case.plaintiff, "a.txt", bytes);
    let device = Device {
        cookie: log_in(process, &case.people[1].phone),
        path: upload.path(""),
    };
    let body = json!({"name": "a.txt", "size": bytes.len()});
    let body = serde_json::to_vec(&body).unwrap();
    let begun: UploadStatus = device.read(process, "PUT", "", &body);
    assert!(begun.known.is_none());
    device
}

fn holds(status: &UploadStatus, block: usize) -> bool {
    let digit = status.held.chars().nth(block / 4).unwrap();
    digit.to_digit(16).unwrap() >> (3 - block % 4) & 1 == 1
}

/// The file is there once, whole, and one entry says so.
async fn is_whole(folder: Arc<TempDir>, case: &Case, receipt: &FileReceipt, bytes: &[u8]) {
    let court = Court::reopen(folder, now(), None).await;
    assert_eq!((court.stored_objects(), court.drafts()), (1, 0));
    let plaintiff = court.signed_in(&case.people[1]).await;
    let path = case.path(&format!("/files/{}/original", receipt.facts.id));
    assert_eq!(plaintiff.get(&path).await.body, bytes);
    let page: EntryPage = plaintiff.get(&case.path("/entries?after=0")).await.read();
    let received = page.entries.iter().filter(|entry| {
        let text = serde_json::to_string(entry).unwrap();
        text.contains("\"kind\":\"file_received\"")
    });
    assert_eq!(received.count(), 1);
    court.app.close().await;
}

#[tokio::test]
async fn a_killed_server_keeps_what_it_acknowledged_and_the_upload_goes_on() {
    let (folder, case) = prepared().await;
    let bytes = text(48 * BLOCK_LENGTH + 77);
    let mut process = Process::start(folder.path());
    let device = announced(&process, &case, &bytes);
    let part =
        |first: usize| &bytes[first * BLOCK_LENGTH..((first + 4) * BLOCK_LENGTH).min(bytes.len())];
    let mut acknowledged: Vec<usize> = Vec::new();
    for round in 0..4 {
        let status = device.status(&process);
        for first in &acknowledged {
            let run = *first..(first + 4).min(49);
            assert!(
                run.clone().all(|block| holds(&status, block)),
                "{run:?} round {round}"
            );
        }
        let lacking: Vec<usize> = (0..49)
            .step_by(4)
            .filter(|first| !holds(&status, *first))
            .collect();
        // Two at a time, and the power goes while the third is under way.
        let flying = lacking.iter().take(3).copied().collect::<Vec<_>>();
        let (two, last) = flying.split_at(flying.len().min(2));
        for first in two {
            assert_eq!(device.put(&process, *first, part(*first)).unwrap().0, 200);
            acknowledged.push(*first);
        }
        let last = last.first().copied();
        std::thread::scope(|scope| {
            let (device, running) = (&device, &process);
            let flight =
                last.map(|first| scope.spawn(move || device.put(running, first, part(first))));
            let id = running.child.id().to_string();
            let killed = Command::new("kill").args(["-9", &id]).status().unwrap();
            assert!(killed.success());
            if let Some(flight) = flight
                && let Some((200, _)) = flight.join().unwrap()
            {
                acknowledged.extend(last);
            }
        });
        process.kill();
        process = Process::start(folder.path());
    }
    let status = device.status(&process);
    for first in (0..49).step_by(4).filter(|first| !holds(&status, *first)) {
        assert_eq!(device.put(&process, first, part(first)).unwrap().0, 200);
    }
    // And once more while it is completed: the entry may be there already, or not yet.
    std::thread::scope(|scope| {
        let (device, running, bytes) = (&device, &process, &bytes);
        let body = serde_json::to_vec(&digests(bytes)).unwrap();
        let path = format!("{}/complete", device.path);
        let completing = scope.spawn(move || device.ask(running, "POST", &path, &body));
        let id = running.child.id().to_string();
        Command::new("kill").args(["-9", &id]).status().unwrap();
        let _ = completing.join().unwrap();
    });
    process.kill();
    let process = Process::start(folder.path());
    let receipt = device.complete(&process, &bytes);
    assert_eq!(device.complete(&process, &bytes), receipt);
    process.kill();
    is_whole(folder, &case, &receipt, &bytes).await;
}

/// The only draft of a data folder.
fn draft(folder: &Path) -> PathBuf {
    let mut drafts = fs::read_dir(folder.join("uploads")).unwrap();
    drafts.next().unwrap().unwrap().path()
}

#[tokio::test]
async fn a_disk_without_room_is_told_and_the_upload_goes_on_when_there_is_some() {
    let (folder, case) = prepared().await;
    let bytes = text(6 * BLOCK_LENGTH);
    let process = Process::start(folder.path());
    let device = announced(&process, &case, &bytes);
    let part = |first: usize| &bytes[first * BLOCK_LENGTH..(first + 2) * BLOCK_LENGTH];
    assert_eq!(device.put(&process, 0, part(0)).unwrap().0, 200);
    // Every write to this device fails as on a full disk (full(4)), for root too.
    let (draft, aside) = (draft(folder.path()), folder.path().join("aside"));
    fs::rename(&draft, &aside).unwrap();
    std::os::unix::fs::symlink("/dev/full", &draft).unwrap();
    for first in [2, 4] {
        let (status, body) = device.put(&process, first, part(first)).unwrap();
        let problem: Problem = serde_json::from_slice(&body).unwrap();
        assert_eq!((status, problem.code), (507, ProblemCode::StorageFull));
    }
    assert_eq!(device.status(&process).held, "c0");
    fs::remove_file(&draft).unwrap();
    fs::rename(&aside, &draft).unwrap();
    for first in [2, 4] {
        assert_eq!(device.put(&process, first, part(first)).unwrap().0, 200);
    }
    let receipt = device.complete(&process, &bytes);
    process.kill();
    is_whole(folder, &case, &receipt, &bytes).await;
}

/// Finishes a signature; none when the server is gone before its answer.
fn finish(to: &Process, cookie: &str, path: &str, body: &serde_json::Value) -> Option<Signed> {
    let body = serde_json::to_vec(body).unwrap();
    let (status, _, answer) = exchange(to, "POST", &format!("{path}/finish"), cookie, &body)?;
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
    Some(serde_json::from_slice(&answer).unwrap())
}

#[tokio::test]
async fn a_killed_server_makes_the_signed_paper_when_it_starts_again() {
    let folder = Arc::new(TempDir::new().unwrap());
    let court = Court::reopen(folder.clone(), now(), None).await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let (one, body, lost) = fingerprint(&court, &case, document).await;
    court.app.close().await;
    drop(court);
    let process = Process::start(folder.path());
    let cookie = log_in(&process, &case.people[1].phone);
    let signed = finish(&process, &cookie, &one.path, &body).unwrap();
    assert_eq!(signed.sealed, None);
    process.kill();
    lost.restore();
    let process = Process::start(folder.path());
    let is_sealed = || {
        let (_, _, answer) = exchange(&process, "GET", &one.path, &cookie, b"").unwrap();
        let ceremony: Ceremony = serde_json::from_slice(&answer).unwrap();
        ceremony.signed.unwrap().sealed.is_some()
    };
    // Nobody asks for it: it is looked at only, for as long as a loaded machine may need.
    let until = Instant::now() + PATIENCE;
    assert!(std::iter::repeat_with(is_sealed).any(|there| there || until < Instant::now()));
    assert!(is_sealed());
}
