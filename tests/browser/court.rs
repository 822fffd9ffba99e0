use anjian::api::Api;
use anjian::platform::storage::{Database, Shelf};
use anjian::platform::timer;
use anjian::state::{Court, ServerClock};
use any_spawner::Executor;
use leptos::prelude::Owner;
use wasm_bindgen_test::wasm_bindgen_test;

use super::case_space::{OneCase, PERSON};

#[wasm_bindgen_test]
async fn logging_out_faster_than_the_store_opens_leaves_nothing_behind() {
    // The first executor of the page stays; another test may have made it.
    let _ = Executor::init_wasm_bindgen();
    let device = Database::open("anjian").await.unwrap();
    device.clear().await.unwrap();
    let key = format!("{PERSON}/cases");
    device.put(Shelf::Cache, &key, "[]").await.unwrap();
    let owner = Owner::new();
    let court = owner.with(|| Court::new(Api::new(OneCase::new()), ServerClock::start()));
    court.begin(PERSON);
    court.end();
    let mut left = usize::MAX;
    for _ in 0..500 {
        left = device.list(Shelf::Cache, "").await.unwrap().len();
        if left == 0 {
            break;
        }
        timer::sleep(10).await;
    }
    assert_eq!(left, 0, "the store was opened to be emptied");
}
