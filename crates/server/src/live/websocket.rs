//! Frames over a WebSocket.

use std::time::Duration;

use anjian_api::frame::ClientFrame;
use axum::extract::ws::{Message, WebSocket};
use tokio::time::Instant;

use crate::live::line::Line;

/// A socket that takes a frame no quicker than this is as good as closed.
const SLOWEST: Duration = Duration::from_secs(10);
/// We ask whether the other side is there so often,
const ASK_EVERY: Duration = Duration::from_secs(20);
/// and believe that it is gone after this time without a word.
const SILENCE: Duration = Duration::from_secs(60);
/// A client's frame is answered at most so often.
const ANSWER_EVERY: Duration = Duration::from_millis(500);

/// Runs one socket until either side closes it.
pub async fn run(mut socket: WebSocket, mut line: Line) {
    let mut ask = tokio::time::interval(ASK_EVERY);
    let mut heard = Instant::now();
    let mut answered = heard - ANSWER_EVERY;
    loop {
        tokio::select! {
            frame = line.next() => {
                let Some(frame) = frame else { break };
                if !send(&mut socket, Message::Text(frame)).await {
                    return;
                }
            }
            message = socket.recv() => {
                let Some(Ok(message)) = message else { return };
                heard = Instant::now();
                if let Message::Text(words) = message
                    && answered.elapsed() >= ANSWER_EVERY
                    && let Ok(frame) = serde_json::from_str(&words)
                {
                    answered = Instant::now();
                    if !answer(&mut socket, &line, frame).await {
                        return;
                    }
                }
            }
            _ = ask.tick() => {
                let is_gone = heard.elapsed() > SILENCE;
                if is_gone || !send(&mut socket, Message::Ping(axum::body::Bytes::new())).await {
                    return;
                }
            }
        }
    }
    let _ = send(&mut socket, Message::Close(None)).await;
}

async fn answer(socket: &mut WebSocket, line: &Line, frame: ClientFrame) -> bool {
    match frame {
        ClientFrame::Ping => match line.heads().await {
            Some(heads) => send(socket, Message::Text(heads)).await,
            None => true,
        },
        ClientFrame::Typing { case } => {
            line.typing(case);
            true
        }
    }
}

async fn send(socket: &mut WebSocket, message: Message) -> bool {
    matches!(
        tokio::time::timeout(SLOWEST, socket.send(message)).await,
        Ok(Ok(()))
    )
}
