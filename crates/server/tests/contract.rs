//! The server's side of the contract: the golden JSON that app and browser tests read too.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../../../tests/contract/golden.rs"]
mod golden;

#[test]
fn every_wire_type_is_written_and_read_as_its_golden_json() {
    for golden in golden::all() {
        golden.require(golden.text);
    }
}
