//! The least HTTP/1.1 that keeps a connection alive (RFC 9112): enough to load a server without
//! spending the processor on the client.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use super::BenchError;

const TIME_LIMIT: Duration = Duration::from_secs(15);

/// A connection that is kept.
pub(super) struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
    cookie: String,
}

/// An answer.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) cookie: Option<String>,
    pub(super) body: Vec<u8>,
}

impl Connection {
    pub(super) fn open(address: SocketAddr, cookie: &str) -> Result<Self, BenchError> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TIME_LIMIT))?;
        Ok(Self {
            stream: BufReader::new(stream),
            host: address.to_string(),
            cookie: cookie.to_owned(),
        })
    }

    pub(super) fn ask(
        &mut self,
        method: &str,
        path: &str,
        body: Option<&[u8]>,
    ) -> Result<Answer, BenchError> {
        let mut request = self.head(method, path);
        let body = body.unwrap_or_default();
        if method != "GET" {
            request.push_str("content-type: application/json\r\nx-anjian: 1\r\n");
            request.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        request.push_str("\r\n");
        let mut bytes = request.into_bytes();
        bytes.extend_from_slice(body);
        self.stream.get_mut().write_all(&bytes)?;
        self.answer()
    }

    /// Asks for an endless answer, to be read by the caller.
    pub(super) fn follow(mut self, path: &str) -> Result<TcpStream, BenchError> {
        let mut request = self.head("GET", path);
        request.push_str("accept: text/event-stream\r\n\r\n");
        self.stream.get_mut().write_all(request.as_bytes())?;
        Ok(self.stream.into_inner())
    }

    fn head(&self, method: &str, path: &str) -> String {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.host);
        if !self.cookie.is_empty() {
            head.push_str(&format!("cookie: {}\r\n", self.cookie));
        }
        head
    }

    fn answer(&mut self) -> Result<Answer, BenchError> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line
            .split_whitespace()
            .nth(1)
            .and_then(|status| status.parse().ok())
            .ok_or("no status line")?;
        let (mut length, mut cookie) = (0, None);
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse()?,
                "transfer-encoding" => return Err("an answer without a length".into()),
                "set-cookie" if cookie.is_none() => {
                    cookie = value.trim().split(';').next().map(str::to_owned);
                }
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer {
            status,
            cookie,
            body,
        })
    }
}
