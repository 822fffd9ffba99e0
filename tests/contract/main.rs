//! Do both sides still agree? Golden JSON, tolerance of the new, strictness towards the wrong.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod golden;

use std::path::PathBuf;

use anjian_api::act::{Understood, known_kinds};
use anjian_api::command::Command;
use anjian_api::entry::WireEntry;
use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::refusal::Refusal;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/wire")
        .join(name)
}

#[test]
fn every_wire_type_is_written_and_read_as_its_golden_json() {
    let bless = std::env::var_os("ANJIAN_BLESS").is_some();
    for golden in golden::all() {
        let path = fixture(&format!("{}.json", golden.name));
        if bless {
            std::fs::write(&path, &golden.written).unwrap();
        }
        golden.require(if bless { &golden.written } else { golden.text });
    }
}

#[test]
fn every_golden_json_belongs_to_a_type() {
    let names: Vec<_> = golden::all()
        .iter()
        .map(|golden| format!("{}.json", golden.name))
        .collect();
    for file in std::fs::read_dir(fixture("")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(names.contains(&name), "{name} has no type");
    }
}

#[test]
fn every_known_kind_has_a_golden_act() {
    for kind in known_kinds() {
        let text = std::fs::read_to_string(fixture(&format!("act_{kind}.json"))).unwrap();
        assert!(text.contains(&format!("\"kind\": \"{kind}\"")), "{kind}");
    }
}

#[test]
fn an_entry_of_a_newer_kind_is_kept_and_counted() {
    let text = r#"{"seq":12,"leaf":"0303030303030303030303030303030303030303030303030303030303030303",
        "shown":{"open":{"header":{"at":1,"kind":"hologram_shown","author":3,
        "prev":"0101010101010101010101010101010101010101010101010101010101010101",
        "salt":"02020202020202020202020202020202"},
        "payload":{"audience":"participants","act":{"kind":"hologram_shown","name":"借条"}}}}}"#;
    let entry: WireEntry = serde_json::from_str(text).unwrap();
    assert_eq!(entry.understood(), Some(Understood::Unknown));
    let mut case = anjian_domain::CaseState::default();
    anjian_domain::evolve_wire(&mut case, &entry);
    assert_eq!(case.head.0, 12);
    // The committed bytes come out exactly as they came in.
    let again = serde_json::to_string(&entry).unwrap();
    assert!(again.contains(r#"{"kind":"hologram_shown","name":"借条"}"#));
}

#[test]
fn a_newer_form_of_a_known_kind_does_not_stop_an_older_app() {
    let text = r#"{"audience":"jury","act":{"kind":"message","content":{"form":"hologram"}}}"#;
    let payload = serde_json::value::RawValue::from_string(text.into()).unwrap();
    assert_eq!(Understood::read(&payload), Understood::Unknown);
}

#[test]
fn newer_problems_and_refusals_read_as_unknown() {
    let problem: Problem = serde_json::from_str(r#"{"code":"moon_phase"}"#).unwrap();
    assert_eq!(problem.code, ProblemCode::Unknown);
    let text = r#"{"code":"refused","refusal":{"code":"too_quiet","limit":3}}"#;
    let problem: Problem = serde_json::from_str(text).unwrap();
    assert_eq!(problem.refusal, Some(Refusal::Unknown));
}

#[test]
fn a_command_with_a_field_too_many_is_no_command() {
    for bad in [
        r#"{"kind":"recall","message":8,"force":true}"#,
        r#"{"kind":"recall"}"#,
        r#"{"kind":"send_message","content":{"form":"text","text":"好","html":"<b>"},"audience":"participants"}"#,
        r#"{"kind":"send_message","content":{"form":"text","text":"好"},"audience":"nobody"}"#,
        r#"{"kind":"erase"}"#,
    ] {
        assert!(serde_json::from_str::<Command>(bad).is_err(), "{bad}");
    }
}
