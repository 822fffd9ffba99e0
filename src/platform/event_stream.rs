//! Server-sent events over `fetch`: unlike the browser's own `EventSource` it reports the status
//! and can be given up at a known moment.

use super::{browser::window, net, task};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, Response, TextDecodeOptions, TextDecoder,
};

/// What a stream says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StreamEvent {
    /// The first byte arrived; a proxy that buffers never lets this come.
    Open,
    /// The data of one event.
    Data(String),
    /// The server refused or somebody else answered.
    Refused {
        /// HTTP status.
        status: u16,
    },
    /// The stream ended or never came; nothing follows.
    Closed,
}

/// A running stream; dropping it ends it and silences its callback.
#[must_use = "a dropped stream is closed"]
pub struct EventStream {
    controller: AbortController,
    silent: Rc<Cell<bool>>,
}

impl EventStream {
    /// Opens a same-origin path; `None` where it is not possible.
    pub fn open(path: &str, on_event: impl Fn(StreamEvent) + 'static) -> Option<Self> {
        window()?;
        let controller = AbortController::new().ok()?;
        let silent = Rc::new(Cell::new(false));
        let (path, muted, aborted) = (path.to_owned(), silent.clone(), controller.clone());
        let tell = move |event| {
            if !muted.get() {
                on_event(event);
            }
        };
        task::detached(async move {
            // However it ended, the ladder decides what comes next.
            let _ = run(&path, &aborted, &tell).await;
            tell(StreamEvent::Closed);
        });
        Some(Self { controller, silent })
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        self.silent.set(true);
        self.controller.abort();
    }
}

async fn run(
    path: &str,
    controller: &AbortController,
    tell: &impl Fn(StreamEvent),
) -> Result<(), JsValue> {
    let window = window().ok_or(JsValue::NULL)?;
    let headers = Headers::new()?;
    headers.append("accept", "text/event-stream")?;
    let init = net::base_init("GET", &headers, controller);
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(path, &init))
        .await?
        .dyn_into()?;
    if !response.ok() || net::media_type(&response) != "text/event-stream" {
        tell(StreamEvent::Refused {
            status: response.status(),
        });
        return Ok(());
    }
    let body = response.body().ok_or(JsValue::NULL)?;
    let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into()?;
    let decoder = TextDecoder::new()?;
    let more = TextDecodeOptions::new();
    more.set_stream(true);
    let mut parser = Parser::default();
    let mut opened = false;
    loop {
        let part = JsFuture::from(reader.read()).await?;
        if super::browser::property(&part, "done").is_some_and(|done| done.is_truthy()) {
            return Ok(());
        }
        if !opened {
            opened = true;
            tell(StreamEvent::Open);
        }
        let Some(bytes) = super::browser::property(&part, "value") else {
            continue;
        };
        let text = decoder.decode_with_buffer_source_and_options(bytes.unchecked_ref(), &more)?;
        for data in parser.feed(&text) {
            tell(StreamEvent::Data(data));
        }
    }
}

/// The `data` of server-sent events out of text cut anywhere (WHATWG HTML §9.2.6). Comments,
/// names and ids are passed over: our frames carry all of that themselves.
#[derive(Debug, Default)]
pub struct Parser {
    line: String,
    data: Option<String>,
    after_cr: bool,
}

impl Parser {
    /// Takes a piece of text and gives the events it completed.
    pub fn feed(&mut self, text: &str) -> Vec<String> {
        let mut complete = Vec::new();
        for character in text.chars() {
            let second_of_crlf = std::mem::take(&mut self.after_cr) && character == '\n';
            match character {
                '\n' if second_of_crlf => {}
                '\n' | '\r' => {
                    self.after_cr = character == '\r';
                    complete.extend(self.end_line());
                }
                other => self.line.push(other),
            }
        }
        complete
    }

    fn end_line(&mut self) -> Option<String> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            return self.data.take();
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        if field == "data" {
            let value = value.strip_prefix(' ').unwrap_or(value);
            match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Parser;

    #[test]
    fn an_event_cut_into_pieces_arrives_whole() {
        let mut parser = Parser::default();
        assert!(parser.feed("da").is_empty());
        assert!(parser.feed("ta: {\"a\"").is_empty());
        assert!(parser.feed(":1}\n").is_empty());
        assert_eq!(parser.feed("\n"), ["{\"a\":1}"]);
    }

    #[test]
    fn heartbeat_comments_and_names_are_no_events() {
        let mut parser = Parser::default();
        assert!(
            parser
                .feed(": keep alive\n\nevent: frame\nid: 7\n\n")
                .is_empty()
        );
    }

    #[test]
    fn lines_of_one_event_are_joined_and_all_line_ends_count() {
        let mut parser = Parser::default();
        assert_eq!(
            parser.feed("data: one\r\ndata: two\r\n\r\ndata: 三\r\r"),
            ["one\ntwo", "三"]
        );
    }
}
