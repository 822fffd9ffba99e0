//! A signature is a trace: every point a finger or a pen gave, with its time.
//!
//! The browser writes it ([`writing`]), shows it ([`shape`]) and warns of what cannot be read
//! ([`legible`]); the server reads the canonical bytes ([`bytes`]), judges with the same code and
//! draws the official picture. Smoothing is display only: what is hashed is what came in.

pub mod bytes;
mod fit;
pub mod frame;
pub mod legible;
pub mod paper;
#[cfg(feature = "picture")]
pub mod picture;
pub mod shape;
pub mod svg;
pub mod trace;
pub mod writing;
