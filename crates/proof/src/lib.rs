//! Leaves and commitments: what makes an entry provable.
//!
//! The record of every entry is written in one binary form, hashed into its leaf, and names the
//! leaf before it. Browser, server and command line check with this code and no other. The form is
//! described for other implementers in `docs/proof-format.md`. No I/O, clock or randomness lives
//! here; salts come in as arguments.

#![forbid(unsafe_code)]

mod hash;
mod manifest;
mod record;
mod run;

pub use manifest::Manifest;
pub use record::{Record, actor_commit, leaf, payload_commit};
pub use run::{Broken, check_run, leaf_of};
