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
//! first, twice as long after a fast one, half as long after the second failure in a row and each further one; two are under
//! way. What the server holds is believed over what was sent: after any doubt it is asked, and
//! meanwhile other parts go on. The first failure after something went well is tried again at once;
//! only the next ones wait.

mod bitmap;
mod failing;
mod io;
mod meter;
#[cfg(test)]
mod upload_tests;
#[cfg(test)]
mod world_tests;

use std::collections::BTreeMap;
use std::ops::Range;

use anjian_api::file::{BLOCK, CompleteUpload, FileReceipt, MAX_PART, UploadStatus};
use anjian_api::ids::Moment;

use crate::backoff::{Backoff, Dice};
use crate::io::Outcome;
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
    /// How many failures there had been when it began.
    since: u64,
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
    /// The server must be asked what it holds.
    in_doubt: bool,
    /// The server was given the digest, by which it may know the file.
    told_digest: bool,
    /// Parts whose end is not known; they are not sent again before the server was asked.
    doubtful: Vec<Range<u64>>,
    /// Those for which it is being asked.
    in_question: Vec<Range<u64>>,
    held: Blocks,
    /// Confirmed while the server was being asked: its answer may be older.
    meanwhile: Vec<Range<u64>>,
    flights: BTreeMap<u64, Flight>,
    part: u64,
    /// Failures so far. Parts that fall with one line are one failure.
    fallen: u64,
    /// Failures since something went well.
    in_a_row: u32,
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
            told_digest: false,
            doubtful: Vec::new(),
            in_question: Vec::new(),
            held: Blocks::none(size),
            meanwhile: Vec::new(),
            flights: BTreeMap::new(),
            part: FIRST_PART,
            fallen: 0,
            in_a_row: 0,
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
            // What flies without a network does not arrive; unseen it may.
            (Some(pause), _) if self.flights.is_empty() || !self.online => Stage::Paused(pause),
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
        let waits = matches!(self.asked, Some(Asked::Announce | Asked::Complete));
        if self.is_over() || !self.is_begun || self.pause().is_some() || waits {
            return;
        }
        if let Some(at) = self.retry_at.filter(|at| *at > now) {
            return out.push(UploadOutput::WakeAt(at));
        }
        self.retry_at = None;
        let sha256 = self.digests.as_ref().map(|digests| digests.sha256);
        if !self.is_announced {
            if self.digests.is_none() && now < self.announce_by {
                return out.push(UploadOutput::WakeAt(self.announce_by));
            }
            return self.ask(Asked::Announce, UploadOutput::Announce { sha256 }, out);
        }
        if self.asked.is_none() {
            if self.held.is_whole() && !self.in_doubt {
                if let Some(digests) = self.digests.clone() {
                    self.ask(Asked::Complete, UploadOutput::Complete(digests), out);
                }
                return;
            }
            if self.in_doubt || (sha256.is_some() && !self.told_digest) {
                self.ask(Asked::Status, UploadOutput::AskStatus { sha256 }, out);
            }
        }
        // What fails twice waits for the server's word.
        if self.asked.is_none() || self.in_a_row < 2 {
            self.send_parts(out);
        }
    }

    fn ask(&mut self, asked: Asked, output: UploadOutput, out: &mut Vec<UploadOutput>) {
        self.asked = Some(asked);
        self.meanwhile.clear();
        if asked == Asked::Status {
            self.in_doubt = false;
            self.in_question.append(&mut self.doubtful);
        }
        self.told_digest |= asked != Asked::Complete && self.digests.is_some();
        out.push(output);
    }

    fn send_parts(&mut self, out: &mut Vec<UploadOutput>) {
        while self.flights.len() < AT_ONCE {
            let flying = self.flights.values().map(|flight| &flight.run);
            let unsure = self.doubtful.iter().chain(&self.in_question);
            let taken: Vec<Range<u64>> = flying.chain(unsure).cloned().collect();
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
            let flight = Flight {
                run: run.clone(),
                sent: 0,
                since: self.fallen,
            };
            self.flights.insert(run.start, flight);
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
                self.in_question.clear();
                self.trouble = None;
                if asked == Asked::Announce {
                    self.in_a_row = 0;
                }
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
            Err(failure) => {
                self.in_doubt |= asked == Asked::Status;
                self.doubtful.append(&mut self.in_question);
                self.in_a_row += 1;
                self.failed(now, dice, asked, failure, out);
            }
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
                self.in_doubt = true;
                self.doubtful.push(flight.run);
                // What began before the last failure fell with it.
                if flight.since < self.fallen {
                    return;
                }
                self.fallen += 1;
                self.in_a_row += 1;
                if self.in_a_row >= 2 {
                    self.part = (self.part / 2).max(BLOCK);
                }
                // While the server is being asked, its answer says what to do next.
                if self.asked.is_none() {
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
                self.in_a_row += 1;
                self.failed(now, dice, Asked::Complete, failure, out);
            }
        }
    }
}
