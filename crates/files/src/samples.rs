//! Invented files for tests, good and hostile, made on the spot. Nobody in them exists; the places
//! and times are made up.

mod bombs;
mod documents;
mod hostile;
mod pictures;
mod sounds;

pub use bombs::{Bomb, bombs};
pub use documents::{
    docx, encrypted_pdf, pdf, pdf_bomb, pdf_with_annotation, pdf_without_font, zip,
};
pub use hostile::{Hostile, hostile};
pub use pictures::{Camera, heic, jpeg, photo, png};
pub use sounds::{m4a, mp3, mp4, ogg, wav, webm};
