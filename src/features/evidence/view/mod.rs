//! The pages of evidence and their parts.

mod act;
mod arrange;
mod ask;
pub mod chips;
mod court;
pub mod exchange_page;
mod exchange_parts;
pub mod exhibit_page;
mod facts;
pub mod list;
pub mod list_page;
pub mod matrix_page;
mod opinion_form;
mod opinions;
mod preview;
mod print;
mod spoken;
mod submit_files;
pub mod submit_page;
mod tiles;
