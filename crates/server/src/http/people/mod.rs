//! People, as the court may find them.

pub mod lookup;
