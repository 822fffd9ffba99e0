//! Papers that are sent, and an invented hand that signs them.

use anjian_api::bytes::Sha256Digest;
use anjian_api::case::Opening;
use anjian_api::document::paper::PapersSent;
use anjian_api::document::signing::{Ceremony, Signed, TraceHeld, Way};
use anjian_api::file::FileFacts;
use anjian_api::ids::Seq;
use anjian_ink::trace::{Event, Point, Sheet, Stroke, Tool, Trace};
use anjian_proof::Manifest;
use axum::body::Body;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Answer, Browser, Case};

/// 王, a little different each time.
pub fn hand(seed: i32) -> Trace {
    let strokes: [&[(i32, i32)]; 4] = [
        &[(150, 60), (300, 55), (420, 60)],
        &[(170, 140), (400, 138)],
        &[(285, 58), (290, 150), (286, 240)],
        &[(120, 245), (300, 238), (460, 246)],
    ];
    let mut at = 0;
    let mut events = Vec::new();
    for places in strokes {
        let mut points = Vec::new();
        for pair in places.windows(2) {
            for step in 0..12 {
                let between =
                    |from: i32, to: i32| from * 100 + (to - from) * 100 * step / 12 + seed * step;
                at += 80;
                points.push(Point {
                    x: between(pair[0].0, pair[1].0),
                    y: between(pair[0].1, pair[1].1),
                    at,
                    ..Point::default()
                });
            }
        }
        at += 2_000;
        let tool = Tool::Touch;
        events.push(Event::Stroke(Stroke { tool, points }));
    }
    let sheet = Sheet {
        width: 60_000,
        height: 30_000,
        ratio: 300,
    };
    Trace { sheet, events }
}

/// Sends a paper of the court's to seats that are to sign it.
pub async fn send(case: &Case, browser: &Browser, paper: &str, seats: &[u16]) -> Vec<Seq> {
    let answer = browser
        .post(&case.path("/documents"), order(paper, seats))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.read::<PapersSent>().documents
}

pub fn order(paper: &str, seats: &[u16]) -> Value {
    let to = seats
        .iter()
        .map(|seat| json!({"seat": seat, "duty": "sign"}));
    json!({
        "id": Uuid::new_v4(), "paper": paper, "to": to.collect::<Vec<_>>(),
        "source": {"from": "generated", "facts": {}},
    })
}

/// The newest version of a document, as this browser's person sees it.
pub async fn version(case: &Case, browser: &Browser, document: Seq) -> (u32, FileFacts, Value) {
    let opening: Opening<Value> = browser.get(&case.path("")).await.read();
    let record = opening.state["documents"]["sent"][document.to_string()].clone();
    let versions = record["versions"].as_array().unwrap();
    let last = versions.last().unwrap();
    let file = serde_json::from_value(last["file"].clone()).unwrap();
    (u32::try_from(versions.len()).unwrap(), file, record)
}

/// One signature on its way.
pub struct Ceremonial {
    pub path: String,
    pub browser: Browser,
    pub ceremony: Ceremony,
}

pub async fn try_begin(case: &Case, browser: &Browser, document: Seq, by: Way) -> Answer {
    let (number, file, _) = version(case, browser, document).await;
    let body = json!({"id": Uuid::new_v4(), "version": number, "shown": file.sha256, "by": by});
    let path = case.path(&format!("/documents/{document}/signing"));
    browser.post(&path, body).await
}

pub async fn begin(case: &Case, browser: &Browser, document: Seq, by: Way) -> Ceremonial {
    let answer = try_begin(case, browser, document, by).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let ceremony: Ceremony = answer.read();
    Ceremonial {
        path: case.path(&format!("/documents/{document}/signing/{}", ceremony.id)),
        browser: browser.clone(),
        ceremony,
    }
}

impl Ceremonial {
    pub async fn put(&self, bytes: &[u8]) -> Answer {
        put(&self.browser, &self.path, bytes).await
    }

    pub async fn draw(&mut self, trace: &Trace) -> TraceHeld {
        let answer = self.put(&trace.bytes()).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let held: TraceHeld = answer.read();
        self.ceremony.trace = Some(held.clone());
        held
    }

    /// The manifest's bytes, as a client builds them.
    pub fn manifest(&self, signer: &str, witness: Option<&str>) -> Vec<u8> {
        let one = &self.ceremony;
        let checks = one.checks(witness, None);
        let ink = one.trace.as_ref().map(|held| held.ink);
        Manifest {
            case_log: one.case_log,
            document: one.document,
            brought_by: one.brought_by,
            version: one.version,
            pdf_sha256: one.shown,
            pdf_sm3: one.pdf_sm3,
            ink: ink.map(|ink| (ink.sha256, ink.sm3)),
            seat: one.seat,
            signer,
            capacity: "",
            method: one.by.name(),
            checks: &checks,
            nonce: one.nonce.0,
            at: one.at,
        }
        .bytes()
    }

    pub fn body(&self, signer: &str) -> Value {
        json!({"signer": signer, "manifest": digest(&self.manifest(signer, None))})
    }

    pub async fn finish(&self, body: Value) -> Answer {
        self.browser
            .post(&format!("{}/finish", self.path), body)
            .await
    }

    pub async fn signed(&self, body: Value) -> Signed {
        let answer = self.finish(body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.read()
    }
}

pub async fn put(browser: &Browser, path: &str, bytes: &[u8]) -> Answer {
    let headers = [
        ("content-type", "application/octet-stream"),
        ("x-anjian", "1"),
    ];
    let path = format!("{path}/trace");
    browser
        .send("PUT", &path, &headers, Body::from(bytes.to_vec()))
        .await
}

pub fn digest(bytes: &[u8]) -> Sha256Digest {
    Sha256Digest::from_hex(&super::uploads::hex(bytes)).unwrap()
}

/// The bytes of a file, as this browser's person reads them.
pub async fn bytes(case: &Case, browser: &Browser, file: &FileFacts) -> Vec<u8> {
    let answer = browser
        .get(&case.path(&format!("/files/{}/original", file.id)))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.body.to_vec()
}
