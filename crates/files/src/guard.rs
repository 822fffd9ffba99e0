//! Runs third-party parsers on hostile bytes: what panics or never ends becomes an error.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::limits;

/// Why guarded work gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// It panicked.
    Panicked,
    /// It took too long and was left behind.
    TooSlow,
    /// Too much was left behind already, or there is no thread for it.
    Busy,
}

/// Threads that nobody waits for any more.
static LEFT_BEHIND: AtomicUsize = AtomicUsize::new(0);

const RUNNING: u8 = 0;
const ABANDONED: u8 = 1;
const DONE: u8 = 2;

/// Runs it here; a panic is an error.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Ended> {
    // Nothing that the work touched is looked at again after a panic.
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Ended::Panicked)
}

/// Runs it on a thread with a deep stack and waits so long. Rust cannot end a thread, so one that
/// overruns is left behind and counted; while too many are, new work is refused.
pub(crate) fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Ended> {
    if LEFT_BEHIND.load(Ordering::SeqCst) >= limits::ABANDONED {
        return Err(Ended::Busy);
    }
    let state = Arc::new(AtomicU8::new(RUNNING));
    let (sender, receiver) = mpsc::sync_channel(1);
    let theirs = Arc::clone(&state);
    thread::Builder::new()
        .name("file-guard".into())
        .stack_size(limits::STACK)
        .spawn(move || {
            let result = caught(work);
            if theirs.swap(DONE, Ordering::SeqCst) == ABANDONED {
                LEFT_BEHIND.fetch_sub(1, Ordering::SeqCst);
            }
            // Nobody waits any more: the result goes with the channel.
            let _ = sender.send(result);
        })
        .map_err(|_| Ended::Busy)?;
    match receiver.recv_timeout(limit) {
        Ok(result) => result,
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(Ended::Panicked),
        Err(mpsc::RecvTimeoutError::Timeout) => {
            LEFT_BEHIND.fetch_add(1, Ordering::SeqCst);
            let was =
                state.compare_exchange(RUNNING, ABANDONED, Ordering::SeqCst, Ordering::SeqCst);
            if was.is_err() {
                LEFT_BEHIND.fetch_sub(1, Ordering::SeqCst);
            }
            Err(Ended::TooSlow)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::{Ended, LEFT_BEHIND, Ordering, caught, within};

    #[test]
    fn a_panic_is_an_error() {
        assert_eq!(caught(|| panic!("invented")), Err::<(), _>(Ended::Panicked));
        let far = within(Duration::from_secs(60), || panic!("invented"));
        assert_eq!(far, Err::<(), _>(Ended::Panicked));
    }

    #[test]
    fn what_overruns_is_left_behind_until_it_ends() {
        let mut stops = Vec::new();
        for _ in 0..crate::limits::ABANDONED {
            let (stop, stopped) = mpsc::channel::<()>();
            stops.push(stop);
            let slow = within(Duration::from_millis(5), move || {
                let _ = stopped.recv();
            });
            assert_eq!(slow, Err(Ended::TooSlow));
        }
        assert_eq!(within(Duration::from_secs(60), || 1), Err(Ended::Busy));
        stops.clear();
        while LEFT_BEHIND.load(Ordering::SeqCst) > 0 {
            std::thread::yield_now();
        }
        assert_eq!(within(Duration::from_secs(60), || 1), Ok(1));
    }
}
