use anjian_api::frame::Frame;
use anjian_api::problem::ProblemCode;
use anjian_sync::{Input, Link, Output, SessionEnd, Status};

use crate::bench::{Bench, fetch, id, opened, problem, sends};

fn link(outputs: &[Output]) -> Option<Link> {
    outputs.iter().find_map(|output| match output {
        Output::Status(Status { link, .. }) => Some(*link),
        _ => None,
    })
}

#[test]
fn an_ended_session_pauses_everything_and_keeps_it() {
    let mut bench = Bench::ready();
    bench.submit(1, 1);
    bench.submit(1, 2);
    let out = bench
        .failed(1, 1, problem(ProblemCode::SessionEnded))
        .to_vec();
    assert!(out.contains(&Output::SessionEnded(SessionEnd::Ended)));
    assert_eq!(link(&out), Some(Link::SessionEnded));
    assert_eq!(sends(&out), []);
    let out = bench.wait(600_000);
    assert_eq!((sends(&out), opened(&out)), (Vec::new(), None));
    assert_eq!(sends(bench.give(Input::SignedIn)), [id(1)]);
    assert_eq!(sends(bench.sent(1, 1, 11)), [id(2)]);
}

#[test]
fn the_end_of_a_session_is_said_once() {
    let mut bench = Bench::ready();
    bench.submit(1, 1);
    bench.submit(2, 2);
    bench.failed(1, 1, problem(ProblemCode::SessionEnded));
    let out = bench.failed(2, 2, problem(ProblemCode::SessionEnded));
    assert!(!out.contains(&Output::SessionEnded(SessionEnd::Ended)));
}

#[test]
fn a_session_ends_by_the_live_connection_too() {
    let mut bench = Bench::asleep();
    let (live, _) = opened(bench.give(Input::SignedIn)).unwrap();
    let out = bench.frame(live, Frame::SessionEnded);
    assert!(out.contains(&Output::SessionEnded(SessionEnd::Ended)));
    assert!(out.contains(&Output::CloseLive { live }));

    let (live, _) = opened(bench.give(Input::SignedIn)).unwrap();
    let out = bench.give(Input::LiveClosed {
        live,
        failure: problem(ProblemCode::SessionEnded),
    });
    assert!(out.contains(&Output::SessionEnded(SessionEnd::Ended)));
}

#[test]
fn a_password_that_must_be_changed_is_no_lost_session() {
    let mut bench = Bench::ready();
    bench.submit(1, 1);
    let out = bench.failed(1, 1, problem(ProblemCode::PasswordChangeRequired));
    let end = SessionEnd::PasswordChangeRequired;
    assert!(out.contains(&Output::SessionEnded(end)));
}

#[test]
fn words_written_before_the_session_is_confirmed_wait_for_it() {
    let mut bench = Bench::asleep();
    assert_eq!(sends(bench.submit(1, 1)), []);
    bench.give(Input::BecameLeader { saved: Vec::new() });
    assert_eq!(sends(bench.give(Input::SignedIn)), [id(1)]);
}

#[test]
fn signing_out_forgets_everything() {
    let mut bench = Bench::asleep();
    let (live, _) = opened(bench.give(Input::SignedIn)).unwrap();
    bench.submit(1, 1);
    let out = bench.give(Input::SignedOut).to_vec();
    assert!(out.contains(&Output::CloseLive { live }));
    assert_eq!(link(&out), Some(Link::Off));
    bench.give(Input::BecameLeader { saved: Vec::new() });
    let (live, _) = opened(bench.give(Input::SignedIn)).unwrap();
    assert_eq!(sends(&bench.wait(60_000)), []);
    assert_eq!(fetch(bench.live_entry(live, 1, 50)), None);
}

#[test]
fn the_connection_is_told_when_it_changes_and_only_then() {
    let mut bench = Bench::asleep();
    let (live, _) = opened(bench.give(Input::SignedIn)).unwrap();
    assert_eq!(link(&bench.last), Some(Link::Connecting));
    let out = bench.hello(live, 10).to_vec();
    assert!(matches!(link(&out), Some(Link::Live(_))));
    assert_eq!(link(bench.hello(live, 10)), None);
    assert_eq!(link(bench.give(Input::NetworkDown)), Some(Link::Offline));
}

#[test]
fn an_early_timer_is_set_again() {
    let mut bench = Bench::asleep();
    bench.give(Input::SignedIn);
    let out = bench.pass(1);
    assert!(out.iter().any(|output| matches!(output, Output::WakeAt(_))));
}
