//! The app's stores against a fake wire: what people live through when the network does not behave.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "tests")]

mod older;
mod own_acts;
mod world;

use anjian::api::Api;
use anjian::i18n::Locale;
use anjian::state::court::{CaseLoad, Check, Storage, Timeline, Vault};
use anjian::state::{CaseHandle, Court, ServerClock, SessionState, SessionStore};
use anjian_api::act::{Act, Payload};
use anjian_api::command::Content;
use anjian_api::ids::Seq;
use anjian_sync::{Input, OutboxNews};
use any_spawner::Executor;
use leptos::prelude::*;
use world::{Hand, case, message, person};

/// One tab.
struct Tab {
    _owner: Owner,
    court: Court,
    session: SessionStore,
}

fn tab(hand: &Hand, vault: Option<Vault>) -> Tab {
    let _ = Executor::init_futures_executor();
    let owner = Owner::new();
    let (court, session) = owner.with(|| {
        let (api, clock) = (Api::new(hand.clone()), ServerClock::start());
        let court = match vault {
            Some(vault) => Court::with_vault(api.clone(), clock, vault),
            None => Court::new(api.clone(), clock),
        };
        (court, SessionStore::knowing(api, court, clock, None))
    });
    Tab {
        _owner: owner,
        court,
        session,
    }
}

/// A tab of the plaintiff, signed in, leading, with the case open.
fn signed_in(hand: &Hand, vault: Option<Vault>) -> (Tab, CaseHandle) {
    let tab = tab(hand, vault);
    run(tab.session.check());
    tab.court.lead();
    settle();
    hand.greet();
    let handle = tab.court.open(case());
    settle();
    (tab, handle)
}

fn run(future: impl Future<Output = ()> + 'static) {
    Executor::spawn_local(future);
    settle();
}

/// Lets everything that can go on go on.
fn settle() {
    for _ in 0..50 {
        Executor::poll_local();
    }
}

fn words(handle: CaseHandle) -> Vec<String> {
    handle.with_timeline_untracked(|timeline: &Timeline| {
        timeline
            .iter(0..timeline.len())
            .filter_map(|held| text_of(held.payload()?))
            .collect()
    })
}

fn text_of(payload: &Payload) -> Option<String> {
    match &payload.act {
        Act::Message(message) => match &message.content {
            Content::Text(text) => Some(text.text.clone()),
            Content::Location(_) | Content::Files(_) | Content::Voice(_) => None,
        },
        _ => None,
    }
}

#[test]
fn what_is_shown_as_verified_was_verified_here() {
    let hand = Hand::court();
    hand.says(1, "请双方七日内举证。");
    let forged = {
        let mut world = hand.0.borrow_mut();
        let last = world.entries.pop().unwrap();
        let text = serde_json::to_string(&last)
            .unwrap()
            .replace("七日", "一日");
        serde_json::from_str(&text).unwrap()
    };
    hand.0.borrow_mut().entries.push(forged);
    let (_tab, handle) = signed_in(&hand, None);
    assert_eq!(handle.load(), CaseLoad::Ready);
    handle.with_timeline_untracked(|timeline: &Timeline| {
        let last = timeline.len() - 1;
        assert_eq!(timeline.get(last).unwrap().check, Check::Broken);
        assert_eq!(timeline.get(last - 1).unwrap().check, Check::Verified);
    });
}

#[test]
fn an_own_message_is_shown_at_once_and_never_twice() {
    let hand = Hand::court();
    let (tab, handle) = signed_in(&hand, None);
    hand.0.borrow_mut().holding = true;
    tab.court.submit(case(), message("我已还款。"));
    settle();
    assert_eq!(
        handle.pending().len(),
        1,
        "shown before the server knows of it"
    );
    assert_eq!(tab.court.unsent(case()), 1);
    // The server takes it; the live connection is faster than the answer.
    let entry = hand.does_what_was_sent(2, &message("我已还款。")).remove(0);
    hand.pushes(entry);
    settle();
    assert_eq!(
        (words(handle), handle.pending().len()),
        (vec!["我已还款。".to_owned()], 0)
    );
    hand.release();
    settle();
    assert_eq!(
        (words(handle), handle.pending().len()),
        (vec!["我已还款。".to_owned()], 0)
    );
}

#[test]
fn messages_keep_the_order_they_were_written_in() {
    let hand = Hand::court();
    let (tab, handle) = signed_in(&hand, None);
    for text in ["一", "二", "三"] {
        tab.court.submit(case(), message(text));
    }
    settle();
    assert_eq!(words(handle), ["一", "二", "三"]);
    assert_eq!(handle.pending(), []);
}

#[test]
fn entries_that_overtake_each_other_are_shown_in_order() {
    let hand = Hand::court();
    let (_tab, handle) = signed_in(&hand, None);
    let (one, two) = (hand.says(1, "先"), hand.says(3, "后"));
    hand.pushes(two);
    hand.pushes(one);
    settle();
    assert_eq!(words(handle), ["先", "后"]);
}

#[test]
fn a_refused_message_is_set_aside_with_its_reason_and_the_next_one_goes_on() {
    let hand = Hand::court();
    let (tab, handle) = signed_in(&hand, None);
    tab.court.submit(case(), message(&"长".repeat(4_001)));
    let second = tab.court.submit(case(), message("好"));
    settle();
    assert_eq!(words(handle), ["好"]);
    assert_eq!(tab.court.parked(case()), 1);
    assert!(
        handle
            .pending()
            .iter()
            .all(|one| one.id != second && one.is_parked())
    );
}

#[test]
fn a_session_that_ends_mid_typing_keeps_the_words_and_goes_on_after_the_log_in() {
    let hand = Hand::court();
    let (tab, handle) = signed_in(&hand, None);
    handle.set_draft("还没写完".to_owned());
    hand.0.borrow_mut().signed_in = None;
    tab.court.submit(case(), message("刚写好"));
    settle();
    assert!(matches!(
        tab.session.state_untracked(),
        SessionState::Ended(_)
    ));
    assert_eq!(handle.draft(), "还没写完");
    assert_eq!(handle.pending().len(), 1);
    let session = tab.session;
    run(async move {
        session
            .log_in("2".to_owned(), "pw".to_owned())
            .await
            .unwrap()
    });
    assert!(matches!(
        tab.session.state_untracked(),
        SessionState::SignedIn(_)
    ));
    assert_eq!(words(handle), ["刚写好"]);
    assert_eq!(handle.draft(), "还没写完");
}

#[test]
fn a_device_whose_session_was_ended_while_it_was_away_shows_nothing() {
    let hand = Hand::court();
    let vault = Vault::in_memory(person(2));
    let (first, handle) = signed_in(&hand, Some(vault.clone()));
    let known = first
        .session
        .state_untracked()
        .session()
        .map(|known| (**known).clone());
    hand.0.borrow_mut().offline = true;
    first.court.submit(case(), message("没有发出"));
    first.court.flush();
    settle();
    assert_eq!(handle.pending().len(), 1);
    drop(first);

    hand.0.borrow_mut().signed_in = None;
    hand.0.borrow_mut().offline = false;
    let _ = Executor::init_futures_executor();
    let owner = Owner::new();
    let (court, session) = owner.with(|| {
        let (api, clock) = (Api::new(hand.clone()), ServerClock::start());
        let court = Court::with_vault(api.clone(), clock, vault);
        (court, SessionStore::knowing(api, court, clock, known))
    });
    settle();
    run(session.check());
    assert_eq!(session.state_untracked(), SessionState::SignedOut);
    assert_eq!(court.order(), []);
    // The same person signs in: the unsent words are still theirs, and go out.
    run(async move {
        session
            .log_in("2".to_owned(), "pw".to_owned())
            .await
            .unwrap()
    });
    court.lead();
    settle();
    assert_eq!(hand.0.borrow().puts.len(), 2, "tried offline, then sent");
}

#[test]
fn late_answers_for_somebody_who_left_change_nothing() {
    let hand = Hand::court();
    let tab = tab(&hand, None);
    run(tab.session.check());
    hand.0.borrow_mut().holding = true;
    let handle = tab.court.open(case());
    settle();
    assert!(hand.held() > 0);
    tab.session.log_out();
    hand.0.borrow_mut().holding = false;
    while hand.held() > 0 {
        hand.release();
        settle();
    }
    assert_eq!(tab.session.state_untracked(), SessionState::SignedOut);
    assert!(handle.with_timeline_untracked(Timeline::is_empty));
    assert_eq!(tab.court.order(), []);
}

#[test]
fn without_storage_everything_works_and_it_is_said() {
    // The host has no IndexedDB, like a private window.
    let hand = Hand::court();
    let (tab, handle) = signed_in(&hand, None);
    assert_eq!(tab.court.storage(), Storage::MemoryOnly);
    tab.court.submit(case(), message("在"));
    settle();
    assert_eq!(words(handle), ["在"]);
}

#[test]
fn what_was_loaded_is_there_again_without_the_server() {
    let hand = Hand::court();
    let vault = Vault::in_memory(person(2));
    for number in 0..150 {
        hand.says(1, &format!("第{number}条"));
    }
    let (first, handle) = signed_in(&hand, Some(vault.clone()));
    run(handle.load_older());
    hand.pushes(hand.says(1, "最新"));
    settle();
    first.court.flush();
    settle();
    drop(first);

    hand.0.borrow_mut().offline = true;
    let second = tab(&hand, Some(vault));
    second.court.begin(person(2));
    settle();
    assert_eq!(second.court.order(), [case()]);
    let handle = second.court.open(case());
    settle();
    assert!(matches!(handle.load(), CaseLoad::Stale { .. }));
    assert_eq!(words(handle).last().map(String::as_str), Some("最新"));

    // Three messages written offline are sent, in order, when the server is there again.
    for text in ["甲", "乙", "丙"] {
        second.court.submit(case(), message(text));
    }
    settle();
    assert_eq!(handle.pending().len(), 3);
    hand.0.borrow_mut().offline = false;
    run(second.session.check());
    second.court.lead();
    hand.greet();
    second.court.feed(Input::WokeUp);
    settle();
    assert_eq!(words(handle)[words(handle).len() - 3..], ["甲", "乙", "丙"]);
    assert_eq!(handle.load(), CaseLoad::Ready);
}

#[test]
fn a_message_written_in_one_tab_is_sent_once_by_the_tab_that_leads() {
    let hand = Hand::court();
    let vault = Vault::in_memory(person(2));
    let (leading, _) = signed_in(&hand, Some(vault.clone()));
    let other = tab(&hand, Some(vault));
    run(other.session.check());
    let shown = other.court.open(case());
    settle();
    let id = other.court.submit(case(), message("只发一次"));
    settle();
    assert!(hand.0.borrow().puts.is_empty(), "this tab does not lead");
    // The leading tab learns of it from the store, as after the broadcast.
    leading.court.lead();
    settle();
    assert_eq!(hand.0.borrow().puts.len(), 1);
    let head = hand.0.borrow().state.head;
    other.court.heard(OutboxNews::Sent {
        id,
        first: head,
        last: head,
    });
    hand.greet();
    settle();
    assert_eq!(
        (words(shown), shown.pending().len()),
        (vec!["只发一次".to_owned()], 0)
    );
    // The leading tab is closed; the other takes over and finds nothing to send.
    drop(leading);
    other.court.lead();
    settle();
    assert_eq!(hand.0.borrow().puts.len(), 1);
}

#[test]
fn older_pages_join_what_is_held() {
    let hand = Hand::court();
    for number in 0..20 {
        hand.says(3, &number.to_string());
    }
    let (_tab, handle) = signed_in(&hand, None);
    assert!(!handle.with_timeline_untracked(Timeline::reached_start));
    run(async move { assert!(handle.load_back_to(Seq(1)).await) });
    assert!(handle.with_timeline_untracked(Timeline::reached_start));
    assert_eq!(words(handle).len(), 20);
    handle.with_timeline_untracked(|timeline: &Timeline| {
        assert!(
            timeline
                .iter(0..timeline.len())
                .all(|held| held.check == Check::Verified)
        );
    });
}

#[test]
fn the_same_rule_that_judges_says_beforehand_what_is_off() {
    let hand = Hand::court();
    let (tab, _) = signed_in(&hand, None);
    assert_eq!(tab.court.may(case(), &message("好")), Ok(()));
    let refusal = tab.court.may(case(), &message("")).unwrap_err();
    let words = anjian::i18n::words::refusal(Locale::ZhCn, &refusal, "12368");
    assert_eq!(words.what, "还没有填写内容。");
}

#[test]
fn a_case_that_is_shut_to_a_person_leaves_their_device() {
    let hand = Hand::court();
    let vault = Vault::in_memory(person(2));
    hand.says(1, "仅供在座者阅读");
    let (tab, handle) = signed_in(&hand, Some(vault.clone()));
    tab.court.flush();
    settle();
    hand.0.borrow_mut().shut = true;
    tab.court.refresh_cases();
    settle();
    assert_eq!(handle.load(), CaseLoad::Gone);
    assert!(handle.with_timeline_untracked(Timeline::is_empty));
    tab.court.flush();
    settle();
    drop(tab);
    hand.0.borrow_mut().offline = true;
    let later = self::tab(&hand, Some(vault));
    later.court.begin(person(2));
    settle();
    let handle = later.court.open(case());
    settle();
    assert!(
        matches!(handle.load(), CaseLoad::Failed(_)),
        "nothing of it is kept"
    );
}
