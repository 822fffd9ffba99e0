//! What a line of the case list shows. Plain functions, tested on the host.

pub mod cause;
pub mod glance;
pub mod last_line;
#[cfg(test)]
mod samples;
pub mod search;
