//! A live connection that reads along and counts frames.

use std::io::{ErrorKind, Read};
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use super::BenchError;
use super::court::{Court, Person};

const MARK: &[u8] = b"data:";

/// Reads until `stop`; gives the number of frames that came while it `counts`.
pub(super) fn read_along(
    court: &Court,
    person: &Person,
    counts: &AtomicBool,
    stop: &AtomicBool,
) -> Result<u64, BenchError> {
    let mut frames = 0;
    let mut buffer = vec![0; 64 * 1024];
    while !stop.load(Relaxed) {
        let mut stream = court.connect(person)?.follow("/api/live")?;
        stream.set_read_timeout(Some(Duration::from_millis(200)))?;
        let mut matched = 0;
        while !stop.load(Relaxed) {
            let read = match stream.read(&mut buffer) {
                // Closed, as the server does with whoever is too slow: a new one.
                Ok(0) => break,
                Ok(read) => read,
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            let found = count(&buffer[..read], &mut matched);
            if counts.load(Relaxed) {
                frames += found;
            }
        }
    }
    Ok(frames)
}

/// Counts the marks; `matched` bytes of one may have come with the read before.
fn count(bytes: &[u8], matched: &mut usize) -> u64 {
    let mut found = 0;
    for byte in bytes {
        *matched = if *byte == MARK[*matched] {
            *matched + 1
        } else {
            usize::from(*byte == MARK[0])
        };
        if *matched == MARK.len() {
            found += 1;
            *matched = 0;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_cut_in_two_counts_once() {
        let mut matched = 0;
        assert_eq!(count(b"\ndata:{} da", &mut matched), 1);
        assert_eq!(count(b"ta:x ddata:", &mut matched), 2);
    }
}
