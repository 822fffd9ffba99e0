//! What the court's desk works out before it asks the server. Plain functions.

pub mod case_draft;
pub mod enums;
pub mod first_password;
