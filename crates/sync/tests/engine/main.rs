//! The engine from outside: inputs in, outputs out.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod anything;
mod bench;
mod inbox;
mod ladder;
mod outbox;
mod session;
