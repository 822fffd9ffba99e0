//! What 我的 has to work out. Plain functions.

pub mod version;
