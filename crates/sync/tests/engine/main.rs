//! The engine from outside: inputs in, outputs out.

mod anything;
mod bench;
mod inbox;
mod ladder;
mod outbox;
mod session;
