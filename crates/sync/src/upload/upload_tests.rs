use anjian_api::problem::Problem;
use anjian_api::problem::ProblemCode;
use anjian_api::refusal::Refusal;
use proptest::prelude::*;

use super::world_tests::{Fate, MIB, World, digests};
use super::*;
use crate::io::Failure;

fn is_through(stage: &Stage) -> bool {
    matches!(stage, Stage::Done(_) | Stage::Known(_))
}

#[test]
fn on_a_good_line_every_byte_goes_once() {
    for size in [1, BLOCK, BLOCK + 1, 50 * MIB - 1, 50 * MIB, 50 * MIB + 1] {
        let mut world = World::begin(size, []);
        world.run();
        assert!(matches!(world.stage(), Stage::Done(_)), "{size}");
        assert_eq!((world.bytes, world.completions), (size, 1));
    }
}

#[test]
fn fast_parts_grow_and_failing_ones_shrink() {
    let mut world = World::begin(50 * MIB, []);
    world.run();
    assert_eq!(world.longest, MAX_PART);
    let announced = [Fate::Well];
    let falls = [Fate::TimedOut, Fate::TimedOut, Fate::Well].repeat(8);
    let mut world = World::begin(50 * MIB, announced.into_iter().chain(falls));
    world.took_ms = 5_000;
    world.run();
    assert!(world.upload.part < FIRST_PART, "{}", world.upload.part);
    assert!(is_through(&world.stage()));
}

#[test]
fn two_parts_that_fall_with_one_line_count_as_one_failure() {
    let mut world = World::begin(8 * MIB, [Fate::Well, Fate::Lost, Fate::Lost]);
    world.took_ms = 2_000;
    world.run();
    assert_eq!(world.upload.part, FIRST_PART);
}

#[test]
fn what_arrived_though_the_answer_was_lost_is_not_sent_again() {
    let fates = [Fate::Well, Fate::Unanswered, Fate::Unanswered];
    let mut world = World::begin(4 * MIB, fates);
    world.run();
    assert!(is_through(&world.stage()));
    assert_eq!(world.bytes, 4 * MIB);
}

#[test]
fn one_fallen_part_is_asked_for_at_once_and_does_not_hold_up_the_others() {
    let mut world = World::begin(50 * MIB, []);
    while world.flying.len() < AT_ONCE {
        world.step();
    }
    let first = *world.flying.first().unwrap();
    let second = *world.flying.last().unwrap();
    let fell = |first| UploadInput::PartDone {
        first,
        took_ms: 0,
        outcome: Err(Failure::Unreachable),
    };
    let out = world.upload.handle(world.now, 1, fell(first));
    assert!(matches!(
        out[..],
        [UploadOutput::AskStatus { .. }, UploadOutput::SendPart { first: next, .. }]
            if next != first && next != second
    ));
    // The other one fell with the same line: nothing more is tried before the server said a word.
    let out = world.upload.handle(world.now, 2, fell(second));
    let is_next = |output: &UploadOutput| matches!(output, UploadOutput::SendPart { .. });
    assert_eq!(out.iter().filter(|output| is_next(output)).count(), 1);
    assert_eq!(world.upload.part, FIRST_PART);
    assert_eq!(world.stage(), Stage::Sending);
}

#[test]
fn a_line_that_loses_every_part_is_tried_less_and_less_often() {
    let lost = [Fate::Lost; 400].into_iter();
    let mut world = World::begin(50 * MIB, std::iter::once(Fate::Well).chain(lost));
    world.took_ms = 10;
    let mut tries = 0;
    while world.now < Moment(120_000) {
        tries += usize::from(!world.waiting.is_empty());
        world.step();
    }
    assert!(tries < 60, "{tries}");
    assert!(world.upload.part < FIRST_PART);
}

#[test]
fn a_digest_that_comes_late_still_finds_known_bytes() {
    let mut world = World::new(50 * MIB, []);
    world.upload.handle(Moment(0), 1, UploadInput::Begin);
    world.now = Moment(2_000);
    world.tell(UploadInput::Tick);
    while world.flying.is_empty() {
        world.step();
    }
    world.tell(UploadInput::Hashed(digests()));
    let sha256 = Some(digests().sha256);
    assert!(world.waiting.contains(&UploadOutput::AskStatus { sha256 }));
    world.known = true;
    world.run();
    assert!(matches!(world.stage(), Stage::Known(_)));
    assert!(world.bytes < 8 * MIB, "{}", world.bytes);
}

#[test]
fn known_bytes_do_not_go_at_all() {
    let mut world = World::new(4 * MIB, []);
    world.known = true;
    world.tell(UploadInput::Begin);
    world.run();
    assert!(matches!(world.stage(), Stage::Known(_)));
    assert_eq!(world.bytes, 0);
}

#[test]
fn the_announcement_waits_for_the_digest_but_not_for_long() {
    let mut upload = Upload::new(MIB);
    let out = upload.handle(Moment(0), 1, UploadInput::Begin);
    assert_eq!(
        out,
        [UploadOutput::Hash, UploadOutput::WakeAt(Moment(2_000))]
    );
    let out = upload.handle(Moment(2_000), 2, UploadInput::Tick);
    assert_eq!(out, [UploadOutput::Announce { sha256: None }]);
}

#[test]
fn without_a_network_or_unseen_nothing_new_begins() {
    for (online, visible, pause) in [(false, true, Pause::Offline), (true, false, Pause::Hidden)] {
        let mut upload = Upload::new(MIB);
        upload.handle(Moment(0), 1, UploadInput::Conditions { online, visible });
        upload.handle(Moment(0), 2, UploadInput::Begin);
        let out = upload.handle(Moment(9_000), 3, UploadInput::Hashed(digests()));
        assert_eq!(out, []);
        assert_eq!(upload.view(Moment(9_000)).stage, Stage::Paused(pause));
        let better = UploadInput::Conditions {
            online: true,
            visible: true,
        };
        let out = upload.handle(Moment(9_001), 4, better);
        assert!(matches!(out[..], [UploadOutput::Announce { .. }]));
    }
}

#[test]
fn without_a_network_nothing_is_said_to_be_sent() {
    let mut world = World::begin(4 * MIB, []);
    while world.flying.is_empty() {
        world.step();
    }
    for (visible, stage) in [
        (true, Stage::Paused(Pause::Offline)),
        (false, Stage::Paused(Pause::Offline)),
    ] {
        let online = false;
        world.tell(UploadInput::Conditions { online, visible });
        assert_eq!(world.stage(), stage);
    }
    let unseen = UploadInput::Conditions {
        online: true,
        visible: false,
    };
    world.tell(unseen);
    assert_eq!(world.stage(), Stage::Sending);
}

#[test]
fn an_ended_session_waits_for_the_log_in() {
    let mut world = World::begin(4 * MIB, []);
    while world.flying.is_empty() {
        world.step();
    }
    let first = *world.flying.first().unwrap();
    world.tell(UploadInput::PartDone {
        first,
        took_ms: 1,
        outcome: World::problem(ProblemCode::SessionEnded),
    });
    world.flying.clear();
    world.waiting.clear();
    world.tell(UploadInput::PartDone {
        first: MIB / BLOCK,
        took_ms: 1,
        outcome: World::problem(ProblemCode::SessionEnded),
    });
    assert_eq!(world.stage(), Stage::Paused(Pause::SignedOut));
    world.tell(UploadInput::Tick);
    assert!(world.waiting.is_empty());
    world.tell(UploadInput::WokeUp);
    world.run();
    assert!(is_through(&world.stage()));
}

#[test]
fn a_refusal_ends_it_and_a_retry_begins_anew() {
    let mut world = World::begin(MIB, []);
    world.tell(UploadInput::Hashed(digests()));
    world.waiting.clear();
    let refused = Failure::Problem(Problem::refused(Refusal::NotFound));
    world.tell(UploadInput::Told(Err(refused)));
    assert!(matches!(
        world.stage(),
        Stage::Failed(Fault::Problem(problem)) if problem.code == ProblemCode::Refused
    ));
    world.tell(UploadInput::Retry);
    world.run();
    assert!(is_through(&world.stage()));
}

#[test]
fn a_cancelled_upload_is_withdrawn_and_silent() {
    let mut world = World::begin(8 * MIB, []);
    while world.flying.is_empty() {
        world.step();
    }
    world.tell(UploadInput::Cancel);
    assert_eq!(world.stage(), Stage::Cancelled);
    assert_eq!(world.waiting, [UploadOutput::Withdraw]);
    world.run();
    world.tell(UploadInput::Retry);
    assert_eq!(world.stage(), Stage::Cancelled);
}

#[test]
fn an_unreadable_file_says_so() {
    let mut world = World::begin(8 * MIB, []);
    world.tell(UploadInput::Unreadable);
    assert_eq!(world.stage(), Stage::Failed(Fault::Unreadable));
}

#[test]
fn the_same_no_three_times_is_an_answer() {
    let fates = [Fate::Well, Fate::Damaged].repeat(20);
    let mut world = World::begin(MIB, fates);
    world.run();
    assert!(matches!(world.stage(), Stage::Failed(Fault::Problem(_))));
}

#[test]
fn progress_counts_what_flies_and_tells_the_time_left() {
    let mut world = World::begin(4 * MIB, []);
    while world.flying.is_empty() {
        world.step();
    }
    let before = world.upload.view(world.now).sent;
    world.now = world.now.plus_ms(2_000);
    world.tell(UploadInput::PartMoved {
        first: 0,
        sent: MIB / 2,
    });
    let view = world.upload.view(world.now);
    assert_eq!((before, view.sent), (0, MIB / 2));
    assert!(view.rate.is_some() && view.left_ms.is_some());
    assert_eq!(view.stage, Stage::Sending);
}

fn any_fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        4 => Just(Fate::Well),
        1 => Just(Fate::Lost),
        1 => Just(Fate::Unanswered),
        1 => Just(Fate::TimedOut),
        1 => Just(Fate::BadGateway),
        1 => Just(Fate::Busy),
        1 => Just(Fate::Forgets),
    ]
}

proptest! {
    /// Whatever the line does, once it is well the file is there, whole, and received once.
    #[test]
    fn every_upload_comes_through_once_the_line_is_well(
        size in 1_u64..6 * MIB,
        took_ms in prop_oneof![Just(200_u64), Just(4_000)],
        mut fates in proptest::collection::vec(any_fate(), 0..60),
        naps in proptest::collection::vec(any::<bool>(), 0..20),
    ) {
        // A server that forgets over and over is given up after a few tries; that is another test.
        for fate in fates.iter_mut().filter(|fate| **fate == Fate::Forgets).skip(1) {
            *fate = Fate::Lost;
        }
        let mut world = World::begin(size, fates);
        world.took_ms = took_ms;
        for visible in naps {
            world.tell(UploadInput::Conditions { online: true, visible });
            for _ in 0..3 {
                world.step();
            }
        }
        world.tell(UploadInput::Conditions { online: true, visible: true });
        world.run();
        prop_assert!(is_through(&world.stage()), "{:?}", world.stage());
        prop_assert_eq!(world.completions, 1);
    }
}
