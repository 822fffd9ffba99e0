//! One file on its way to the server, as a state machine.
//!
//! ```text
//!  queued ─▶ preparing ─▶ sending ◀──▶ retrying / paused
//!               │            │ ▲ any doubt: ask what the server holds
//!               │ known      ▼ │
//!               └────────▶ finishing ─▶ done        (cancelled, failed: from anywhere)
//! ```
//!
//! No clock, no randomness, no I/O, as in the engine beside it. A part is a run of blocks: 1 MiB at
//! first, twice as long after a fast one, half as long after two failures in a row; two are under
//! way. What the server holds is believed over what was sent: after any doubt it is asked.

mod bitmap;
mod io;
mod meter;
#[cfg(test)]
mod upload_tests;

use std::collections::BTreeMap;
use std::ops::Range;

use anjian_api::file::{BLOCK, CompleteUpload, FileReceipt, MAX_PART, UploadStatus};
use anjian_api::ids::Moment;
use anjian_api::problem::ProblemCode;

use crate::backoff::{Backoff, Dice};
use crate::io::{Failure, Outcome};
use bitmap::{Blocks, bytes_of};
use meter::Meter;

pub use io::{Fault, Pause, Stage, Trouble, UploadInput, UploadOutput, UploadView};

/// Parts under way at once.
const AT_ONCE: usize = 2;
/// The first part.
const FIRST_PART: u64 = 1024 * 1024;
/// A part that is through sooner makes the next one longer.
const FAST_MS: u64 = 1_000;
/// A part is given up after this and the time it takes at [`SLOWEST`].
const PATIENCE_MS: u64 = 30_000;
/// Bytes a second that are still worth waiting for.
const SLOWEST: u64 = 20_000;
/// So long the announcement waits for the digest, by which the server may know the file.
const HASH_WAIT_MS: i64 = 2_000;
/// So often the same no is asked for again where it could be a fault of the line.
const STRIKES: u32 = 3;

/// A request that is under way beside the parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Announce,
    Status,
    Complete,
}

#[derive(Debug)]
struct Flight {
    run: Range<u64>,
    sent: u64,
}

#[derive(Debug)]
enum End {
    Done(Box<FileReceipt>),
    Known(Box<FileReceipt>),
    Failed(Fault),
    Cancelled,
}

/// See the module.
#[derive(Debug)]
pub struct Upload {
    size: u64,
    is_begun: bool,
    digests: Option<CompleteUpload>,
    announce_by: Moment,
    is_announced: bool,
    asked: Option<Asked>,
    /// What is not certain must be asked for before anything more is sent.
    in_doubt: bool,
    held: Blocks,
    /// Confirmed while the server was being asked: its answer may be older.
    meanwhile: Vec<Range<u64>>,
    flights: BTreeMap<u64, Flight>,
    part: u64,
    failures: u32,
    strikes: u32,
    backoff: Backoff,
    retry_at: Option<Moment>,
    trouble: Option<Trouble>,
    online: bool,
    visible: bool,
    signed_out: bool,
    meter: Meter,
    end: Option<End>,
}

impl Upload {
    /// A file of so many bytes, of which nothing is known.
    #[must_use]
    pub fn new(size: u64) -> Self {
        Self {
            size,
            is_begun: false,
            digests: None,
            announce_by: Moment(0),
            is_announced: false,
            asked: None,
            in_doubt: false,
            held: Blocks::none(size),
            meanwhile: Vec::new(),
            flights: BTreeMap::new(),
            part: FIRST_PART,
            failures: 0,
            strikes: 0,
            backoff: Backoff::from_base(1_000),
            retry_at: None,
            trouble: None,
            online: true,
            visible: true,
            signed_out: false,
            meter: Meter::default(),
            end: None,
        }
    }

    /// Takes what happened and says what is to be done. `random` is fresh with every call.
    pub fn handle(&mut self, now: Moment, random: u64, input: UploadInput) -> Vec<UploadOutput> {
        let mut out = Vec::new();
        let mut dice = Dice::new(random);
        match input {
            UploadInput::Begin => self.begin(now, &mut out),
            UploadInput::Hashed(digests) => self.digests = Some(digests),
            UploadInput::Unreadable => self.fail(Fault::Unreadable, &mut out),
            UploadInput::Told(outcome) => self.told(now, &mut dice, outcome, &mut out),
            UploadInput::PartMoved { first, sent } => {
                if let Some(flight) = self.flights.get_mut(&first) {
                    flight.sent = sent;
                }
            }
            UploadInput::PartDone {
                first,
                took_ms,
                outcome,
            } => self.part_done(now, &mut dice, first, took_ms, outcome, &mut out),
            UploadInput::Completed(outcome) => self.completed(now, &mut dice, outcome, &mut out),
            UploadInput::Conditions { online, visible } => {
                if (online && !self.online) || (visible && !self.visible) {
                    self.wake();
                }
                (self.online, self.visible) = (online, visible);
            }
            UploadInput::WokeUp => self.wake(),
            UploadInput::Tick => {}
            UploadInput::Cancel => self.cancel(&mut out),
            UploadInput::Retry => {
                if matches!(self.end, Some(End::Failed(_))) {
                    *self = Self::new(self.size);
                    self.begin(now, &mut out);
                }
                self.wake();
            }
        }
        self.go_on(now, &mut out);
        self.meter.note(now, self.sent());
        out
    }

    /// Where it stands.
    #[must_use]
    pub fn view(&self, now: Moment) -> UploadView {
        let sent = self.sent();
        let stage = self.stage();
        let rate = match stage {
            Stage::Sending => self.meter.rate(now),
            _ => None,
        };
        let left = self.size - sent.min(self.size);
        UploadView {
            stage,
            sent,
            size: self.size,
            rate,
            left_ms: rate
                .filter(|rate| *rate > 0)
                .map(|rate| left.saturating_mul(1_000) / rate),
        }
    }

    /// Nothing more will come of it.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.end.is_some()
    }

    /// Every byte is under way or there: the next file may begin.
    #[must_use]
    pub fn is_almost_over(&self) -> bool {
        self.is_over() || (self.is_announced && self.held.is_whole())
    }

    fn stage(&self) -> Stage {
        match &self.end {
            Some(End::Done(receipt)) => return Stage::Done(receipt.clone()),
            Some(End::Known(receipt)) => return Stage::Known(receipt.clone()),
            Some(End::Failed(fault)) => return Stage::Failed(fault.clone()),
            Some(End::Cancelled) => return Stage::Cancelled,
            None => {}
        }
        if !self.is_begun {
            return Stage::Queued;
        }
        match (self.pause(), self.trouble) {
            (Some(pause), _) if self.flights.is_empty() => Stage::Paused(pause),
            (_, Some(trouble)) if self.flights.is_empty() => Stage::Retrying(trouble),
            _ if !self.is_announced => Stage::Preparing,
            _ if self.held.is_whole() => Stage::Finishing,
            _ => Stage::Sending,
        }
    }

    fn sent(&self) -> u64 {
        let flying: u64 = self.flights.values().map(|flight| flight.sent).sum();
        (self.held.bytes() + flying).min(self.size)
    }

    fn pause(&self) -> Option<Pause> {
        if self.signed_out {
            Some(Pause::SignedOut)
        } else if !self.online {
            Some(Pause::Offline)
        } else if !self.visible {
            Some(Pause::Hidden)
        } else {
            None
        }
    }

    fn begin(&mut self, now: Moment, out: &mut Vec<UploadOutput>) {
        if !self.is_begun {
            self.is_begun = true;
            self.announce_by = now.plus_ms(HASH_WAIT_MS);
            out.push(UploadOutput::Hash);
        }
    }

    fn wake(&mut self) {
        self.retry_at = None;
        self.signed_out = false;
        self.backoff.reset();
        self.meter.forget();
    }

    /// Does whatever is next and possible now.
    fn go_on(&mut self, now: Moment, out: &mut Vec<UploadOutput>) {
        if self.is_over() || !self.is_begun || self.pause().is_some() || self.asked.is_some() {
            return;
        }
        if let Some(at) = self.retry_at.filter(|at| *at > now) {
            return out.push(UploadOutput::WakeAt(at));
        }
        self.retry_at = None;
        if !self.is_announced {
            if self.digests.is_none() && now < self.announce_by {
                return out.push(UploadOutput::WakeAt(self.announce_by));
            }
            let sha256 = self.digests.as_ref().map(|digests| digests.sha256);
            self.ask(Asked::Announce, UploadOutput::Announce { sha256 }, out);
        } else if self.in_doubt {
            self.ask(Asked::Status, UploadOutput::AskStatus, out);
        } else if self.held.is_whole() {
            if let Some(digests) = self.digests.clone() {
                self.ask(Asked::Complete, UploadOutput::Complete(digests), out);
            }
        } else {
            self.send_parts(out);
        }
    }

    fn ask(&mut self, asked: Asked, output: UploadOutput, out: &mut Vec<UploadOutput>) {
        self.asked = Some(asked);
        self.meanwhile.clear();
        out.push(output);
    }

    fn send_parts(&mut self, out: &mut Vec<UploadOutput>) {
        while self.flights.len() < AT_ONCE {
            let taken: Vec<Range<u64>> = self.flights.values().map(|f| f.run.clone()).collect();
            let Some(run) = self.held.next_run(self.part / BLOCK, &taken) else {
                return;
            };
            let bytes = bytes_of(&run, self.size);
            let slow_ms = (bytes.end - bytes.start) * 1_000 / SLOWEST;
            out.push(UploadOutput::SendPart {
                first: run.start,
                from: bytes.start,
                to: bytes.end,
                timeout_ms: u32::try_from(PATIENCE_MS + slow_ms).unwrap_or(u32::MAX),
            });
            self.flights.insert(run.start, Flight { run, sent: 0 });
        }
    }

    fn told(
        &mut self,
        now: Moment,
        dice: &mut Dice,
        outcome: Outcome<UploadStatus>,
        out: &mut Vec<UploadOutput>,
    ) {
        let Some(asked @ (Asked::Announce | Asked::Status)) = self.asked else {
            return;
        };
        self.asked = None;
        match outcome {
            Ok(status) => {
                self.is_announced = true;
                self.in_doubt = false;
                self.trouble = None;
                self.held = Blocks::read(self.size, &status.held);
                for run in std::mem::take(&mut self.meanwhile) {
                    self.held.hold(run);
                }
                if let Some(receipt) = status.known {
                    out.push(UploadOutput::Break);
                    self.flights.clear();
                    self.end = Some(End::Known(Box::new(receipt)));
                }
            }
            Err(failure) => self.failed(now, dice, asked, failure, out),
        }
    }

    fn part_done(
        &mut self,
        now: Moment,
        dice: &mut Dice,
        first: u64,
        took_ms: u64,
        outcome: Outcome<()>,
        out: &mut Vec<UploadOutput>,
    ) {
        let Some(flight) = self.flights.remove(&first) else {
            return;
        };
        match outcome {
            Ok(()) => {
                self.well();
                self.held.hold(flight.run.clone());
                self.meanwhile.push(flight.run.clone());
                let is_full = (flight.run.end - flight.run.start) * BLOCK >= self.part;
                if took_ms < FAST_MS && is_full {
                    self.part = (self.part * 2).min(MAX_PART);
                }
            }
            Err(failure) => {
                // Two parts that fall with one line are one failure.
                if !self.in_doubt {
                    self.in_doubt = true;
                    self.failures += 1;
                    if self.failures >= 2 {
                        self.failures = 0;
                        self.part = (self.part / 2).max(BLOCK);
                    }
                    self.failed(now, dice, Asked::Status, failure, out);
                }
            }
        }
    }

    fn completed(
        &mut self,
        now: Moment,
        dice: &mut Dice,
        outcome: Outcome<FileReceipt>,
        out: &mut Vec<UploadOutput>,
    ) {
        if self.asked != Some(Asked::Complete) {
            return;
        }
        self.asked = None;
        match outcome {
            Ok(receipt) => self.end = Some(End::Done(Box::new(receipt))),
            Err(failure) => {
                // It may be through all the same; if it is, the status or a second try says so.
                self.failed(now, dice, Asked::Complete, failure, out);
            }
        }
    }

    /// All is well: the next failure is the first one.
    fn well(&mut self) {
        self.failures = 0;
        self.strikes = 0;
        self.trouble = None;
        self.backoff.reset();
    }

    fn failed(
        &mut self,
        now: Moment,
        dice: &mut Dice,
        asked: Asked,
        failure: Failure,
        out: &mut Vec<UploadOutput>,
    ) {
        let problem = match failure {
            Failure::Unreachable | Failure::TimedOut | Failure::Malformed => {
                return self.later(now, dice, Trouble::Network, None);
            }
            Failure::Problem(problem) => problem,
        };
        let after = problem.retry_after_ms;
        match problem.code {
            ProblemCode::SessionEnded | ProblemCode::PasswordChangeRequired => {
                self.signed_out = true;
            }
            ProblemCode::StorageFull => self.later(now, dice, Trouble::StorageFull, after),
            ProblemCode::TooManyTries | ProblemCode::Unavailable | ProblemCode::Internal => {
                self.later(now, dice, Trouble::Busy, after);
            }
            ProblemCode::Unknown if after.is_some() => {
                self.later(now, dice, Trouble::Busy, after);
            }
            // The server forgot it (it waited too long, or was withdrawn): from the beginning.
            ProblemCode::NotFound if asked != Asked::Announce && self.strike() => {
                self.is_announced = false;
                self.in_doubt = false;
                self.later(now, dice, Trouble::Network, after);
            }
            // A part that arrived damaged, a completion that came before the last part.
            code if asked != Asked::Announce && is_of_the_line(code) && self.strike() => {
                self.in_doubt = true;
                self.later(now, dice, Trouble::Network, after);
            }
            _ => self.fail(Fault::Problem(Box::new(problem)), out),
        }
    }

    fn strike(&mut self) -> bool {
        self.strikes += 1;
        self.strikes < STRIKES
    }

    fn later(&mut self, now: Moment, dice: &mut Dice, trouble: Trouble, after_ms: Option<u64>) {
        let asked_for = after_ms.and_then(|ms| i64::try_from(ms).ok()).unwrap_or(0);
        let wait = self.backoff.next(dice).max(asked_for);
        self.trouble = Some(trouble);
        self.retry_at = Some(now.plus_ms(wait));
        self.meter.forget();
    }

    fn fail(&mut self, fault: Fault, out: &mut Vec<UploadOutput>) {
        if self.is_over() {
            return;
        }
        let is_unreadable = fault == Fault::Unreadable;
        self.end = Some(End::Failed(fault));
        self.asked = None;
        self.flights.clear();
        out.push(UploadOutput::Break);
        if is_unreadable && self.is_announced {
            out.push(UploadOutput::Withdraw);
        }
    }

    fn cancel(&mut self, out: &mut Vec<UploadOutput>) {
        if matches!(
            self.end,
            Some(End::Done(_) | End::Known(_) | End::Cancelled)
        ) {
            return;
        }
        // Also while the announcement is under way: the server may have taken it.
        let was_told = self.is_announced || self.asked.is_some();
        self.end = Some(End::Cancelled);
        self.asked = None;
        self.flights.clear();
        out.push(UploadOutput::Break);
        if was_told {
            out.push(UploadOutput::Withdraw);
        }
    }
}

/// A no that a damaged or reordered request can earn.
const fn is_of_the_line(code: ProblemCode) -> bool {
    matches!(
        code,
        ProblemCode::BadRequest
            | ProblemCode::WrongContentType
            | ProblemCode::DigestMismatch
            | ProblemCode::UploadIncomplete
    )
}
