//! Documents: sent, read, confirmed, signed with a finger, refused, made anew.

pub mod pad;
