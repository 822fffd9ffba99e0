//! A version with its signatures: the same paper, the drawings as vectors, a page that says who
//! signed, when and how.

use std::collections::BTreeMap;

use anjian_api::act::Act;
use anjian_api::bytes::Sha256Digest;
use anjian_api::case::CaseFacts;
use anjian_api::command::Command;
use anjian_api::document::act::DocumentAct;
use anjian_api::document::command::{DocumentCommand, SealDocument};
use anjian_api::document::ink::InkPurpose;
use anjian_api::document::signing::Signed;
use anjian_api::document::{Duty, Ink, Method, SignedBy};
use anjian_api::file::{FileFacts, FileId};
use anjian_api::ids::{CaseId, CommandId, Moment, PersonId, SeatId, Seq};
use anjian_api::refusal::Refusal;
use anjian_documents::typeset::{Attested, Certificate, Signature, Signing, set};
use anjian_documents::uploaded::{Overlay, Uploaded, seal};
use anjian_domain::court_time::court_time;
use anjian_domain::document::{DocumentRecord, VersionRecord};

use super::fill::number_words;
use super::kept::{Done, Held};
use super::made::edges;
use super::{PaperError, Papers, command, derived};
use crate::files::FileError;
use crate::ledger::REGISTRY;

/// Longest side of a photograph on paper, px: 60 mm at 270 dots an inch.
const PHOTO: u32 = 640;

/// What the registry knows of a document.
struct Stand {
    case: CaseId,
    /// At whose request its paper is made.
    by: PersonId,
    record: DocumentRecord,
    cover: CaseFacts,
}

impl Papers {
    /// Makes the PDF with all signatures given so far, and lets the registry keep it. What stands in
    /// the record is enough: who signed may have left the case since.
    pub(super) async fn seal_for(&self, case: CaseId, held: &mut Held) -> Result<(), PaperError> {
        let Some(seq) = held.ceremony.signed.as_ref().map(|signed| signed.seq) else {
            return Err(PaperError::not_found());
        };
        let id = command(held.ceremony.id.0, b"seal", 0);
        let sealed = match self.entry_of(case, REGISTRY, id).await? {
            // It is there, and the server died before it was noted.
            Some(entry) => Some(self.sealed_by(case, entry).await?),
            None => self.seal_now(case, held, (id, seq)).await?,
        };
        let Some((facts, entry, at)) = sealed else {
            return Ok(());
        };
        let files = &self.inner.files;
        files
            .receive_by_registry(case, facts.clone(), entry, at)
            .await?;
        let sealed = Some(facts);
        held.ceremony.signed = Some(Signed { seq, sealed });
        self.keep_held(case, held).await
    }

    async fn sealed_by(
        &self,
        case: CaseId,
        entry: Seq,
    ) -> Result<(FileFacts, Seq, Moment), PaperError> {
        match self.inner.ledger.entered(case, entry).await? {
            (at, Act::Document(DocumentAct::DocumentSealed(seal))) => Ok((seal.file, entry, at)),
            _ => Err(PaperError::internal("an entry that should seal does not")),
        }
    }

    /// None when there is a newer version meanwhile, or none any more: the signature stands, its
    /// paper is not made any more.
    async fn seal_now(
        &self,
        case: CaseId,
        held: &Held,
        (id, signed): (CommandId, Seq),
    ) -> Result<Option<(FileFacts, Seq, Moment)>, PaperError> {
        let ceremony = &held.ceremony;
        let stand = self.stand(case, held).await?;
        let record = &stand.record;
        if record.version() != ceremony.version || record.withdrawn.is_some() {
            return Ok(None);
        }
        let current = record.current().ok_or(PaperError::not_found())?;
        let all = self
            .signed_on(case, ceremony.document, ceremony.version)
            .await?;
        let (pdf, pages) = self.drawn(&stand, current, &all).await?;
        let file = FileId(derived(ceremony.id.0, b"sealed", signed.0));
        let name = format!("{}（签署版）.pdf", record.title);
        let files = &self.inner.files;
        let facts = files.keep_pdf(case, file, name, pages, pdf).await?;
        let sealing = SealDocument {
            document: ceremony.document,
            version: ceremony.version,
            file: facts.clone(),
        };
        let sealing = Command::Document(DocumentCommand::SealDocument(Box::new(sealing)));
        let ledger = &self.inner.ledger;
        match ledger
            .submit_for_registry(case, id, sealing, self.told)
            .await
        {
            Ok(accepted) => Ok(Some((facts, accepted.first, accepted.at))),
            Err(crate::ledger::SubmitError::Refused(
                Refusal::VersionStale { .. } | Refusal::DocumentWithdrawn,
            )) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    async fn stand(&self, case: CaseId, held: &Held) -> Result<Stand, PaperError> {
        let document = held.ceremony.document;
        let found = self.inner.ledger.whole(case, |state| {
            let record = state.documents.sent.get(&document)?;
            Some((record.clone(), state.facts.clone()?))
        });
        let (record, cover) = found.await?.ok_or(PaperError::not_found())?;
        Ok(Stand {
            case,
            by: held.person,
            record,
            cover,
        })
    }

    async fn drawn(
        &self,
        stand: &Stand,
        current: &VersionRecord,
        all: &[Held],
    ) -> Result<(Vec<u8>, u32), PaperError> {
        let (case, record) = (stand.case, &stand.record);
        let kept = self.kept_paper(case, current.file.id).await?;
        let mut places = current.places.clone();
        if current.initials {
            let signs = record
                .asked
                .iter()
                .filter(|(_, asked)| asked.duty == Duty::Sign);
            let signers: Vec<SeatId> = signs.map(|(seat, _)| *seat).collect();
            places.extend(edges(current.file.pages.unwrap_or(0), &signers));
        }
        let mut signatures: BTreeMap<String, Vec<Signature>> = BTreeMap::new();
        let mut attested = Vec::new();
        for held in all {
            let Some(done) = &held.done else { continue };
            let seat = held.ceremony.seat;
            let mark = self.mark(stand, held, done).await?;
            let is_placed = places.iter().any(|place| place.seat == seat);
            let is_seen = mark.svg.is_some() || mark.photo.is_some();
            let key = self.key_digest(done.key.as_deref())?;
            attested.push(Attested {
                facts: signature_lines(held, done, &key),
                mark: (is_seen && !is_placed).then(|| mark.clone()),
            });
            // Who signed again is shown as they signed last; whoever else signed in the same place
            // stands beside them.
            let by = signatures.entry(seat.0.to_string()).or_default();
            by.retain(|before| before.name != mark.name);
            by.push(mark);
        }
        let mut certificate = certificate(record, current, attested);
        if let Some(paper) = kept.and_then(|kept| kept.paper) {
            let signing = Signing {
                signatures,
                certificate: Some(certificate),
            };
            let made = self
                .typeset(move |fonts| set(fonts, &paper, &signing))
                .await?;
            return Ok((made.pdf, made.pages));
        }
        certificate.words.push(
            "本文件由上传的 PDF 加签名页制成，不是 PDF/A；所签原文件另存案卷，未作改动。".into(),
        );
        let bytes = self.inner.files.unaltered(case, &current.file).await?;
        let places = places.iter().map(|place| Overlay {
            page: place.page,
            x: place.x,
            y: place.y,
            width: place.width,
            height: place.height,
            by: place.seat.0.to_string(),
        });
        let overlays = places.filter(|overlay| signatures.contains_key(&overlay.by));
        let uploaded = Uploaded {
            title: record.title.clone(),
            court: stand.cover.court_name.clone(),
            case_number: stand.cover.number.clone(),
            number: number_words(record.number),
            version: record.version(),
            hash: current.file.sha256.to_hex(),
            pages: current.file.pages.unwrap_or(0),
            overlays: overlays.collect(),
            signatures,
            certificate,
        };
        let made = self
            .typeset(move |fonts| seal(fonts, &uploaded, bytes))
            .await?;
        Ok((made.pdf, made.pages))
    }

    /// How a signature looks on the paper.
    async fn mark(&self, stand: &Stand, held: &Held, done: &Done) -> Result<Signature, PaperError> {
        let (ceremony, name) = (&held.ceremony, done.sign.signer.clone());
        let svg = match ink(&done.sign.method) {
            None => None,
            Some(_) => {
                let trace = (ceremony.document, ceremony.id);
                let trace = self.read_trace(stand.case, stand.by, trace, InkPurpose::SealedPdf);
                anjian_ink::paper::document(&trace.await?)
            }
        };
        let photo = match &done.sign.method {
            Method::Fingerprint { file } => self.photo(stand.case, file).await?,
            _ => None,
        };
        let alt = match photo {
            Some(_) => format!("{name}的指印照片"),
            None => format!("{name}的签名"),
        };
        Ok(Signature {
            svg,
            photo,
            name,
            alt,
        })
    }

    /// The photograph of a fingerprint; none when this court has nothing that can draw it: its hash
    /// stands on the page of signatures.
    async fn photo(&self, case: CaseId, file: &FileFacts) -> Result<Option<Vec<u8>>, PaperError> {
        match self.inner.files.picture(case, file, PHOTO).await {
            Ok(photo) => Ok(Some(photo)),
            Err(FileError::NoPreview | FileError::NeedsPassword) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

pub(super) const fn ink(method: &Method) -> Option<&Ink> {
    match method {
        Method::Drawn { ink } => Some(ink),
        Method::Assisted { ink, .. } => ink.as_ref(),
        Method::Typed | Method::Fingerprint { .. } => None,
    }
}

fn certificate(
    record: &DocumentRecord,
    current: &VersionRecord,
    signatures: Vec<Attested>,
) -> Certificate {
    let file: &FileFacts = &current.file;
    Certificate {
        title: "签名页".into(),
        words: vec![
            format!(
                "本页由案间系统制作，记载《{}》{}第{}版的签名情况，不是签名内容的一部分。",
                record.title,
                number_words(record.number),
                record.version()
            ),
            format!("所签文件 SHA-256：{}", file.sha256.to_hex()),
            format!("所签文件 SM3：{}", file.sm3.to_hex()),
            "签名清单（manifest）记载所签版本、文件与笔迹的散列值、签名人、核验方式和时间。\
             标明“本人设备密钥”的，由签名人的浏览器以其设备密钥签署，法院服务器已用其公钥验证；\
             标明“法院服务器密钥”的，由法院服务器在核验登录后签署。清单、签名和公钥存于案卷，\
             有权查看本文书的人可以取得并自行验证。"
                .into(),
            "本页不证明：密钥确在签名人设备中且不可导出（由其浏览器报告）；设备密钥由依法设立的\
             电子认证机构认证；时间由第三方时间戳机构证明；笔迹经过鉴定。"
                .into(),
        ],
        signatures,
    }
}

fn signature_lines(held: &Held, done: &Done, key: &Sha256Digest) -> Vec<(String, String)> {
    let sign = &done.sign;
    let mut lines = vec![("签名人".to_owned(), sign.signer.clone())];
    if let Some(capacity) = &sign.capacity {
        lines.push(("身份".to_owned(), capacity.clone()));
    }
    let method = match &sign.method {
        Method::Drawn { .. } => "手写".to_owned(),
        Method::Typed => "输入姓名，短信验证码确认".to_owned(),
        Method::Assisted { witness, .. } => format!("他人协助，见证人：{witness}"),
        Method::Fingerprint { .. } => "捺印，照片存于案卷".to_owned(),
    };
    lines.push(("方式".to_owned(), method));
    lines.push(("时间".to_owned(), time(done.at)));
    lines.push(("记录".to_owned(), entry(done.seq)));
    if let Some(ink) = ink(&sign.method) {
        lines.push(("笔迹 SHA-256".to_owned(), ink.sha256.to_hex()));
        lines.push(("笔迹 SM3".to_owned(), ink.sm3.to_hex()));
    }
    if let Method::Fingerprint { file } = &sign.method {
        lines.push(("照片 SHA-256".to_owned(), file.sha256.to_hex()));
    }
    lines.push(("清单 SHA-256".to_owned(), sign.manifest.to_hex()));
    let whose = match sign.signed_by {
        SignedBy::Device => "本人设备密钥（ECDSA P-256）",
        SignedBy::Server => "法院服务器密钥（Ed25519）",
    };
    lines.push(("密钥".to_owned(), whose.to_owned()));
    lines.push(("公钥 SHA-256".to_owned(), key.to_hex()));
    lines.push(("核验".to_owned(), checked(&held.ceremony.checked)));
    if held.handoff.is_some() {
        lines.push(("设备".to_owned(), "由另一设备扫码转至手机签署".to_owned()));
    }
    lines
}

/// What the server saw of the person, in words; the manifest has the same.
fn checked(checked: &str) -> String {
    let words = checked.lines().map(|line| match line.split_once(' ') {
        Some(("session", hash)) => format!("账户登录（会话标识 {hash}）"),
        Some(("handoff", id)) => format!("扫码转交（编号 {id}）"),
        None if line == "code" => "短信验证码".to_owned(),
        _ => line.to_owned(),
    });
    words.collect::<Vec<_>>().join("；")
}

fn time(at: Moment) -> String {
    let time = court_time(at);
    let seconds = at.0.div_euclid(1_000).rem_euclid(60);
    format!(
        "{}年{}月{}日 {:02}:{:02}:{seconds:02}（北京时间）",
        time.year, time.month, time.day, time.hour, time.minute
    )
}

fn entry(seq: Seq) -> String {
    format!("案件记录第{seq}条")
}
