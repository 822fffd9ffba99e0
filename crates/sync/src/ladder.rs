//! The live connection: which transport, when, and whether it still lives.
//!
//! ```text
//!            wanted               first frame
//!   off ───────────────▶ opening ─────────────▶ open ── 20 s silence: ping, two missed: dead
//!    ▲                     │  ▲                  │  ▲
//!    │ not wanted          │  │ backoff over     │  │ every 5 min on a lower rung: try the top
//!    │ (from anywhere)     ▼  │                  ▼  │
//!    └──────────────────  waiting ◀── closed, dead, GoAway
//!
//!   rungs:  WebSocket ──▶ EventStream ──▶ LongPoll ──▶ (top again, with growing backoff)
//!           down when not open within 5 s, or closed twice within 30 s
//! ```
//!
//! When even the lowest rung does not hold, the transport is not to blame, so the top is as good a
//! guess as any. A try upward that fails returns to the rung it came from at once.

use anjian_api::frame::ClientFrame;
use anjian_api::ids::Moment;

use crate::backoff::{Backoff, Dice};
use crate::io::{Link, LiveId, Output, Transport};

/// Not open after this is not open at all.
const OPEN_WITHIN_MS: i64 = 5_000;
/// Closings this near to each other are the transport's fault.
const FALLS_WITHIN_MS: i64 = 30_000;
/// The backoff starts small again after a connection held this long.
const STABLE_MS: i64 = 60_000;
/// How often a better rung is tried.
const CLIMB_MS: i64 = 300_000;
/// Silence until a ping.
const PING_MS: i64 = 20_000;
/// Pings without an answer until the connection is dead.
const MISSES: i64 = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Off,
    Waiting {
        until: Moment,
        /// The server named the time, so that not everybody comes at once.
        asked: bool,
    },
    Opening {
        live: LiveId,
        since: Moment,
    },
    Open {
        live: LiveId,
        since: Moment,
        heard: Moment,
        pings: i64,
    },
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Ladder {
    state: State,
    rung: Transport,
    /// While a better rung is tried: where to return to.
    came_from: Option<Transport>,
    falls: Vec<Moment>,
    backoff: Backoff,
    lives: u64,
}

impl Ladder {
    pub(crate) fn new() -> Self {
        Self {
            state: State::Off,
            rung: Transport::WebSocket,
            came_from: None,
            falls: Vec::new(),
            backoff: Backoff::default(),
            lives: 0,
        }
    }

    pub(crate) fn is_current(&self, live: LiveId) -> bool {
        self.live() == Some(live)
    }

    fn live(&self) -> Option<LiveId> {
        match self.state {
            State::Off | State::Waiting { .. } => None,
            State::Opening { live, .. } | State::Open { live, .. } => Some(live),
        }
    }

    pub(crate) const fn link(&self) -> Link {
        match self.state {
            State::Off => Link::Off,
            State::Waiting { .. } => Link::Waiting,
            State::Opening { .. } => Link::Connecting,
            State::Open { .. } => Link::Live(self.rung),
        }
    }

    /// Lets time pass. `wanted`: somebody is signed in and there is a network.
    pub(crate) fn poll(
        &mut self,
        now: Moment,
        dice: &mut Dice,
        wanted: bool,
        out: &mut Vec<Output>,
    ) {
        if !wanted {
            self.close(out);
            self.state = State::Off;
            return;
        }
        match self.state {
            State::Off => self.open(now, out),
            State::Waiting { until, .. } if now >= until => self.open(now, out),
            State::Opening { since, .. } if now.ms_since(since) >= OPEN_WITHIN_MS => {
                self.close(out);
                self.fell(now, dice, true, None);
            }
            State::Open {
                live,
                since,
                heard,
                pings,
            } => {
                let better = self.rung != Transport::WebSocket;
                if better && now.ms_since(since) >= CLIMB_MS {
                    self.close(out);
                    self.came_from = Some(self.rung);
                    self.rung = Transport::WebSocket;
                    self.open(now, out);
                } else if now.ms_since(heard) >= PING_MS * (MISSES + 1) {
                    self.close(out);
                    self.fell(now, dice, false, None);
                } else if now.ms_since(heard) >= PING_MS * (pings + 1) {
                    self.state = State::Open {
                        live,
                        since,
                        heard,
                        pings: pings + 1,
                    };
                    self.send(ClientFrame::Ping, out);
                }
            }
            State::Waiting { .. } | State::Opening { .. } => {}
        }
        // A fall may wait for zero milliseconds, and a try upward falls back without waiting.
        if let State::Waiting { until, .. } = self.state
            && now >= until
        {
            self.open(now, out);
        }
    }

    /// A frame came on the current connection.
    pub(crate) fn heard(&mut self, now: Moment) {
        match self.state {
            State::Opening { live, .. } => {
                self.came_from = None;
                self.state = State::Open {
                    live,
                    since: now,
                    heard: now,
                    pings: 0,
                };
            }
            State::Open { live, since, .. } => {
                self.state = State::Open {
                    live,
                    since,
                    heard: now,
                    pings: 0,
                };
            }
            State::Off | State::Waiting { .. } => {}
        }
    }

    /// The current connection closed by itself.
    pub(crate) fn closed(&mut self, now: Moment, dice: &mut Dice, after_ms: Option<u64>) {
        self.fell(now, dice, false, after_ms);
    }

    /// The server stops and named the time to come back: no fault of the transport.
    pub(crate) fn go_away(&mut self, now: Moment, after_ms: u64, out: &mut Vec<Output>) {
        self.close(out);
        self.came_from = None;
        self.wait(now, i64::try_from(after_ms).unwrap_or(i64::MAX), true);
    }

    /// The page woke up: no waiting, and a connection that was silent too long is not trusted.
    pub(crate) fn woke(&mut self, now: Moment, out: &mut Vec<Output>) {
        match self.state {
            State::Waiting { asked: false, .. } => self.wait(now, 0, false),
            State::Open { heard, .. } if now.ms_since(heard) >= PING_MS + OPEN_WITHIN_MS => {
                self.close(out);
                self.wait(now, 0, false);
            }
            _ => {}
        }
    }

    /// Another network may carry what the last one did not.
    pub(crate) fn new_network(&mut self) {
        self.rung = Transport::WebSocket;
        self.came_from = None;
        self.falls.clear();
        self.backoff.reset();
    }

    /// Sends a frame, where the transport can.
    pub(crate) fn send(&self, frame: ClientFrame, out: &mut Vec<Output>) {
        if let State::Open { live, .. } = self.state
            && self.rung == Transport::WebSocket
        {
            out.push(Output::SendFrame { live, frame });
        }
    }

    /// When `poll` has something to do.
    pub(crate) fn next(&self) -> Option<Moment> {
        match self.state {
            State::Off => None,
            State::Waiting { until, .. } => Some(until),
            State::Opening { since, .. } => Some(since.plus_ms(OPEN_WITHIN_MS)),
            State::Open {
                since,
                heard,
                pings,
                ..
            } => {
                let ping = heard.plus_ms(PING_MS * (pings + 1));
                let climb = since.plus_ms(CLIMB_MS);
                Some(if self.rung == Transport::WebSocket {
                    ping
                } else {
                    ping.min(climb)
                })
            }
        }
    }

    fn open(&mut self, now: Moment, out: &mut Vec<Output>) {
        self.lives += 1;
        let live = LiveId(self.lives);
        self.state = State::Opening { live, since: now };
        out.push(Output::OpenLive {
            live,
            transport: self.rung,
        });
    }

    fn close(&mut self, out: &mut Vec<Output>) {
        if let Some(live) = self.live() {
            out.push(Output::CloseLive { live });
        }
    }

    fn wait(&mut self, now: Moment, ms: i64, asked: bool) {
        self.state = State::Waiting {
            until: now.plus_ms(ms),
            asked,
        };
    }

    fn fell(&mut self, now: Moment, dice: &mut Dice, never_open: bool, after_ms: Option<u64>) {
        if let Some(rung) = self.came_from.take() {
            self.rung = rung;
            return self.wait(now, 0, false);
        }
        if let State::Open { since, .. } = self.state
            && now.ms_since(since) >= STABLE_MS
        {
            self.backoff.reset();
        }
        self.falls
            .retain(|fall| now.ms_since(*fall) < FALLS_WITHIN_MS);
        self.falls.push(now);
        if never_open || self.falls.len() >= 2 {
            self.falls.clear();
            self.rung = match self.rung {
                Transport::WebSocket => Transport::EventStream,
                Transport::EventStream => Transport::LongPoll,
                Transport::LongPoll => Transport::WebSocket,
            };
        }
        let own = self.backoff.next(dice);
        match after_ms {
            Some(ms) => self.wait(now, own.max(i64::try_from(ms).unwrap_or(i64::MAX)), true),
            None => self.wait(now, own, false),
        }
    }
}
