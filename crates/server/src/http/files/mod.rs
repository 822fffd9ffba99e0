//! Files as they are read.

pub mod page;
mod range;
pub mod read;
