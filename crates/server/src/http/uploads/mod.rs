//! Files on their way up.

pub mod announce;
pub mod cancel;
pub mod complete;
pub mod part;
pub mod status;
