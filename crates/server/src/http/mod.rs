//! The endpoints, one a file, in this order: error, status, handler, tests.

pub mod accounts;
pub mod cases;
pub mod devices;
pub mod documents;
pub mod evidence;
pub mod feedback;
pub mod files;
pub mod handoffs;
pub mod live;
pub mod people;
pub mod problem;
pub mod server;
pub mod session;
mod to_its_end;
pub mod uploads;

pub use problem::Fault;
