use std::collections::{BTreeSet, VecDeque};

use anjian_api::bytes::{Sha256Digest, Signature, Sm3Digest};
use anjian_api::file::{FileFacts, FileId, FileKind};
use anjian_api::ids::Seq;
use anjian_api::problem::Problem;
use anjian_api::refusal::Refusal;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const FILE: FileId = FileId(Uuid::nil());
const MIB: u64 = 1024 * 1024;

fn digests() -> CompleteUpload {
    CompleteUpload {
        sha256: Sha256Digest([1; 32]),
        sm3: Sm3Digest([2; 32]),
    }
}

fn receipt(size: u64) -> FileReceipt {
    FileReceipt {
        facts: FileFacts {
            id: FILE,
            name: "借条.jpg".to_owned(),
            kind: FileKind::Jpeg,
            size,
            sha256: Sha256Digest([1; 32]),
            sm3: Sm3Digest([2; 32]),
            pages: None,
            pixels: None,
            locked: false,
            capture: None,
        },
        entry: Seq(1),
        at: Moment(0),
        signature: Signature([0; 64]),
    }
}

/// How one request fares.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Well,
    /// The server never hears of it.
    Lost,
    /// The server takes it; the answer is lost.
    Unanswered,
    TimedOut,
    /// A proxy answers for the server.
    BadGateway,
    Busy,
    /// A part arrives damaged.
    Damaged,
    /// The server forgets what it had.
    Forgets,
}

/// A server, a line with faults, and a clock.
struct World {
    upload: Upload,
    size: u64,
    now: Moment,
    random: u64,
    announced: bool,
    held: BTreeSet<u64>,
    known: bool,
    completions: u32,
    fates: VecDeque<Fate>,
    waiting: VecDeque<UploadOutput>,
    wake_at: Option<Moment>,
    flying: BTreeSet<u64>,
    bytes: u64,
    took_ms: u64,
    longest: u64,
}

impl World {
    fn new(size: u64, fates: impl IntoIterator<Item = Fate>) -> Self {
        Self {
            upload: Upload::new(size),
            size,
            now: Moment(0),
            random: 0,
            announced: false,
            held: BTreeSet::new(),
            known: false,
            completions: 0,
            fates: fates.into_iter().collect(),
            waiting: VecDeque::new(),
            wake_at: None,
            flying: BTreeSet::new(),
            bytes: 0,
            took_ms: 500,
            longest: 0,
        }
    }

    fn tell(&mut self, input: UploadInput) {
        self.random += 1;
        for output in self.upload.handle(self.now, self.random, input) {
            match output {
                UploadOutput::WakeAt(at) => self.wake_at = Some(at),
                UploadOutput::Break => {
                    self.waiting.retain(|output| {
                        !matches!(
                            output,
                            UploadOutput::SendPart { .. }
                                | UploadOutput::Announce { .. }
                                | UploadOutput::AskStatus
                                | UploadOutput::Complete(_)
                        )
                    });
                    self.flying.clear();
                }
                UploadOutput::SendPart {
                    first, from, to, ..
                } => {
                    assert_eq!(from, first * BLOCK);
                    assert!(from < to && to <= self.size && to - from <= MAX_PART);
                    assert!(to % BLOCK == 0 || to == self.size);
                    assert!(self.flying.insert(first), "the same part twice at once");
                    assert!(self.flying.len() <= AT_ONCE);
                    self.longest = self.longest.max(to - from);
                    self.waiting.push_back(output);
                }
                other => self.waiting.push_back(other),
            }
        }
    }

    fn status(&self) -> UploadStatus {
        let digit = |at: u64| {
            let bits = (0..4).filter(|bit| self.held.contains(&(at * 4 + bit)));
            bits.map(|bit| 8 >> bit).sum::<u32>()
        };
        let digits = self.size.div_ceil(BLOCK).div_ceil(8) * 2;
        UploadStatus {
            file: FILE,
            size: self.size,
            held: (0..digits)
                .filter_map(|at| char::from_digit(digit(at), 16))
                .collect(),
            expires: Moment(0),
            known: self.known.then(|| receipt(self.size)),
        }
    }

    fn problem<T>(code: ProblemCode) -> Outcome<T> {
        Err(Failure::Problem(Problem::of(code)))
    }

    fn serve<T>(&mut self, fate: Fate, take: impl FnOnce(&mut Self) -> Outcome<T>) -> Outcome<T> {
        match fate {
            Fate::Well => take(self),
            Fate::Lost => Err(Failure::Unreachable),
            Fate::TimedOut => Err(Failure::TimedOut),
            Fate::BadGateway => Err(Failure::Malformed),
            Fate::Busy => Self::problem(ProblemCode::Unavailable),
            Fate::Damaged => Self::problem(ProblemCode::DigestMismatch),
            Fate::Unanswered => {
                let _ = take(self);
                Err(Failure::Unreachable)
            }
            Fate::Forgets => {
                self.announced = false;
                self.held.clear();
                take(self)
            }
        }
    }

    /// Lets the next thing happen; false when nothing is left to happen.
    fn step(&mut self) -> bool {
        let Some(output) = self.waiting.pop_front() else {
            let Some(at) = self.wake_at.take() else {
                return false;
            };
            self.now = self.now.max(at);
            self.tell(UploadInput::Tick);
            return true;
        };
        let fate = match output {
            UploadOutput::Hash => Fate::Well,
            _ => self.fates.pop_front().unwrap_or(Fate::Well),
        };
        self.now = self.now.plus_ms(i64::try_from(self.took_ms).unwrap());
        match output {
            UploadOutput::Hash => self.tell(UploadInput::Hashed(digests())),
            UploadOutput::Announce { .. } | UploadOutput::AskStatus => {
                let announces = matches!(output, UploadOutput::Announce { .. });
                let fate = if fate == Fate::Damaged {
                    Fate::Lost
                } else {
                    fate
                };
                let told = self.serve(fate, |world| {
                    world.announced |= announces;
                    if world.announced {
                        Ok(world.status())
                    } else {
                        Self::problem(ProblemCode::NotFound)
                    }
                });
                self.tell(UploadInput::Told(told));
            }
            UploadOutput::SendPart {
                first, from, to, ..
            } => {
                self.bytes += to - from;
                let outcome = self.serve(fate, |world| {
                    if !world.announced {
                        return Self::problem(ProblemCode::NotFound);
                    }
                    world.held.extend(first..to.div_ceil(BLOCK));
                    Ok(())
                });
                self.flying.remove(&first);
                let took_ms = self.took_ms;
                self.tell(UploadInput::PartDone {
                    first,
                    took_ms,
                    outcome,
                });
            }
            UploadOutput::Complete(given) => {
                assert_eq!(given, digests());
                let outcome = self.serve(fate, |world| {
                    if world.known {
                        return Ok(receipt(world.size));
                    }
                    if !world.announced {
                        return Self::problem(ProblemCode::NotFound);
                    }
                    if (world.held.len() as u64) < world.size.div_ceil(BLOCK) {
                        return Self::problem(ProblemCode::UploadIncomplete);
                    }
                    world.completions += 1;
                    world.known = true;
                    Ok(receipt(world.size))
                });
                self.tell(UploadInput::Completed(outcome));
            }
            UploadOutput::Withdraw => self.announced = false,
            UploadOutput::WakeAt(_) | UploadOutput::Break => {}
        }
        true
    }

    fn run(&mut self) {
        for _ in 0..20_000 {
            if self.upload.is_over() || !self.step() {
                return;
            }
        }
        panic!("it goes on for ever");
    }

    fn begin(size: u64, fates: impl IntoIterator<Item = Fate>) -> Self {
        let mut world = Self::new(size, fates);
        world.tell(UploadInput::Begin);
        world
    }

    fn stage(&self) -> Stage {
        self.upload.view(self.now).stage
    }
}

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
