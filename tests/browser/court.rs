use anjian::api::{Answering, Api, LiveConnection, OnLive, Wire};
use anjian::platform::net::{Answer, Request};
use anjian::platform::storage::{Database, Shelf};
use anjian::platform::timer;
use anjian::state::{Court, Load, ServerClock};
use anjian_api::frame::ClientFrame;
use anjian_api::ids::PersonId;
use anjian_sync::Transport;
use any_spawner::Executor;
use leptos::prelude::Owner;
use uuid::Uuid;
use wasm_bindgen_test::wasm_bindgen_test;

use super::case_space::{OneCase, PERSON};
use super::eventually;

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

/// A court that answers the same to everything.
struct Always(u16, &'static str);

impl Wire for Always {
    fn send(&self, _: Request) -> Answering {
        let answer = Answer {
            status: self.0,
            content_type: "application/json".to_owned(),
            retry_after_ms: None,
            date: None,
            text: self.1.to_owned(),
        };
        Box::pin(async move { Ok(answer) })
    }

    fn open_live(&self, _: Transport, _: OnLive) -> Box<dyn LiveConnection> {
        Box::new(NoLine)
    }
}

struct NoLine;

impl LiveConnection for NoLine {
    fn send(&self, _: &ClientFrame) {}
}

#[wasm_bindgen_test]
async fn the_list_that_came_before_the_store_was_open_is_kept() {
    let _ = Executor::init_wasm_bindgen();
    let device = Database::open("anjian").await.unwrap();
    let person = PersonId(Uuid::from_u128(77));
    let owner = Owner::new();
    let api = Api::new(Always(200, "[]"));
    let court = owner.with(|| Court::new(api, ServerClock::start()));
    court.begin(person);
    court.signed_in();
    let mut kept = None;
    for _ in 0..500 {
        kept = device
            .get(Shelf::Cache, &format!("{person}/cases"))
            .await
            .unwrap();
        if kept.is_some() {
            break;
        }
        timer::sleep(10).await;
    }
    assert_eq!(kept.as_deref(), Some("[]"));
}

#[wasm_bindgen_test]
async fn without_the_court_and_without_a_kept_case_nobody_waits_for_ever() {
    let _ = Executor::init_wasm_bindgen();
    let device = Database::open("anjian").await.unwrap();
    let [unknown, bare] = [78, 79].map(|person| PersonId(Uuid::from_u128(person)));
    let key = format!("{bare}/cases");
    device.put(Shelf::Cache, &key, "[]").await.unwrap();
    for person in [unknown, bare] {
        let owner = Owner::new();
        let api = Api::new(Always(503, ""));
        let court = owner.with(|| Court::new(api, ServerClock::start()));
        court.begin(person);
        let load = || owner.with(|| court.cases_load());
        let failed = eventually(|| matches!(load(), Load::Failed { .. })).await;
        assert!(failed, "{person}: {:?}", load());
    }
}
