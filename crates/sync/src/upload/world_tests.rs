//! A server, a line with faults, and a clock, for the tests of an upload.

use std::collections::{BTreeSet, VecDeque};

use anjian_api::bytes::{Sha256Digest, Signature, Sm3Digest};
use anjian_api::file::{FileFacts, FileId, FileKind};
use anjian_api::ids::Seq;
use anjian_api::problem::{Problem, ProblemCode};
use uuid::Uuid;

use super::*;
use crate::io::Failure;

const FILE: FileId = FileId(Uuid::nil());
pub(super) const MIB: u64 = 1024 * 1024;

pub(super) fn digests() -> CompleteUpload {
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
pub(super) enum Fate {
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
pub(super) struct World {
    pub(super) upload: Upload,
    pub(super) size: u64,
    pub(super) now: Moment,
    pub(super) random: u64,
    pub(super) announced: bool,
    pub(super) held: BTreeSet<u64>,
    pub(super) known: bool,
    pub(super) completions: u32,
    pub(super) fates: VecDeque<Fate>,
    pub(super) waiting: VecDeque<UploadOutput>,
    pub(super) wake_at: Option<Moment>,
    pub(super) flying: BTreeSet<u64>,
    pub(super) bytes: u64,
    pub(super) took_ms: u64,
    pub(super) longest: u64,
}

impl World {
    pub(super) fn new(size: u64, fates: impl IntoIterator<Item = Fate>) -> Self {
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

    pub(super) fn tell(&mut self, input: UploadInput) {
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
                                | UploadOutput::AskStatus { .. }
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

    pub(super) fn status(&self) -> UploadStatus {
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

    pub(super) fn problem<T>(code: ProblemCode) -> Outcome<T> {
        Err(Failure::Problem(Problem::of(code)))
    }

    pub(super) fn serve<T>(
        &mut self,
        fate: Fate,
        take: impl FnOnce(&mut Self) -> Outcome<T>,
    ) -> Outcome<T> {
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
    pub(super) fn step(&mut self) -> bool {
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
            UploadOutput::Announce { .. } | UploadOutput::AskStatus { .. } => {
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

    pub(super) fn run(&mut self) {
        for _ in 0..20_000 {
            if self.upload.is_over() || !self.step() {
                return;
            }
        }
        panic!("it goes on for ever");
    }

    pub(super) fn begin(size: u64, fates: impl IntoIterator<Item = Fate>) -> Self {
        let mut world = Self::new(size, fates);
        world.tell(UploadInput::Begin);
        world
    }

    pub(super) fn stage(&self) -> Stage {
        self.upload.view(self.now).stage
    }
}
