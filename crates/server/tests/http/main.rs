//! The server from outside: requests in, answers and frames out. In-process, with a clock that the
//! test moves.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod access;
mod accounts;
mod commands;
mod cookies_and_csrf;
mod courts;
mod derivatives;
mod described;
mod documents;
mod evidence;
mod feedback;
mod feedback_not_helped;
mod file_reading;
mod files;
mod handoffs;
mod handoffs_faults;
mod live;
mod logs;
mod looking;
mod real_process;
mod signed_not_sealed;
mod signed_pdf;
mod signing;
mod signing_bounds;
mod signing_faults;
mod signing_stopped;
mod stopping;
mod support;
mod uploads;
mod uploads_faults;
mod uploads_limits;
