//! The samples of hand-offs between devices; the rest of the list is in `golden.rs`.

use anjian_api::handoff::*;
use anjian_api::ids::*;

use super::{Golden, uuid};

const AT: Moment = Moment(1_795_000_000_000);

fn sign() -> HandoffSign {
    HandoffSign {
        case: CaseId(uuid(1)),
        document: Seq(12),
        version: 2,
    }
}

fn purpose() -> HandoffPurpose {
    HandoffPurpose::Sign(sign())
}

pub fn handoff() -> Vec<Golden> {
    vec![
        golden!("offer_handoff", OfferHandoff { purpose: purpose() }),
        golden!(
            "handoff",
            Handoff {
                id: HandoffId(uuid(70)),
                code: "000102030405060708090a0b0c0d0e0f".into(),
                path: "/h/000102030405060708090a0b0c0d0e0f".into(),
                number: 42,
                at: AT,
                expires: AT.plus_ms(CODE_MS),
            },
        ),
        golden!(
            "handoff_state",
            HandoffState {
                change: 2,
                step: HandoffStep::Scanned,
                device: Some("WeChat · Android".into()),
                expires: Some(AT.plus_ms(CODE_MS)),
            },
        ),
        golden!(
            "handoff_offer",
            HandoffOffer {
                id: HandoffId(uuid(70)),
                about: HandoffAbout::Sign(SignAbout {
                    sign: sign(),
                    court_name: "示范人民法院".into(),
                    number: "（2026）苏0699民初1号".into(),
                    case_title: "周敏 诉 韩立".into(),
                    document_title: "送达地址确认书".into(),
                }),
                from_device: "Chrome · Windows".into(),
                numbers: vec![17, 42, 88],
                step: HandoffStep::Waiting,
                expires: AT.plus_ms(CODE_MS),
            },
        ),
        golden!(
            "look_handoff",
            LookHandoff {
                code: "000102030405060708090a0b0c0d0e0f".into(),
            },
        ),
        golden!(
            "claim_handoff",
            ClaimHandoff {
                code: "000102030405060708090a0b0c0d0e0f".into(),
                number: 42,
            },
        ),
        golden!(
            "handoff_moved",
            HandoffMoved {
                step: HandoffStep::Reading,
            },
        ),
    ]
}
