//! Speaking instead of writing: recording a voice and hearing one, for every page that lets people.

mod hold;
mod model;
mod player;

pub use hold::{HoldToTalk, OnSpoken, Then, is_possible};
pub use player::VoicePlayer;
