//! One connection: the frames of one device in order, whatever carries them.

use std::time::Duration;

use anjian_api::frame::{Frame, GoAway, Head, Hello};
use anjian_api::ids::CaseId;
use axum::extract::ws::Utf8Bytes;
use tokio::sync::{mpsc, watch};
use tokio::time::{Interval, MissedTickBehavior};

use crate::live::rooms::LineId;
use crate::live::{Hub, text};
use crate::session::Current;

/// Heads are sent so often: silent loss is found within this time.
const BEAT: Duration = Duration::from_secs(20);
/// Everybody comes back within this time after a restart, ten thousand at 350 a second.
const SPREAD_MS: u64 = 30_000;

/// One connection. Leaves the hub when dropped.
pub struct Line {
    hub: Hub,
    session: Current,
    id: LineId,
    first: Option<Utf8Bytes>,
    at_start: Vec<Head>,
    queue: mpsc::Receiver<Utf8Bytes>,
    stopping: watch::Receiver<bool>,
    beat: Interval,
    is_over: bool,
}

/// What a connection waits for.
enum News {
    Ended,
    Stopping,
    /// None when the hub gave the connection up.
    Frame(Option<Utf8Bytes>),
    Beat,
}

impl Line {
    pub(super) fn new(
        hub: Hub,
        session: Current,
        id: LineId,
        queue: mpsc::Receiver<Utf8Bytes>,
    ) -> Self {
        let mut beat = tokio::time::interval_at(tokio::time::Instant::now() + BEAT, BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let stopping = hub.inner.stopping.subscribe();
        Self {
            hub,
            session,
            id,
            first: None,
            at_start: Vec::new(),
            queue,
            stopping,
            beat,
            is_over: false,
        }
    }

    /// Prepares the first frame.
    pub(super) fn greet(&mut self, heads: Vec<Head>) {
        self.at_start.clone_from(&heads);
        self.first = text(&Frame::Hello(Hello {
            now: self.hub.inner.clock.now(),
            heads,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }));
    }

    /// The next frame; none when the connection is to be closed.
    pub async fn next(&mut self) -> Option<Utf8Bytes> {
        if self.is_over {
            return None;
        }
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        loop {
            match self.wait().await {
                News::Ended => return self.last(&Frame::SessionEnded),
                News::Stopping => return self.last(&go_away()),
                News::Frame(frame) => return frame,
                // A connection is activity: who reads along is not signed out.
                News::Beat if !self.hub.inner.sessions.touch(&self.session) => {
                    return self.last(&Frame::SessionEnded);
                }
                News::Beat => {
                    if let Some(heads) = self.heads().await {
                        return Some(heads);
                    }
                }
            }
        }
    }

    /// The end of a session comes before what still waits in the queue.
    async fn wait(&mut self) -> News {
        tokio::select! {
            biased;
            () = self.session.ended() => News::Ended,
            _ = self.stopping.wait_for(|stop| *stop) => News::Stopping,
            frame = self.queue.recv() => News::Frame(frame),
            _ = self.beat.tick() => News::Beat,
        }
    }

    /// The newest numbers when the connection began.
    #[must_use]
    pub fn at_start(&self) -> &[Head] {
        &self.at_start
    }

    /// A frame that waits already.
    pub fn waiting(&mut self) -> Option<Utf8Bytes> {
        self.queue.try_recv().ok()
    }

    /// The newest numbers of the person's cases.
    pub async fn heads(&self) -> Option<Utf8Bytes> {
        match self.hub.heads(self.session.person()).await {
            Ok(heads) => text(&Frame::Heads(heads)),
            Err(error) => {
                tracing::warn!(%error, "heads");
                None
            }
        }
    }

    /// The person is typing.
    pub fn typing(&self, case: CaseId) {
        self.hub.typing(self.session.person(), case);
    }

    fn last(&mut self, frame: &Frame) -> Option<Utf8Bytes> {
        self.is_over = true;
        text(frame)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.hub.rooms().leave(self.id);
    }
}

fn go_away() -> Frame {
    // Without randomness everybody comes in the middle, which is no worse than no jitter.
    let random = getrandom::u64().unwrap_or(SPREAD_MS / 2);
    Frame::GoAway(GoAway {
        retry_after_ms: random % (SPREAD_MS + 1),
    })
}
