//! The log of all tests.

use std::io::Write;
use std::sync::{Mutex, Once, PoisonError};

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static START: Once = Once::new();

struct Lines;

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LINES
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// One log for the whole program: a subscriber of one thread misses what another thread met first.
pub fn start() {
    START.call_once(|| {
        let subscriber = anjian_server::logging::subscriber("trace", || Lines);
        tracing::subscriber::set_global_default(subscriber).unwrap();
    });
}

pub fn log_lines() -> String {
    String::from_utf8(LINES.lock().unwrap_or_else(PoisonError::into_inner).clone()).unwrap()
}
