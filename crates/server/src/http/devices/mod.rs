//! The devices a person is signed in on.

pub mod list;
pub mod revoke;
