//! Documents: sent, filled in, read, signed.

pub mod begin;
pub mod ceremony;
pub mod code;
pub mod fill;
pub mod finish;
pub mod picture;
pub mod preview;
pub mod proof;
pub mod revise;
pub mod send;
pub mod signatures;
pub mod text;
pub mod trace;

use anjian_api::ids::Seq;
use anjian_api::problem::ProblemCode;

use crate::http::Fault;

/// The document that an address names. What is no number names nothing.
fn document(text: &str) -> Result<Seq, Fault> {
    text.parse()
        .map(Seq)
        .map_err(|_| Fault::of(ProblemCode::NotFound))
}

/// An id or a number that an address names. What is none names nothing.
fn named<T: std::str::FromStr>(text: &str) -> Result<T, Fault> {
    text.parse().map_err(|_| Fault::of(ProblemCode::NotFound))
}
