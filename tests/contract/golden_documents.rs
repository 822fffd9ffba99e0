//! The samples of documents; the rest of the list is in `golden.rs`.

use std::collections::BTreeMap;

use anjian_api::act::*;
use anjian_api::audience::Audience;
use anjian_api::bytes::{CaseLogId, Leaf, Nonce, Sha256Digest, Sm3Digest};
use anjian_api::command::*;
use anjian_api::document::act::*;
use anjian_api::document::command::*;
use anjian_api::document::ink::{DrawnSignature, InkPurpose, InkReading, LookAtInk};
use anjian_api::document::paper::*;
use anjian_api::document::signing::*;
use anjian_api::document::*;
use anjian_api::file::{FileFacts, FileId};
use anjian_api::ids::*;

use super::{Golden, document, payload, picture, uuid};

const DUE: Moment = Moment(1_795_100_000_000);
const DOCUMENT: Seq = Seq(12);

fn version() -> Version {
    Version {
        file: paper(),
        places: vec![place()],
        initials: true,
        unfilled: true,
    }
}

fn paper() -> FileFacts {
    FileFacts {
        name: "送达地址确认书.pdf".into(),
        locked: false,
        ..document()
    }
}

fn place() -> Place {
    Place {
        seat: SeatId(3),
        page: 1,
        x: 500,
        y: 800,
        width: 300,
        height: 100,
    }
}

fn asked() -> Vec<Asked> {
    vec![Asked {
        seat: SeatId(3),
        duty: Duty::Sign,
    }]
}

fn ink() -> Ink {
    Ink {
        sha256: Sha256Digest([5; 32]),
        sm3: Sm3Digest([6; 32]),
        points: 240,
        duration_ms: 2_100,
    }
}

fn signed(method: Method) -> SignDocument {
    SignDocument {
        document: DOCUMENT,
        version: 1,
        shown: Sha256Digest([5; 32]),
        signer: "周敏".into(),
        capacity: Some("法定代表人".into()),
        method,
        manifest: Sha256Digest([7; 32]),
        signed_by: SignedBy::Device,
        key: Some(Sha256Digest([8; 32])),
        handed_over: true,
    }
}

fn revised() -> ReviseDocument {
    ReviseDocument {
        document: DOCUMENT,
        version: version(),
        reason: "补正案号".into(),
        due: Some(DUE),
    }
}

fn filled() -> FillDocument {
    FillDocument {
        document: DOCUMENT,
        filled: 1,
        version: version(),
    }
}

fn withdrawn() -> WithdrawDocument {
    WithdrawDocument {
        document: DOCUMENT,
        reason: "发错".into(),
    }
}

fn refused() -> RefuseDocument {
    RefuseDocument {
        document: DOCUMENT,
        version: 1,
        reason: "内容与事实不符".into(),
    }
}

fn sealed() -> SealDocument {
    SealDocument {
        document: DOCUMENT,
        version: 1,
        file: paper(),
    }
}

fn asks(command: DocumentCommand) -> Command {
    Command::Document(command)
}

fn did(act: DocumentAct) -> Payload {
    Payload {
        audience: Audience::Voices(vec![SeatId(2)]),
        ..payload(Act::Document(act))
    }
}

pub fn documents() -> Vec<Golden> {
    let mut all = commands();
    all.extend(acts());
    all.extend(papers());
    all.extend(ceremonies());
    all
}

fn commands() -> Vec<Golden> {
    vec![
        golden!(
            "command_send_document",
            asks(DocumentCommand::SendDocument(Box::new(SendDocument {
                paper: DocumentKind::AddressConfirmation,
                title: "送达地址确认书".into(),
                version: version(),
                audience: Audience::Named(vec![SeatId(3)]),
                asked: asked(),
                due: Some(DUE),
                otherwise: Some("以起诉状所载地址为准".into()),
            }))),
        ),
        golden!(
            "command_revise_document",
            asks(DocumentCommand::ReviseDocument(Box::new(revised()))),
        ),
        golden!(
            "command_fill_document",
            asks(DocumentCommand::FillDocument(Box::new(filled()))),
        ),
        golden!(
            "command_withdraw_document",
            asks(DocumentCommand::WithdrawDocument(withdrawn())),
        ),
        golden!(
            "command_read_document",
            asks(DocumentCommand::ReadDocument(ReadDocument {
                document: DOCUMENT,
                version: 1,
            })),
        ),
        golden!(
            "command_confirm_document",
            asks(DocumentCommand::ConfirmDocument(ConfirmDocument {
                document: DOCUMENT,
                version: 1,
            })),
        ),
        golden!(
            "command_sign_document",
            asks(DocumentCommand::SignDocument(Box::new(signed(
                Method::Drawn { ink: ink() },
            )))),
        ),
        golden!(
            "command_refuse_document",
            asks(DocumentCommand::RefuseDocument(refused())),
        ),
        golden!(
            "command_seal_document",
            asks(DocumentCommand::SealDocument(Box::new(sealed()))),
        ),
    ]
}

fn acts() -> Vec<Golden> {
    vec![
        golden!(
            "act_document_sent",
            did(DocumentAct::DocumentSent(Box::new(DocumentSent {
                number: 3,
                paper: DocumentKind::AddressConfirmation,
                title: "送达地址确认书".into(),
                version: version(),
                asked: asked(),
                due: Some(DUE),
                otherwise: None,
            }))),
        ),
        golden!(
            "act_document_revised",
            did(DocumentAct::DocumentRevised(Box::new(revised()))),
        ),
        golden!(
            "act_document_filled",
            did(DocumentAct::DocumentFilled(Box::new(filled()))),
        ),
        golden!(
            "act_document_withdrawn",
            did(DocumentAct::DocumentWithdrawn(withdrawn())),
        ),
        golden!(
            "act_document_read",
            did(DocumentAct::DocumentRead(ReadDocument {
                document: DOCUMENT,
                version: 1,
            })),
        ),
        golden!(
            "act_document_confirmed",
            did(DocumentAct::DocumentConfirmed(ConfirmDocument {
                document: DOCUMENT,
                version: 1,
            })),
        ),
        golden!(
            "act_document_signed",
            did(DocumentAct::DocumentSigned(Box::new(signed(
                Method::Assisted {
                    witness: "林溪".into(),
                    ink: Some(ink()),
                },
            )))),
        ),
        golden!(
            "act_document_refused",
            did(DocumentAct::DocumentRefused(refused())),
        ),
        golden!(
            "act_document_sealed",
            did(DocumentAct::DocumentSealed(Box::new(sealed()))),
        ),
        golden!(
            "methods",
            vec![
                Method::Drawn { ink: ink() },
                Method::Typed,
                Method::Fingerprint {
                    file: Box::new(picture()),
                },
            ],
        ),
    ]
}

fn facts() -> BTreeMap<String, String> {
    BTreeMap::from([("phone".into(), "13800000003".into())])
}

fn papers() -> Vec<Golden> {
    let send = SendPaper {
        id: CommandId(uuid(30)),
        paper: DocumentKind::AddressConfirmation,
        source: PaperSource::Generated { facts: facts() },
        to: asked(),
        due: Some(DUE),
        otherwise: Some("以起诉状所载地址为准".into()),
    };
    vec![
        golden!("send_paper", send),
        golden!(
            "revise_paper",
            RevisePaper {
                id: CommandId(uuid(31)),
                version: 1,
                reason: "补正案号".into(),
                source: PaperSource::Uploaded {
                    title: "调解协议".into(),
                    file: FileId(uuid(21)),
                    places: vec![place()],
                    initials: true,
                },
                due: Some(DUE),
            },
        ),
        golden!(
            "papers_sent",
            PapersSent {
                documents: vec![DOCUMENT],
            },
        ),
        golden!(
            "fill_paper",
            FillPaper {
                id: CommandId(uuid(32)),
                version: 1,
                facts: facts(),
            },
        ),
        golden!(
            "paper_revised",
            PaperRevised {
                seq: Seq(14),
                version: 2,
            },
        ),
        golden!(
            "paper_text",
            PaperText {
                title: "送达地址确认书".into(),
                number: "文书第3号".into(),
                version: 1,
                words_sha256: Sha256Digest([5; 32]),
                lines: vec![PaperLine {
                    number: 1,
                    form: PaperForm::Fact,
                    words: vec!["案由".into(), "民间借贷纠纷".into()],
                }],
                to_fill: vec!["phone".into()],
                facts: facts(),
            },
        ),
        golden!(
            "paper_forms",
            vec![
                PaperForm::Heading,
                PaperForm::Paragraph,
                PaperForm::Item,
                PaperForm::Fact,
                PaperForm::TableHead,
                PaperForm::TableRow,
                PaperForm::Spot,
            ],
        ),
    ]
}

fn ceremonies() -> Vec<Golden> {
    let held = TraceHeld {
        ink: ink(),
        doubts: vec![InkDoubt::Small, InkDoubt::CutOff, InkDoubt::Hasty],
    };
    let done = Signed {
        seq: Seq(15),
        sealed: Some(paper()),
    };
    vec![
        golden!(
            "begin_signing",
            BeginSigning {
                id: CeremonyId(uuid(33)),
                version: 1,
                shown: Sha256Digest([5; 32]),
                by: Way::Drawn,
                handoff: Some(HandoffId(uuid(34))),
            },
        ),
        golden!(
            "ceremony",
            Ceremony {
                id: CeremonyId(uuid(33)),
                document: DOCUMENT,
                version: 1,
                shown: Sha256Digest([5; 32]),
                pdf_sm3: Sm3Digest([6; 32]),
                brought_by: Leaf([1; 32]),
                case_log: CaseLogId([2; 16]),
                seat: SeatId(3),
                by: Way::Typed,
                nonce: Nonce([3; 32]),
                at: Moment(1_795_000_000_000),
                expires: DUE,
                checked: "session 0011\ncode".into(),
                name: "周敏".into(),
                phone: Some("138****0003".into()),
                trace: Some(held.clone()),
                signed: Some(done.clone()),
            },
        ),
        golden!("trace_held", held),
        golden!(
            "code_sent",
            CodeSent {
                phone: "138****0003".into(),
                expires: DUE,
                left: 2,
                shown_here: Some("123456".into()),
            },
        ),
        golden!(
            "finish_signing",
            FinishSigning {
                signer: "周敏".into(),
                capacity: Some("法定代表人".into()),
                witness: Some("林溪".into()),
                fingerprint: Some(FileId(uuid(20))),
                code: Some("123456".into()),
                device: Some(DeviceSignature {
                    key: "BA==".into(),
                    signature: "AA==".into(),
                }),
                manifest: Sha256Digest([7; 32]),
            },
        ),
        golden!(
            "signature_proof",
            SignatureProof {
                signed_by: SignedBy::Device,
                manifest: "AAAA".into(),
                signature: "MAA=".into(),
                key: "MFk=".into(),
            },
        ),
        golden!(
            "look_at_ink",
            InkPurpose::ASKED.map(|purpose| LookAtInk { purpose }),
        ),
        golden!(
            "drawn_signatures",
            vec![DrawnSignature {
                entry: Seq(15),
                at: Moment(1_795_000_000_000),
                version: 1,
                seat: SeatId(3),
                signer: "周敏".into(),
                readings: vec![
                    InkReading {
                        at: Moment(1_795_000_001_000),
                        by: None,
                        purpose: InkPurpose::SealedPdf,
                    },
                    InkReading {
                        at: DUE,
                        by: Some(SeatId(1)),
                        purpose: InkPurpose::Dispute,
                    },
                ],
            }],
        ),
        golden!("signed", done),
        golden!(
            "ways",
            vec![Way::Drawn, Way::Typed, Way::Assisted, Way::Fingerprint],
        ),
    ]
}
