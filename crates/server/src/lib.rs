//! The court: HTTP, live, store, accounts.
//!
//! `ledger` keeps cases, `accounts` and `session` keep people; `http` and `live` let them in.

pub mod accounts;
pub mod app;
pub mod appoint;
pub mod blobs;
pub mod clock;
pub mod config;
pub mod database;
pub mod disk;
pub mod extract;
pub mod feedback;
pub mod files;
pub mod handoff;
pub mod headers;
pub mod http;
pub mod keys;
pub mod ledger;
pub mod limits;
pub mod live;
pub mod logging;
pub mod papers;
pub mod seal;
pub mod seed;
pub mod session;
pub mod static_files;
pub mod store;
