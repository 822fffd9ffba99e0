use anjian_api::ids::{Moment, Seq};
use anjian_api::problem::{Problem, ProblemCode};
use anjian_api::refusal::Refusal;
use anjian_sync::{
    Delay, Delivery, Failure, Input, ItemState, OutboxItem, OutboxNews, Output, ParkReason,
};

use crate::bench::{Bench, ME, busy, deliveries, id, problem, sends, words};

fn item(number: u128, order: u64) -> OutboxItem {
    OutboxItem {
        person: ME,
        case: crate::bench::case(1),
        id: id(number),
        command: words("x"),
        order,
        made: anjian_api::ids::Moment(0),
        state: ItemState::Waiting,
    }
}

#[test]
fn a_command_is_stored_before_it_is_sent() {
    let mut bench = Bench::ready();
    let out = bench.submit(1, 1);
    let stored = out
        .iter()
        .position(|output| matches!(output, Output::SaveOutbox(_)));
    let sent = out
        .iter()
        .position(|output| matches!(output, Output::Send { .. }));
    assert!(stored.is_some() && stored < sent);
}

#[test]
fn the_next_of_a_case_waits_for_the_answer_to_the_one_before() {
    let mut bench = Bench::ready();
    assert_eq!(sends(bench.submit(1, 1)), [id(1)]);
    assert_eq!(sends(bench.submit(1, 2)), []);
    assert_eq!(sends(bench.submit(1, 3)), []);
    assert_eq!(sends(bench.sent(1, 1, 11)), [id(2)]);
    assert_eq!(sends(bench.sent(1, 2, 12)), [id(3)]);
}

#[test]
fn cases_do_not_wait_for_each_other_up_to_four_at_once() {
    let mut bench = Bench::ready();
    for number in 1..=4 {
        assert_eq!(sends(bench.submit(number, number)), [id(number)]);
    }
    assert_eq!(sends(bench.submit(5, 5)), []);
    assert_eq!(sends(bench.sent(2, 2, 1)), [id(5)]);
}

#[test]
fn a_sent_item_leaves_the_store_and_says_its_number() {
    let mut bench = Bench::ready();
    bench.submit(1, 1);
    let out = bench.sent(1, 1, 11).to_vec();
    assert!(out.contains(&Output::DropOutbox(id(1))));
    let sent = Delivery::Sent {
        first: Seq(11),
        last: Seq(11),
    };
    assert_eq!(deliveries(&out), [(id(1), sent)]);
}

#[test]
fn the_same_id_is_never_queued_twice() {
    let mut bench = Bench::ready();
    bench.submit(1, 1);
    assert_eq!(bench.submit(1, 1), []);
    bench.sent(1, 1, 11);
    assert_eq!(sends(bench.submit(1, 1)), []);
}

#[test]
fn a_refused_item_is_set_aside_with_its_reason_and_the_later_ones_go_on() {
    let mut bench = Bench::ready();
    bench.submit(1, 1);
    bench.submit(1, 2);
    let refused = Failure::Problem(Problem::refused(Refusal::CaseClosed));
    let out = bench.failed(1, 1, refused).to_vec();
    let reason = ParkReason::Refused(Refusal::CaseClosed);
    assert!(deliveries(&out).contains(&(id(1), Delivery::Parked(reason.clone()))));
    assert!(out.iter().any(
        |output| matches!(output, Output::SaveOutbox(item) if item.state == ItemState::Parked(reason.clone()))
    ));
    assert_eq!(sends(&out), [id(2)]);
}

#[test]
fn a_conflict_is_set_aside_and_can_be_tried_again_or_given_up() {
    let mut bench = Bench::ready();
    bench.submit(1, 1);
    let out = bench.failed(1, 1, problem(ProblemCode::CommandConflict));
    assert_eq!(
        deliveries(out),
        [(id(1), Delivery::Parked(ParkReason::Conflict))]
    );
    assert_eq!(sends(bench.give(Input::Retry { id: id(1) })), [id(1)]);
    bench.failed(1, 1, problem(ProblemCode::CommandConflict));
    let out = bench.give(Input::Discard { id: id(1) });
    assert!(out.contains(&Output::DropOutbox(id(1))));
    assert_eq!(deliveries(out), [(id(1), Delivery::Discarded)]);
}

#[test]
fn an_item_under_way_is_given_up_only_if_its_last_try_fails() {
    let mut bench = Bench::ready();
    bench.submit(1, 1);
    assert_eq!(bench.give(Input::Discard { id: id(1) }), []);
    let out = bench.sent(1, 1, 11).to_vec();
    assert!(matches!(deliveries(&out)[..], [(_, Delivery::Sent { .. })]));
    bench.submit(1, 2);
    let news = OutboxNews::Discarded { id: id(2) };
    assert_eq!(bench.give(Input::OutboxElsewhere(news)), []);
    let out = bench.failed(1, 2, Failure::TimedOut).to_vec();
    assert_eq!(deliveries(&out), [(id(2), Delivery::Discarded)]);
    assert_eq!(sends(&bench.wait(60_000)), []);
}

#[test]
fn what_gets_no_answer_is_sent_again_and_keeps_its_place() {
    for failure in [Failure::Unreachable, Failure::TimedOut, Failure::Malformed] {
        let mut bench = Bench::ready();
        bench.submit(1, 1);
        bench.submit(1, 2);
        let delay = Some(Delay::Unreachable);
        assert_eq!(
            deliveries(bench.failed(1, 1, failure)),
            [(id(1), Delivery::Pending { delay })]
        );
        assert_eq!(sends(&bench.wait(501)), [id(1)]);
    }
}

#[test]
fn the_servers_wish_to_wait_holds_all_cases_even_when_the_page_wakes_up() {
    let mut bench = Bench::ready();
    bench.submit(1, 1);
    bench.failed(1, 1, busy(20_000));
    assert_eq!(sends(bench.submit(2, 2)), []);
    assert_eq!(sends(bench.give(Input::WokeUp)), []);
    assert_eq!(sends(&bench.wait(19_000)), []);
    let later = sends(&bench.wait(1_001));
    assert!(later.contains(&id(1)) && later.contains(&id(2)));
}

#[test]
fn a_full_disk_is_said_and_tried_again() {
    let mut bench = Bench::ready();
    bench.submit(1, 1);
    let out = bench
        .failed(1, 1, problem(ProblemCode::StorageFull))
        .to_vec();
    let delay = Some(Delay::StorageFull);
    assert_eq!(deliveries(&out), [(id(1), Delivery::Pending { delay })]);
    let full = |out: &[Output]| {
        out.iter().find_map(|output| match output {
            Output::Status(status) => Some(status.storage_full),
            _ => None,
        })
    };
    assert_eq!(full(&out), Some(true));
    assert_eq!(sends(&bench.wait(501)), [id(1)]);
    assert_eq!(full(bench.sent(1, 1, 11)), Some(false));
}

#[test]
fn waking_up_skips_the_backoff() {
    let mut bench = Bench::ready();
    bench.submit(1, 1);
    for _ in 0..20 {
        bench.failed(1, 1, Failure::Unreachable);
        assert_eq!(sends(bench.give(Input::WokeUp)), [id(1)]);
    }
}

#[test]
fn nothing_is_sent_without_a_network_and_everything_when_it_is_back() {
    let mut bench = Bench::ready();
    bench.give(Input::NetworkDown);
    assert_eq!(sends(bench.submit(1, 1)), []);
    assert_eq!(sends(&bench.wait(600_000)), []);
    assert_eq!(sends(bench.give(Input::NetworkUp)), [id(1)]);
}

#[test]
fn items_written_in_a_killed_tab_are_sent_after_reopening_in_their_order() {
    let mut bench = Bench::asleep();
    let outbox = vec![item(3, 30), item(1, 10), item(2, 20)];
    bench.give(Input::Started {
        held: Vec::new(),
        outbox,
        online: true,
    });
    bench.give(Input::SignedIn);
    let first = sends(bench.give(Input::BecameLeader { saved: Vec::new() }));
    assert_eq!(first, [id(1)]);
    assert_eq!(sends(bench.sent(1, 1, 11)), [id(2)]);
    assert_eq!(sends(bench.submit(1, 4)), []);
    assert_eq!(sends(bench.sent(1, 2, 12)), [id(3)]);
    assert_eq!(sends(bench.sent(1, 3, 13)), [id(4)]);
}

#[test]
fn items_of_another_person_are_not_touched() {
    let mut bench = Bench::ready();
    let mut foreign = item(1, 10);
    foreign.person = anjian_api::ids::PersonId(uuid::Uuid::from_u128(2));
    let saved = vec![foreign];
    assert_eq!(sends(bench.give(Input::BecameLeader { saved })), []);
}

#[test]
fn only_the_leading_tab_sends_and_the_others_tell_it() {
    let mut bench = Bench::asleep();
    bench.give(Input::SignedIn);
    let out = bench.submit(1, 1).to_vec();
    assert_eq!(sends(&out), []);
    let Some(Output::Tell(news)) = out
        .iter()
        .find(|output| matches!(output, Output::Tell(_)))
        .cloned()
    else {
        panic!("nobody was told")
    };
    let mut leader = Bench::ready();
    assert_eq!(
        sends(leader.give(Input::OutboxElsewhere(news.clone()))),
        [id(1)]
    );
    let out = leader.sent(1, 1, 11).to_vec();
    let sent = OutboxNews::Sent {
        id: id(1),
        first: Seq(11),
        last: Seq(11),
    };
    assert!(out.contains(&Output::Tell(sent.clone())));
    assert_eq!(
        deliveries(bench.give(Input::OutboxElsewhere(sent))).len(),
        1
    );
    // News that overtook each other bring nothing back.
    bench.give(Input::BecameLeader {
        saved: vec![item(1, 10)],
    });
    assert_eq!(sends(bench.give(Input::OutboxElsewhere(news))), []);
}

#[test]
fn a_new_leader_takes_over_the_store_and_repeats_what_was_under_way() {
    let mut old = Bench::ready();
    let out = old.submit(1, 1).to_vec();
    let saved = out
        .into_iter()
        .filter_map(|output| match output {
            Output::SaveOutbox(item) => Some(item),
            _ => None,
        })
        .collect();
    old.give(Input::LostLeadership);
    assert_eq!(
        sends(old.failed(1, 1, Failure::Unreachable)),
        [],
        "it no longer leads"
    );
    assert_eq!(sends(&old.wait(60_000)), []);
    let mut new = Bench::asleep();
    new.give(Input::SignedIn);
    assert_eq!(sends(new.give(Input::BecameLeader { saved })), [id(1)]);
}

#[test]
fn a_reopened_tab_tells_the_leading_one_what_it_found_in_the_store() {
    let mut bench = Bench::asleep();
    let out = bench.give(Input::Started {
        held: Vec::new(),
        outbox: vec![item(1, 10)],
        online: true,
    });
    let news = OutboxNews::Waiting(item(1, 10));
    assert!(out.contains(&Output::Tell(news.clone())));
    let mut leader = Bench::ready();
    assert_eq!(
        sends(leader.give(Input::OutboxElsewhere(news.clone()))),
        [id(1)]
    );
    leader.sent(1, 1, 11);
    let sent = OutboxNews::Sent {
        id: id(1),
        first: Seq(11),
        last: Seq(11),
    };
    assert_eq!(
        leader.give(Input::OutboxElsewhere(news)),
        [Output::DropOutbox(id(1)), Output::Tell(sent)],
        "what is gone is answered, and leaves the store once more"
    );
}

/// Two tabs of one person: while the news that an item is done is on its way, the other tab may
/// store the item again. A row that nobody knows of would wait in the store for ever.
#[test]
fn a_row_that_was_stored_after_it_was_dropped_is_dropped_again() {
    let sent = OutboxNews::Sent {
        id: id(1),
        first: Seq(11),
        last: Seq(11),
    };
    for news in [sent, OutboxNews::Discarded { id: id(1) }] {
        let mut bench = Bench::asleep();
        let mut parked = item(1, 10);
        parked.state = ItemState::Parked(ParkReason::Conflict);
        bench.give(Input::OutboxElsewhere(OutboxNews::Saved(parked)));
        let out = bench.give(Input::Retry { id: id(1) }).to_vec();
        assert!(matches!(&out[0], Output::SaveOutbox(item) if item.id == id(1)));
        let out = bench.give(Input::OutboxElsewhere(news.clone())).to_vec();
        assert!(out.contains(&Output::DropOutbox(id(1))), "{news:?}");
        // Whoever hears it twice has nothing left to drop.
        let again = bench.give(Input::OutboxElsewhere(news)).to_vec();
        assert!(!again.contains(&Output::DropOutbox(id(1))));
    }
}

#[test]
fn what_the_store_still_has_of_a_sent_item_is_taken_away_by_the_next_leader() {
    let mut bench = Bench::ready();
    bench.submit(1, 1);
    bench.sent(1, 1, 11);
    let saved = vec![item(1, 10)];
    let out = bench.give(Input::BecameLeader { saved }).to_vec();
    assert!(out.contains(&Output::DropOutbox(id(1))));
    assert_eq!(sends(&out), []);
}

fn parked_by_conflict() -> OutboxItem {
    let mut parked = item(1, 1_000_000);
    parked.made = Moment(1_000_000);
    parked.state = ItemState::Parked(ParkReason::Conflict);
    parked
}

#[test]
fn a_tab_that_still_waits_for_a_parked_item_is_told_so() {
    let mut bench = Bench::ready();
    bench.submit(1, 1);
    bench.failed(1, 1, problem(ProblemCode::CommandConflict));
    let news = OutboxNews::Waiting(item(1, 1_000_000));
    let out = bench.give(Input::OutboxElsewhere(news));
    assert!(out.contains(&Output::Tell(OutboxNews::Saved(parked_by_conflict()))));
}

/// Simulated (seed 227): stored as waiting, set aside in every tab, and tried by none.
#[test]
fn an_item_tried_again_in_a_tab_that_was_killed_before_it_told_is_set_aside_in_the_store_too() {
    let mut bench = Bench::ready();
    bench.submit(1, 1);
    bench.failed(1, 1, problem(ProblemCode::CommandConflict));
    let mut stored = parked_by_conflict();
    stored.state = ItemState::Waiting;
    // The killed tab opens again with what it had stored.
    let mut reopened = Bench::asleep();
    let started = Input::Started {
        held: Vec::new(),
        outbox: vec![stored.clone()],
        online: true,
    };
    let news = OutboxNews::Waiting(stored);
    assert!(reopened.give(started).contains(&Output::Tell(news.clone())));
    let out = bench.give(Input::OutboxElsewhere(news));
    let parked = parked_by_conflict();
    assert_eq!(
        out,
        [
            Output::SaveOutbox(parked.clone()),
            Output::Tell(OutboxNews::Saved(parked))
        ]
    );
}

#[test]
fn an_item_that_another_tab_set_aside_stays_aside_when_the_own_try_fails() {
    let mut bench = Bench::ready();
    bench.submit(1, 1);
    bench.give(Input::LostLeadership);
    let mut parked = item(1, 1_000_000);
    parked.state = ItemState::Parked(ParkReason::Conflict);
    let out = bench.give(Input::OutboxElsewhere(OutboxNews::Saved(parked)));
    let aside = Delivery::Parked(ParkReason::Conflict);
    assert_eq!(deliveries(out), [(id(1), aside)]);
    assert_eq!(deliveries(bench.failed(1, 1, Failure::TimedOut)), []);
}

#[test]
fn a_tab_that_still_waits_tells_the_new_leader() {
    let mut bench = Bench::asleep();
    bench.submit(1, 1);
    let out = bench
        .give(Input::OutboxElsewhere(OutboxNews::Leading))
        .to_vec();
    assert!(matches!(&out[..], [Output::Tell(OutboxNews::Waiting(item))] if item.id == id(1)));
    let out = bench.give(Input::BecameLeader { saved: Vec::new() });
    assert!(out.contains(&Output::Tell(OutboxNews::Leading)));
}

#[test]
fn an_item_survives_its_stored_form() {
    let mut parked = item(1, 10);
    parked.state = ItemState::Parked(ParkReason::Refused(Refusal::TooLong { limit: 4_000 }));
    for item in [item(1, 10), parked] {
        let text = serde_json::to_string(&item).unwrap();
        assert_eq!(serde_json::from_str::<OutboxItem>(&text).unwrap(), item);
    }
}
