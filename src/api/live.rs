//! The live connection over WebSocket, server-sent events or plain requests: the same frames.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use anjian_api::frame::{ClientFrame, Frame, Head};
use anjian_api::ids::{CaseId, Seq};
use anjian_api::problem::{Problem, ProblemCode};
use anjian_sync::{Failure, Transport};
use futures::FutureExt;
use leptos::wasm_split::SplitLoaderError;
#[cfg(feature = "split")]
use leptos::wasm_split::wasm_split;

use super::error::{ApiError, judge};
use super::wire::{LiveConnection, LiveEvent, OnLive};
use crate::platform::event_stream::{EventStream, StreamEvent};
use crate::platform::net::{self, Request};
use crate::platform::socket::{Socket, SocketEvent};
use crate::platform::{task, timer};

const PATH: &str = "/api/live";
const POLL_PATH: &str = "/api/live?poll=1";
/// How a JSON list of heads stands in an address: only these of its characters need it.
const ESCAPES: [(char, &str); 4] = [('[', "%5B"), (']', "%5D"), ('"', "%22"), (',', "%2C")];
/// The server answers a poll within half a minute even when nothing happened.
const POLL_TIMEOUT_MS: u32 = 45_000;

type Opened = Result<Box<dyn LiveConnection>, SplitLoaderError>;

#[cfg(feature = "split")]
#[wasm_split(engine, wasm_split_path = ::leptos::wasm_split, fallible, preload(fetch_code))]
fn open_fetched(transport: Transport, on_event: OnLive) -> Opened {
    Ok(open_here(transport, on_event))
}

#[cfg(not(feature = "split"))]
async fn open_fetched(transport: Transport, on_event: OnLive) -> Opened {
    Ok(open_here(transport, on_event))
}

/// Fetches this code, which comes in one file with the engine's.
#[cfg(not(feature = "split"))]
async fn fetch_code() -> Result<(), SplitLoaderError> {
    Ok(())
}

/// Brings the code of live connections; [`open`] needs it to be here.
///
/// # Errors
/// When the file does not come.
pub async fn fetch_live_code() -> Result<(), SplitLoaderError> {
    fetch_code().await
}

pub(super) fn open(transport: Transport, on_event: OnLive) -> Box<dyn LiveConnection> {
    let opened = open_fetched(transport, on_event.clone()).now_or_never();
    // Not here yet: closed at once, and the engine tries again.
    opened
        .and_then(Result::ok)
        .unwrap_or_else(|| Never::boxed(on_event))
}

fn open_here(transport: Transport, on_event: OnLive) -> Box<dyn LiveConnection> {
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
            let mut known = None;
            while still.get() {
                let answered = poll(known.as_ref()).await;
                if !still.get() {
                    return;
                }
                match answered {
                    Ok(frames) => frames.into_iter().for_each(|frame| {
                        learn(&mut known, &frame);
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

/// The newest numbers that were heard of; none before the first answer.
type Known = BTreeMap<CaseId, Seq>;

/// A head that was heard of counts as known: the engine fetches what it lacks by itself.
fn learn(known: &mut Option<Known>, frame: &Frame) {
    let heads = match frame {
        Frame::Hello(hello) => &hello.heads,
        Frame::Heads(heads) => heads,
        Frame::Entry(frame) => &vec![Head {
            case: frame.case,
            seq: frame.entry.seq,
        }],
        _ => return,
    };
    let known = known.get_or_insert_default();
    for head in heads {
        let seq = known.entry(head.case).or_default();
        *seq = head.seq.max(*seq);
    }
}

fn poll_url(known: Option<&Known>) -> String {
    let Some(known) = known else {
        return POLL_PATH.to_owned();
    };
    let heads: Vec<_> = known.iter().collect();
    let mut json = serde_json::to_string(&heads).unwrap_or_default();
    for (plain, escaped) in ESCAPES {
        json = json.replace(plain, escaped);
    }
    format!("{POLL_PATH}&heads={json}")
}

async fn poll(known: Option<&Known>) -> Result<Vec<Frame>, ApiError> {
    let request = Request {
        method: "GET",
        url: poll_url(known),
        headers: vec![("accept", "application/json".to_owned())],
        body: None,
        timeout_ms: POLL_TIMEOUT_MS,
    };
    let text = judge(net::send(request).await?).await?;
    let frames: Vec<serde_json::Value> =
        serde_json::from_str(&text).map_err(|_| ApiError::Malformed)?;
    Ok(frames
        .into_iter()
        .filter_map(|frame| serde_json::from_value(frame).ok())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poll_names_the_newest_numbers_that_were_heard_of() {
        let case: CaseId = "0190163d-8694-739b-aea5-966c26f8ad91".parse().unwrap();
        let mut known = None;
        assert_eq!(poll_url(known.as_ref()), "/api/live?poll=1");
        for seq in [Seq(9), Seq(7)] {
            learn(&mut known, &Frame::Heads(vec![Head { case, seq }]));
        }
        let url = poll_url(known.as_ref());
        assert!(url.ends_with("&heads=%5B%5B%220190163d-8694-739b-aea5-966c26f8ad91%22%2C9%5D%5D"));
    }
}
