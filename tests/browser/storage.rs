use anjian::platform::storage::{Database, Shelf, StorageError, delete_database};
use wasm_bindgen_test::wasm_bindgen_test;

/// A database of its own for each test: they share one browser profile.
async fn database(name: &str) -> Database {
    delete_database(name).await.unwrap();
    Database::open(name).await.unwrap()
}

fn pair(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

#[wasm_bindgen_test]
async fn what_was_put_is_there_after_the_database_was_closed() {
    let first = database("reopened").await;
    first.put(Shelf::Outbox, "case/1", "未发送").await.unwrap();
    drop(first);
    let second = Database::open("reopened").await.unwrap();
    let found = second.get(Shelf::Outbox, "case/1").await.unwrap();
    assert_eq!(found.as_deref(), Some("未发送"));
}

#[wasm_bindgen_test]
async fn a_prefix_lists_its_keys_in_order_and_no_others() {
    let database = database("prefix").await;
    let pairs = [pair("a/2", "2"), pair("a/1", "1"), pair("b/1", "3")];
    database.put_all(Shelf::Cache, &pairs).await.unwrap();
    let found = database.list(Shelf::Cache, "a/").await.unwrap();
    assert_eq!(found, [pair("a/1", "1"), pair("a/2", "2")]);
    database.delete_prefix(Shelf::Cache, "a/").await.unwrap();
    let left = database.list(Shelf::Cache, "").await.unwrap();
    assert_eq!(left, [pair("b/1", "3")]);
}

#[wasm_bindgen_test]
async fn shelves_do_not_mix_and_clearing_empties_both() {
    let database = database("shelves").await;
    database.put(Shelf::Cache, "key", "cache").await.unwrap();
    assert_eq!(database.get(Shelf::Outbox, "key").await, Ok(None));
    database.put(Shelf::Outbox, "key", "outbox").await.unwrap();
    database.clear().await.unwrap();
    for shelf in [Shelf::Cache, Shelf::Outbox] {
        assert_eq!(database.list(shelf, "").await, Ok(Vec::new()));
    }
}

#[wasm_bindgen_test]
async fn log_out_in_another_tab_closes_this_database_and_says_so() {
    let database = database("deleted").await;
    database.put(Shelf::Cache, "key", "value").await.unwrap();
    delete_database("deleted").await.unwrap();
    let answer = database.get(Shelf::Cache, "key").await;
    assert_eq!(answer, Err(StorageError::Closed));
}
