//! The live connection over WebSocket, server-sent events or plain requests: the same frames.

use std::cell::Cell;
use std::rc::Rc;

use anjian_api::frame::{ClientFrame, Frame};
use anjian_api::problem::{Problem, ProblemCode};
use anjian_sync::{Failure, Transport};

use super::error::{ApiError, judge};
use super::wire::{LiveConnection, LiveEvent, OnLive};
use crate::platform::event_stream::{EventStream, StreamEvent};
use crate::platform::net::{self, Request};
use crate::platform::socket::{Socket, SocketEvent};
use crate::platform::{task, timer};

const PATH: &str = "/api/live";
const POLL_PATH: &str = "/api/live?poll=1";
/// The server answers a poll within half a minute even when nothing happened.
const POLL_TIMEOUT_MS: u32 = 45_000;

pub(super) fn open(transport: Transport, on_event: OnLive) -> Box<dyn LiveConnection> {
    match transport {
        Transport::WebSocket => open_socket(on_event),
        Transport::EventStream => open_stream(on_event),
        Transport::LongPoll => Box::new(Poll::start(on_event)),
    }
}

/// A frame of a kind that this version does not know is passed over.
fn read(text: &str, on_event: &OnLive) {
    if let Ok(frame) = serde_json::from_str::<Frame>(text) {
        on_event(LiveEvent::Frame(frame));
    }
}

impl LiveConnection for Socket {
    fn send(&self, frame: &ClientFrame) {
        if let Ok(text) = serde_json::to_string(frame) {
            Socket::send(self, &text);
        }
    }
}

impl LiveConnection for EventStream {
    fn send(&self, _frame: &ClientFrame) {}
}

fn open_socket(on_event: OnLive) -> Box<dyn LiveConnection> {
    let heard = on_event.clone();
    let socket = Socket::open(PATH, move |event| match event {
        SocketEvent::Open => {}
        SocketEvent::Text(text) => read(&text, &heard),
        SocketEvent::Closed { .. } => heard(LiveEvent::Closed(Failure::Unreachable)),
    });
    match socket {
        Some(socket) => Box::new(socket),
        None => Never::boxed(on_event),
    }
}

fn open_stream(on_event: OnLive) -> Box<dyn LiveConnection> {
    let heard = on_event.clone();
    let told = Cell::new(false);
    let stream = EventStream::open(PATH, move |event| match event {
        StreamEvent::Open => {}
        StreamEvent::Data(text) => read(&text, &heard),
        StreamEvent::Refused { status } => {
            told.set(true);
            heard(LiveEvent::Closed(refused(status)));
        }
        // A refusal is followed by the end, which is no second one.
        StreamEvent::Closed if told.get() => {}
        StreamEvent::Closed => heard(LiveEvent::Closed(Failure::Unreachable)),
    });
    match stream {
        Some(stream) => Box::new(stream),
        None => Never::boxed(on_event),
    }
}

fn refused(status: u16) -> Failure {
    match status {
        401 => Failure::Problem(Problem::of(ProblemCode::SessionEnded)),
        429 | 503 => Failure::Problem(Problem::of(ProblemCode::Unavailable)),
        _ => Failure::Malformed,
    }
}

/// A way that this browser does not have: it closes at once, but not before it was returned.
struct Never(Rc<Cell<bool>>);

impl Never {
    fn boxed(on_event: OnLive) -> Box<dyn LiveConnection> {
        let alive = Rc::new(Cell::new(true));
        let still = alive.clone();
        task::detached(async move {
            task::settled().await;
            if still.get() {
                on_event(LiveEvent::Closed(Failure::Unreachable));
            }
        });
        Box::new(Self(alive))
    }
}

impl LiveConnection for Never {
    fn send(&self, _frame: &ClientFrame) {}
}

impl Drop for Never {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

/// One plain request after another.
struct Poll(Rc<Cell<bool>>);

impl Poll {
    fn start(on_event: OnLive) -> Self {
        let alive = Rc::new(Cell::new(true));
        let still = alive.clone();
        task::detached(async move {
            while still.get() {
                let answered = poll().await;
                if !still.get() {
                    return;
                }
                match answered {
                    Ok(frames) => frames.into_iter().for_each(|frame| {
                        // A frame may have closed this very connection.
                        if still.get() {
                            on_event(LiveEvent::Frame(frame));
                        }
                    }),
                    Err(error) => return on_event(LiveEvent::Closed(error.into())),
                }
                // A server that answers at once with nothing must not be asked in a tight loop.
                timer::sleep(50).await;
            }
        });
        Self(alive)
    }
}

impl LiveConnection for Poll {
    fn send(&self, _frame: &ClientFrame) {}
}

impl Drop for Poll {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

async fn poll() -> Result<Vec<Frame>, ApiError> {
    let request = Request {
        method: "GET",
        url: POLL_PATH.to_owned(),
        headers: vec![("accept", "application/json".to_owned())],
        body: None,
        timeout_ms: POLL_TIMEOUT_MS,
    };
    let text = judge(net::send(request).await?)?;
    let frames: Vec<serde_json::Value> =
        serde_json::from_str(&text).map_err(|_| ApiError::Malformed)?;
    Ok(frames
        .into_iter()
        .filter_map(|frame| serde_json::from_value(frame).ok())
        .collect())
}
