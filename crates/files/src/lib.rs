//! What the bytes of an uploaded file are, and pictures of them.
//!
//! Everything here takes bytes that a stranger chose. Nothing here talks to a network or a
//! database; nothing panics, and everything ends: see [`limits`]. All of it blocks, so a server
//! calls it from a blocking task.
//!
//! What it does not know: viruses. Only the EICAR test string is recognised, so that a deployment
//! can be tried; a court that wants a scanner puts one in front. Scripts inside a PDF are not
//! refused either (forms carry them); nothing here runs them.

pub mod heif;
pub mod limits;
pub mod name;
pub mod office;
pub mod outside;
pub mod pdf;
pub mod picture;
#[cfg(any(test, feature = "samples"))]
pub mod samples;
pub mod sniff;
pub mod text;
pub mod worker;

mod boxes;
mod guard;
mod read;

pub use anjian_api::file::{Capture, FileKind};
pub use sniff::Rejected;
