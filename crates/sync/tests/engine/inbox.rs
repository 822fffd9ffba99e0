use anjian_api::frame::{Frame, Head};
use anjian_api::ids::Seq;
use anjian_api::problem::ProblemCode;
use anjian_sync::{Failure, Input, LiveId, Output};

use crate::bench::{Bench, accepted, applied, case, fetch, id, opened, page, problem};

/// A bench with an open connection whose `Hello` brings no news.
fn open() -> (Bench, LiveId) {
    let mut bench = Bench::asleep();
    let (live, _) = opened(bench.give(Input::SignedIn)).unwrap();
    bench.give(Input::BecameLeader { saved: Vec::new() });
    bench.hello(live, 10);
    (bench, live)
}

#[test]
fn the_next_entry_is_applied_and_known_ones_are_ignored() {
    let (mut bench, live) = open();
    assert_eq!(applied(bench.live_entry(live, 1, 11)), [11]);
    assert_eq!(bench.live_entry(live, 1, 11), []);
    assert_eq!(bench.live_entry(live, 1, 3), []);
}

#[test]
fn an_entry_ahead_is_kept_and_exactly_the_gap_is_fetched() {
    let (mut bench, live) = open();
    let out = bench.live_entry(live, 1, 14).to_vec();
    assert!(applied(&out).is_empty());
    let (after, limit, ticket) = fetch(&out).unwrap();
    assert_eq!((after, limit), (10, 3));
    let out = bench.fetched(ticket, page(11..=13, 14));
    assert_eq!(applied(out), [11, 12, 13, 14]);
    assert_eq!(fetch(out), None);
}

#[test]
fn entries_in_any_order_come_out_in_order() {
    let (mut bench, live) = open();
    let mut all = Vec::new();
    for seq in [15, 12, 14, 13, 11] {
        all.extend(applied(bench.live_entry(live, 1, seq)));
    }
    assert_eq!(all, [11, 12, 13, 14, 15]);
}

#[test]
fn far_ahead_only_the_number_is_kept() {
    let (mut bench, live) = open();
    let out = bench.live_entry(live, 1, 10 + 257).to_vec();
    let (after, limit, mut ticket) = fetch(&out).unwrap();
    assert_eq!((after, limit), (10, 200));
    let mut all = Vec::new();
    for pages in [11..=210, 211..=267] {
        let out = bench.fetched(ticket, page(pages, 267)).to_vec();
        all.extend(applied(&out));
        if let Some((after, _, next)) = fetch(&out) {
            assert_eq!(after, 210);
            ticket = next;
        }
    }
    assert_eq!(all, (11..=267).collect::<Vec<_>>());
}

#[test]
fn a_silent_loss_is_found_by_the_heads() {
    let (mut bench, live) = open();
    let heads = vec![Head {
        case: case(1),
        seq: Seq(12),
    }];
    let out = bench.frame(live, Frame::Heads(heads));
    assert_eq!(fetch(out).map(|(after, ..)| after), Some(10));
}

#[test]
fn the_greeting_of_a_new_connection_finds_what_was_missed() {
    let mut bench = Bench::asleep();
    let (live, _) = opened(bench.give(Input::SignedIn)).unwrap();
    assert_eq!(
        fetch(bench.hello(live, 12)).map(|(after, ..)| after),
        Some(10)
    );
}

#[test]
fn short_pages_are_fetched_until_the_end() {
    let (mut bench, live) = open();
    let mut out = bench.live_entry(live, 1, 300).to_vec();
    let mut seen = 10;
    while let Some((after, _, ticket)) = fetch(&out) {
        assert_eq!(after, seen);
        let upto = (seen + 50).min(300);
        out = bench.fetched(ticket, page(seen + 1..=upto, 300)).to_vec();
        assert_eq!(applied(&out), (seen + 1..=upto).collect::<Vec<_>>());
        seen = upto;
    }
    assert_eq!(seen, 300);
}

#[test]
fn a_page_without_news_is_not_asked_for_in_a_loop() {
    let (mut bench, live) = open();
    let out = bench.live_entry(live, 1, 12).to_vec();
    let (.., ticket) = fetch(&out).unwrap();
    let out = bench.fetched(ticket, page([], 10));
    assert_eq!(fetch(out), None);
    assert!(fetch(&bench.wait(501)).is_some());
}

#[test]
fn a_failed_fetch_is_repeated_and_a_live_entry_may_make_it_needless() {
    let (mut bench, live) = open();
    let out = bench.live_entry(live, 1, 12).to_vec();
    let (.., ticket) = fetch(&out).unwrap();
    bench.give(Input::FetchDone {
        case: case(1),
        ticket,
        outcome: Err(Failure::Malformed),
    });
    assert_eq!(applied(bench.live_entry(live, 1, 11)), [11, 12]);
    assert_eq!(fetch(&bench.wait(15_000)), None);
}

#[test]
fn the_answer_to_an_own_command_is_received_like_any_other_entry() {
    let (mut bench, live) = open();
    bench.submit(1, 1);
    let out = bench.sent(1, 1, 12).to_vec();
    assert!(applied(&out).is_empty());
    assert_eq!(
        fetch(&out).map(|(after, limit, _)| (after, limit)),
        Some((10, 1))
    );
    assert_eq!(applied(bench.live_entry(live, 1, 11)), [11, 12]);
    assert_eq!(bench.live_entry(live, 1, 12), []);
}

#[test]
fn a_late_answer_to_a_sent_command_still_brings_its_entries() {
    let (mut bench, _) = open();
    let out = bench.give(Input::SendDone {
        case: case(1),
        id: id(77),
        outcome: Ok(accepted(11)),
    });
    assert_eq!(applied(out), [11]);
}

#[test]
fn a_case_opened_again_continues_from_what_the_app_holds_now() {
    let (mut bench, live) = open();
    bench.live_entry(live, 1, 11);
    let out = bench.live_entry(live, 1, 15).to_vec();
    let (.., old) = fetch(&out).unwrap();
    let out = bench
        .give(Input::CaseHeld {
            case: case(1),
            have: Seq(13),
        })
        .to_vec();
    let (after, limit, ticket) = fetch(&out).unwrap();
    assert_eq!((after, limit), (13, 1));
    assert!(applied(bench.fetched(old, page(12..=14, 15))).is_empty());
    assert_eq!(applied(bench.fetched(ticket, page([14], 15))), [14, 15]);
}

#[test]
fn going_back_to_an_older_opening_fetches_what_lies_between() {
    let (mut bench, live) = open();
    bench.live_entry(live, 1, 11);
    let out = bench.give(Input::CaseHeld {
        case: case(1),
        have: Seq(9),
    });
    assert_eq!(fetch(out).map(|(after, ..)| after), Some(9));
}

#[test]
fn entries_of_a_case_that_is_not_held_are_shown_to_the_list_once() {
    let (mut bench, live) = open();
    let out = bench.live_entry(live, 2, 5).to_vec();
    assert!(matches!(out[..], [Output::Glimpse(_), ..]));
    assert_eq!(bench.live_entry(live, 2, 5), []);
}

#[test]
fn an_unknown_head_makes_the_list_stale_once() {
    let (mut bench, live) = open();
    let heads = || {
        Frame::Heads(vec![Head {
            case: case(2),
            seq: Seq(4),
        }])
    };
    assert!(bench.frame(live, heads()).contains(&Output::CasesChanged));
    assert_eq!(bench.frame(live, heads()), []);
}

#[test]
fn a_case_that_may_no_longer_be_read_is_let_go() {
    let (mut bench, live) = open();
    let out = bench.live_entry(live, 1, 12).to_vec();
    let (.., ticket) = fetch(&out).unwrap();
    let out = bench.give(Input::FetchDone {
        case: case(1),
        ticket,
        outcome: Err(problem(ProblemCode::NotFound)),
    });
    assert!(out.contains(&Output::CaseGone(case(1))));
    assert_eq!(fetch(&bench.wait(10_000)), None);
}
