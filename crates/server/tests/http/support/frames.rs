//! The three ways frames arrive.

use std::time::Duration;

use anjian_api::frame::Frame;
use anjian_api::ids::{CaseId, Seq};
use axum::body::{Body, BodyDataStream};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::{Browser, Listening};

const PATIENCE: Duration = Duration::from_secs(20);

/// A WebSocket that keeps every text it got.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub texts: Vec<String>,
}

pub type Refused = tokio_tungstenite::tungstenite::Error;

impl Socket {
    pub async fn open(listening: &Listening, browser: &Browser) -> Self {
        Self::try_open(listening, browser, None).await.unwrap()
    }

    pub async fn try_open(
        listening: &Listening,
        browser: &Browser,
        origin: Option<&str>,
    ) -> Result<Self, Refused> {
        let mut request = format!("ws://{}/api/live", listening.address).into_client_request()?;
        request
            .headers_mut()
            .insert("cookie", browser.cookie_line().parse().unwrap());
        if let Some(origin) = origin {
            request
                .headers_mut()
                .insert("origin", origin.parse().unwrap());
        }
        let (stream, _) = tokio_tungstenite::connect_async(request).await?;
        Ok(Self {
            stream,
            texts: Vec::new(),
        })
    }

    pub async fn say(&mut self, text: &str) {
        self.stream.send(Message::text(text)).await.unwrap();
    }

    /// The next frame; none when the server closed.
    pub async fn next(&mut self) -> Option<Frame> {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.stream.next())
                .await
                .unwrap();
            match message {
                Some(Ok(Message::Text(text))) => {
                    self.texts.push(text.to_string());
                    return Some(serde_json::from_str(&text).unwrap());
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                _ => return None,
            }
        }
    }

    pub async fn until(&mut self, wanted: impl Fn(&Frame) -> bool) -> Frame {
        loop {
            let frame = self.next().await.unwrap();
            if wanted(&frame) {
                return frame;
            }
        }
    }
}

/// An event stream.
pub struct Events {
    chunks: BodyDataStream,
    pub raw: String,
    read: usize,
}

impl Events {
    pub async fn open(browser: &Browser) -> Self {
        let accept = [("accept", "text/event-stream")];
        let response = browser
            .stream("GET", "/api/live", &accept, Body::empty())
            .await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self {
            chunks: response.into_body().into_data_stream(),
            raw: String::new(),
            read: 0,
        }
    }

    pub async fn until(&mut self, wanted: impl Fn(&Frame) -> bool) -> Frame {
        loop {
            while let Some(end) = self.raw[self.read..].find("\n\n") {
                let event = self.raw[self.read..self.read + end].to_owned();
                self.read += end + 2;
                if let Some(data) = event.strip_prefix("data: ") {
                    let frame = serde_json::from_str(data).unwrap();
                    if wanted(&frame) {
                        return frame;
                    }
                }
            }
            let chunk = tokio::time::timeout(PATIENCE, self.chunks.next())
                .await
                .unwrap();
            self.raw
                .push_str(std::str::from_utf8(&chunk.unwrap().unwrap()).unwrap());
        }
    }
}

/// One poll.
pub async fn poll(browser: &Browser, heads: Option<&[(CaseId, Seq)]>, wait: u64) -> Vec<Frame> {
    let heads = heads.map_or(String::new(), |heads| {
        let text = serde_json::to_string(heads).unwrap();
        let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
        format!("&heads={encoded}")
    });
    let answer = browser
        .get(&format!("/api/live?poll=1&wait={wait}{heads}"))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.read()
}

pub fn is_entry(frame: &Frame, seq: Seq) -> bool {
    matches!(frame, Frame::Entry(entry) if entry.entry.seq == seq)
}
