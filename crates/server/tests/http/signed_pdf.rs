//! The PDF with signatures: what it says, where the ink stands, and that anybody can check it.

use anjian_api::bytes::Sha256Digest;
use anjian_api::document::SignedBy;
use anjian_api::document::paper::PapersSent;
use anjian_api::document::signing::{SignatureProof, Signed, Way};
use anjian_api::ids::Seq;
use anjian_files::pdf::{Sheet, seen};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Verifier as _;
use p256::ecdsa::{DerSignature, Signature, SigningKey, VerifyingKey};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::papers::{Ceremonial, begin, bytes, digest, hand, send, version};
use crate::support::uploads::Upload;
use crate::support::{Browser, Case, Court};

/// The key of an invented device.
fn device() -> SigningKey {
    SigningKey::from_slice(&[7; 32]).unwrap()
}

fn with_device(one: &Ceremonial, signer: &str) -> Value {
    let key = device();
    let signature: Signature =
        p256::ecdsa::signature::Signer::sign(&key, &one.manifest(signer, None));
    let public = STANDARD.encode(key.verifying_key().to_sec1_point(false).as_bytes());
    let mut body = one.body(signer);
    body["device"] = json!({"key": public, "signature": STANDARD.encode(signature.to_bytes())});
    body
}

async fn proof(
    case: &Case,
    browser: &Browser,
    document: Seq,
    entry: Seq,
) -> crate::support::Answer {
    let path = format!("/documents/{document}/signatures/{entry}");
    browser.get(&case.path(&path)).await
}

/// The signature that stands in the record by this number, as the judge reads it.
async fn entered(case: &Case, seq: Seq) -> Value {
    let page: anjian_api::case::Opening<Value> = case.judge.get(&case.path("")).await.read();
    let entries = page.entries.into_iter();
    let entries = entries.map(|entry| serde_json::to_value(entry).unwrap());
    let mut found = entries.filter(|entry| entry["seq"] == seq.0);
    found.next().unwrap()["shown"]["open"]["payload"]["act"].clone()
}

async fn read(case: &Case, signed: &Signed) -> Vec<Sheet> {
    let sealed = signed.sealed.clone().unwrap();
    seen(bytes(case, &case.judge, &sealed).await).unwrap()
}

/// All words of the pages, without spaces.
fn words(sheets: &[Sheet]) -> String {
    sheets.iter().map(|sheet| sheet.text(0.0)).collect()
}

#[tokio::test]
async fn whoever_sees_a_document_can_verify_its_signatures_without_us() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let mut by_device = begin(&case, &case.plaintiff, document, Way::Drawn).await;
    by_device.draw(&hand(0)).await;
    let first = by_device.signed(with_device(&by_device, "周敏")).await;
    let mut by_server = begin(&case, &case.plaintiff, document, Way::Drawn).await;
    by_server.draw(&hand(5)).await;
    let second = by_server.signed(by_server.body("周敏")).await;

    let one: SignatureProof = proof(&case, &case.judge, document, first.seq).await.read();
    assert_eq!(one.signed_by, SignedBy::Device);
    let (manifest, signature, key) = decoded(&one);
    assert_eq!(manifest, by_device.manifest("周敏", None));
    let point = VerifyingKey::from_sec1_bytes(&key[26..]).unwrap();
    assert_eq!(point, *device().verifying_key());
    let signature = DerSignature::from_bytes(&signature).unwrap();
    p256::ecdsa::signature::Verifier::verify(&point, &manifest, &signature).unwrap();
    is_known(&case, first.seq, &manifest, &key).await;

    let two: SignatureProof = proof(&case, &case.plaintiff, document, second.seq)
        .await
        .read();
    assert_eq!(two.signed_by, SignedBy::Server);
    let (manifest, signature, key) = decoded(&two);
    let published = ed25519_dalek::VerifyingKey::from_bytes(key[12..].try_into().unwrap()).unwrap();
    assert_eq!(
        published.to_bytes(),
        court.app.ledger.keys().receipts_key().0
    );
    let signature = ed25519_dalek::Signature::from_slice(&signature).unwrap();
    published.verify(&manifest, &signature).unwrap();
    is_known(&case, second.seq, &manifest, &key).await;

    // Who does not see the document sees no proof, and what is no signature has none.
    let hidden = proof(&case, &case.defendant, document, first.seq).await;
    assert_eq!(hidden.status, 404);
    let none = proof(&case, &case.judge, document, document).await;
    assert_eq!(none.status, 404);
}

fn decoded(proof: &SignatureProof) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let bytes = |text: &str| STANDARD.decode(text).unwrap();
    (
        bytes(&proof.manifest),
        bytes(&proof.signature),
        bytes(&proof.key),
    )
}

/// The entry knows manifest and key by their hashes.
async fn is_known(case: &Case, seq: Seq, manifest: &[u8], key: &[u8]) {
    let act = entered(case, seq).await;
    assert_eq!(act["manifest"], json!(digest(manifest)), "{act}");
    assert_eq!(act["key"], json!(digest(key)));
}

#[tokio::test]
async fn the_page_of_signatures_says_whose_key_and_what_was_checked() {
    let court = Court::open().await;
    let case = court.case().await;
    let document = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let (_, file, _) = version(&case, &case.judge, document).await;
    let mut one = begin(&case, &case.plaintiff, document, Way::Drawn).await;
    let ink = one.draw(&hand(0)).await.ink;
    let signed = one.signed(with_device(&one, "周敏")).await;
    let sheets = read(&case, &signed).await;
    let said = sheets.last().unwrap().text(0.0);
    let device_key = entered(&case, signed.seq).await["key"].clone();
    let session = one.ceremony.checked.strip_prefix("session ").unwrap();
    for words in [
        "签名页".to_owned(),
        "本人设备密钥（ECDSAP-256）".to_owned(),
        format!("公钥SHA-256{}", device_key.as_str().unwrap()),
        format!("核验账户登录（会话标识{session}）"),
        "密钥确在签名人设备中且不可导出（由其浏览器报告）".to_owned(),
        "方式手写".to_owned(),
        format!("记录案件记录第{}条", signed.seq),
        // The hashes are those of the entry.
        format!("所签文件SHA-256：{}", file.sha256.to_hex()),
        format!("所签文件SM3：{}", file.sm3.to_hex()),
        format!("笔迹SHA-256{}", ink.sha256.to_hex()),
        format!("笔迹SM3{}", ink.sm3.to_hex()),
        format!(
            "清单SHA-256{}",
            digest(&one.manifest("周敏", None)).to_hex()
        ),
    ] {
        assert!(said.contains(&words), "{words} in {said}");
    }

    let mut two = begin(&case, &case.plaintiff, document, Way::Drawn).await;
    two.draw(&hand(5)).await;
    let signed = two.signed(two.body("周敏")).await;
    let said = words(&read(&case, &signed).await);
    assert!(said.contains("密钥法院服务器密钥（Ed25519）"), "{said}");
    assert!(
        said.contains("密钥本人设备密钥（ECDSAP-256）"),
        "the first one stands there too"
    );
}

#[tokio::test]
async fn what_is_made_of_a_pdf_that_was_brought_claims_no_standard_and_speaks_of_itself() {
    let court = Court::open().await;
    let case = court.case().await;
    // One of our own papers, which is PDF/A, brought as a file.
    let own = send(&case, &case.judge, "integrity_pledge", &[2]).await[0];
    let (_, file, _) = version(&case, &case.judge, own).await;
    let archival = bytes(&case, &case.judge, &file).await;
    assert!(claims_a_standard(&archival));
    let brought = Upload::new(&case, &case.judge, "承诺书.pdf", &archival)
        .all()
        .await;
    let place = json!({"seat": 2, "page": 0, "x": 100, "y": 700, "width": 300, "height": 90});
    let body = json!({
        "id": Uuid::new_v4(), "paper": "other", "to": [{"seat": 2, "duty": "sign"}],
        "source": {"from": "uploaded", "title": "承诺书", "file": brought.facts.id,
            "places": [place], "initials": false},
    });
    let sent = case.judge.post(&case.path("/documents"), body).await;
    let document = sent.read::<PapersSent>().documents[0];
    let mut one = begin(&case, &case.plaintiff, document, Way::Drawn).await;
    one.draw(&hand(0)).await;
    let signed = one.signed(one.body("周敏")).await;
    let pdf = bytes(&case, &case.judge, &signed.sealed.clone().unwrap()).await;
    assert!(pdf.starts_with(b"%PDF-1.7") && !claims_a_standard(&pdf));
    let said = words(&read(&case, &signed).await);
    assert!(
        said.contains("本文件由上传的PDF加签名页制成，不是PDF/A；所签原文件另存案卷，未作改动。")
    );
    assert!(!said.contains("提交的文件不是长期保存格式"));
    assert!(said.contains(&format!(
        "所签文件SHA-256：{}",
        Sha256Digest::to_hex(&brought.facts.sha256)
    )));
}

fn claims_a_standard(pdf: &[u8]) -> bool {
    String::from_utf8_lossy(pdf).contains("pdfaid:part")
}
