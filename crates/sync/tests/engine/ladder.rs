use anjian_api::frame::{ClientFrame, Frame, GoAway};
use anjian_api::problem::{Problem, ProblemCode};
use anjian_sync::{Failure, Input, LiveId, Output, Transport};

use crate::bench::{Bench, case, opened};

fn first() -> (Bench, LiveId) {
    let mut bench = Bench::asleep();
    let (live, transport) = opened(bench.give(Input::SignedIn)).unwrap();
    assert_eq!(transport, Transport::WebSocket);
    (bench, live)
}

fn open() -> (Bench, LiveId) {
    let (mut bench, live) = first();
    bench.hello(live, 10);
    (bench, live)
}

fn close(bench: &mut Bench, live: LiveId) {
    bench.give(Input::LiveClosed {
        live,
        failure: Failure::Unreachable,
    });
}

/// Opens whatever is asked for next, within the longest backoff.
fn next(bench: &mut Bench) -> (LiveId, Transport) {
    if let Some(found) = opened(&bench.last) {
        return found;
    }
    for _ in 0..310 {
        if let Some(found) = opened(bench.pass(100)) {
            return found;
        }
    }
    panic!("no new try within 31 s")
}

#[test]
fn a_socket_that_does_not_open_in_five_seconds_gives_way_to_the_event_stream() {
    let (mut bench, live) = first();
    assert_eq!(opened(bench.pass(4_900)), None);
    let out = bench.pass(100).to_vec();
    assert!(out.contains(&Output::CloseLive { live }));
    assert_eq!(next(&mut bench).1, Transport::EventStream);
}

#[test]
fn a_socket_that_closes_twice_within_thirty_seconds_gives_way() {
    let (mut bench, live) = open();
    close(&mut bench, live);
    let (live, transport) = next(&mut bench);
    assert_eq!(transport, Transport::WebSocket);
    bench.hello(live, 10);
    close(&mut bench, live);
    assert_eq!(next(&mut bench).1, Transport::EventStream);
}

#[test]
fn a_socket_that_closes_now_and_then_stays() {
    let (mut bench, mut live) = open();
    for _ in 0..5 {
        close(&mut bench, live);
        let (again, transport) = next(&mut bench);
        assert_eq!(transport, Transport::WebSocket);
        live = again;
        bench.hello(live, 10);
        for _ in 0..4 {
            bench.pass(19_000);
            bench.frame(live, Frame::Heads(Vec::new()));
        }
    }
}

#[test]
fn below_the_lowest_rung_comes_the_top_again() {
    let (mut bench, mut live) = first();
    let mut rungs = Vec::new();
    for _ in 0..6 {
        close(&mut bench, live);
        rungs.push(next(&mut bench).1);
        bench.pass(5_000);
        let (again, transport) = next(&mut bench);
        rungs.push(transport);
        live = again;
    }
    for rung in [
        Transport::WebSocket,
        Transport::EventStream,
        Transport::LongPoll,
    ] {
        assert!(rungs.contains(&rung));
    }
}

fn on_event_stream() -> (Bench, LiveId) {
    let (mut bench, _) = first();
    bench.pass(5_000);
    let (live, transport) = next(&mut bench);
    assert_eq!(transport, Transport::EventStream);
    bench.hello(live, 10);
    (bench, live)
}

/// Four minutes and 50 seconds of a living connection.
fn almost_five_minutes(bench: &mut Bench, live: LiveId) {
    for _ in 0..29 {
        assert_eq!(opened(bench.pass(10_000)), None);
        bench.frame(live, Frame::Heads(Vec::new()));
    }
}

#[test]
fn on_a_lower_rung_the_top_is_tried_every_five_minutes() {
    let (mut bench, live) = on_event_stream();
    almost_five_minutes(&mut bench, live);
    let out = bench.pass(10_000).to_vec();
    assert!(out.contains(&Output::CloseLive { live }));
    let (live, transport) = opened(&out).unwrap();
    assert_eq!(transport, Transport::WebSocket);
    bench.hello(live, 10);
    assert_eq!(opened(&bench.wait(20_000)), None);
}

#[test]
fn a_try_upward_that_fails_returns_at_once_to_where_it_came_from() {
    let (mut bench, live) = on_event_stream();
    almost_five_minutes(&mut bench, live);
    bench.pass(10_000);
    let out = bench.pass(5_000).to_vec();
    let (live, transport) = opened(&out).unwrap();
    assert_eq!(transport, Transport::EventStream);
    bench.hello(live, 10);
    almost_five_minutes(&mut bench, live);
}

#[test]
fn silence_is_answered_by_a_ping_and_two_missed_pings_are_the_end() {
    let (mut bench, live) = open();
    let ping = Output::SendFrame {
        live,
        frame: ClientFrame::Ping,
    };
    assert!(!bench.pass(19_999).contains(&ping));
    assert!(bench.pass(1).contains(&ping));
    assert!(bench.pass(20_000).contains(&ping));
    assert!(bench.pass(20_000).contains(&Output::CloseLive { live }));
}

#[test]
fn an_answered_ping_starts_the_count_anew() {
    let (mut bench, live) = open();
    for _ in 0..10 {
        bench.pass(20_000);
        bench.pass(20_000);
        bench.frame(live, Frame::Heads(Vec::new()));
        assert!(!bench.last.contains(&Output::CloseLive { live }));
    }
}

#[test]
fn a_server_that_stops_is_left_alone_as_long_as_it_asks() {
    let (mut bench, live) = open();
    let away = Frame::GoAway(GoAway {
        retry_after_ms: 12_000,
    });
    let out = bench.frame(live, away);
    assert!(out.contains(&Output::CloseLive { live }));
    assert_eq!(opened(bench.give(Input::WokeUp)), None);
    assert_eq!(opened(bench.pass(11_999)), None);
    let (_, transport) = opened(bench.pass(1)).unwrap();
    assert_eq!(transport, Transport::WebSocket);
}

#[test]
fn a_time_named_when_the_connection_is_refused_is_kept() {
    let (mut bench, live) = first();
    let mut problem = Problem::of(ProblemCode::Unavailable);
    problem.retry_after_ms = Some(9_000);
    bench.give(Input::LiveClosed {
        live,
        failure: Failure::Problem(problem),
    });
    assert_eq!(opened(&bench.wait(8_999)), None);
    assert!(opened(&bench.wait(1)).is_some());
}

#[test]
fn waking_up_tries_at_once_and_does_not_trust_a_long_silence() {
    let (mut bench, live) = open();
    bench.now = bench.now.plus_ms(26_000);
    let out = bench.give(Input::WokeUp).to_vec();
    assert!(out.contains(&Output::CloseLive { live }));
    assert!(opened(&out).is_some());
}

#[test]
fn a_new_network_starts_at_the_top() {
    let (mut bench, live) = on_event_stream();
    let out = bench.give(Input::NetworkDown);
    assert!(out.contains(&Output::CloseLive { live }));
    let (_, transport) = opened(bench.give(Input::NetworkUp)).unwrap();
    assert_eq!(transport, Transport::WebSocket);
}

#[test]
fn what_an_earlier_connection_still_says_is_ignored() {
    let (mut bench, old) = open();
    close(&mut bench, old);
    let (live, _) = next(&mut bench);
    assert_eq!(bench.live_entry(old, 1, 11), []);
    close(&mut bench, old);
    assert_eq!(opened(&bench.last), None);
    assert!(!bench.live_entry(live, 1, 11).is_empty());
}

#[test]
fn typing_is_told_once_in_three_seconds_and_only_on_a_socket() {
    let (mut bench, live) = open();
    let typing = |case| Input::Typing { case };
    let frame = Output::SendFrame {
        live,
        frame: ClientFrame::Typing { case: case(1) },
    };
    assert_eq!(bench.give(typing(case(1))), std::slice::from_ref(&frame));
    assert_eq!(bench.give(typing(case(1))), []);
    bench.now = bench.now.plus_ms(3_000);
    assert_eq!(bench.give(typing(case(1))), [frame]);
    let (mut bench, _) = on_event_stream();
    assert_eq!(bench.give(typing(case(1))), []);
}
