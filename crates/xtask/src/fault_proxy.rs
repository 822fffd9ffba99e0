//! `cargo xtask fault-proxy`: a bad link to a server, for `bench upload`.
//!
//! Everything that comes up shares one slow link with a delay; requests that carry a part of a file
//! also meet stalls, cuts in the middle, lost answers, a gateway's 502 and duplicates. The dice are
//! seeded: the same seed is the same weather. `GET /__link` tells what was carried.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{io, thread};

use crate::args::Args;
use crate::process::Failure;

/// Bytes that pass the link at once.
const PIECE: usize = 16 * 1024;
const LONGEST_HEAD: usize = 64 * 1024;

/// One part in so many meets this; each is rolled by itself.
const STALLS: u64 = 6;
const CUTS: u64 = 12;
const LOST_ANSWERS: u64 = 20;
const BAD_GATEWAYS: u64 = 16;
const DUPLICATES: u64 = 16;
const LONGEST_STALL_MS: u64 = 1_500;

struct Link {
    server: String,
    bytes_per_second: u64,
    delay: Duration,
    with_faults: bool,
    free_at: Mutex<Instant>,
    dice: AtomicU64,
    part_bytes: AtomicU64,
    parts: AtomicU64,
    faults: AtomicU64,
}

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Well,
    Stall,
    Cut,
    LostAnswer,
    BadGateway,
    Twice,
}

pub fn run(mut args: Args) -> Result<(), Failure> {
    let server = args
        .value("--to")?
        .ok_or_else(|| Failure::new("fault-proxy --to HOST:PORT [--rate BYTES] [--delay MS]"))?;
    let number = |value: Option<String>, otherwise: u64| -> Result<u64, Failure> {
        value.map_or(Ok(otherwise), |value| {
            value
                .parse()
                .map_err(|_| Failure::new(format!("{value} is no number")))
        })
    };
    let link = Arc::new(Link {
        server,
        bytes_per_second: number(args.value("--rate")?, 1_000_000)?.max(1),
        delay: Duration::from_millis(number(args.value("--delay")?, 60)?),
        with_faults: !args.flag("--no-faults"),
        free_at: Mutex::new(Instant::now()),
        dice: AtomicU64::new(number(args.value("--seed")?, 1)?),
        part_bytes: AtomicU64::new(0),
        parts: AtomicU64::new(0),
        faults: AtomicU64::new(0),
    });
    args.finish()?;
    let listen = |error: io::Error| Failure::new(format!("no port to listen on: {error}"));
    let listener = TcpListener::bind("127.0.0.1:0").map_err(listen)?;
    println!(
        "listening on http://{}",
        listener.local_addr().map_err(listen)?
    );
    for client in listener.incoming().flatten() {
        let link = link.clone();
        // A connection that breaks is what this is for.
        thread::spawn(move || drop(link.serve(client)));
    }
    Ok(())
}

impl Link {
    fn roll(&self, sides: u64) -> u64 {
        let mut mixed = self
            .dice
            .fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides.max(1)
    }

    fn fate(&self) -> Fate {
        if !self.with_faults {
            return Fate::Well;
        }
        let kinds = [
            (Fate::Cut, CUTS),
            (Fate::LostAnswer, LOST_ANSWERS),
            (Fate::BadGateway, BAD_GATEWAYS),
            (Fate::Twice, DUPLICATES),
            (Fate::Stall, STALLS),
        ];
        let met = kinds
            .into_iter()
            .find(|(_, one_in)| self.roll(*one_in) == 0);
        met.map_or(Fate::Well, |(fate, _)| {
            self.faults.fetch_add(1, Ordering::Relaxed);
            fate
        })
    }

    /// Waits until so many bytes have passed the link, which everybody shares.
    fn pass(&self, bytes: usize) {
        let took = Duration::from_secs_f64(bytes as f64 / self.bytes_per_second as f64);
        let done = {
            let mut free_at = self.free_at.lock().unwrap_or_else(PoisonError::into_inner);
            let done = (*free_at).max(Instant::now()) + took;
            *free_at = done;
            done
        };
        thread::sleep(done.saturating_duration_since(Instant::now()));
    }

    /// One request; the connection ends with its answer.
    fn serve(&self, client: TcpStream) -> io::Result<()> {
        client.set_nodelay(true)?;
        let mut reader = BufReader::with_capacity(PIECE, client.try_clone()?);
        let Some(head) = read_head(&mut reader)? else {
            return Ok(());
        };
        if head.path == "/__link" {
            return self.tell(client);
        }
        thread::sleep(self.delay);
        let is_part = head.path.contains("/parts/");
        let fate = if is_part { self.fate() } else { Fate::Well };
        if is_part {
            self.parts.fetch_add(1, Ordering::Relaxed);
        }
        let cut_at = match fate {
            Fate::Cut => usize::try_from(self.roll(head.length as u64)).unwrap_or_default(),
            _ => usize::MAX,
        };
        let stall_at = match fate {
            Fate::Stall => head.length / 2,
            _ => usize::MAX,
        };
        let mut body = Vec::with_capacity(head.length);
        while body.len() < head.length {
            let mut piece = vec![0; PIECE.min(head.length - body.len())];
            let count = reader.read(&mut piece)?;
            if count == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            self.pass(count);
            if is_part {
                self.part_bytes.fetch_add(count as u64, Ordering::Relaxed);
            }
            let before = body.len();
            body.extend_from_slice(&piece[..count]);
            if body.len() > cut_at {
                return client.shutdown(Shutdown::Both);
            }
            if before <= stall_at && stall_at < body.len() {
                thread::sleep(Duration::from_millis(self.roll(LONGEST_STALL_MS)));
            }
        }
        match fate {
            Fate::BadGateway => {
                return answer(client, "502 Bad Gateway", "text/html", "<h1>502</h1>");
            }
            Fate::Twice => drop(self.forward(&head, &body)?.read_to_end(&mut Vec::new())),
            _ => {}
        }
        let mut server = self.forward(&head, &body)?;
        if head.is_upgrade {
            let (mut up, mut down) = (server.try_clone()?, client.try_clone()?);
            // What the reader holds already belongs to the server too.
            let early = reader.buffer().to_vec();
            up.write_all(&early)?;
            let mut client_up = client;
            thread::spawn(move || {
                let _ = io::copy(&mut client_up, &mut up);
                let _ = up.shutdown(Shutdown::Both);
            });
            io::copy(&mut server, &mut down)?;
            return down.shutdown(Shutdown::Both);
        }
        if fate == Fate::LostAnswer {
            server.read_to_end(&mut Vec::new())?;
            return client.shutdown(Shutdown::Both);
        }
        let mut down = client;
        io::copy(&mut server, &mut down)?;
        down.shutdown(Shutdown::Write)
    }

    fn forward(&self, head: &Head, body: &[u8]) -> io::Result<TcpStream> {
        let mut server = TcpStream::connect(&self.server)?;
        server.set_nodelay(true)?;
        server.write_all(head.text.as_bytes())?;
        server.write_all(body)?;
        Ok(server)
    }

    fn tell(&self, client: TcpStream) -> io::Result<()> {
        let figures = format!(
            "{{\"part_bytes\":{},\"parts\":{},\"faults\":{}}}",
            self.part_bytes.load(Ordering::Relaxed),
            self.parts.load(Ordering::Relaxed),
            self.faults.load(Ordering::Relaxed)
        );
        answer(client, "200 OK", "application/json", &figures)
    }
}

struct Head {
    /// As it goes on: with `connection: close`, unless it asks for another protocol.
    text: String,
    path: String,
    length: usize,
    is_upgrade: bool,
}

fn read_head(reader: &mut impl BufRead) -> io::Result<Option<Head>> {
    let mut lines = Vec::new();
    let mut size = 0;
    loop {
        let mut line = String::new();
        size += reader.read_line(&mut line)?;
        if line.is_empty() || size > LONGEST_HEAD {
            return Ok(None);
        }
        let line = line.trim_end().to_owned();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let value = |name: &str| {
        let named = |line: &&String| {
            line.split_once(':')
                .is_some_and(|(key, _)| key.eq_ignore_ascii_case(name))
        };
        let line = lines.iter().find(named)?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let is_upgrade = value("upgrade").is_some();
    let length = value("content-length").and_then(|length| length.parse().ok());
    let path = lines.first().and_then(|line| line.split(' ').nth(1));
    let (path, length) = (path.unwrap_or_default().to_owned(), length.unwrap_or(0));
    if !is_upgrade {
        lines.retain(|line| !line.to_ascii_lowercase().starts_with("connection:"));
        lines.push("connection: close".to_owned());
    }
    Ok(Some(Head {
        text: lines.join("\r\n") + "\r\n\r\n",
        path,
        length,
        is_upgrade,
    }))
}

fn answer(mut client: TcpStream, status: &str, media_type: &str, body: &str) -> io::Result<()> {
    let length = body.len();
    write!(
        client,
        "HTTP/1.1 {status}\r\ncontent-type: {media_type}\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n{body}"
    )?;
    client.shutdown(Shutdown::Write)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str) -> Head {
        read_head(&mut text.as_bytes()).unwrap().unwrap()
    }

    #[test]
    fn a_request_goes_on_alone_on_its_connection() {
        let head = head(
            "PUT /api/parts/3 HTTP/1.1\r\nContent-Length: 7\r\nConnection: keep-alive\r\n\r\n",
        );
        assert_eq!((head.path.as_str(), head.length), ("/api/parts/3", 7));
        assert!(head.text.ends_with("\r\nconnection: close\r\n\r\n"));
        assert!(!head.text.contains("keep-alive"));
    }

    #[test]
    fn a_socket_stays_a_socket() {
        let head =
            head("GET /api/live HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        assert!(head.is_upgrade && head.text.contains("Connection: Upgrade"));
    }
}
