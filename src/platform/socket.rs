//! A WebSocket of texts with callbacks, closed when dropped.

use super::{browser::window, listener::Listener};
use wasm_bindgen::JsCast;
use web_sys::{CloseEvent, MessageEvent, WebSocket};

/// What a socket says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketEvent {
    /// The connection stands.
    Open,
    /// A text frame.
    Text(String),
    /// The connection ended or never came; nothing follows.
    Closed {
        /// RFC 6455 §7.4.1; 1006 when there was no closing frame.
        code: u16,
    },
}

/// A connection; dropping it closes it and silences its callback.
#[must_use = "a dropped socket is closed"]
pub struct Socket {
    socket: WebSocket,
    _listeners: Vec<Listener>,
}

impl Socket {
    /// Connects to a same-origin path such as `/api/live`; `None` where it is not possible.
    pub fn open(path: &str, on_event: impl Fn(SocketEvent) + Clone + 'static) -> Option<Self> {
        let location = window()?.location();
        let scheme = if location.protocol().ok()? == "https:" {
            "wss"
        } else {
            "ws"
        };
        let url = format!("{scheme}://{}{path}", location.host().ok()?);
        let socket = WebSocket::new(&url).ok()?;
        let (opened, heard, closed) = (on_event.clone(), on_event.clone(), on_event);
        let listeners = [
            Listener::on(&socket, "open", move |_| opened(SocketEvent::Open)),
            Listener::on(&socket, "message", move |event| {
                let text = event
                    .dyn_ref::<MessageEvent>()
                    .and_then(|event| event.data().as_string());
                if let Some(text) = text {
                    heard(SocketEvent::Text(text));
                }
            }),
            Listener::on(&socket, "close", move |event| {
                let code = event.dyn_ref::<CloseEvent>().map_or(1006, CloseEvent::code);
                closed(SocketEvent::Closed { code });
            }),
        ];
        Some(Self {
            socket,
            _listeners: listeners.into_iter().flatten().collect(),
        })
    }

    /// Sends a text; false when the connection does not stand.
    pub fn send(&self, text: &str) -> bool {
        self.socket.ready_state() == WebSocket::OPEN && self.socket.send_with_str(text).is_ok()
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = self.socket.close();
    }
}
