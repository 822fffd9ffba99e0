//! About the server itself.

pub mod health;
pub mod info;
pub mod openapi;
