//! The browser's side of the contract, and the leaves it must recompute.

#[path = "../contract/golden.rs"]
mod golden;

use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn every_wire_type_is_written_and_read_as_its_golden_json() {
    for golden in golden::all() {
        golden.require(golden.text);
    }
}
