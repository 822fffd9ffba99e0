//! Files as they are read.

pub mod page;
pub mod read;
mod range;
