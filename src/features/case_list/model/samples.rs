//! Cases for the tests of this model.

use anjian_api::act::Act;
use anjian_api::bytes::{Leaf, Salt};
use anjian_api::case::{CaseFacts, CaseMarks, CaseStage, CaseSummary, LastLine, Procedure};
use anjian_api::entry::{Header, Open, Shown, WireEntry};
use anjian_api::ids::{CaseId, CourtId, Moment, SeatId, Seq};
use anjian_api::role::Role;
use serde_json::value::RawValue;
use uuid::Uuid;

/// A cover.
pub fn facts(cause: &str, procedure: Procedure) -> CaseFacts {
    CaseFacts {
        court: CourtId(1),
        court_name: "示范人民法院".to_owned(),
        number: "（2026）苏0602民初1234号".to_owned(),
        cause: cause.to_owned(),
        title: "周敏 诉 韩立".to_owned(),
        procedure,
        stage: CaseStage::Filed,
    }
}

/// A case, seen by the plaintiff from seat 3.
pub fn summary() -> CaseSummary {
    CaseSummary {
        case: CaseId(Uuid::from_u128(1)),
        facts: facts("民间借贷纠纷", Procedure::FirstOrdinary),
        stage: CaseStage::Filed,
        you: SeatId(3),
        role: Role::Plaintiff,
        head: Seq(1),
        last: None,
        unread: 0,
        read: Seq(0),
        turn: None,
        marks: CaseMarks::default(),
    }
}

/// A last line with this act; by 陈法官 unless it is the registry's.
pub fn told(author: u16, act: &str) -> LastLine {
    let payload = format!(r#"{{"audience":"participants","act":{act}}}"#);
    let header = Header {
        at: Moment(0),
        kind: serde_json::from_str::<Act>(act)
            .map_or("unknown", |act| act.kind())
            .to_owned(),
        author: SeatId(author),
        prev: Leaf::default(),
        salt: Salt([0; 16]),
    };
    let payload = RawValue::from_string(payload).unwrap();
    let shown = Shown::Open(Open { header, payload });
    LastLine {
        at: Moment(0),
        author: SeatId(author),
        name: if author == 0 { "" } else { "陈法官" }.to_owned(),
        entry: WireEntry {
            seq: Seq(1),
            leaf: Leaf::default(),
            shown,
        },
    }
}
