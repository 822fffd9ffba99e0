//! The samples of cases, accounts and sessions; the rest of the list is in `golden.rs`.

use anjian_api::account::*;
use anjian_api::act::*;
use anjian_api::bytes::{CaseLogId, Leaf, Suite, VerifyKey};
use anjian_api::case::*;
use anjian_api::command::*;
use anjian_api::evidence::act::*;
use anjian_api::evidence::command::OpenExchange;
use anjian_api::evidence::{EvidenceSide, ExchangeTerms};
use anjian_api::ids::*;
use anjian_api::role::*;

use super::evidence::{exhibit, opinion};
use super::{Golden, facts, notice_text, open_entry, payload, picture, seat, uuid};

pub fn cases() -> Vec<Golden> {
    let marks = CaseMarks {
        pinned: true,
        muted: false,
    };
    vec![
        golden!(
            "case_summary",
            CaseSummary {
                case: CaseId(uuid(1)),
                facts: facts(),
                stage: CaseStage::Hearing,
                you: SeatId(3),
                role: Role::Plaintiff,
                head: Seq(8),
                last: Some(LastLine {
                    at: Moment(1_795_000_000_000),
                    author: SeatId(3),
                    name: "周敏".into(),
                    entry: open_entry(),
                }),
                unread: 2,
                read: Seq(6),
                turn: Some(TurnLine {
                    count: 1,
                    due: Some(Moment(1_795_100_000_000)),
                }),
                marks,
            },
        ),
        golden!(
            "opening",
            Opening {
                case: CaseId(uuid(1)),
                proof: ProofTerms {
                    suite: Suite::Gm,
                    court: CourtId(1),
                    case_log: CaseLogId([7; 16]),
                },
                state: state(),
                you: SeatId(3),
                entries: vec![open_entry()],
                read: Seq(6),
                draft: "写到一半".into(),
                marks,
                now: Moment(1_795_000_000_000),
            },
        ),
        golden!(
            "accepted",
            Accepted {
                first: Seq(8),
                last: Seq(8),
                at: Moment(1_795_000_000_000),
                entries: vec![open_entry()],
            },
        ),
        golden!("position", Position { read: Seq(8) }),
        golden!(
            "draft",
            Draft {
                text: "写到一半".into(),
            },
        ),
        golden!("case_marks", marks),
    ]
}

/// A state with something in every field.
fn state() -> anjian_domain::CaseState {
    let mut state = anjian_domain::CaseState::default();
    let acts = [
        Act::CaseOpened(facts()),
        Act::MemberSeated {
            seat: Seat {
                id: SeatId(1),
                role: Role::Judge,
                acts_for: None,
                authority: None,
                ..seat()
            },
        },
        Act::MemberSeated {
            seat: Seat {
                id: SeatId(3),
                role: Role::Plaintiff,
                acts_for: None,
                authority: None,
                ..seat()
            },
        },
        Act::NoticePosted(Notice {
            text: notice_text(),
            asked: vec![SeatId(3)],
            due: None,
        }),
        Act::Message(Message {
            content: Content::Text(Text {
                text: "请说明。".into(),
            }),
            quote: None,
            mentions: vec![SeatId(3)],
        }),
        Act::MessageRecalled { message: Seq(2) },
        Act::FileReceived {
            file: Box::new(picture()),
        },
        Act::Message(Message {
            content: Content::Files(Files {
                files: vec![picture()],
            }),
            quote: None,
            mentions: Vec::new(),
        }),
        submitted(),
        Act::Evidence(Box::new(EvidenceAct::OpinionGiven(OpinionGiven {
            exhibit: Seq(9),
            party: SeatId(3),
            opinion: opinion(),
            sealed: false,
        }))),
        Act::Evidence(Box::new(EvidenceAct::ExchangeOpened(OpenExchange {
            terms: ExchangeTerms::Async {
                until: Moment(1_795_100_000_000),
            },
        }))),
    ];
    for act in acts {
        let payload = payload(act);
        let what = anjian_domain::What::Known {
            at: Moment(1_795_000_000_000),
            author: SeatId(1),
            payload: &payload,
        };
        let seq = state.head.next();
        anjian_domain::evolve(
            &mut state,
            &anjian_domain::Event {
                seq,
                leaf: Leaf([9; 32]),
                what,
            },
        );
    }
    state
}

fn submitted() -> Act {
    Act::Evidence(Box::new(EvidenceAct::ExhibitSubmitted(ExhibitSubmitted {
        side: EvidenceSide::Plaintiff,
        number: 1,
        exhibit: exhibit(),
        late_reason: None,
    })))
}

pub fn accounts() -> Vec<Golden> {
    let person = PersonId(uuid(4));
    let device = DeviceId(uuid(5));
    let demo = DemoPerson {
        person,
        name: "吴越".into(),
        role: Role::Agent,
        phone: "13800000004".into(),
        password: "示范口令".into(),
    };
    vec![
        golden!(
            "log_in_request",
            LogInRequest {
                phone: "13800000004".into(),
                password: "示范口令".into(),
                device: "Chrome · Android".into(),
            },
        ),
        golden!(
            "password_request",
            PasswordRequest {
                current: "示范口令".into(),
                new: "新的示范口令".into(),
            },
        ),
        golden!(
            "session",
            Session {
                person,
                name: "吴越".into(),
                phone_masked: "138****0004".into(),
                must_change_password: false,
                staff: vec![Staff {
                    court: CourtId(1),
                    court_name: "示范人民法院".into(),
                    role: Role::Clerk,
                }],
                device,
                demo: true,
                now: Moment(1_795_000_000_000),
            },
        ),
        golden!(
            "device",
            Device {
                id: device,
                label: "Chrome · Android".into(),
                signed_in: Moment(1_795_000_000_000),
                seen: Moment(1_795_000_000_001),
                this: true,
            },
        ),
        golden!(
            "new_account_request",
            NewAccountRequest {
                phone: "13800000004".into(),
                name: "吴越".into(),
            },
        ),
        golden!(
            "new_account",
            NewAccount {
                person,
                first_password: "示范口令".into(),
            },
        ),
        golden!(
            "person_lookup_request",
            PersonLookupRequest {
                phone: "13800000004".into(),
            },
        ),
        golden!(
            "found_person",
            FoundPerson {
                person,
                name: "吴越".into(),
            },
        ),
        golden!(
            "person_lookup_request",
            PersonLookupRequest {
                phone: "13800000004".into()
            }
        ),
        golden!(
            "found_person",
            FoundPerson {
                person,
                name: "吴越".into()
            }
        ),
        golden!("demo_person", demo.clone()),
        golden!(
            "demo_log_in_request",
            DemoLogInRequest {
                person,
                device: "Chrome".into(),
            },
        ),
        golden!(
            "server_info",
            ServerInfo {
                version: "0.1.0".into(),
                demo: true,
                demo_people: vec![demo],
                help_phone: "0513-00000000".into(),
                receipts_key: VerifyKey([9; 32]),
                max_file: 52_428_800,
                office: true,
                heic: false,
                papers: true,
                codes: false,
            },
        ),
    ]
}
