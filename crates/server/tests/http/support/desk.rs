//! A desktop that hands a paper over, and the telephone of the same person.

use anjian_api::document::paper::PapersSent;
use anjian_api::document::signing::Ceremony;
use anjian_api::handoff::{Handoff, HandoffState};
use anjian_api::ids::Seq;
use anjian_files::samples;
use serde_json::{Value, json};
use uuid::Uuid;

use super::papers::{Ceremonial, hand, version};
use super::uploads::Upload;
use super::{Answer, Browser, Case, Court};

/// A case with a paper that plaintiff and defendant are asked to sign; the plaintiff sits at a desktop
/// and has a telephone.
pub struct Desk {
    pub court: Court,
    pub case: Case,
    pub phone: Browser,
    pub document: u64,
}

pub async fn desk() -> Desk {
    let court = Court::open().await;
    let case = court.case().await;
    let phone = court.signed_in(&case.people[1]).await;
    let document = send(&case, &[2, 3]).await;
    Desk {
        court,
        case,
        phone,
        document,
    }
}

/// A paper that the court brought, with so many pages.
pub async fn paper(case: &Case, pages: u32) -> Value {
    let bytes = samples::pdf(pages);
    let upload = Upload::new(case, &case.judge, "送达地址确认书.pdf", &bytes);
    let receipt = upload.all().await;
    json!({"from": "uploaded", "title": "送达地址确认书", "file": receipt.facts.id,
        "places": [], "initials": false})
}

/// A paper to be signed by these seats; the number of the entry that sent it.
pub async fn send(case: &Case, seats: &[u16]) -> u64 {
    let to = seats
        .iter()
        .map(|seat| json!({"seat": seat, "duty": "sign"}));
    let order = json!({"id": Uuid::new_v4(), "paper": "other", "to": to.collect::<Vec<_>>(),
        "source": paper(case, 1).await});
    let sent = case.judge.post(&case.path("/documents"), order).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    sent.read::<PapersSent>().documents[0].0
}

pub async fn revise(case: &Case, document: u64) {
    let path = case.path(&format!("/documents/{document}/revise"));
    let order = json!({"id": Uuid::new_v4(), "version": 1, "reason": "更正一处错字",
        "source": paper(case, 2).await});
    let revised = case.judge.post(&path, order).await;
    assert_eq!(revised.status, 200, "{}", revised.text());
}

impl Desk {
    pub fn purpose(&self, version: u32) -> Value {
        json!({"purpose": {"kind": "sign", "case": self.case.id, "document": self.document,
            "version": version}})
    }

    pub async fn offer(&self) -> Handoff {
        let answer = self.offer_as(&self.case.plaintiff).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.read()
    }

    pub async fn offer_as(&self, browser: &Browser) -> Answer {
        browser.post("/api/handoffs", self.purpose(1)).await
    }

    pub async fn state(&self, offer: &Handoff) -> HandoffState {
        let path = format!("/api/handoffs/{}/state", offer.id);
        self.case.plaintiff.get(&path).await.read()
    }
}

pub async fn look(browser: &Browser, offer: &Handoff) -> Answer {
    let body = json!({"code": offer.code});
    browser.post("/api/handoffs/look", body).await
}

pub async fn claim(browser: &Browser, offer: &Handoff, number: u8) -> Answer {
    let body = json!({"code": offer.code, "number": number});
    browser.post("/api/handoffs/claim", body).await
}

pub async fn step(browser: &Browser, offer: &Handoff, step: &str) -> Answer {
    let path = format!("/api/handoffs/{}/step", offer.id);
    browser.put(&path, json!({"step": step})).await
}

/// Begins on the phone for the desktop.
pub async fn begin(desk: &Desk, offer: &Handoff, id: Uuid) -> Answer {
    let (number, file, _) = version(&desk.case, &desk.phone, Seq(desk.document)).await;
    let body = json!({"id": id, "version": number, "shown": file.sha256,
        "by": "drawn", "handoff": offer.id});
    let path = format!("/documents/{}/signing", desk.document);
    desk.phone.post(&desk.case.path(&path), body).await
}

/// Begun on the phone for the desktop, and drawn.
pub async fn drawn(desk: &Desk, offer: &Handoff, seed: i32) -> Ceremonial {
    let path = format!("/documents/{}/signing", desk.document);
    let answer = begin(desk, offer, Uuid::new_v4()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let ceremony: Ceremony = answer.read();
    let mut one = Ceremonial {
        path: desk.case.path(&format!("{path}/{}", ceremony.id)),
        browser: desk.phone.clone(),
        ceremony,
    };
    one.draw(&hand(seed)).await;
    one
}
