//! What somebody scrolled back to is there again without the server.

use anjian::state::CaseHandle;
use anjian::state::court::{CaseLoad, Check, Older, Timeline, Vault};
use anjian_api::ids::Seq;

use crate::world::{Hand, case, person};
use crate::{Tab, run, settle, signed_in, tab, words};

fn court_of(messages: u64) -> Hand {
    let hand = Hand::court();
    for number in 0..messages {
        hand.says(1, &format!("第{number}条"));
    }
    hand
}

/// Reads back to this entry, and leaves.
fn read_back_to(hand: &Hand, vault: &Vault, seq: u64) {
    let (tab, handle) = signed_in(hand, Some(vault.clone()));
    run(async move { assert!(handle.load_back_to(Seq(seq)).await) });
    tab.court.flush();
    settle();
}

/// The same device without a network.
fn offline(hand: &Hand, vault: &Vault) -> (Tab, CaseHandle) {
    hand.0.borrow_mut().offline = true;
    let tab = tab(hand, Some(vault.clone()));
    tab.court.begin(person(2));
    settle();
    let handle = tab.court.open(case());
    settle();
    assert!(matches!(handle.load(), CaseLoad::Stale { .. }));
    (tab, handle)
}

fn first(handle: CaseHandle) -> u64 {
    handle
        .with_timeline_untracked(Timeline::first_seq)
        .map_or(0, |seq| seq.0)
}

#[test]
fn older_pages_that_were_read_are_there_without_the_server() {
    let (hand, vault) = (court_of(400), Vault::in_memory(person(2)));
    read_back_to(&hand, &vault, 1);
    let (_tab, handle) = offline(&hand, &vault);
    assert!(first(handle) > 1, "a case is not opened with all of it");
    run(async move { assert!(handle.load_back_to(Seq(1)).await) });
    assert_eq!(words(handle).len(), 400);
    assert_eq!(words(handle)[0], "第0条");
    handle.with_timeline_untracked(|timeline: &Timeline| {
        let mut all = timeline.iter(0..timeline.len());
        assert!(all.all(|held| held.check == Check::Verified));
    });
}

#[test]
fn reading_on_where_the_device_ends_joins_without_a_gap() {
    let (hand, vault) = (court_of(400), Vault::in_memory(person(2)));
    // A page ends in the middle of what is written at a time.
    read_back_to(&hand, &vault, 350);
    let (tab, handle) = offline(&hand, &vault);
    run(async move { assert!(!handle.load_back_to(Seq(1)).await) });
    assert!(matches!(handle.older(), Older::Failed(_)));
    assert!((1..=350).contains(&first(handle)), "{}", first(handle));
    drop(tab);
    hand.0.borrow_mut().offline = false;
    hand.says(3, "其间又有一条");
    read_back_to(&hand, &vault, 200);
    read_back_to(&hand, &vault, 1);
    let (_tab, handle) = offline(&hand, &vault);
    run(async move { assert!(handle.load_back_to(Seq(1)).await) });
    assert_eq!(words(handle).len(), 401);
}

#[test]
fn what_an_older_app_kept_gives_way_to_the_court_though_nothing_happened_since() {
    let (hand, vault) = (court_of(3), Vault::in_memory(person(2)));
    read_back_to(&hand, &vault, 1);
    // The court of today makes more of the same entries than the app of then did.
    hand.0.borrow_mut().state.facts.as_mut().unwrap().title = "周敏 诉 韩立（今日所见）".to_owned();
    let (_tab, handle) = signed_in(&hand, Some(vault));
    let (held, given) = (handle.state_untracked(), hand.0.borrow().state.clone());
    assert_eq!(held.head, given.head);
    assert_eq!(held.facts, given.facts);
    assert_eq!(words(handle).len(), 3);
}

#[test]
fn of_a_long_case_the_device_keeps_the_newest_two_thousand() {
    let (hand, vault) = (court_of(2_300), Vault::in_memory(person(2)));
    read_back_to(&hand, &vault, 1);
    let (tab, handle) = offline(&hand, &vault);
    run(async move { assert!(!handle.load_back_to(Seq(1)).await) });
    let kept = handle.with_timeline_untracked(Timeline::len);
    assert!((1_984..=2_048).contains(&kept), "{kept}");
    drop(tab);
    // The case grows: as much as comes goes at the other end.
    hand.0.borrow_mut().offline = false;
    let (tab, handle) = signed_in(&hand, Some(vault.clone()));
    for number in 0..200 {
        hand.pushes(hand.says(1, &format!("又{number}条")));
    }
    settle();
    tab.court.flush();
    settle();
    assert_eq!(words(handle).last().map(String::as_str), Some("又199条"));
    drop(tab);
    let (_tab, handle) = offline(&hand, &vault);
    run(async move { assert!(!handle.load_back_to(Seq(1)).await) });
    let kept = handle.with_timeline_untracked(Timeline::len);
    assert!((1_984..=2_048).contains(&kept), "{kept}");
}
