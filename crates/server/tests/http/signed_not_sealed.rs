//! Signatures that are in the record while their paper could not be made: nothing of them is lost.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anjian_api::document::signing::{Ceremony, Signed, Way};
use anjian_api::ids::Seq;
use anjian_api::problem::ProblemCode;
use anjian_files::samples;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};

use crate::support::papers::{Ceremonial, begin, hand, send, version};
use crate::support::uploads::Upload;
use crate::support::{Browser, Case, Court};

fn blobs(folder: &Path) -> BTreeSet<PathBuf> {
    let shelves = std::fs::read_dir(folder.join("files")).unwrap();
    let blobs = shelves.flat_map(|shelf| std::fs::read_dir(shelf.unwrap().path()).unwrap());
    blobs.map(|blob| blob.unwrap().path()).collect()
}

/// A photograph that the disk lost. Whatever it belongs to cannot be made without it.
pub struct Lost {
    from: PathBuf,
    to: PathBuf,
}

impl Lost {
    /// The disk has it again.
    pub fn restore(&self) {
        std::fs::rename(&self.to, &self.from).unwrap();
    }
}

/// The plaintiff is about to sign with a fingerprint whose photograph is lost.
pub async fn fingerprint(court: &Court, case: &Case, document: Seq) -> (Ceremonial, Value, Lost) {
    let before = blobs(court.folder.path());
    let photo = Upload::new(case, &case.plaintiff, "指印.jpg", &samples::jpeg(600, 800));
    let photo = photo.all().await;
    let mut new = blobs(court.folder.path());
    new.retain(|path| !before.contains(path));
    let from = new.pop_first().unwrap();
    let to = court.folder.path().join("lost");
    std::fs::rename(&from, &to).unwrap();
    let one = begin(case, &case.plaintiff, document, Way::Fingerprint).await;
    let mut with = one.ceremony.clone();
    with.checked = one.ceremony.checks(None, Some(&photo.facts.sha256));
    let with = Ceremonial {
        path: one.path.clone(),
        browser: one.browser.clone(),
        ceremony: with,
    };
    let mut body = with.body("周敏");
    body["fingerprint"] = json!(photo.facts.id);
    (one, body, Lost { from, to })
}

async fn begin_again(case: &Case, browser: &Browser, one: &Ceremonial) -> Ceremony {
    let ceremony = &one.ceremony;
    let body = json!({"id": ceremony.id, "version": ceremony.version, "shown": ceremony.shown,
        "by": ceremony.by});
    let path = case.path(&format!("/documents/{}/signing", ceremony.document));
    let answer = browser.post(&path, body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.read()
}

async fn sealed(case: &Case, document: Seq) -> bool {
    let (number, _, record) = version(case, &case.judge, document).await;
    !record["versions"][number as usize - 1]["sealed"].is_null()
}

fn by_device(one: &Ceremonial, secret: u8) -> Value {
    let key = SigningKey::from_slice(&[secret; 32]).unwrap();
    let public = STANDARD.encode(key.verifying_key().to_sec1_point(false).as_bytes());
    let signature: Signature = key.sign(&one.manifest("韩立", None));
    let mut body = one.body("韩立");
    body["device"] = json!({"key": public, "signature": STANDARD.encode(signature.to_bytes())});
    body
}

#[tokio::test]
async fn a_signed_paper_that_could_not_be_made_is_made_when_it_is_asked_for_again() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let (one, body, lost) = fingerprint(&court, &case, document).await;
    let first = one.signed(body.clone()).await;
    assert_eq!(first.sealed, None, "it stands, its paper does not");
    let again = begin_again(&case, &case.plaintiff, &one).await;
    assert_eq!(again.signed, Some(first.clone()));
    assert_eq!(one.signed(body.clone()).await, first);
    lost.restore();
    let again = begin_again(&case, &case.plaintiff, &one).await;
    let made = again.signed.unwrap();
    assert_eq!(made.seq, first.seq);
    assert!(made.sealed.is_some() && sealed(&case, document).await);
    assert_eq!(one.signed(body).await, made);
    let (_, _, record) = version(&case, &case.judge, document).await;
    assert_eq!(record["asked"]["2"]["answers"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_signed_paper_that_could_not_be_made_is_made_by_itself_later() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let (one, body, lost) = fingerprint(&court, &case, document).await;
    one.signed(body).await;
    court.app.papers.tend().await.unwrap();
    assert!(!sealed(&case, document).await);
    lost.restore();
    court.app.papers.tend().await.unwrap();
    assert!(sealed(&case, document).await);
    // There is nothing left to do.
    let (_, _, before) = version(&case, &case.judge, document).await;
    court.app.papers.tend().await.unwrap();
    assert_eq!(version(&case, &case.judge, document).await.2, before);
}

#[tokio::test]
async fn the_paper_of_who_left_the_case_after_signing_is_made_all_the_same() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let (one, body, lost) = fingerprint(&court, &case, document).await;
    one.signed(body).await;
    let unseat = json!({"kind": "unseat_member", "seat": 2});
    let unseated = case.submit(&case.judge, unseat).await;
    assert_eq!(unseated.status, 200, "{}", unseated.text());
    lost.restore();
    court.app.papers.tend().await.unwrap();
    assert!(sealed(&case, document).await);
}

#[tokio::test]
async fn the_same_signature_by_the_device_once_more_is_no_other() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[3]).await[0];
    let mut one = begin(&case, &case.defendant, document, Way::Drawn).await;
    one.draw(&hand(30)).await;
    let first: Signed = one.signed(by_device(&one, 7)).await;
    // ECDSA draws a new number each time, and a device may have lost its key.
    assert_eq!(one.signed(by_device(&one, 8)).await, first);
    let mut other = by_device(&one, 7);
    other["signer"] = json!("别人");
    let other = one.finish(other).await;
    assert_eq!(other.problem(), ProblemCode::CommandConflict);
}
