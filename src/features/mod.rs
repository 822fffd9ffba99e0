//! What people do with the app: one folder each, and none imports another's store.

pub mod case_list;
pub mod case_space;
pub mod desk;
pub mod details;
pub mod documents;
pub mod evidence;
pub mod feedback;
pub mod handoff;
pub mod location;
pub mod login;
pub mod me;
pub mod people;
pub mod services;
pub mod viewer;
pub mod voice;
