//! Papers: sent, previewed, filled in, made anew, read.

use anjian_api::account::ServerInfo;
use anjian_api::case::Opening;
use anjian_api::document::paper::{PaperRevised, PaperText, PapersSent};
use anjian_api::document::signing::Way;
use anjian_api::file::FileFacts;
use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::refusal::Refusal;
use anjian_files::samples;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::papers::{begin, bytes, hand, order, send, try_begin, version};
use crate::support::uploads::Upload;
use crate::support::{Answer, Browser, Case, Court};

const ADDRESS: [(&str, &str); 4] = [
    ("electronic", "同意"),
    ("phone", "13800000002"),
    ("address", "虚构市案间区甲子路〇号"),
    ("receiver", "本人"),
];

fn facts() -> Value {
    ADDRESS.iter().copied().collect()
}

async fn fill(case: &Case, browser: &Browser, document: u64, id: Uuid, facts: Value) -> Answer {
    let path = case.path(&format!("/documents/{document}/fill"));
    let body = json!({"id": id, "version": 1, "facts": facts});
    browser.post(&path, body).await
}

async fn text(case: &Case, browser: &Browser, document: u64, version: u32) -> Answer {
    let path = case.path(&format!("/documents/{document}/versions/{version}"));
    browser.get(&path).await
}

fn refusal(answer: &Answer) -> Refusal {
    assert_eq!(answer.problem(), ProblemCode::Refused, "{}", answer.text());
    answer.read::<Problem>().refusal.unwrap()
}

fn detail(answer: &Answer, code: ProblemCode) -> String {
    assert_eq!(answer.problem(), code, "{}", answer.text());
    answer.read::<Problem>().detail.unwrap()
}

#[tokio::test]
async fn a_paper_of_each_goes_to_each_and_is_filled_in_before_it_is_signed() {
    let court = Court::open().await;
    let case = court.case().await;
    let info: ServerInfo = court.browser().get("/api/info").await.read();
    assert!(info.papers && !info.codes);
    let sent = send(&case, &case.judge, "address_confirmation", &[2, 3]).await;
    let [ours, theirs] = [sent[0].0, sent[1].0];
    let mine: PaperText = text(&case, &case.plaintiff, ours, 1).await.read();
    assert_eq!(mine.number, "文书第1号");
    assert_eq!(mine.to_fill, ["electronic", "phone", "address", "receiver"]);
    let has = |words: &str| {
        let mut lines = mine.lines.iter();
        lines.any(|line| line.words.iter().any(|one| one == words))
    };
    assert!(has("周敏") && has("原告") && has("民间借贷纠纷") && has("（待填写）"));
    assert_eq!(text(&case, &case.defendant, ours, 1).await.status, 404);
    assert_eq!(text(&case, &case.plaintiff, theirs, 1).await.status, 404);
    assert_eq!(text(&case, &case.plaintiff, ours, 2).await.status, 404);

    let early = try_begin(&case, &case.plaintiff, sent[0], Way::Drawn).await;
    assert_eq!(refusal(&early), Refusal::NotFilledIn);
    let id = Uuid::new_v4();
    let mut partly = facts();
    partly["receiver"] = json!(" ");
    let partly = fill(&case, &case.plaintiff, ours, id, partly).await;
    assert_eq!(detail(&partly, ProblemCode::PaperIncomplete), "receiver");
    // A break cannot be a part of it; marks that came with pasting are left out.
    let mut broken = facts();
    broken["address"] = json!("甲子路\n〇号");
    let broken = fill(&case, &case.plaintiff, ours, id, broken).await;
    assert_eq!(detail(&broken, ProblemCode::PaperIncomplete), "address");
    let by_other = fill(&case, &case.defendant, ours, id, facts()).await;
    assert_eq!(by_other.status, 404);
    let by_court = fill(&case, &case.judge, ours, Uuid::new_v4(), facts()).await;
    assert_eq!(refusal(&by_court), Refusal::NotAsked);
    let mut pasted = facts();
    pasted["phone"] = json!("\u{202D}13800000002\u{202C}\u{200E}\t");
    let filled = fill(&case, &case.plaintiff, ours, id, pasted.clone()).await;
    let filled: PaperRevised = filled.read();
    assert_eq!(filled.version, 2);
    let again: PaperRevised = fill(&case, &case.plaintiff, ours, id, pasted).await.read();
    assert_eq!(again, filled);
    let second: PaperText = text(&case, &case.judge, ours, 2).await.read();
    assert!(second.to_fill.is_empty() && second.facts["phone"].trim() == "13800000002");
    let (_, file, _) = version(&case, &case.judge, sent[0]).await;
    let pdf = bytes(&case, &case.judge, &file).await;
    assert!(pdf.starts_with(b"%PDF-") && file.pages == Some(2) || file.pages == Some(1));
    let begun = try_begin(&case, &case.plaintiff, sent[0], Way::Drawn).await;
    assert_eq!(begun.status, 200, "{}", begun.text());
}

#[tokio::test]
async fn sending_again_is_safe_and_sending_otherwise_a_conflict() {
    let court = Court::open().await;
    let case = court.case().await;
    let asked = order("integrity_pledge", &[2, 3]);
    let path = case.path("/documents");
    let first: PapersSent = case.judge.post(&path, asked.clone()).await.read();
    let again: PapersSent = case.judge.post(&path, asked.clone()).await.read();
    assert_eq!(first, again);
    assert_eq!(first.documents.len(), 2);
    let mut other = asked;
    other["otherwise"] = json!("视为放弃");
    let other = case.judge.post(&path, other).await;
    assert_eq!(other.problem(), ProblemCode::CommandConflict);
    // Nobody but the court sends it, and not by a command of their own.
    let theirs = case
        .plaintiff
        .post(&path, order("integrity_pledge", &[2]))
        .await;
    assert_eq!(refusal(&theirs), Refusal::RoleMayNot);
    let (_, file, _) = version(&case, &case.judge, first.documents[0]).await;
    let raw = json!({
        "kind": "send_document", "paper": "other", "title": "文书", "version": {"file": file},
        "audience": "participants", "asked": [{"seat": 2, "duty": "sign"}],
    });
    assert_eq!(case.submit(&case.judge, raw).await.status, 400);
}

#[tokio::test]
async fn what_the_case_does_not_know_is_named_and_nothing_is_sent() {
    let court = Court::open().await;
    let case = court.case().await;
    let path = case.path("/documents/preview");
    let mut asked = order("rights_notice", &[2]);
    // There is no clerk in this case.
    let missing = case.judge.post(&path, asked.clone()).await;
    assert_eq!(detail(&missing, ProblemCode::PaperIncomplete), "clerk");
    asked["source"]["facts"] = json!({"clerk": "林溪", "judge": "别人"});
    let shown: PaperText = case.judge.post(&path, asked.clone()).await.read();
    let all = format!("{:?}", shown.lines);
    assert!(all.contains("林溪") && all.contains("沈法官") && !all.contains("别人"));
    asked["source"]["facts"] = json!({"clerk": "林溪\u{E000}"});
    let unknown = case.judge.post(&path, asked.clone()).await;
    let named = detail(&unknown, ProblemCode::CharactersMissing);
    assert!(named.contains('\u{E000}') && named.contains("U+E000") && !named.contains('林'));
    asked["source"]["facts"] = json!({"party": "别人"});
    let foreign = case.judge.post(&path, asked.clone()).await;
    assert_eq!(detail(&foreign, ProblemCode::PaperIncomplete), "party");
    asked["paper"] = json!("other");
    asked["source"]["facts"] = json!({});
    let no_template = case.judge.post(&path, asked).await;
    assert_eq!(no_template.problem(), ProblemCode::BadRequest);
    let page = case.judge.get(&case.path("")).await.text();
    assert!(!page.contains("document_sent"));
}

#[tokio::test]
async fn a_new_version_asks_again_and_keeps_what_was_filled_in() {
    let court = Court::open().await;
    let case = court.case().await;
    let sent = send(&case, &case.judge, "address_confirmation", &[2]).await[0];
    let filled = fill(&case, &case.plaintiff, sent.0, Uuid::new_v4(), facts()).await;
    assert_eq!(filled.status, 200, "{}", filled.text());
    let path = case.path(&format!("/documents/{sent}/revise"));
    let revise = |version, reason: &str| {
        json!({"id": Uuid::new_v4(), "version": version, "reason": reason,
            "source": {"from": "generated", "facts": {"address": "虚构市案间区乙丑路〇号"}}})
    };
    let stale = case.judge.post(&path, revise(1, "补正地址")).await;
    assert_eq!(refusal(&stale), Refusal::VersionStale { version: 2 });
    let no_reason = case.judge.post(&path, revise(2, " ")).await;
    assert_eq!(refusal(&no_reason), Refusal::ReasonMissing);
    let by_party = case.plaintiff.post(&path, revise(2, "补正地址")).await;
    assert_eq!(refusal(&by_party), Refusal::RoleMayNot);
    let third = revise(2, "补正地址");
    let done: PaperRevised = case.judge.post(&path, third.clone()).await.read();
    let again: PaperRevised = case.judge.post(&path, third).await.read();
    assert_eq!((done.version, done), (3, again));
    let now: PaperText = text(&case, &case.plaintiff, sent.0, 3).await.read();
    assert_eq!(now.facts["phone"], "13800000002");
    assert_eq!(now.facts["address"], "虚构市案间区乙丑路〇号");
    assert!(now.to_fill.is_empty());
}

#[tokio::test]
async fn a_party_sends_the_list_of_its_own_exhibits() {
    let court = Court::open().await;
    let case = court.case().await;
    let path = case.path("/documents");
    let none = case
        .plaintiff
        .post(&path, order("evidence_list", &[2]))
        .await;
    assert_eq!(detail(&none, ProblemCode::PaperIncomplete), "exhibits");
    let receipt = Upload::new(&case, &case.plaintiff, "借条.pdf", &samples::pdf(2))
        .all()
        .await;
    let exhibit = json!({"kind": "submit_exhibit", "exhibit": {
        "name": "借条", "category": "documentary", "files": [receipt.facts], "source": "原告保管",
        "purpose": "证明借款事实", "original": {"form": "original", "holder": "周敏"}}});
    let submitted = case.submit(&case.plaintiff, exhibit).await;
    assert_eq!(submitted.status, 200, "{}", submitted.text());
    // Of this one the plaintiff knows nothing; it has a number all the same.
    send(&case, &case.judge, "integrity_pledge", &[3]).await;
    let sent = send(&case, &case.plaintiff, "evidence_list", &[2]).await[0];
    // The list is for everybody who takes part.
    let seen: PaperText = text(&case, &case.defendant, sent.0, 1).await.read();
    let (_, _, record) = version(&case, &case.judge, sent).await;
    assert_eq!(
        (seen.number.as_str(), &record["number"]),
        ("文书第2号", &json!(2))
    );
    let all = format!("{:?}", seen.lines);
    assert!(all.contains("原告证据1") && all.contains("借条") && all.contains("书证"));
    let of_others = case
        .plaintiff
        .post(&path, order("evidence_list", &[3]))
        .await;
    assert!(matches!(of_others.status, 422), "{}", of_others.text());
}

#[tokio::test]
async fn without_fonts_papers_are_said_to_be_unavailable() {
    let court = Court::open_with(|config| config.fonts = None).await;
    let case = court.case().await;
    let info: ServerInfo = court.browser().get("/api/info").await.read();
    assert!(!info.papers);
    let refused = case
        .judge
        .post(&case.path("/documents"), order("integrity_pledge", &[2]))
        .await;
    assert_eq!(refused.problem(), ProblemCode::DocumentsUnavailable);
}

#[tokio::test]
async fn what_was_refused_is_mended_and_sent_with_the_same_id() {
    let court = Court::open().await;
    let case = court.case().await;
    let path = case.path("/documents");
    let mut asked = order("integrity_pledge", &[2]);
    asked["otherwise"] = json!("字".repeat(81));
    let refused = case.judge.post(&path, asked.clone()).await;
    assert_eq!(refusal(&refused), Refusal::TooLong { limit: 80 });
    // Nothing of it is in the record, not even a file.
    let page = case.judge.get(&case.path("")).await.text();
    assert!(!page.contains("承诺书"), "{page}");
    asked["otherwise"] = json!("字".repeat(80));
    let sent: PapersSent = case.judge.post(&path, asked.clone()).await.read();
    let again: PapersSent = case.judge.post(&path, asked.clone()).await.read();
    assert_eq!(sent, again);
    asked["otherwise"] = json!("字".repeat(81));
    let other = case.judge.post(&path, asked).await;
    assert_eq!(other.problem(), ProblemCode::CommandConflict);
    let opening: Opening<Value> = case.judge.get(&case.path("")).await.read();
    let documents = opening.state["documents"]["sent"].as_object().unwrap();
    assert_eq!(documents.len(), 1);
}

#[tokio::test]
async fn a_version_with_the_same_pdf_is_refused_and_mended_with_the_same_id() {
    let court = Court::open().await;
    let case = court.case().await;
    let bring = async |name: &str, pages| {
        let bytes = samples::pdf(pages);
        let upload = Upload::new(&case, &case.judge, name, &bytes);
        upload.all().await.facts.id
    };
    let source = |file| json!({"from": "uploaded", "title": "调解笔录", "file": file, "places": [], "initials": false});
    let [first, second] = [bring("一.pdf", 1).await, bring("二.pdf", 2).await];
    let mut asked = order("other", &[2]);
    asked["source"] = source(first);
    let path = case.path("/documents");
    let sent: PapersSent = case.judge.post(&path, asked.clone()).await.read();
    let again: PapersSent = case.judge.post(&path, asked).await.read();
    assert_eq!(sent, again);
    let path = case.path(&format!("/documents/{}/revise", sent.documents[0]));
    let mut revise =
        json!({"id": Uuid::new_v4(), "version": 1, "reason": "补正", "source": source(first)});
    for _ in 0..2 {
        let same = case.judge.post(&path, revise.clone()).await;
        assert_eq!(refusal(&same), Refusal::SameVersion);
    }
    revise["source"] = source(second);
    let done: PaperRevised = case.judge.post(&path, revise.clone()).await.read();
    let again: PaperRevised = case.judge.post(&path, revise.clone()).await.read();
    assert_eq!((done.version, done), (2, again));
    // Back to the first one is a third version, not the first once more.
    revise["id"] = json!(Uuid::new_v4());
    revise["version"] = json!(2);
    revise["source"] = source(first);
    let third: PaperRevised = case.judge.post(&path, revise).await.read();
    assert_eq!(third.version, 3);
}

#[tokio::test]
async fn a_paper_to_several_is_sent_to_all_of_them_or_to_nobody() {
    let court = Court::open().await;
    let case = court.case().await;
    let rare = court.person("赵\u{E000}", "13800000005").await;
    let seated = json!({"kind": "seat_member",
        "person": rare.id, "name": rare.name, "role": "third_party"});
    let seated = case.submit(&case.judge, seated).await;
    assert_eq!(seated.status, 200, "{}", seated.text());
    let asked = order("integrity_pledge", &[2, 5]);
    for path in ["/documents/preview", "/documents"] {
        let answer = case.judge.post(&case.path(path), asked.clone()).await;
        let named = detail(&answer, ProblemCode::CharactersMissing);
        assert!(named.contains("U+E000"));
    }
    let page = case.judge.get(&case.path("")).await.text();
    assert!(!page.contains("承诺书"));
    let mut alone = asked;
    alone["to"] = json!([{"seat": 2, "duty": "sign"}]);
    let alone = case.judge.post(&case.path("/documents"), alone).await;
    assert_eq!(alone.status, 200, "{}", alone.text());
}

#[tokio::test]
async fn a_pdf_whose_pages_would_lose_a_stamp_is_not_sent_to_be_signed() {
    let court = Court::open().await;
    let case = court.case().await;
    let with = async |kind: &str| {
        let bytes = samples::pdf_with_annotation(kind);
        let upload = Upload::new(&case, &case.judge, "调解协议.pdf", &bytes);
        upload.all().await.facts
    };
    let send = async |file: &FileFacts, duty: &str| {
        let body = json!({
            "id": Uuid::new_v4(), "paper": "other", "to": [{"seat": 2, "duty": duty}],
            "source": {"from": "uploaded", "title": "调解协议", "file": file.id,
                "places": [], "initials": false},
        });
        case.judge.post(&case.path("/documents"), body).await
    };
    let (stamped, form, linked) = (
        with("Stamp").await,
        with("Widget").await,
        with("Link").await,
    );
    for file in [&stamped, &form] {
        let refused = send(file, "sign").await;
        assert_eq!(refused.problem(), ProblemCode::PdfNotFlat);
    }
    // Whoever only reads or confirms has the file itself before them.
    assert_eq!(send(&stamped, "confirm").await.status, 200);
    let sent = send(&linked, "sign").await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    let document = sent.read::<PapersSent>().documents[0];
    let revise = json!({
        "id": Uuid::new_v4(), "version": 1, "reason": "改为盖章版",
        "source": {"from": "uploaded", "title": "调解协议", "file": stamped.id,
            "places": [], "initials": false},
    });
    let path = case.path(&format!("/documents/{document}/revise"));
    let refused = case.judge.post(&path, revise).await;
    assert_eq!(refused.problem(), ProblemCode::PdfNotFlat);
}

#[tokio::test]
async fn what_could_not_be_made_once_it_is_signed_is_said_before_it_is_sent() {
    let court = Court::open().await;
    let case = court.case().await;
    let order = async |title: &str, bytes: &[u8]| {
        let file = Upload::new(&case, &case.judge, "协议.pdf", bytes)
            .all()
            .await;
        let mut asked = order("other", &[2]);
        asked["source"] = json!({"from": "uploaded", "title": title, "file": file.facts.id,
            "places": [], "initials": false});
        case.judge.post(&case.path("/documents"), asked).await
    };
    let rare = order("协议\u{E000}", &samples::pdf(1)).await;
    assert!(detail(&rare, ProblemCode::CharactersMissing).contains("U+E000"));
    let page = case.judge.get(&case.path("")).await.text();
    assert!(!page.contains("协议\u{E000}"));
    // Of a newer form: either it becomes a signed paper, or it is refused in words.
    let mut newer = samples::pdf(1);
    newer[..8].copy_from_slice(b"%PDF-2.0");
    let answer = order("新版式的协议", &newer).await;
    if answer.status != 200 {
        assert_eq!(detail(&answer, ProblemCode::PdfNotFlat), "unfit");
        return;
    }
    let document = answer.read::<PapersSent>().documents[0];
    let mut one = begin(&case, &case.plaintiff, document, Way::Drawn).await;
    one.draw(&hand(70)).await;
    assert!(one.signed(one.body("周敏")).await.sealed.is_some());
}
