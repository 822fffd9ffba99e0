//! The client's sync engine as a state machine: events in, commands out.
//!
//! No clock, no randomness, no I/O: the moment and fresh entropy come with every call, and what is
//! to be done goes out as [`Output`]. The browser, the load generator and the simulation drive this
//! same code.
//!
//! Three machines work side by side under [`Engine`]: `outbox` (what this person sends), `inbox`
//! (what is received, gapless per case) and `ladder` (the live connection).

mod backoff;
mod engine;
mod inbox;
mod io;
mod ladder;
mod outbox;
mod stored;
mod upload;
mod verdict;

pub use engine::Engine;
pub use io::{
    Delay, Delivery, Failure, Input, Link, LiveId, Outcome, Output, SessionEnd, Status, Ticket,
    Transport,
};
pub use stored::{ItemState, OutboxItem, OutboxNews, ParkReason};
pub use upload::{Fault, Pause, Stage, Trouble, Upload, UploadInput, UploadOutput, UploadView};
